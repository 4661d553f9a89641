"""Subwikis to look at: the directory, one's own, and one page."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.factories import join, make_member, make_subwiki
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.subwikis import actions as changing
from wtsocial.subwikis import queries as subwikis

Counting = Callable[[], AbstractContextManager[list[str]]]


async def test_the_directory_has_the_largest_first_and_says_where_one_is(count_statements: Counting) -> None:
    ana = await make_member("ana")
    await make_subwiki("alone", by=ana)
    await join(ana, await make_subwiki("crowded", by=ana))
    with count_statements() as sent:
        views = await subwikis.directory(ana)
    assert [(view.slug, view.members, view.joined, view.may_join, view.may_post) for view in views] == [
        ("crowded", 1, True, False, True),
        ("alone", 0, False, True, False),
    ]
    assert len(sent) == 1
    outside = await subwikis.directory(Viewer())
    assert not any(view.joined or view.may_join or view.may_edit or view.may_post for view in outside)


@pytest.mark.parametrize(
    ("search", "found"),
    [("SEA", {"ice"}), ("ice", {"ice", "rivers"}), (" rivers ", {"rivers"}), ("%", set[str]()), ("_", set[str]()), ("", {"ice", "rivers"})],
)
async def test_the_directory_is_searched_in_slug_name_and_description(search: str, found: set[str]) -> None:
    ana = await make_member("ana")
    await make_subwiki("ice", by=ana, name="Sea and snow")
    await make_subwiki("rivers", by=ana, description="Water without ice")
    assert {view.slug for view in await subwikis.directory(ana, search=search)} == found


@pytest.mark.parametrize(
    ("name", "search"),
    [
        ("צה״ל", 'צה"ל'), ("ז׳אנר", "ז'אנר"), ("תל־אביב", "תל-אביב"), ("L’été", "l'ÉTÉ"), ("Об'єкт", "ОБʼЄКТ"), ("葛\U000e0100飾", "葛飾"),
        ("Новости дня", "новости"), ("Новости дня", "ДНЯ"), ("ΑΘΗΝΑ", "αθήνα"), ("İstanbul", "istanbul"), ("Straße", "STRASSE"), ("Cafe\u0301s", "CAFÉ"),
        ("ＷＩＤＥ", "wide"), ("مـــدرسة", "مدرسة"), ("100% Eis", "100% EIS"), ("Élan", "éLAN"), ("Հայեր", "ՀԱՅ"),
    ],
)  # fmt: skip
async def test_the_directory_is_searched_without_regard_to_case_whatever_the_letters(name: str, search: str) -> None:
    ana = await make_member("ana")
    await changing.create_subwiki(ana, slug="wanted", name=name)
    await changing.create_subwiki(ana, slug="other", name="Nothing of that")
    assert [view.slug for view in await subwikis.directory(ana, search=search)] == ["wanted"]


async def test_a_description_that_was_edited_is_found_by_its_new_words() -> None:
    ana = await make_member("ana")
    await changing.create_subwiki(ana, slug="ice", name="Ice", description="Старое")
    saved = await changing.edit_page(ana, slug="ice", description="Новое слово", rules="", based_on=1)
    assert saved.revision == 2
    assert [view.slug for view in await subwikis.directory(ana, search="НОВОЕ")] == ["ice"]
    assert await subwikis.directory(ana, search="старое") == []


async def test_ones_own_are_sorted_by_name() -> None:
    ana = await make_member("ana")
    for slug, name in (("b", "beta"), ("a", "Alpha"), ("c", "Gamma")):
        place = await make_subwiki(slug, by=ana, name=name)
        if slug != "c":
            await join(ana, place)
    assert [view.name for view in await subwikis.joined(ana)] == ["Alpha", "beta"]
    assert await subwikis.joined(Viewer()) == []


async def test_a_page_is_cleaned_and_names_its_active_moderators() -> None:
    place = await make_subwiki(description="<script>x</script>**Ice**", rules="Be kind")
    await join(await make_member("mo"), place, role="moderator")
    await join(await make_member("sam", state="suspended"), place, role="moderator")
    page = await subwikis.one(Viewer(), "climate")
    assert page.moderators == ["mo"]
    assert "<script>" not in page.description_html
    assert "<strong>Ice</strong>" in page.description_html
    assert "Be kind" in page.rules_html
    with pytest.raises(NotFound):
        await subwikis.one(Viewer(), "nowhere")
