"""The search for the inputs that cost most, within what the fields take: a table of the functions that read what people type.

`python -m tests.worst_inputs --minutes 5` (`make attack`) searches long and prints a table. Before that it searches shortly, and fails when something costs
much (the tests marked `attack` in tests/text/test_worst_inputs.py).
Hypothesis writes texts out of pieces that mean something to one of the functions, and is led to those that take longer.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, settings, target
from hypothesis import strategies as st

from wtsocial.choices import parsing
from wtsocial.core.errors import Refusal
from wtsocial.gateways.link_previews import PAGE
from wtsocial.gateways.page_metadata import read_page
from wtsocial.text import differences, emails, limits, links, markdown, merging, names, spelling, story_links, subwiki_names, tags, words
from wtsocial.text.cleaning import clean_line, clean_text

ATOMS: Final = (
    *"*_`<&\\![]()|#>~+-=:@.,'\" \t\n\r/?%aא中ก0", "**", "~~", "```\n", "![", "](", "](/b)", "[a](/b)", "[a]: /b\n", "&amp;", "&#35;", "<a>",
    "<!--", "http://", "://", "http://a.b/", "https://a.b/?c=d&e", "www.", "//", "a@b.c", "- ", "1. ", "> ", "|-", "|-|-\n", "|a", "    ",
    "\n\n", "\\\n", "  \n", "* * ", "# ", "\n===\n", "#a", "#1", "＃", "a. ", "。", "”", "\u200b", "\u200d", "\u202e", "\u0301", "\u05b0\u0591",
    "\u302e\U0001d165", "\u0315\u0300", "\ufdfa", "\u1100\u1161\u11a8", "\U0001d160", "👩\u200d👧", "🇩🇪", "\ud83d", "\x00", "xn--", "%E2%80", "rn",
    "<h1>", "<svg>", "</svg>", "<title>", "<meta itemprop=name content=", '<script type="application/ld+json">', '{"@graph":[', "utm_a=", ";jsessionid=",
)  # fmt: skip
HONEST: Final = "A *sentence* of words, as people write them, with [a link](https://news.example/a) and more.\n\n- one of a list\n\n"


@dataclass(frozen=True)
class Subject:
    """A function with so many texts of at most so many characters."""

    name: str
    work: Callable[..., object]
    length: int
    texts: int = 1


def _cleaned(text: str) -> object:
    return clean_text(text, field="text", limit=limits.POST_TEXT)


def _headline(text: str) -> object:
    return clean_line(text, field="headline", limit=limits.HEADLINE)


def _words_chosen(text: str) -> object:
    return parsing.parse({"hide": {"words": [text[at : at + 60] for at in range(0, len(text), 60)], "sources": [text]}, "tags": [text]})


def _page(text: str) -> object:
    return read_page(text.encode("utf-8", "surrogatepass"), content_type="text/html", url="https://news.example/a")


SUBJECTS: Final = (
    Subject("render a post", markdown.render, limits.POST_TEXT),
    Subject("render a comment", markdown.render, limits.COMMENT_TEXT),
    Subject("excerpt", markdown.excerpt, 3 * limits.EXCERPT),
    Subject("difference", differences.word_diff, limits.POST_TEXT, 2),
    Subject("merge", merging.merge, limits.POST_TEXT, 3),
    Subject("clean a text", _cleaned, 4 * limits.POST_TEXT),
    Subject("clean a headline", _headline, 4 * limits.HEADLINE),
    Subject("tags", lambda text: tags.tags_of(text[: limits.HEADLINE], text), limits.POST_TEXT),
    Subject("check a tag", tags.check_tag, 8_000),
    Subject("check a link", links.check_link, limits.LINK),
    Subject("host of a link", links.host_of, limits.LINK),
    Subject("spread words", words.spread.__wrapped__, 2 * limits.HEADLINE + limits.EXCERPT),
    Subject("check a name", names.check_username, 2_000),
    Subject("skeleton of a name", names.skeleton, 2_000),
    Subject("propose a slug", names.slug_from, 2_000),
    Subject("name of a subwiki", subwiki_names.check_subwiki_name, 4 * limits.SUBWIKI_NAME),
    Subject("skeleton of a subwiki", subwiki_names.subwiki_skeleton, limits.SUBWIKI_NAME),
    Subject("spelling", spelling.is_spelling, limits.HEADLINE, 2),
    Subject("story of a link", story_links.story_of, limits.LINK),
    Subject("e-mail address", emails.check_email, 2_000),
    Subject("where to go next", links.safe_next, limits.LINK),
    Subject("read a fifth of a page", _page, PAGE.max_bytes // 5),
    Subject("parse choices", _words_chosen, 12_000),
    Subject("read a file of choices", parsing.read_file, limits.CHOICES_FILE),
)


def milliseconds(work: Callable[..., object], *texts: str) -> float:
    """Processor time of one call in this thread, whatever else the machine does; a refusal is an answer."""
    begun = time.thread_time()
    with suppress(Refusal):
        work(*texts)
    return (time.thread_time() - begun) * 1000


def reference() -> float:
    """What it costs to render an honest text as long as a post may be: the unit of this run."""
    text = (HONEST * 1000)[: limits.POST_TEXT]
    return min(milliseconds(markdown.render, text) for _ in range(5))


@st.composite
def patterns(draw: Any, length: int) -> tuple[str, str]:
    """A text of about so many characters out of a pattern that repeats, thinned out or not; and the pattern itself."""
    pattern = "".join(draw(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=5)))
    thin = draw(st.sampled_from(("", "", " ", "a", "\n", "aaa ")))
    unit = pattern + thin * draw(st.integers(1, 12))
    before, after = (draw(st.sampled_from(("", "", *ATOMS, "|a" * 40 + "\n" + "|-" * 40 + "\n"))) for _ in range(2))
    share = draw(st.sampled_from((1.0, 1.0, 0.6, 0.3, 0.15, 0.05)))
    text = (before + unit * (int(length * share) // len(unit) + 1) + after)[:length]
    return text, ascii((before, unit, after))


@dataclass
class Worst:
    """The costliest input that was found: its cost in milliseconds, the texts, and their patterns."""

    cost: float = 0.0
    texts: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


def search(subject: Subject, examples: int) -> Worst:
    """The worst of so many inputs. What was slow is measured again, so that a hiccup of the machine is no find."""
    worst = Worst()

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=examples < 1000,
        phases=[Phase.generate, Phase.target], suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    @given(st.tuples(*[patterns(subject.length)] * subject.texts))
    def look(found: tuple[tuple[str, str], ...]) -> None:
        texts = tuple(text for text, _ in found)
        cost = milliseconds(subject.work, *texts)
        if cost > worst.cost:
            cost = min(cost, *(milliseconds(subject.work, *texts) for _ in range(2)))
        target(cost)
        if cost > worst.cost:
            worst.cost, worst.texts, worst.patterns = cost, texts, tuple(pattern for _, pattern in found)

    gc.disable()
    try:
        look()
    finally:
        gc.enable()
    return worst


def main() -> None:
    """Search long, and print what was found."""
    parser = argparse.ArgumentParser(description="Search for the inputs that cost most.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--only", default="", help="functions whose name holds this")
    asked = parser.parse_args()
    subjects = [subject for subject in SUBJECTS if asked.only in subject.name]
    unit, share = reference(), asked.minutes * 60 / len(subjects)
    sys.stdout.write(f"rendering an honest text of {limits.POST_TEXT} characters takes {unit:.0f} ms\n\n| function | ms | worst input |\n")
    sys.stdout.write("| --- | --- | --- |\n")
    for subject in subjects:
        worst, end = Worst(), time.monotonic() + share
        while time.monotonic() < end:
            worst = max(worst, search(subject, 1000), key=lambda found: found.cost)
        sys.stdout.write(f"| {subject.name} | {worst.cost:.1f} | `{' · '.join(worst.patterns)}` |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
