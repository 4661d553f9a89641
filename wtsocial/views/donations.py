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
    """Whether donations can be made here. `lacks` names the settings that are missing."""

    lacks: list[str] = field(default_factory=list[str])
    test_server: bool = False
    """Whether a server that only speaks as the payment service does stands in for it."""
    test_mode: bool = False
    """Whether it is the payment service itself, in the mode in which no money moves."""
