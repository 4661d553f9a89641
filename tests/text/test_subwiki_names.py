"""Names of subwikis stand for themselves: not for another's, nor for the site."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtsocial.core.errors import Invalid
from wtsocial.text.subwiki_names import check_subwiki_name, subwiki_skeleton


def refused(name: str) -> str:
    with pytest.raises(Invalid) as caught:
        check_subwiki_name(name)
    assert caught.value.field == "name"
    return caught.value.key


@pytest.mark.parametrize(
    "name",
    [
        "Climate", "World news", "Новости дня", "חדשות היום", "气候", "ข่าว", "DIY-клуб", "3D-печать", "C++", "Tech support", "Guest posts", "History",
        "All about rules", "Content moderation", "Official news", "Press", "α Centauri", "Dr. Who?", "R&D", "🎮", "Team sports", "The Who",
    ],
)  # fmt: skip
def test_an_honest_name_is_taken_as_it_is(name: str) -> None:
    assert check_subwiki_name(name) == name


@pytest.mark.parametrize("name", ["Сlimate", "Сlіmаtе news", "Mοney", "pаypаl"])
def test_a_word_of_two_alphabets_that_look_alike_is_refused(name: str) -> None:
    assert refused(name) == "subwiki.name_mixed"


@pytest.mark.parametrize(
    "name",
    [
        "Admins", "ADMlNS", "The admins", "Site Administrators", "WT.Social staff", "wt social", "WTSocial", "W-T-Social Help", "Official staff",
        "Moderators", "The site's moderators", "Support", "Wikitribune news", "Аdmіns",
        "WT。Social", "Admins™", "★ Admins ★", "✔ Moderators", "Community managers", "Global moderators", "Admin HQ", "🅰dmins", "wt∙social", "ᏔᎢ.Social",
        "Администраторы", "מנהלים", "צוות", "Modérateurs", "Administradores", "管理员", "公式", "المشرفون",
    ],
)  # fmt: skip
def test_what_would_pass_for_the_site_is_refused(name: str) -> None:
    assert refused(name) in ("subwiki.name_reserved", "subwiki.name_mixed")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Climate", "СLІМАТЕ"),
        ("Climate", "climate!"),
        ("Sea ice", "Sea-Ice"),
        ("Sea ice", "SEAICE"),
        ("Café", "cafe"),
        ("Bill", "BiIl"),
        ("«Ice»", "Ice"),
        ("Climate", "Climate ✓"),
        ("Climate", "★Climate★"),
        ("Climate", "Climate™"),
        ("Climate", "🅲limate"),
        ("气候", "《气候》。"),
        ("Łódź", "Lodz"),
        ("N.A.T.O.", "NATO"),
        ("World｜news", "World news"),
    ],
)
def test_names_that_look_alike_are_one(one: str, other: str) -> None:
    assert subwiki_skeleton(one) == subwiki_skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Quest", "Guest"), ("C", "C++"), ("C#", "C++"), ("🎮", "🎲"), ("气候", "气温"), ("!!", "??"), ("News 🇮🇱", "News 🇺🇸"), ("R&D", "RD")],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert subwiki_skeleton(one) != subwiki_skeleton(other)


@given(st.text(alphabet="aéЖ字שI1o0. -#+!", min_size=1, max_size=80))
def test_spaces_and_punctuation_around_a_name_make_no_other(name: str) -> None:
    if any(char.isalnum() for char in name):
        assert subwiki_skeleton(f" «{name}». ") == subwiki_skeleton(name)
        assert subwiki_skeleton(name.upper()) == subwiki_skeleton(name)
