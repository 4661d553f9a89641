"""Imports posts from a file of JSON lines, in batches, and says what was refused and why."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, cast

from wtsocial.accounts.viewers import viewers_by_name
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotFound, Refusal
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.i18n import FALLBACK, say
from wtsocial.posts.imported_authors import add_authors
from wtsocial.posts.imported_posts import OldPost, import_posts, untouched
from wtsocial.subwikis.actions import create_subwiki
from wtsocial.text.reasons import CORRECTION_REASONS
from wtsocial.text.wellformed import check_wellformed

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MOST_BYTES: Final = 1_000_000
"""In one line: the longest post, each of its signs spelled as two escapes, has less than half of that."""
EXAMPLES: Final = 3
"""Lines named for each reason of a refusal."""
BATCH: Final = 250
"""Posts in one transaction: many share its cost, and nobody else waits long for it."""


@dataclass(frozen=True)
class Correction:
    """What a line says of how its headline was corrected; whether it may be is asked of the action."""

    by: str
    headline: str
    reason: str
    source: str


@dataclass(frozen=True)
class Line:
    """A line of the file that could be read; `number` counts from 1."""

    number: int
    subwiki: str
    author: str
    headline: str
    link: str
    text: str
    published_at: datetime
    correction: Correction | None = None


@dataclass
class Report:
    """What became of the lines of a file."""

    bytes_read: int = 0
    published: int = 0
    known: int = 0
    corrected: int = 0
    uncorrected: int = 0
    """Refused corrections of headlines that were published all the same."""
    refused: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    """The numbers of the lines refused for each reason, as it is said to people."""

    @property
    def read(self) -> int:
        """How many lines were dealt with."""
        return self.published + self.known + sum(map(len, self.refused.values())) - self.uncorrected

    def refuse(self, number: int, refusal: Refusal) -> None:
        """Note a refused line."""
        said = say(FALLBACK, refusal.key, **refusal.params)
        self.refused.setdefault(f"{refusal.field}: {said}" if refusal.field else said, []).append(number)


def summary(report: Report, *, seconds: float) -> list[str]:
    """What became of a file, in lines to print: counts, the pace, and for each reason how many were refused and where first."""
    pace = round(60 * report.read / seconds) if seconds > 0 else 0
    refused = sum(map(len, report.refused.values()))
    lines = [f"{report.published:,} published, {report.known:,} here already, {refused:,} refused in {seconds:.1f} s ({pace:,} a minute)."]
    if report.corrected:
        lines.append(f"Headlines corrected: {report.corrected:,}.")
    for said, numbers in sorted(report.refused.items(), key=lambda reason: -len(reason[1])):
        first = ", ".join(f"{number:,}" for number in sorted(numbers)[:EXAMPLES])
        lines.append(f"  {len(numbers):7,}  {said} (line {first}{' …' if len(numbers) > EXAMPLES else ''})")
    return lines


async def import_file(path: Path, *, create: bool = False, progress: Callable[[Report], None] | None = None) -> Report:
    """Publish the posts of a file of JSON lines (their shape: docs/OPERATING.md), each under its own time.

    What is here already is passed over, so a file may be imported again. Unknown subwikis and authors are refused; with
    `create` they are made (authors as members who cannot log in), and authors join where they post. `progress` hears how
    far it is after each batch. Raises NotFound("import.no_file", `path`) when the file cannot be opened.
    """
    report = Report()
    makes = _Makes() if create else None
    try:
        file = path.open("rb")
    except OSError:
        raise NotFound("import.no_file", path=str(path)) from None
    with file:
        numbered = _lines(file, report)
        while batch := list(islice(numbered, BATCH)):
            await _import_batch(_readable(batch, report), report, makes)
            if progress:
                progress(report)
    return report


@dataclass
class _Makes:
    """With `create`: the subwikis that exist by now, and those that cannot be made, with why."""

    there: set[str] = field(default_factory=set[str])
    refused: dict[str, Refusal] = field(default_factory=dict[str, Refusal])


async def _import_batch(lines: Sequence[Line], report: Report, makes: _Makes | None) -> None:
    # In the order of the file: whom a later line calls by a name that looks the same costs that line alone.
    people = dict.fromkeys([*(line.author for line in lines), *(line.correction.by for line in lines if line.correction)])
    authors = await viewers_by_name(people)
    nobody: dict[str, Refusal] = {}
    if makes:
        nobody = await add_authors([name for name in people if name not in authors], since=_since(lines))
        authors = await viewers_by_name(people)
        await _found_subwikis(lines, authors, makes)
    old: dict[int, OldPost] = {}
    for line in lines:
        if author := authors.get(line.author):
            old[line.number] = _old(author, line)
        else:
            report.refuse(line.number, nobody.get(line.author) or NotFound("import.no_author", field="author"))
    outcomes = await import_posts(list(old.values()), joining=makes is not None)
    _note(old, outcomes, report, makes)
    await _correct([line for line in lines if line.correction], report)


def _old(author: Viewer, line: Line) -> OldPost:
    return OldPost(author, line.subwiki, line.headline, line.link, line.text, line.published_at)


def _since(lines: Sequence[Line]) -> dict[str, datetime]:
    """When those who wrote something here first did."""
    first: dict[str, datetime] = {}
    for line in lines:
        first[line.author] = min(line.published_at, first.get(line.author, line.published_at))
    return first


def _note(old: Mapping[int, OldPost], outcomes: Sequence[int | Refusal | None], report: Report, makes: _Makes | None) -> None:
    for (number, post), outcome in zip(old.items(), outcomes, strict=True):
        if isinstance(outcome, Refusal):
            why = makes.refused.get(post.subwiki) if makes and isinstance(outcome, NotFound) else None
            report.refuse(number, why or outcome)
        elif outcome is None:
            report.known += 1
        else:
            report.published += 1


async def _correct(lines: Sequence[Line], report: Report) -> None:
    """Correct headlines as the lines say, each in its own name and as the page would; those that were changed since are passed over."""
    # Asked anew: who just imported something may have earned a standing by it.
    people = await viewers_by_name({line.correction.by for line in lines if line.correction} | {line.author for line in lines})
    for line in lines:
        wanted, author = line.correction, people.get(line.author)
        if wanted is None or author is None:
            continue
        try:
            post_id = await untouched(_old(author, line))
            if post_id:
                await _corrected(people.get(wanted.by), wanted, post_id)
                report.corrected += 1
        except Refusal as refusal:
            report.refuse(line.number, refusal)
            report.uncorrected += 1


async def _corrected(by: Viewer | None, wanted: Correction, post_id: int) -> None:
    if by is None:
        raise NotFound("import.no_corrector", field="correction")
    if wanted.reason not in CORRECTION_REASONS:
        raise Invalid("error.choose", field="reason")
    await correct_headline(by, post_id=post_id, headline=wanted.headline, reason=wanted.reason, source=wanted.source, based_on=1)


async def _found_subwikis(lines: Sequence[Line], authors: Mapping[str, Viewer], makes: _Makes) -> None:
    """Each subwiki that nobody has heard of yet is founded by the first author who posts there."""
    for line in lines:
        author = authors.get(line.author)
        if author is None or line.subwiki in makes.there or line.subwiki in makes.refused:
            continue
        try:
            await create_subwiki(author, slug=line.subwiki, name=line.subwiki.replace("-", " ").capitalize())
        except Refusal as refusal:
            if refusal.key != "slug.taken":
                makes.refused[line.subwiki] = refusal
                continue
        makes.there.add(line.subwiki)


def _lines(file: BinaryIO, report: Report) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers, of the longest only their beginning: a file without an end of a line fills no memory."""
    number = 0
    while raw := file.readline(MOST_BYTES + 1):
        number += 1
        report.bytes_read += len(raw)
        yield number, raw
        while not raw.endswith(b"\n") and (raw := file.readline(MOST_BYTES)):
            report.bytes_read += len(raw)


def _readable(batch: Sequence[tuple[int, bytes]], report: Report) -> list[Line]:
    """The lines that hold what they should; empty ones are passed over, the others noted as refused."""
    lines: list[Line] = []
    for number, raw in batch:
        if raw.strip():
            try:
                lines.append(_line(number, raw))
            except Refusal as refusal:
                report.refuse(number, refusal)
    return lines


def _line(number: int, raw: bytes) -> Line:
    if len(raw) > MOST_BYTES:
        raise Invalid("import.too_long", most=MOST_BYTES)
    try:
        fields = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Invalid("import.no_json") from None
    if not isinstance(fields, dict):
        raise Invalid("import.no_json")
    given = cast(dict[str, object], fields)
    subwiki, author, headline = (_string(given, name) for name in ("subwiki", "author", "headline"))
    link, text = _string(given, "link", required=False), _string(given, "text", required=False)
    return Line(number, subwiki, author, headline, link, text, _moment(given.get("published")), _correction(given.get("correction")))


def _correction(value: object) -> Correction | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Invalid("import.no_correction", field="correction")
    given = cast(dict[str, object], value)
    by, headline, reason = (_string(given, name) for name in ("by", "headline", "reason"))
    return Correction(by, headline, reason, _string(given, "source", required=False))


def _string(given: Mapping[str, object], name: str, *, required: bool = True) -> str:
    value = given.get(name)
    if value in (None, ""):
        if required:
            raise Invalid("error.required", field=name)
        return ""
    if not isinstance(value, str):
        raise Invalid("import.no_text", field=name)
    # Here, and not where each field is checked: a name is looked up before anything says whether it can be one.
    check_wellformed({name: value}, fields={name: name})
    return value


def _moment(value: object) -> datetime:
    """UNIX seconds or ISO 8601 (without a zone: UTC), not in the future and not before 1970."""
    wrong = Invalid("import.no_time", field="published")
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            moment = datetime.fromtimestamp(value, UTC)
        else:
            raise wrong
    except (ValueError, OverflowError, OSError):
        raise wrong from None
    if not EPOCH <= moment <= datetime.now(UTC):
        raise wrong
    return moment
