"""A difference loses nothing and names the words that changed."""

import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.conftest import Counter
from wtsocial.text.differences import Piece, word_diff

WORDS = st.lists(
    st.sampled_from(["the", "fox", " ", "  ", "\n", ".", "שלום", "דָנִי", "עולם,", "مرحبا", "世界", "don't", "*", "👩\u200d👧", "e\u0301"]),
    max_size=40,
)


def both(pieces: list[Piece]) -> tuple[str, str]:
    return "".join(p.text for p in pieces if p.kind != "ins"), "".join(p.text for p in pieces if p.kind != "del")


def marked(old: str, new: str) -> str:
    shape = {"same": "{}", "del": "[-{}-]", "ins": "[+{}+]"}
    return "".join(shape[piece.kind].format(piece.text) for piece in word_diff(old, new))


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_of_any_two_texts_join_to_both(old: str, new: str) -> None:
    assert both(word_diff(old, new)) == (old, new)


@given(WORDS.map("".join), WORDS.map("".join))
def test_the_pieces_of_two_texts_of_words_join_to_both_and_alternate(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert both(pieces) == (old, new)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))
    assert all(piece.text for piece in pieces)


@given(st.text(max_size=60))
def test_equal_texts_are_one_piece_at_most(text: str) -> None:
    assert word_diff(text, text) == ([Piece("same", text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Fox bites dog", "Fox bites man", "Fox bites [-dog-][+man+]"),
        ("The quick brown fox", "A slow brown fox", "[-The quick-][+A slow+] brown fox"),
        ("Minister resigns", "Minister resigns, says paper", "Minister resigns[+, says paper+]"),
        ("I don't", "I can't", "I [-don't-][+can't+]"),
        ("ראש הממשלה התפטר.", "ראש העירייה התפטר.", "ראש [-הממשלה-][+העירייה+] התפטר."),
        ("דָנִי בא", "דָנָה בא", "[-דָנִי-][+דָנָה+] בא"),
        ("قال الرئيس؟", "قال الوزير؟", "قال [-الرئيس-][+الوزير+]؟"),
        ("我爱北京", "我爱南京", "我爱[-北-][+南+]京"),
        (
            "รัฐบาลประกาศขึ้นราคาน้ำมันดีเซลในวันพรุ่งนี้",
            "รัฐบาลประกาศขึ้นราคาน้ำมันเบนซินในวันพรุ่งนี้",
            "รัฐบาลประกาศขึ้นราคาน้ำมัน[-ดีเซล-][+เบนซิน+]ในวันพรุ่งนี้",
        ),
        ("ລັດຖະບານຂຶ້ນລາຄານ້ຳມັນ", "ລັດຖະບານຫຼຸດລາຄານ້ຳມັນ", "ລັດຖະບານ[-ຂຶ້ນ-][+ຫຼຸດ+]ລາຄານ້ຳມັນ"),
        ("អចិនបាន", "អចិនរបាន", "អចិន[+រ+]បាន"),
        ("ဈေးနှုန်းတိုးမြှင့်", "ဈေးနှုန်းလျှော့ချ", "ဈေးနှုန်း[-တိုးမြှင့်-][+လျှော့ချ+]"),
        ("今日は天気が良い", "今日は気分が悪い", "今日は[-天気が良-][+気分が悪+]い"),
        ("北京和南京", "东京和西京", "[-北-][+东+]京和[-南-][+西+]京"),
        ("ガソリン価格", "軽油価格", "[-ガソリン-][+軽油+]価格"),
        ('他说"好"', '他说"坏"', '他说"[-好-][+坏+]"'),
        ("か\u3099く", "か\u309aく", "[-か\u3099-][+か\u309a+]く"),
        ("a\nb\nc", "a\nc", "a\n[-b\n-]c"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
    ],
)
def test_a_change_is_shown_word_by_word_in_any_script(old: str, new: str, shown: str) -> None:
    assert marked(old, new) == shown


def text_of(words: int, seed: int) -> str:
    chance = random.Random(seed)
    return "".join(f"w{chance.randrange(2000)}" + chance.choice(("\n", *" " * 12)) for _ in range(words))


def test_a_large_text_with_a_rewritten_line_is_compared_within_that_line() -> None:
    lines = text_of(20_000, 1).split("\n")
    changed = lines.copy()
    changed[700] = "one other line"
    pieces = word_diff("\n".join(lines), "\n".join(changed))
    assert {piece.text for piece in pieces if piece.kind != "same"} <= {lines[700], "one other line"}


def test_a_text_that_changed_more_than_words_can_follow_is_compared_by_lines() -> None:
    lines = text_of(20_000, 1).split("\n")
    changed = [f"{line} tail" if at % 20 == 0 else line for at, line in enumerate(lines[:1500])] + lines[1500:]
    changed[10:10] = ["quite new words here"] * 200
    pieces = word_diff("\n".join(lines), "\n".join(changed))
    assert both(pieces) == ("\n".join(lines), "\n".join(changed))
    assert sum(len(piece.text) for piece in pieces if piece.kind == "del") < 0.1 * sum(map(len, lines))


def test_texts_with_nothing_in_common_are_one_out_and_one_in() -> None:
    old, new = text_of(4000, 1), text_of(4000, 2).replace("w", "v")
    assert word_diff(old, new) == [Piece("del", old), Piece("ins", new)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b ", "b a "),
        ("a x ", "a y "),
        ("a\n", "b\na\n"),
        ("a x\n", "a y\n"),
        (" ", "\n"),
    ],
)
def test_work_grows_with_the_length_and_no_faster(old: str, new: str, calls_made: Counter) -> None:
    once, twice = (calls_made(lambda n=n: word_diff(old * n, new * n)) for n in (4000, 8000))
    assert twice <= 2.3 * once + 500


@given(
    *[
        st.lists(
            st.sampled_from(
                [*'กดเซล น้ำ字か。"(a\n', "ดี", "ន្ត", "မြှင့်", "\u0301", "か\u3099", "👨\u200d👩", "葛\U000e0100", "*\ufe0f", "\u200d"]
            ),
            max_size=20,
        ).map("".join)
    ]
    * 2
)
def test_no_piece_begins_with_a_mark_of_the_one_before_it(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert both(pieces) == (old, new)
    for shown in ("ins", "del"):
        text = ""
        for piece in (piece for piece in pieces if piece.kind != shown):
            loose = not text or text.endswith("\n")
            assert loose or unicodedata.category(piece.text[0])[0] != "M", (pieces, text)
            text += piece.text
