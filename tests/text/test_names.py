"""Names belong to one person, whatever they look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text import samples
from wtsocial.core.errors import Invalid
from wtsocial.text import reserved
from wtsocial.text.names import check_slug, check_username, skeleton, slug_from


def refused_username(name: str) -> str:
    with pytest.raises(Invalid) as caught:
        check_username(name)
    assert caught.value.field == "username"
    return caught.value.key


def refused_slug(slug: str) -> str:
    with pytest.raises(Invalid) as caught:
        check_slug(slug)
    assert caught.value.field == "slug"
    return caught.value.key


@pytest.mark.parametrize(
    "name",
    [
        "maria",
        "Maria_1",
        "jo.hn-d",
        "דני",
        "محمد",
        "Σωκράτης",
        "Андрей",
        "पूजा",
        "ไทยแลนด์",
        "田中さん",
        "サーバー",
        "김철수",
        "Việt",
        "李明",
        "김철",
        "ゆき",
        "בן",
        "مي",
        "ශ්\u200dරී",
        "می\u200cنا",
        "Adékúnlẹ\u0301",
        "مُحَمَّد",
        "ክብሮም",
        "தமிழ்",
        "မောင်မောင်",
        "ලක්ෂ්මී",
        "quest",
        "ז׳אק", "ג׳ורג׳", "בן־דוד", "חב״ד", "ヤマダ・タロウ", "ジョン・レノン", "Gal·la", "Hawaiʻi", "ʻOlelo", "Oʻgʻil", "Лукʼян", "李〇", "〆木", "らーめん", "ヶ丘",
        "Άννα", "ΣΩΚΡΆΤΗΣ", "ლევანი", "Հայկ", "ᏣᎳᎩ", "ߒߞߏ", "ދިވެހި", "𞤀𞤣𞤤𞤢𞤥", "ꯃꯤꯇꯩ", "ᱥᱟᱱᱛᱟᱲ", "ཀརྨ", "ᠪᠠᠲᠤ", "ꦗꦮ", "髙橋", "𠮷野",
        "a" * 30,
        "abc",
    ],
)  # fmt: skip
def test_a_name_in_any_one_writing_is_taken_as_it_is(name: str) -> None:
    assert check_username(name) == name


@pytest.mark.parametrize("name", ["noa levi", " walter", "walter ", "a b", "noa\u00a0levi", "noa\u3000levi"])
def test_a_name_with_a_space_is_told_that_names_have_none(name: str) -> None:
    assert refused_username(name) == "username.spaces"


@pytest.mark.parametrize("name", ["", "ab", "аб", "a" * 31, "a" * 10_000_000, "李", "김", "李" * 31])
def test_a_name_has_three_to_thirty_characters_or_two_where_that_is_a_name(name: str) -> None:
    assert refused_username(name) == "username.length"


@pytest.mark.parametrize(
    "name",
    [
        "ab\u200bc", "ab\u200dc", "ab\u202ec", "\u200fדני", "ａｂｃ", "abc²", "a\u0338bc", "e\u0301va", "pаypal", "mariaи", "abc@d", "a/b/c",
        "ab\x00c", "ab\ud800c", "🙂🙂🙂", "a٣4b", "ab\u3164c", "abc\n", "ab\ufe0fc", "../etc", "<b>abc",
        "ශ්\u200d", "ක\u200dරී", "ab\u200cc", "李\u200d明", "می\u200c", "李ming", "김а철", "a\u0323\u0324\u0325\u0330\u0331\u0300bc",
        "ad·min", "abc׳", "א·ב", "a・b", "a־b", "דʼד", "岡ʻ本", "ΑΝΝΑ", "ΥΝΤΑ", "ΜΙΑ_1", "a\u2019bc", "a'bc", "ﬁona", "🇦dmin", "🅰dmin",
    ],
    ids=ascii,
)  # fmt: skip
def test_mixed_hidden_and_unusual_characters_are_refused_and_not_mended(name: str) -> None:
    assert refused_username(name) == "username.characters"


@pytest.mark.parametrize("name", [".abc", "abc.", "-abc", "abc-", "_abc", "abc_", "..."])
def test_a_name_begins_and_ends_with_a_letter_or_digit(name: str) -> None:
    assert refused_username(name) == "username.edges"


@pytest.mark.parametrize(
    "name",
    [
        "admin", "ADMlN", "adm1n", "Ad.min", "log-in", "login", "LOGIN", "r00t", "m0derator", "rnoderator", "ádmin", "bob.atom", "bob.JSON",
        "4dmin", "5upport", "m0d3rator", "ađmin", "ʼadmin", "ꞌroot", "ⱥdmin", "ɱoderator", "админы", "מנהלים", "管理员", "運営", "المشرف",
    ],
)  # fmt: skip
def test_the_names_of_the_site_are_kept_in_every_spelling(name: str) -> None:
    assert refused_username(name) == "username.reserved"


def test_every_commonly_reserved_name_that_is_an_address_of_ours_is_refused() -> None:
    ours = [name for name in samples.reserved_names() if name in reserved.ADDRESSES and 3 <= len(name) <= 30]
    assert {"login", "admin", "settings", "api"} <= set(ours)
    for name in ours:
        assert refused_username(name) == "username.reserved"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "pаypаl"), ("paypal", "PayPal"), ("admin", "аdmin"), ("admin", "ADMlN"), ("admin", "adm1n"), ("modern", "rnodern"),
        ("apple", "аррӏе"), ("BOB", "ВОВ"), ("bob", "вов"), ("wow", "vvow"), ("zoo", "z00"), ("Jose", "José"), ("a_b.c", "abc"), ("straße", "STRASSE"),
        ("דני", "דָנִי"), ("Ilya", "1lya"), ("ｐaypal", "paypal"), ("ρaypal", "paypal"), ("bob", "b\u043eb"),
        ("margarethe", "ᴍargarethe"), ("margarethe", "marqarethe"), ("margarethe", "MARGARETHE"), ("maria", "ᴍᴀʀɪᴀ"), ("ශ්රී", "ශ්\u200dරී"),
        ("میnا".replace("n", ""), "می\u200cا"), ("محمد", "مُحَمَّد"), ("ade", "adé\u0323"),
        ("dan", "đan"), ("mia", "ɱia"), ("oli", "øli"), ("hal", "ħal"), ("zoe", "ƶoe"), ("sam", "ʂam"), ("joe", "ȷoe"), ("rob", "ɾob"), ("kate", "ĸate"),
        ("Lukasz", "Łukasz"), ("hawaii", "Hawaiʻi"), ("галина", "ғалина"), ("қазақ", "казак"), ("ז׳אק", "זאק"), ("בן־דוד", "בןדוד"),
        ("וו", "װ"), ("דויד", "דױד"), ("علي", "على"), ("علي", "علی"), ("کیوان", "كيوان"), ("فاطمة", "فاطمه"), ("ジョン・レノン", "ジョンレノン"),
        ("ニコ", "二コ"), ("カ一", "力一"), ("sam", "ꮪam"), ("ᏒᎾᏴ", "ᏒᎾᏴ".lower()), ("scope", "ѕсоре"), ("quinn", "ԛuinn"),
    ],
)  # fmt: skip
def test_look_alikes_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("maria", "mario"), ("anna", "hanna"), ("דני", "דנה"), ("कमल", "कमला"), ("がき", "かき"), ("nan", "van"), ("yuri", "uri")],
)
def test_different_names_do_not(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(st.text(max_size=30))
def test_a_skeleton_survives_any_text(name: str) -> None:
    assert not set(skeleton(name)) & set("ABCXYZ01i._-|")


@given(st.text(alphabet="abcimnrvw01l.-_ABIOаеорсуіӏАВЕКМНОРСТХéüñßσςΣαΑ", max_size=12))
def test_the_case_of_a_name_never_matters(name: str) -> None:
    assert skeleton(name) == skeleton(name.upper()) == skeleton(name.lower()) == skeleton(name.casefold())


@pytest.mark.parametrize("slug", ["ab", "news", "world-news", "2024", "a" * 40])
def test_a_slug_of_letters_digits_and_single_hyphens_is_taken(slug: str) -> None:
    assert check_slug(slug) == slug


@pytest.mark.parametrize("slug", ["Ab", "a_b", "a--b", "-ab", "ab-", "שלום", "a b", "ab\n", "a.b", "ａｂ"])
def test_a_slug_has_no_other_characters(slug: str) -> None:
    assert refused_slug(slug) == "slug.characters"


@pytest.mark.parametrize("slug", ["", "a", "a" * 41])
def test_a_slug_has_two_to_forty_characters(slug: str) -> None:
    assert refused_slug(slug) == "slug.length"


@pytest.mark.parametrize("slug", ["new", "about", "admin", "wtsocial", "wt-social", "moderators"])
def test_what_would_pass_for_the_site_is_no_subwiki(slug: str) -> None:
    assert refused_slug(slug) == "slug.reserved"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("World News", "world-news"),
        ("  Déjà vu! ", "deja-vu"),
        ("Jane's Café", "janes-cafe"),
        ("Straße & Øl", "strasse-ol"),
        ("Bar Six", "bar-six"),
        ("שלום", "slvm"),
        ("世界", "shijie"),
        ("Новости дня", "novosti-dnya"),
        ("ข่าววันนี้", "khawwanni"),
        ("أخبار اليوم", "khbr-lywm"),
        ("서울 소식", "seoul-sosig"),
        ("🎮", "video-game"),
        ("!?", ""),
        ("C", ""),
        ("", ""),
    ],
)
def test_a_slug_is_suggested_where_the_letters_give_one(name: str, slug: str) -> None:
    assert slug_from(name) == slug


@given(st.text(max_size=120))
def test_a_suggested_slug_can_be_taken_unless_it_is_kept(name: str) -> None:
    slug = slug_from(name)
    if slug and slug not in reserved.SLUGS:
        assert check_slug(slug) == slug
