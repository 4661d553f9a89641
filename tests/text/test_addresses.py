"""An address that is written out ends where the sentence goes on, in the punctuation of any language."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtsocial.text.addresses import without_addresses
from wtsocial.text.markdown import render

ADDRESS = "https://x.example/a"


def link_of(text: str) -> str:
    (words,) = re.findall("<a [^>]*>(.*?)</a>", render(text))
    return words.replace("&amp;", "&")


@pytest.mark.parametrize(
    "around",
    [
        "“{}”", "„{}“", "«{}»", "» {} «", "‘{}’", "‚{}‘", "「{}」", "『{}』", "（{}）", "《{}》", "【{}】", "〈{}〉", "［{}］", "｛{}｝", "({})", "[看{}]", "({}).",
        "{}…", "{}……", "{}，然后", "{}。", "{}、{{}}", "{}；", "{}：", "{}！", "{}？", "{}．", "{}｡", "{}،", "{}؛", "{}؟", "{}۔", "{}।", "{}॥", "{}።", "{}፣", "{}։",
        "{}.”", "{}。」", "{}?’", "{}…”", "{}）。", "＜{}＞", "{}～", "{}—which", "{}\u200bแล้ว", "{}\u200f.", "{}\u3000b", "{}（说明）", "他说{}，然后", "{}, b", "{}. b", "{}: b", "{}\u00b7",
        "❝{}❞", "❛{}❜", "{}⋯", "{}→", "{}→ b", "★{}★", "{}👉🏽", "{}❤️ b", "{}•b", "{}・次は", "・{}・", "{}›", "{}՞", "{}࿐", "{}†",
        "**{}**", "**{}**。", "_{}_", "~~{}~~",
    ],
)  # fmt: skip
def test_what_belongs_to_the_sentence_is_not_in_the_link(around: str) -> None:
    assert link_of(around.format(ADDRESS)) == ADDRESS


@pytest.mark.parametrize(
    "address",
    [
        "https://en.wikipedia.example/wiki/A_(b)", "https://x.example/A_(b)_(c)/d", "https://x.example/wiki/L’Équipe", "https://he.example/wiki/צה״ל",
        "https://ja.example/ジョン・レノン", "https://x.example/Foo–Bar", "https://ca.example/paral·lel", "https://x.example/?q=a,b;c&d=e.f#g!h",
        "https://x.example/新闻/一", "https://x.example", "https://x.example/", "https://fa.example/می\u200cخواهم", "https://x.example:8080/a-b~c",
        "https://x.example/👍", "https://x.example/?q=→", "https://i❤.example/", "https://x.example/5€b", "https://ja.example/カー・マル",
        "https://bo.example/བོད་ཡིག", "https://th.example/ภาษาไทย", "https://hi.example/हिन्दी",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "（{}）", "“{}”", "{}。", "({})", "a {} b"])
def test_what_belongs_to_the_address_stays_in_it(address: str, around: str) -> None:
    assert link_of(around.format(address)) == address


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("他说http://x.example/#a，然后 #tag", "他说 ，然后 #tag"),
        ("（https://x.example/a#b）#c", "（ ）#c"),
        ("see www.x.example/#d.", "see  ."),
        ("none", "none"),
    ],
)
def test_a_line_without_its_addresses(line: str, rest: str) -> None:
    assert without_addresses(line) == rest


@given(st.text(alphabet="https:/x.a()[]”。、(（）’\u200d#?,!", max_size=40))
def test_a_link_is_a_stretch_of_what_was_typed(tail: str) -> None:
    for words in re.findall("<a [^>]*>(.*?)</a>", render(f"https://x.example/{tail}")):
        assert words.startswith("http")
        assert not re.search("[”。、（）\\s]", words)
