"""Views of notices."""

from dataclasses import dataclass, field

from wtsocial.revisions.views import DiffPiece


@dataclass(frozen=True)
class NoticeView:
    """A line of the inbox. `kind` names its words (`notice.KIND`), `params` fill them; a headline not to be seen is empty."""

    id: int
    kind: str
    params: dict[str, str]
    path: str
    at: int
    read: bool
    post_id: int = 0
    pieces: list[DiffPiece] = field(default_factory=list[DiffPiece])
    """What leads from the headline before to the one after, where the notice names both and both may be shown."""
    same: bool = False
    """Both say the same: the headline was changed back since."""
    voted: bool = False
    """A receipt for a vote that stands."""
