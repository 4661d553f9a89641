"""What was seen in one outage, and whether it went as promised."""

from collections import Counter
from dataclasses import dataclass, field

PATIENCE = 10.0
"""Seconds that a page waits for an answer, and in which all readers have to be right again."""
HEAD = (
    f"{'outage':<50} {'presses':>7}  {'in 10 s':>10}  {'line lost':>9}  {'acknowledged':>22}"
    f"  {'pages':>5}  {'without':>7}  {'readers right':>13}"
)


@dataclass
class Figures:
    """What was seen in one outage."""

    name: str
    gapless: bool = False
    """Whether every page that is asked for meanwhile has to come."""
    presses: int = 0
    answered: int = 0
    line_lost: int = 0
    """Presses whose connection broke, which the page says at once."""
    acknowledged: dict[str, int] = field(default_factory=dict[str, int])
    """Comments, each with its post."""
    lost: int = 0
    doubled: int = 0
    seconds: float = 0.0
    pages: int = 0
    """Pages asked for meanwhile."""
    refused: Counter[str] = field(default_factory=Counter[str])
    """What came instead of them."""
    wrong: list[str] = field(default_factory=list[str])
    """What else was not as it should be."""

    @property
    def held(self) -> bool:
        """Whether it went as promised."""
        unanswered = self.presses - self.answered - self.line_lost
        gap = self.gapless and self.refused
        wrong = self.lost or self.doubled or unanswered or self.wrong or gap or not self.acknowledged
        return not wrong and self.seconds <= PATIENCE

    def row(self) -> str:
        """A line of the table, and one for each thing that was not as it should be."""
        within = f"{self.answered} of {self.presses - self.line_lost}"
        saved = f"{len(self.acknowledged)}, {self.lost} lost, {self.doubled} twice"
        line = (
            f"{self.name:<50} {self.presses:>7}  {within:>10}  {self.line_lost:>9}  {saved:>22}  {self.pages:>5}"
            f"  {self.refused.total():>7}  {self.seconds:>11.1f} s"
        )
        instead = (
            [f"instead of pages: {', '.join(f'{count} × {what}' for what, count in self.refused.most_common(4))}"] if self.refused else []
        )
        return "\n    ".join([line + ("" if self.held else "   NOT HELD"), *instead, *self.wrong])
