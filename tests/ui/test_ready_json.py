"""What is ready in JSON goes into a message as it is: the message is the one that Reflex's own encoder makes."""

import json
from typing import Any

import pytest
from reflex.state import StateUpdate
from reflex.utils.format import json_dumps

from wtsocial.posts.views import PostView
from wtsocial.ui.feeds import FeedPagePatch, SharedFeedPage
from wtsocial.ui.ready_json import dumps

COMPACT = (",", ":")


def _post(number: int, *, headline: str = "Ice", voted: bool = False, tags: list[str] | None = None) -> PostView:
    link, place = ("https://ice.example/1", "ice.example"), (1, "climate", "Climate", "#4b8b5f")
    counted = (1_700_000_000_000, 1, 2, 3, 4)
    return PostView(number, "news", "collaborative", headline, *link, "Of ice", "", *counted, *place, "ana", voted=voted, tags=tags or [])


POSTS = [_post(1, headline='"Ice", \\ and \u2028 \x00 </script>', tags=["ice", "שלג"]), _post(2, voted=True), _post(1)]


@pytest.mark.parametrize(
    "said",
    [
        {"nothing": ["ready", 1, None, True, 2.5, {"a": ()}]},
        POSTS,
        [POSTS[0], "between", POSTS[1], POSTS[0]],
        StateUpdate(delta={"feed": {"chunk_rx_state_": FeedPagePatch(key="home", posts=POSTS, rule={"words": ["ice"]})}}),
    ],
    ids=["nothing ready", "posts", "one twice", "an update"],
)
def test_it_is_what_reflex_makes_of_it(said: Any) -> None:
    assert dumps(said) == json_dumps(said, separators=COMPACT)


def test_a_stretch_for_many_is_encoded_once_and_as_for_one() -> None:
    own, shared = FeedPagePatch(key="all", posts=POSTS), SharedFeedPage(key="all", posts=POSTS)
    assert dumps({"chunk": shared}) == json_dumps({"chunk": own}, separators=COMPACT)
    assert shared.json is shared.json


def test_what_is_ready_is_not_encoded_again() -> None:
    post = _post(3)
    vars(post)["json"] = '"ready"'
    assert json.loads(dumps({"posts": [post, post]})) == {"posts": ["ready", "ready"]}
