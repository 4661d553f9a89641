"""Content rules: which of them catch a post. One function decides that, when a rule is tried out and when somebody publishes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, or_

from wtsocial import jobs
from wtsocial.core.errors import NotAllowed
from wtsocial.core.off_loop import off_loop
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import id_of
from wtsocial.models import Post, RuleCatch, now
from wtsocial.text.words import spread_long

Kind = Literal["source", "word"]
Effect = Literal["block", "hold", "warn", "flag"]
SITE: Final = 0
"""In place of a subwiki's id: the whole site."""
EFFECTS: Final[dict[str, tuple[Effect, ...]]] = {"source": ("block", "warn", "hold"), "word": ("flag", "hold")}
"""What a rule of each kind can do."""
FOLLOWED: Final = ("hold", "flag")
"""After these the log says what a rule did, and a moderator decides."""
FOLLOW_UP: Final = "posts.flag_caught"
"""The task that asks them, by its name: moderation knows of posts, and posts know nothing of it."""
SHORT: Final = 2_000
"""Characters that are spread into words on the event loop: it takes no millisecond."""


class Pattern(Protocol):
    """What says what a rule catches: a ContentRule, a row with these columns of one, or a draft of one."""

    @property
    def kind(self) -> str:
        """What it looks at."""
        ...

    @property
    def pattern(self) -> str:
        """A registrable domain, or words as `spread` has them."""
        ...


@dataclass(frozen=True)
class ActiveRule:
    """A rule that is switched on, with what is said to whoever meets it."""

    id: int
    kind: str
    pattern: str
    label: str
    effect: str
    reason: str


@dataclass(frozen=True)
class Catch:
    """A post that a rule caught, and about which a moderator is asked."""

    rule_id: int
    post_id: int


def catches(rule: Pattern, *, domain: str, said: str) -> bool:
    """Whether a rule catches a post: by the domain of its link, or by a word in what it says (`said_in`)."""
    if rule.kind == "source":
        return domain != "" and domain == rule.pattern
    return rule.pattern in said


async def said_in(headline: str, text: str) -> str:
    """The words of a post as rules look at them."""
    whole = f"{headline}\n{text}"
    return spread_long(whole) if len(whole) <= SHORT else await off_loop(spread_long, whole)


def concerns(rule: FromClause, place: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a rule can catch what is published at a place with a link to the parameter `domain`."""
    on = (rule.c.removed_at.is_(None), rule.c.place.in_((SITE, place)))
    return or_(and_(*on, rule.c.kind == "word"), and_(*on, rule.c.kind == "source", rule.c.pattern == bindparam("domain")))


def active_rules(rows: Iterable[Any]) -> list[ActiveRule]:
    """The rules of rows with the columns of `rule_columns`, as far as there is one in each."""
    names = ActiveRule.__dataclass_fields__
    return [ActiveRule(**{name: getattr(row, f"rule_{name}") for name in names}) for row in rows if row.rule_id]


def rule_columns(rule: FromClause) -> list[ColumnElement[Any]]:
    """What `active_rules` reads."""
    return [rule.c[name].label(f"rule_{name}") for name in ActiveRule.__dataclass_fields__]


async def caught_by(rules: Sequence[ActiveRule], *, domain: str, headline: str, text: str) -> list[ActiveRule]:
    """Those of the rules that catch a post, the site's before the subwiki's. Raises NotAllowed("content_rule.blocked") at `link`."""
    said = await said_in(headline, text) if any(rule.kind == "word" for rule in rules) else ""
    found = [rule for rule in rules if catches(rule, domain=domain, said=said)]
    for rule in found:
        if rule.effect == "block":
            raise NotAllowed("content_rule.blocked", field="link", source=rule.label, reason=rule.reason)
    return found


def warning_of(caught: Sequence[ActiveRule]) -> int | None:
    """The rule whose reason stands beside a post: one that warns, or one by which it waits, while it does."""
    return next((rule.id for effect in ("warn", "hold") for rule in caught if rule.effect == effect), None)


def is_held_by(caught: Sequence[ActiveRule]) -> bool:
    """Whether a post waits for a moderator."""
    return any(rule.effect == "hold" for rule in caught)


async def note_catches(change: Transaction, post: Post, caught: Sequence[ActiveRule]) -> None:
    """Write down what caught a new post; where a moderator is to be asked, a job does that after the commit."""
    if not caught:
        return
    post_id, at = id_of(post), now()
    await statements.insert_unasked(change.session, RuleCatch, [{"rule_id": rule.id, "post_id": post_id, "at": at} for rule in caught])
    asking = [jobs.NewJob(Catch(rule.id, post_id), key=f"caught:{rule.id}:{post_id}") for rule in caught if rule.effect in FOLLOWED]
    if asking:
        await jobs.enqueue_many(change, jobs.tasks()[FOLLOW_UP], asking)
