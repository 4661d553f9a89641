"""Liveness on the screen: the rooms that a browser watches, what reaches it, and lists that follow."""

import logging
from contextlib import suppress
from typing import Any

import reflex as rx
from reflex.constants.state import FIELD_MARKER
from reflex.vars import VarData
from reflex_base.utils.imports import ImportVar

from wtsocial.accounts.views import Viewer
from wtsocial.core.messages import Message, PressAnswer, UnreadOnLoad
from wtsocial.posts.views import CommentView, PostView
from wtsocial.ui.connection import sid_of
from wtsocial.ui.own_rooms import own_rooms
from wtsocial.ui.turns import next_turn

log = logging.getLogger(__name__)

LIBRARY = "$/public/kit/live/live.js"
COMMENTS = "$/public/kit/live/comments.js"
MOST_ROOMS = 2_000
"""Rooms of one browser: more than a member can follow."""


class LiveState(rx.State):
    """What the bus said last, and what the server said last to this person alone."""

    said: dict[str, Any] = {}
    mine: dict[str, Any] = {}


_apps: list[rx.App] = []


def use(app: rx.App) -> None:
    """Have the browsers of this app be those of the site."""
    _apps[:] = [app]


async def watch(state: rx.State, viewer: Viewer, *rooms: str) -> None:
    """Have this browser watch `rooms` and its member's own (`own_rooms`), and nothing else.

    Call it before reading, so that nothing falls between. Whoever is gone meanwhile watches nothing.
    """
    namespace = _apps[0].event_namespace if _apps else None
    sid = sid_of(state)
    if namespace is None or not sid:
        return
    watched = {*rooms[:MOST_ROOMS], *own_rooms(viewer)}
    for room in set(namespace.rooms(sid)) - {sid, *watched}:
        await namespace.leave_room(sid, room)
    with suppress(ValueError, KeyError):  # what Socket.IO says of a connection that has ended
        for room in watched:
            await namespace.enter_room(sid, room)


def is_connected(sid: str) -> bool:
    """Whether a browser of this worker is still there."""
    server: Any = _apps[0].sio if _apps else None
    namespace = _apps[0].event_namespace if _apps else None
    return bool(server and namespace and server.manager.is_connected(sid, namespace.namespace))


async def answer_press(state: rx.State, answer: PressAnswer) -> None:
    """Tell this browser how its press on a post ended."""
    await _tell(state, answer)


async def tell_unread(state: rx.State, count: int, *, since: int) -> None:
    """Tell this browser how many notices are unread; what the bus said after `since`, when the counting began, is newer."""
    await _tell(state, UnreadOnLoad(count, since))


async def _tell(state: rx.State, message: Message) -> None:
    live = await state.get_state(LiveState)
    # The turn makes two equal words differ: an unchanged value would not be heard.
    live.mine = {**message.to_json(), "turn": next_turn()}


class Live(rx.Component):
    """Listens on behalf of the whole page."""

    library = LIBRARY
    tag = "Live"

    state: rx.Var[str]
    field: rx.Var[str]
    mine: rx.Var[str]


def live() -> rx.Component:
    """The one listener of a page; the layout renders it."""
    return Live.create(state=LiveState.get_full_name(), field="said" + FIELD_MARKER, mine="mine" + FIELD_MARKER)


class LiveFeed:
    """The parts of a feed that follows the bus, for a page of state `page` (`FeedPage` and its scope)."""

    def __init__(self, page: Any) -> None:
        self._data = _hook(f"const feed = useFeed({page!s});", "useFeed", page)

    def _part(self, name: str, of: Any) -> Any:
        return rx.Var(f"feed.{name}", _var_type=of, _var_data=self._data).to(of)

    @property
    def posts(self) -> rx.Var[list[PostView]]:
        """What is shown, newest first."""
        return self._part("posts", list[PostView])

    @property
    def ready(self) -> rx.Var[bool]:
        """Whether the first stretch has come."""
        return self._part("ready", bool)

    @property
    def fresh(self) -> rx.Var[int]:
        """How many new posts wait for a press."""
        return self._part("fresh", int)

    @property
    def authors(self) -> rx.Var[list[str]]:
        """Who posted them."""
        return self._part("authors", list[str])

    @property
    def hidden(self) -> rx.Var[int]:
        """How many posts the reader's own choices left out."""
        return self._part("hidden", int)

    @property
    def newest(self) -> rx.Var[str]:
        """The cursor of the newest post shown."""
        return self._part("newest", str)

    @property
    def older(self) -> rx.Var[str]:
        """The cursor of what follows, empty at the end."""
        return self._part("older", str)


def live_post(post: Any) -> rx.Var[PostView]:
    """One post that follows the bus."""
    data = _hook(f"const livePost = usePost({post!s});", "usePost", post)
    return rx.Var("livePost", _var_type=PostView, _var_data=data).to(PostView)


def live_comments(
    comments: rx.Var[Any], later: rx.Var[Any], post_id: rx.Var[int], me: rx.Var[str], rights: rx.Var[Any]
) -> rx.Var[list[CommentView]]:
    """Comments in thread order that follow the bus: the first, the `later` page that was read since, and what is new.

    `rights` are this person's on any comment here.
    """
    code = f"const liveComments = useComments({comments!s}, {later!s}, {post_id!s}, {me!s}, {rights!s});"
    data = _hook(code, "useComments", comments, later, post_id, me, rights, library=COMMENTS)
    return rx.Var("liveComments", _var_type=list[CommentView], _var_data=data).to(list[CommentView])


def live_more_after(comments: rx.Var[Any], later: rx.Var[Any], after: rx.Var[Any]) -> rx.Var[int]:
    """Where the comments begin that a press asks for: `after`, or further on while those that are shown are read anew."""
    hook = f"const moreAfter = useMoreAfter({comments!s}, {later!s}, {after!s});"
    data = _hook(hook, "useMoreAfter", comments, later, after, library=COMMENTS)
    return rx.Var("moreAfter", _var_type=int, _var_data=data).to(int)


def live_unread() -> rx.Var[int]:
    """How many notices are unread, now."""
    return rx.Var("unread", _var_type=int, _var_data=_hook("const unread = useUnread();", "useUnread")).to(int)


def live_heard(kind: str, loaded: Any) -> rx.Var[int]:
    """How many messages of a kind came since `loaded` was loaded."""
    data = _hook(f"const heard = useMessageCount({kind!r}, {loaded!s});", "useMessageCount", loaded)
    return rx.Var("heard", _var_type=int, _var_data=data).to(int)


def press(name: str, post: rx.Var[Any]) -> rx.event.EventSpec:
    """Show the effect of a press (`pressVote`, `pressSave`) on a post in the same frame, before the server answers."""
    data = VarData.merge(VarData(imports={LIBRARY: [ImportVar(tag=name)]}), post._get_all_var_data())
    return rx.call_function(rx.Var(f"(() => {name}({post!s}))", _var_data=data))


def live_changes(loaded: Any, wanted: Any) -> rx.Var[int]:
    """How many changes that fit `wanted` (its `kind`, `subwiki_id`, `standing`) came since `loaded` was loaded."""
    code = f"const newChanges = useNewChanges({loaded!s}, {wanted!s});"
    data = _hook(code, "useNewChanges", loaded, wanted, library="$/public/kit/live/recent_changes.js")
    return rx.Var("newChanges", _var_type=int, _var_data=data).to(int)


def _hook(code: str, name: str, *sources: rx.Var[Any], library: str = LIBRARY) -> VarData | None:
    # The sources' own hooks come first: the code reads what they declare.
    return VarData.merge(
        *(source._get_all_var_data() for source in sources), VarData(imports={library: [ImportVar(tag=name)]}, hooks={code: None})
    )
