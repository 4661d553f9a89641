"""A subwiki with somebody who moderates it, a post in it, and members of the site."""

from dataclasses import dataclass

import pytest

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial.accounts.views import Viewer


@dataclass
class World:
    """A post of ana's in a subwiki that mo moderates; ben and cem are members of the site."""

    ana: Viewer
    ben: Viewer
    cem: Viewer
    mo: Viewer
    place: int
    post: int


@pytest.fixture
async def world(database: str) -> World:
    place = await make_subwiki()
    ana = await join(await make_member("ana"), place)
    mo = await join(await make_member("mo"), place, role="moderator")
    post = await make_post(ana, place, headline="Hateful", text="Very hateful")
    return World(ana, await make_member("ben"), await make_member("cem"), mo, place, post)
