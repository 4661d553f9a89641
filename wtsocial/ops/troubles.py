"""Troubles of the machine, in one sentence each: a database that is away, a full disk, no network."""

import errno
import re
import shutil
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from wtsocial.core.errors import Unavailable
from wtsocial.db.outages import is_away, said

KINDS: Final = (Unavailable, SQLAlchemyError, OSError)
"""What `sentence` may know."""

_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_MISPLACED: Final = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG)
_SHUT: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
_OF_BUILDER: Final = (
    (r"ENOSPC|EDQUOT|no space left", "There is no room left on the disk. Make some, and start it again."),
    (
        r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network is unreachable",
        "The package registry cannot be reached. The first build needs the network; start it again when there is one.",
    ),
)


def sentence(error: BaseException) -> str:
    """What happened, and what was not done; "" for a mistake of the program."""
    if isinstance(error, Unavailable):
        return f"The database does not answer: {error}"
    if is_away(error):
        return f"The database does not answer: {said(error)}"
    if isinstance(error, shutil.Error) and (told := of_builder(str(error))):
        # What a copied folder failed of is told in words alone.
        return told
    if isinstance(error, OSError) and error.errno in _FULL:
        return f"There is no room left on the disk{_where(error)}. Make some, and start it again."
    if isinstance(error, OSError) and error.errno in _SHUT:
        return f"This cannot be written to{_where(error)} ({error.strerror})."
    if isinstance(error, OSError) and error.errno in _MISPLACED:
        return f"This cannot be used{_where(error)} ({error.strerror})."
    return ""


def of_builder(output: str) -> str:
    """What kept the pages from being built; "" when it was the pages."""
    return next((told for pattern, told in _OF_BUILDER if re.search(pattern, output, re.IGNORECASE)), "")


def _where(error: OSError) -> str:
    return f": {error.filename}" if error.filename else ""
