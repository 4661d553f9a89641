"""Suggestions under a post: the open ones all at once, the decided ones by pages."""

import pytest

from tests.editing.actions.suggesting import Scene
from tests.factories import make_post
from tests.plans import generic_plan, noting, plan
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions.suggestions import withdraw_suggestion
from wtsocial.editing.queries import suggestions
from wtsocial.text import limits


async def _decided(scene: Scene, count: int) -> list[int]:
    """Suggestions that were made and taken back, in the order of their numbers."""
    made: list[int] = []
    for number in range(count):
        made.append(await scene.suggested(headline=f"Ice number {number} gone"))
        await withdraw_suggestion(scene.ned, suggestion_id=made[-1])
    return made


async def test_the_open_ones_come_first_and_the_decided_ones_by_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DECIDED_PAGE", 2)
    scene = await Scene().set()
    decided = await _decided(scene, 5)
    still_open = await scene.suggested(headline="Some ice gone")
    pages = [await suggestions.of_post(Viewer(), scene.post)]
    while pages[-1].older:
        pages.append(await suggestions.of_post(Viewer(), scene.post, before=pages[-1].older))
    found = [[one.id for one in page.suggestions] for page in pages]
    newest_first = decided[::-1]
    assert found == [[still_open, *newest_first[:2]], [still_open, *newest_first[2:4]], [still_open, newest_first[4]]]
    assert [page.before for page in pages] == [0, newest_first[1], newest_first[3]]


async def test_a_page_that_is_just_full_has_none_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DECIDED_PAGE", 2)
    scene = await Scene().set()
    await _decided(scene, 2)
    page = await suggestions.of_post(Viewer(), scene.post)
    assert (len(page.suggestions), page.older) == (2, 0)


async def test_the_headline_that_a_suggestion_replaces_is_looked_up_by_its_number() -> None:
    scene = await Scene().set()
    await _decided(scene, 5)
    for _ in range(30):
        await make_post(scene.ana, scene.place)
    with noting() as sent:
        await suggestions.of_post(Viewer(), scene.post)
    asked = [(statement, parameters) for statement, parameters in sent if "AS base" in statement]
    assert len(asked) == 2
    lite = db.engine().dialect.name == "sqlite"
    for statement, parameters in asked:
        said = await plan(statement, parameters) if lite else await generic_plan(statement, parameters)
        looked_up = "post_id=? AND number=?" if lite else "(post_id = (suggestion.post_id + 0)) AND (number = suggestion.based_on)"
        assert any(looked_up in line and "Join Filter" not in line for line in said.splitlines()), said
