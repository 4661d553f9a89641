"""What Markdown makes of entities and of spaces: what an honest writer means by them, and nothing that cleaning would have refused."""

import html

import pytest

from wtsocial.text.markdown import excerpt, render


@pytest.mark.parametrize("text", ["« Est-ce vrai\u202f? »\n", "10\u2009000\u00a0€", "日\u3000本", "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ"])
def test_an_excerpt_keeps_the_spaces_that_mean_something(text: str) -> None:
    assert excerpt(text) == text.strip()


@pytest.mark.parametrize(
    "entity",
    ["&#x202e;", "&#8238;", "&#x202D;", "&#x2066;", "&#8234;", "&#x300;" * 9, "e" + "&#769;" * 3, "&#xE0041;", "&#xFFF9;", "&#x206A;"],
)
def test_entities_bring_in_nothing_that_cleaning_refuses(entity: str) -> None:
    text = f"Paid to **alice** {entity}bob"
    assert render(text) == f'<pre dir="auto">{html.escape(text, quote=False)}</pre>'
    assert excerpt(text) == text


@pytest.mark.parametrize(
    ("text", "shown"), [("R&amp;D &copy; 5&nbsp;%", "R&D © 5\u00a0%"), ("re&shy;port", "re\u00adport"), ("&#x5d0;&#x5b8;", "אָ")]
)
def test_honest_entities_are_read(text: str, shown: str) -> None:
    assert excerpt(text) == shown
    assert render(text) == f'<p dir="auto">{html.escape(shown)}</p>\n'.replace("\u00a0", "&nbsp;")
