"""Markdown: what a member wrote becomes HTML that can do no harm, or an excerpt in plain text."""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from wtsocial.text import graphemes
from wtsocial.text.addresses import AddressFinder, linkify_where_one_begins
from wtsocial.text.cleaning import is_hostile, one_line_of
from wtsocial.text.flanking import FlankingParser
from wtsocial.text.links import host_of
from wtsocial.text.normal_forms import is_stream_safe

DEEPEST: Final = 12
"""Lists and quotations inside each other; what is deeper is shown flat."""

# Beyond these no person wrote it as Markdown: it is shown as plain text, so that the work stays small for any input.
MOST_CHARACTERS: Final = 200_000
MOST_LINES: Final = 3_000
MOST_BRACKETS: Final = 2_000
MOST_BRACKET_WORK: Final = 40_000_000
"""Of each "[" the parser looks for its end as far as its paragraph goes: a thousand links in the longest post are within it."""
MOST_SIGNS: Final = 12_000
MOST_ADDRESSES: Final = 1_000
MOST_ADDRESSES_IN_A_WORD: Final = 100
MOST_COLUMNS: Final = 50
"""Of a table; one with more is shown as the lines that it was typed in."""
MOST_CELLS: Final = 5_000
"""Of all the tables of a text."""
MOST_ELEMENTS: Final = 6_000
"""Of what comes out."""
MOST_TIMES_LONGER: Final = 8
"""What comes out may be so many times longer than what was typed, and some lines more."""
_SIGNS_IN_AN_EXCERPT: Final = 200
_SIGNS: Final = "*_`<&\\!]"

_REL: Final = "nofollow noopener noreferrer ugc"
_BLOCKS: Final = frozenset({"p", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre", "table"})
_TAGS: Final = set(_BLOCKS | {"a", "br", "code", "em", "hr", "s", "strong", "tbody", "td", "th", "thead", "tr"})
# "*" is named because the cleaner otherwise lets "title" and "lang" through, and a title can say what it likes.
_ATTRIBUTES: Final = {"*": set[str](), "a": {"href"}, "ol": {"start"}}
# Each block of the text finds its own direction, so Hebrew under an English paragraph reads from the right. What stands in a
# list or a quotation follows that: browsers look past inner blocks with a direction of their own, and would find none.
_DIRECTION: Final = {tag: {"dir": {"auto"}} for tag in _BLOCKS}
_NAMES: Final = re.compile(r"[^\s/\\:?#@()<>\[\]{}\"'“”‘’„«»`,;!|&=*]+")
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of all that comes after it."""
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f]")


def render(text: str) -> str:
    """Safe HTML of a CommonMark text with tables, ~~struck~~ words and bare addresses as links.

    No raw HTML, no pictures (a link stands for each), no foreign scheme.

    Headings begin at h3, under the page's own. A link whose words name a host that it does not go to is followed by
    the true one in brackets. Work grows with the length only; what is too dense to be Markdown is shown as typed.
    """
    text = _without_lone_surrogates(text)
    if _is_too_dense(text):
        return _as_typed(text)
    rendered = nh3.clean(
        _PARSER.render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_DIRECTION,
        url_schemes={"http", "https", "mailto"},
        link_rel=_REL,
    )
    # In what was cleaned, "<" is a tag's.
    elements = rendered.count("<") - rendered.count("</")
    is_bounded = elements <= MOST_ELEMENTS and len(rendered) <= MOST_TIMES_LONGER * len(text) + 1_000
    return rendered if is_bounded and not _smuggles(text, rendered) else _as_typed(text)


def excerpt(text: str, limit: int = 280) -> str:
    """The first words of a Markdown text as one line of plain text, `limit` characters at most with the ellipsis.

    It may hold "<" and "&" like any text: whoever shows it escapes it once, and it is never parsed again.
    """
    text = _without_lone_surrogates(text)
    # Whether an address becomes a link is nothing to a line without links.
    dense = _is_too_dense(text) or sum(text.count(sign) for sign in _SIGNS) > _SIGNS_IN_AN_EXCERPT
    line = one_line_of(text) if dense else _joined(_words(_EXCERPT_PARSER.parse(text)))
    if _smuggles(text, line):
        line = one_line_of(text)
    if len(line) <= limit:
        return line
    end = graphemes.boundary(line, limit - 1)
    if not line[end].isspace() and " " in line[limit // 2 : end]:
        end = line.rindex(" ", 0, end)
    return line[:end].rstrip(" ·") + "…"


def _joined(blocks: Iterable[str]) -> str:
    """Paragraphs, items and quotations in one line, parted by a dot where no punctuation of their own parts them."""
    line = ""
    for block in filter(None, map(one_line_of, blocks)):
        ends = not line or unicodedata.category(line[-1])[0] == "P"
        line += (" " if ends else " · ") + block
    return line.strip()


def plain_pieces(text: str) -> list[str]:
    """The stretches of a Markdown text that are neither code nor part of a link, as a reader sees them; none of a text too dense."""
    text = _without_lone_surrogates(text)
    if _is_too_dense(text):
        return []
    inline = (token.children or [] for token in _PARSER.parse(text) if token.type == "inline")
    return [piece for children in inline for piece in _outside_links(children)]


def _outside_links(tokens: Sequence[Token]) -> Iterable[str]:
    inside, words = 0, ""
    for token in tokens:
        inside += token.nesting if token.type.startswith("link_") else 0
        if token.type == "text" and not inside:
            words += token.content
        elif token.type not in ("em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close"):
            yield words
            words = ""
    yield words


def _without_lone_surrogates(text: str) -> str:
    """The text as it can be sent; what is stored was cleaned, but a preview may show what nobody has cleaned yet."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _is_too_dense(text: str) -> bool:
    return (
        len(text) > MOST_CHARACTERS
        or not is_stream_safe(text)
        or text.count("\n") + text.count("\r") > MOST_LINES
        or text.count("[") > MOST_BRACKETS
        or sum(block.count("[") * len(block) for block in text.split("\n\n")) > MOST_BRACKET_WORK
        or text.count("://") > MOST_ADDRESSES
        or (text.count("://") > MOST_ADDRESSES_IN_A_WORD < max(word.count("://") for word in text.split()))
        or sum(text.count(sign) for sign in _SIGNS) > MOST_SIGNS
    )


def _smuggles(text: str, shown: str) -> bool:
    """Whether entities ("&#x202e;") have made of a text that was cleaned what cleaning would have refused or dropped."""
    return "&" in text and (bool(_TURNS.search(shown)) or is_hostile(shown))


def _as_typed(text: str) -> str:
    return f'<pre dir="auto">{html.escape(text, quote=False)}</pre>'


def _words(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.type == "inline":
            yield _visible(token.children or [])
        elif token.type in ("fence", "code_block"):
            yield token.content


def _visible(tokens: Sequence[Token]) -> str:
    """The characters that a reader sees of inline tokens, line breaks as spaces."""
    return "".join(" " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens)


def _may_link_to(url: str) -> bool:
    """Web and mail addresses, and paths of this site; a name and password in an address only serve to mislead."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(host_of(url)) and "@" not in parts.netloc
    if parts.scheme == "mailto":
        return "@" in parts.path
    return not parts.scheme and not parts.netloc and url.startswith("/") and not url.startswith("//")


def _harden(state: StateCore) -> None:
    """The last step of parsing: lower headings, directions, pictures as links, true hosts."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
        if token.nesting == 1 and token.level == 0 and token.tag in _BLOCKS:
            token.attrSet("dir", "auto")
        if token.children:
            token.children = _with_true_hosts(_without_pictures(token.children))


def _without_pictures(tokens: Iterable[Token]) -> list[Token]:
    """Each picture as a link to it, or as its description alone where it stands in a link already."""
    changed: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type.startswith("link_") else 0
        if token.type != "image":
            changed.append(token)
            continue
        source = str(token.attrGet("src") or "")
        words = Token("text", "", 0, content=_description(token) or source)
        if depth:
            changed.append(words)
        else:
            changed += [Token("link_open", "a", 1, attrs={"href": source}), words, Token("link_close", "a", -1)]
    return changed


def _description(picture: Token) -> str:
    parts = [_description(token) if token.type == "image" else _visible([token]) for token in picture.children or []]
    return "".join(parts).strip()


def _with_true_hosts(tokens: Iterable[Token]) -> list[Token]:
    """The tokens, with the true host in brackets after every link whose words name another."""
    changed: list[Token] = []
    inside: list[Token] = []
    target: str | None = None
    for token in tokens:
        changed.append(token)
        if token.type == "link_open":
            target, inside = str(token.attrGet("href") or ""), []
            if not target:
                token.attrs.clear()  # "[a]()" would lead to the page it stands on
        elif token.type == "link_close" and target is not None:
            true = _destination(target)
            named = _hosts_named(_visible(inside))
            if named and true not in named:
                changed.append(Token("text", "", 0, content=f" ({true})"))
            target = None
        elif target is not None:
            inside.append(token)
    return changed


def _destination(url: str) -> str:
    """The host that an address leads to, or the mailbox, or the path on this site."""
    parts = urlsplit(url)
    return host_of(url) if parts.scheme in ("http", "https") else parts.path.casefold()


def _hosts_named(words: str) -> set[str]:
    """Hosts that a reader would find in the words of a link, in the spelling of `host_of`."""
    seen = unicodedata.normalize("NFKC", _INVISIBLE.sub("", words)).replace("。", ".").casefold()
    named: set[str] = set()
    for name in _NAMES.findall(seen):
        labels = name.rstrip(".").rsplit(".", 1)
        last = labels[-1]
        is_number = last.isdigit() and name.count(".") == 3
        if len(labels) == 2 and (is_number or (len(last) > 1 and last[0].isalpha())):
            named.add(host_of(f"http://{name.strip('.')}") or name)
    # In "someone@host" the host is the one named; the address itself is how a mail link is shown.
    return named | {word.strip("<>()").removeprefix("mailto:") for word in seen.split() if "@" in word and named}


def _parser(*, linkify: bool = True) -> MarkdownIt:
    parser = MarkdownIt("commonmark")
    parser.inline = FlankingParser()
    parser.configure("commonmark", {"html": False, "maxNesting": DEEPEST, "linkify": linkify})
    parser.enable(["table", "strikethrough", *(["linkify"] if linkify else [])])
    if linkify:
        # Only what is written out as an address becomes a link: "readme.md" is a file, not a host.
        parser.inline.ruler.at("linkify", linkify_where_one_begins)
        parser.linkify = AddressFinder(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    # The parser asks this method before it makes a link or a picture; what it refuses stays as typed.
    parser.validateLink = _may_link_to
    parser.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.push("harden", _harden)
    return parser


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # as the parser calls it
    """The rule for tables, for those that a person could have written: every row is filled up to the columns of the first."""
    if not table(state, start, end, True):
        return False
    # Asked of every line of a paragraph: where the lines end is looked for once.
    if start >= state.env.get("lines_end", 0):
        state.env["lines_end"] = next((line for line in range(start, state.lineMax) if state.isEmpty(line)), state.lineMax)
    columns = state.src.count("|", state.bMarks[start + 1], state.eMarks[start + 1]) + 1
    cells = state.env.get("cells", 0) + columns * (state.env["lines_end"] - start)
    if columns > MOST_COLUMNS or cells > MOST_CELLS:
        return False
    if not silent:
        state.env["cells"] = cells
    return silent or table(state, start, end, silent)


_PARSER: Final = _parser()
_EXCERPT_PARSER: Final = _parser(linkify=False)
