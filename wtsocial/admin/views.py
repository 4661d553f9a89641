"""Views of the dashboard."""

from dataclasses import dataclass, field

from wtsocial.moderation.views import LogView
from wtsocial.site.views import NOTHING, AnnouncementView


@dataclass(frozen=True)
class DayFigure:
    """How many on one day (`day` is 2026-11-23)."""

    day: str
    count: int


@dataclass(frozen=True)
class DeadJobView:
    """A job that was given up. `died_at` is in milliseconds."""

    id: int
    task: str
    attempts: int
    died_at: int
    last_error: str


@dataclass(frozen=True)
class JobsView:
    """How the job queue is: what is due, since when (milliseconds; 0: nothing is), and what was given up, the last first."""

    due: int = 0
    due_since: int = 0
    dead: int = 0
    dead_jobs: list[DeadJobView] = field(default_factory=list[DeadJobView])


@dataclass(frozen=True)
class DashboardView:
    """The dashboard's figures: totals, and the last 14 days (oldest first) of what has days."""

    members: int = 0
    active: int = 0
    unconfirmed: int = 0
    suspended: int = 0
    posts: int = 0
    comments: int = 0
    corrections: int = 0
    flags_open: int = 0
    subwikis: int = 0
    counted_at: int = 0
    """When they were counted, in milliseconds, where that is too much to do for each look; 0 for just now."""
    payments_failed: int = 0
    """What Stripe told and could not be worked on so far."""
    payments_refused: int = 0
    """What Stripe told in the last week of its other mode or of another account, which credited nobody."""
    unmoderated: list[str] = field(default_factory=list[str])
    """Slugs of subwikis without an active moderator, some at most: they were suspended, or left before that was refused."""
    members_by_day: list[DayFigure] = field(default_factory=list[DayFigure])
    posts_by_day: list[DayFigure] = field(default_factory=list[DayFigure])
    corrections_by_day: list[DayFigure] = field(default_factory=list[DayFigure])
    flags_by_day: list[DayFigure] = field(default_factory=list[DayFigure])


@dataclass(frozen=True)
class MemberRow:
    """A member as the list of members has them, for admins alone. Times are in milliseconds, 0 for never."""

    id: int
    name: str
    email: str
    state: str
    standing: str
    confirmed: bool
    joined: int
    contributions: int
    upheld: int
    """Decisions that took something of theirs away."""
    flags: int
    """Flags of theirs that were decided."""
    flags_upheld: int


@dataclass(frozen=True)
class MembersPage:
    """Some members; `older` is where the next page begins, empty at the end."""

    members: list[MemberRow]
    older: str = ""


@dataclass(frozen=True)
class SwitchView:
    """A setting that can be changed while the site runs."""

    name: str
    value: str
    """As it is typed."""
    environment: str
    """What the environment says, which holds until somebody changes it."""
    control: str
    """`switch` or `number`."""
    least: int
    most: int
    whole: bool


@dataclass(frozen=True)
class FixedSetting:
    """A setting of the environment; of a `secret` one there is no value, but whether it is `given`."""

    variable: str
    value: str
    about: str
    secret: bool = False
    given: bool = False


@dataclass(frozen=True)
class SettingsView:
    """All settings, and what was changed last."""

    switches: list[SwitchView] = field(default_factory=list[SwitchView])
    fixed: list[FixedSetting] = field(default_factory=list[FixedSetting])
    changes: list[LogView] = field(default_factory=list[LogView])


@dataclass(frozen=True)
class PastAnnouncement:
    """What stood at the top of every page, from when to when (milliseconds)."""

    id: int
    text: str
    tone: str
    by: str
    at: int
    ended: int


@dataclass(frozen=True)
class AnnouncementsView:
    """What stands at the top of every page, and what stood there, the last first."""

    shown: AnnouncementView = NOTHING
    past: list[PastAnnouncement] = field(default_factory=list[PastAnnouncement])


@dataclass(frozen=True)
class SubwikiRow:
    """A subwiki as the list of subwikis has it, for admins alone."""

    id: int
    slug: str
    name: str
    colour: str
    vetted: bool
    protection: str
    """The standing that editing takes there."""
    members: int
    posts: int
    moderators: int
    """Active ones."""
    created: int


@dataclass(frozen=True)
class SubwikisPage:
    """Some subwikis; `older` is where the next page begins, empty at the end."""

    subwikis: list[SubwikiRow]
    older: str = ""


@dataclass(frozen=True)
class SourceRow:
    """A source as the list of sources has it, for admins alone."""

    domain: str
    posts: int
    own: int
    """Posts whose first headline is known to be the source's."""
    corrected: int
    """Those of them that stand corrected."""
    others: int
    """Other posts of it that stand corrected."""
    rule: str
    """What the site's rule for it does; empty where there is none."""


@dataclass(frozen=True)
class SourcesPage:
    """Some sources; `older` is where the next page begins, empty at the end."""

    sources: list[SourceRow]
    older: str = ""


@dataclass(frozen=True)
class InvitationRow:
    """An invitation as the list of invitations has it, for admins alone; its link is its maker's."""

    id: int
    by: str
    label: str
    """What a group's is for; empty for a personal one."""
    uses: int
    used: int
    at_once: bool
    created: int
    ends: int
    state: str
    """`open`, `used_up`, `ended` or `revoked`."""
    came: list[str] = field(default_factory=list[str])
    """Who came by it, the newest first, some at most."""


@dataclass(frozen=True)
class InvitationsPage:
    """Some invitations; `older` is where the next page begins, empty at the end."""

    invitations: list[InvitationRow]
    older: str = ""


@dataclass(frozen=True)
class VitalsView:
    """How the site does just now. Times are in seconds, 0 for none; room is in bytes."""

    correction: int = 0
    """How long half of the headlines that were corrected last had stood."""
    decision: int = 0
    """Within how long half of this month's flags were decided, and nine of ten."""
    nine_of_ten: int = 0
    mails_waiting: int = 0
    mails_failed: int = 0
    last_error: str = ""
    """Why the last of these mails failed."""
    database: str = ""
    redis: str = ""
    """`answers`, `away`, or empty where there is none."""
    disk_free: int = 0
    disk_total: int = 0
