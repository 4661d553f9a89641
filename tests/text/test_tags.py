"""Tags and words: read in any alphabet, found as a whole, in one spelling."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.samples import hostile_markdown, naughty_strings
from wtsocial.core.errors import Invalid
from wtsocial.text.tags import LONGEST, MOST, check_tag, tags_of
from wtsocial.text.words import spread


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("Ice melts #Climate", ["climate"]),
        ("#one#two, #three.", ["one", "three"]),
        ("(#brackets) «#quoted»", ["brackets", "quoted"]),
        ("#COVID19 #19 #1a #_x_", ["covid19", "1a", "x"]),
        ("#Straße and #STRASSE", ["strasse"]),
        ("#été #e\u0301te\u0301", ["été"]),
        ("#עברית #שָׁלוֹם #العربية", ["עברית", "שָׁלוֹם".encode().decode(), "العربية"]),
        ("#हिन्दी", ["हिन्दी"]),
        ("#می\u200cخواهم", ["میخواهم"]),
        ("#气候变化，ok", ["气候变化"]),
        ("＃ｆｕｌｌ", ["full"]),
        ("C# a#b &#39; ##x # y https://a.example/#part www.a.example/#part #", []),
        ("#" + "x" * (LONGEST + 1), []),
        ("#צה״ל, #ארה״ב #ג׳ירפה.", ["צה״ל", "ארה״ב", "ג׳ירפה"]),
        ("#צה\"ל #צה”ל #ג'ירפה #ג’ירפה", ["צה״ל", "ג׳ירפה"]),
        ('״#תג״ "#אחר" ׳#שלישי׳ #רח׳', ["תג", "אחר", "שלישי", "רח׳"]),
        ("#תל־אביב־יפו־ #תל-אביב", ["תל־אביב־יפו", "תל"]),
        ("#paral·lel #paraŀlel #Paral‧lel·", ["paral·lel", "paral‧lel"]),
        ("#ジョン・レノン #ｼﾞｮﾝ･ﾚﾉﾝ #サーバー・", ["ジョン・レノン", "サーバー"]),
        ("#Hawaiʻi #пʼять #п'ять #п’ять", ["hawaiʻi", "пʼять"]),
        ("#l’été #L'Été #O'Connor #qu", ["lʼété", "oʼconnor", "qu"]),
        ("#Ankara'da #Wales’s '#quoted'", ["ankara", "wales", "quoted"]),
        ("#aujourd'hui #Dell’arte #qu'elle #Côte_d’Ivoire", ["aujourdʼhui", "dellʼarte", "quʼelle", "côte_dʼivoire"]),
        ("#don't #All's #İstanbul'a #can'twait", ["donʼt", "all", "istanbul", "can"]),
        ("#Հայաստա՞ն #հա՛յ: #Իրո՜ք։", ["հայաստան", "հայ", "իրոք"]),
        ("#葛\U000e0100飾区 #葛飾区", ["葛飾区"]),
        ("#ז״ל #צ'ק-אין #עו\"ד #מע״מ17", ["ז״ל", "צ׳ק", "עו״ד", "מע״מ17"]),
        ("#ශ්\u200dරී #क्\u200dष #می\u200cخواهم", ["ශ්රී", "क्ष", "میخواهم"]),
        ("#བོད་ཡིག་", ["བོད་ཡིག"]),
        ("#İstanbul #istanbul #ISTANBUL #ıstanbul", ["istanbul"]),
        ("#Αθήνα #ΑΘΗΝΑ #مـــدرسة #مدرسة", ["αθηνα", "مدرسة"]),
        ("他说http://x.example/#a，然后 #b", ["b"]),
        ("#\u0301a", []),
    ],
)
def test_tags_of_a_headline(line: str, tags: list[str]) -> None:
    assert tags_of(line) == [check_tag(tag) for tag in tags]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Some **#bold** and _#soft_", ["bold", "soft"]),
        ("`#code` and\n\n    #indented\n\n```\n#fenced\n```", []),
        ("[#named](https://a.example) <https://a.example/#x>", []),
        ("#first line\n#second line\n\n> #quoted\n\n- #listed", ["first", "second", "quoted", "listed"]),
        ("# Title", []),
        ("# Title with #tag", ["tag"]),
        ("half#**way** **in**#side", []),
    ],
)
def test_tags_of_a_text(text: str, tags: list[str]) -> None:
    assert tags_of("", text) == tags


def test_a_post_has_so_many_tags_each_once_those_of_the_headline_first() -> None:
    assert tags_of("#b #a", "#a #c") == ["b", "a", "c"]
    assert len(tags_of(" ".join(f"#t{n}" for n in range(100)))) == MOST


@given(st.text())
def test_any_line_has_tags_that_are_their_own_spelling(line: str) -> None:
    for tag in tags_of(line, line):
        assert check_tag(tag) == tag
        assert check_tag("#" + tag.upper()) == check_tag(tag.upper())
        assert not any(char.isspace() for char in tag)


@pytest.mark.parametrize("name", ["", "#", "a b", "a-b", "12", "x" * 51, "#a#b", "a/b", "\u202ex", "\u0301"])
def test_what_cannot_be_a_tag_is_refused_and_said(name: str) -> None:
    with pytest.raises(Invalid, match="tag.not_one"):
        check_tag(name)


def test_nothing_naughty_breaks_the_reading() -> None:
    for text in (*naughty_strings(), *hostile_markdown()):
        assert len(tags_of(text, text)) <= MOST
        assert not spread(text) or (spread(text)[0], spread(text)[-1]) == (" ", " ")


@pytest.mark.parametrize("piece", ["#", "#1 ", "#a", "x", "#a ", "://", "ａ", "#\u0301"])
def test_work_grows_with_the_length_only(piece: str, calls_made: Callable[[Callable[[], object]], int]) -> None:
    def work(size: int) -> int:
        text = piece * (size // len(piece))
        return calls_made(lambda: (tags_of(text, text), spread.__wrapped__(text)))

    assert work(8_000) <= 5 * work(2_000) + 1_000


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("storm", "A STORM, at last", True),
        ("storm", "Storms and brainstorming", False),
        ("élan", "ÉLAN vital", True),
        ("elan", "Élan vital", False),
        ("covid 19", "COVID-19 again", True),
        ("covid-19", "covid 19", True),
        ("19", "1900", False),
        ("don't", "They don’t know", True),
        ("straße", "STRASSE gesperrt", True),
        ("הפגנה", "הפגנה בתל אביב", True),
        ("הפגנה", "ההפגנה", False),
        ("气候", "全球气候变化", True),
        ("气变", "全球气候变化", False),
        ("हिन्दी", "नई हिन्दी किताब", True),
        ("हि", "हिन्दी", False),
        ("c++", "Learning C++ now", True),
        ("c++", "Vitamin C now", False),
        ("🎃", "Trick 🎃🎃", True),
        ("may", "Theresa Mayor", False),
        ("new york", "new  york", True),
        ("york new", "new york", False),
    ],
)
def test_words_are_found_whole_in_any_alphabet(word: str, text: str, found: bool) -> None:
    assert (spread(word) in spread(text)) is found


@given(st.text(), st.text())
def test_a_text_is_found_in_itself_and_in_what_it_is_put_into(text: str, more: str) -> None:
    if spread(text):
        assert spread(text) in spread(f"{more}\n{text}\n{more}")
