"""What searches of subwikis go by follows every change of their texts, and finds what a look at each of them finds."""

import pytest
from sqlalchemy import select

from tests.factories import join, make_member, make_subwiki
from tests.moderation.erasures import erase
from tests.plans import noting, plan
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.db.statements import table
from wtsocial.editing.actions import reverts
from wtsocial.models import Subwiki, SubwikiNgram
from wtsocial.subwikis import access
from wtsocial.subwikis import actions as changing
from wtsocial.subwikis import queries as subwikis
from wtsocial.subwikis.vetting import set_vetted
from wtsocial.text import limits
from wtsocial.text.ngrams import ngrams
from wtsocial.text.words import searchable


async def _index() -> dict[str, set[str]]:
    """The stretches that are stored for each subwiki, by its slug."""
    wiki, stretch = table(Subwiki), table(SubwikiNgram)
    async with db.reading() as session:
        wanted = select(wiki.c.slug, stretch.c.ngram).outerjoin(stretch, stretch.c.subwiki_id == wiki.c.id)
        rows = (await (await session.connection()).execute(wanted)).all()
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.slug, set()).add(row.ngram)
    return found


def _of(slug: str, name: str, description: str) -> set[str]:
    return ngrams(searchable(f"{slug}\n{name}\n{description}"))


async def _found(search: str) -> list[str]:
    return [view.slug for view in await subwikis.directory(Viewer(), search=search)]


async def test_the_index_follows_whoever_founds_edits_reverts_and_undoes() -> None:
    ana = await make_member("ana")
    await changing.create_subwiki(ana, slug="ice", name="Sea Ice", description="Of the north")
    other = {"other": _of("other", "Other", "Of the north")}
    await changing.create_subwiki(ana, slug="other", name="Other", description="Of the north")
    assert await _index() == other | {"ice": _of("ice", "Sea Ice", "Of the north")}
    await changing.edit_page(ana, slug="ice", description="Of the SOUTH, too", rules="", based_on=1)
    assert await _index() == other | {"ice": _of("ice", "Sea Ice", "Of the SOUTH, too")}
    await reverts.revert_page(ana, slug="ice", number=1, reason="north alone", based_on=2)
    assert await _index() == other | {"ice": _of("ice", "Sea Ice", "Of the north")}
    await changing.edit_page(ana, slug="ice", description="", rules="", based_on=3)
    assert await _index() == other | {"ice": _of("ice", "Sea Ice", "")}
    await reverts.undo_page(ana, slug="ice", number=4, reason="it said where")
    assert await _index() == other | {"ice": _of("ice", "Sea Ice", "Of the north")}


async def test_the_index_follows_a_new_name_and_what_failed_leaves_nothing_in_it() -> None:
    ana = await make_member("ana")
    await changing.create_subwiki(ana, slug="ice", name="Sea Ice")
    async with db.transaction() as change:
        (await access.existing_subwiki(change.session, "ice", lock=True)).name = "Glaciers"
    assert await _index() == {"ice": _of("ice", "Glaciers", "")}
    with pytest.raises(Invalid):
        await changing.create_subwiki(ana, slug="ice", name="Taken")
    with pytest.raises(ValueError, match="given up"):
        await _given_up()
    assert await _index() == {"ice": _of("ice", "Glaciers", "")}


async def _given_up() -> None:
    async with db.transaction() as change:
        (await access.existing_subwiki(change.session, "ice", lock=True)).description = "Never saved"
        await change.session.flush()
        raise ValueError("given up")


async def test_what_an_erased_version_said_is_not_in_the_index_either() -> None:
    root = await make_member("root", admin=True)
    place = await make_subwiki("ice", by=root, description="Ana lives in Oslo")
    await changing.edit_page(root, slug="ice", description="About ice", rules="", based_on=1)
    await erase(root, place, 1, subject_kind="subwiki")
    assert await _index() == {"ice": _of("ice", "Ice", "About ice")}
    assert await _found("oslo") == []


async def test_what_leaves_the_texts_as_they_are_leaves_the_index_alone() -> None:
    root = await make_member("root", admin=True)
    await make_subwiki("ice", by=root)
    with noting() as sent:
        await changing.edit_page(root, slug="ice", description="", rules="Be kind.", based_on=1)
        await set_vetted(root, slug="ice", vetted=True, reason="Looked after")
        await changing.join(root, slug="ice")
    assert not any("subwikingram" in statement for statement, _ in sent)


SEARCHES = (
    "garden", "gardens of the north", "of the north", "dens of", "n", "of", "גן", "ים", "הים הצפוני", "ГОРОД", "саду", "zzz", "100%", "_", "%", "/",
    "gardens zzz", "the north zzz", "\n", "north\ngarden", "north gardens and rivers of the south", "庭園", "園",
)  # fmt: skip


@pytest.mark.parametrize("few", [0, 1, 2, 1_000])
async def test_a_search_finds_what_has_its_letters_in_the_order_of_the_directory(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SEARCHED_ONE_BY_ONE", few)
    ana = await make_member("ana")
    for slug, name, description in (
        ("north", "Gardens and Rivers", "Gardens of the north"), ("south", "Rivers", "100% of the south, and gardens"),
        ("hebrew", "הים הצפוני", "על הגן"), ("russian", "Город в саду", "Gardens of\nthe north"), ("japanese", "庭園の写真", "a_b/c"),
    ):  # fmt: skip
        await make_subwiki(slug, by=ana, name=name, description=description)
    await join(ana, (await subwikis.one(ana, "south")).id)
    whole = await subwikis.directory(Viewer())
    async with db.reading() as session:
        folded = {row.slug: row.folded for row in (await (await session.connection()).execute(select(table(Subwiki)))).all()}
    found = [await _found(search) for search in SEARCHES]
    # Nothing is searched for where only spaces are left.
    expected = [[view.slug for view in whole if searchable(search.strip()) in folded[view.slug]] for search in SEARCHES]
    assert found == expected
    assert {len(slugs) for slugs in found} >= {0, 1, 2, 3}


async def test_a_search_asks_for_each_of_its_stretches_once_and_for_the_subwikis() -> None:
    await make_subwiki("gardens")
    for search, stretches in (("a", 1), ("gardens", 1), ("gardens of", 2), ("g" * limits.SEARCH, 13)):
        with noting() as sent:
            await _found(search)
        assert len([statement for statement, _ in sent if "FROM" in statement]) == stretches + 1


async def test_the_few_that_may_have_it_are_read_by_their_ids() -> None:
    ana = await make_member("ana")
    for number in range(20):
        await make_subwiki(f"wiki{number}", by=ana)
    with noting() as sent:
        assert await _found("wiki13") == ["wiki13"]
    statement, parameters = next(one for one in sent if "FROM subwiki LEFT" in one[0])
    said = await plan(statement, parameters, may_sort=True)
    # PostgreSQL may find the id in any index that has it.
    assert any(way in said for way in ("subwiki USING INTEGER PRIMARY KEY", "pk_subwiki on subwiki", "Index Cond: (id = ")), said
