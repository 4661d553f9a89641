"""What an address answers before any script runs: for whom, and with which status."""

from pathlib import Path

import httpx
import pytest
from sqlmodel import update

from tests.documents import document_site
from tests.factories import make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.models import Post
from wtsocial.posts.votes import upvote


@pytest.fixture
def site(tmp_path: Path, database: str) -> httpx.AsyncClient:
    return document_site(tmp_path)


@pytest.mark.parametrize("address", ["dolores.vega", "Dolores.Vega", "DOLORES.VEGA"])
async def test_a_profile_is_found_by_its_name_in_any_case_and_with_a_dot(site: httpx.AsyncClient, address: str) -> None:
    await make_member("Dolores.Vega")
    answer = await site.get(f"/u/{address}")
    assert answer.status_code == 200
    assert '<bdi lang="en">Dolores.Vega</bdi>' in answer.text


async def test_a_name_that_nobody_has_is_not_found(site: httpx.AsyncClient) -> None:
    assert (await site.get("/u/somebody.else")).status_code == 404


@pytest.mark.parametrize("address", ["/icon.svg", "/u/dolores.atom", "/assets/x", "/manifest.webmanifest"])
async def test_files_are_left_to_others(site: httpx.AsyncClient, address: str) -> None:
    assert (await site.get(address)).text == "a file"


async def test_where_members_agree_on_another_headline_both_are_read_without_scripts(site: httpx.AsyncClient) -> None:
    ana, climate = await make_member("ana"), await make_subwiki()
    number = await make_post(ana, climate, headline="All ice gone", mode="individual")
    async with db.transaction() as change:
        await change.session.exec(update(Post).values(agreed_headline="Some ice gone"))
    text = (await site.get(f"/post/{number}")).text
    assert '<del><bdi lang="en">All ice gone</bdi></del>' in text
    assert (
        text.index("Original headline:")
        < text.index("Corrected headline, as members agree:")
        < text.index('<bdi class="agreed" lang="en">Some ice gone')
    )


async def test_how_many_votes_came_before_a_correction_is_read_without_scripts(site: httpx.AsyncClient) -> None:
    ana, ben, climate = await make_member("ana"), await make_member("ben"), await make_subwiki()
    number = await make_post(ana, climate, headline="All ice gone")
    await upvote(ben, post_id=number)
    assert "before the correction" not in (await site.get(f"/post/{number}")).text
    await correct_headline(ana, post_id=number, headline="Some ice gone", reason="false", source="https://ice.example/", based_on=1)
    assert "1 of 1 vote came before the correction" in (await site.get(f"/post/{number}")).text
