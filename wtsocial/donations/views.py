"""Views of donations: what a member gave, and how one stands that was just paid; amounts in the currency's smallest unit."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PaymentView:
    """Money that came for a donation. `dispute` is "", open, won or lost."""

    at: int
    amount: int
    currency: str
    refunded: int = 0
    dispute: str = ""
    places: int = 0
    """How many it let in from the waiting list."""
    let_in: bool = False
    """Whether it let the donor in."""
    promised: bool = False
    """Whether it lets the donor in as soon as they confirm their address."""


@dataclass(frozen=True)
class DonationView:
    """Something a member gave, or gives. `state`: started (not paid yet), paid, failing, ended or expired."""

    id: int = 0
    kind: str = ""
    amount: int = 0
    currency: str = ""
    state: str = ""
    purpose: str = "self"
    show_name: bool = False
    mark: bool = False
    at: int = 0
    ends: int = 0
    """When a subscription ends, or did; 0 for never."""
    manageable: bool = False
    """Whether it can be changed or ended on the payment service's page."""
    payments: list[PaymentView] = field(default_factory=list[PaymentView])
    """The newest first, at most a hundred."""


@dataclass(frozen=True)
class SetUpView:
    """Whether donations can be made here (`off`: they cannot). `lacks` names the settings that are missing, to admins alone."""

    off: bool = False
    lacks: list[str] = field(default_factory=list[str])
    test_server: bool = False
    """Whether a server that only speaks as the payment service does stands in for it."""
    test_mode: bool = False
    """Whether it is the payment service itself, in the mode in which no money moves."""


@dataclass(frozen=True)
class BookMonth:
    """One month (UTC), in one currency."""

    month: str = ""
    """`2026-11`"""
    at: int = 0
    """Its first moment, in milliseconds since 1970."""
    count: int = 0
    """Payments that came in."""
    once: int = 0
    monthly: int = 0
    yearly: int = 0
    returned: int = 0
    """What was refunded, or taken back by a bank, less what was given back after a dispute."""
    fees: int = 0
    """What the payment service kept."""
    spent: int = 0
    exchanged: int = 0
    """What was gained (or, below zero, given) in this currency when the payment service exchanged it for another."""

    @property
    def given(self) -> int:
        """What was given in that month, of every kind."""
        return self.once + self.monthly + self.yearly


@dataclass(frozen=True)
class BookCategory:
    """What was spent for one purpose in the months shown."""

    category: str
    amount: int


@dataclass(frozen=True)
class DonationLine:
    """A payment as the public sees it: `name` only of members who said that theirs may stand there, else empty."""

    id: int
    at: int
    kind: str
    amount: int
    currency: str
    name: str = ""
    returned: int = 0
    places: int = 0
    """How many on the waiting list it let in, as a gift."""


@dataclass(frozen=True)
class ExpenseView:
    """A cost that was paid, as an admin entered it; `reversed` when it was entered by mistake."""

    id: int
    day: str
    category: str
    payee: str
    amount: int
    currency: str
    note: str = ""
    receipt: str = ""
    """The receipt's number, or where it can be looked at."""
    by: str = ""
    reversed: bool = False
    reversed_why: str = ""


@dataclass(frozen=True)
class BooksView:
    """The books in one currency: `months` oldest first, the last of them is this one."""

    currency: str = ""
    currencies: list[str] = field(default_factory=list[str])
    """Every currency that something was booked in; two are never added up."""
    months: list[BookMonth] = field(default_factory=list[BookMonth])
    covered: int = 0
    """How much of this month's costs what came in this month covers, less fees and what was returned; in percent, 100 without costs."""
    costs: int = 0
    """This month's costs: what was spent already, or the last full month's, whichever is more."""
    member_costs: int = 0
    """What one active member costs a month."""
    members: int = 0
    places: int = 0
    """How many places on the waiting list gifts have opened."""
    place_price: int = 0
    """What opening one takes."""
    given: int = 0
    """All that ever came in, and how many payments it was."""
    given_count: int = 0
    spent: int = 0
    returned: int = 0
    fees: int = 0
    exchanged: int = 0
    left: int = 0
    """What is there: given and exchanged, less returned, fees and spent."""
    categories: list[BookCategory] = field(default_factory=list[BookCategory])
    donations: list[DonationLine] = field(default_factory=list[DonationLine])
    expenses: list[ExpenseView] = field(default_factory=list[ExpenseView])
    may_enter: bool = False
    made_up: bool = False
    """These are the demonstration world's: nobody paid any of it."""


@dataclass(frozen=True)
class LedgerLineView:
    """One line of the ledger as everybody may read it; the lines of an entry sum to zero in each currency."""

    entry: int
    at: int
    month: str
    """The month of UTC that it counts in: `2026-11`."""
    kind: str
    account: str
    currency: str
    amount: int
    note: str = ""


@dataclass(frozen=True)
class LedgerPage:
    """A stretch of the ledger, whole entries, oldest first; `next` is the last entry's number when there are more, else 0."""

    lines: list[LedgerLineView] = field(default_factory=list[LedgerLineView])
    next: int = 0
