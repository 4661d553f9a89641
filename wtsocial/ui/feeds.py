"""Feeds on the screen: what every list of posts shares, whatever it is a list of."""

from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Final

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.choices.filtering import filter_rule_of
from wtsocial.posts.views import FeedPage, PostView
from wtsocial.text import limits
from wtsocial.ui.announcer import announce_corrections, announce_count
from wtsocial.ui.call import Answers, handling
from wtsocial.ui.live import LiveFeed, watch
from wtsocial.ui.parts.forms import answers
from wtsocial.ui.parts.links import link
from wtsocial.ui.parts.posts import card, loading
from wtsocial.ui.ready_json import Ready, dumps
from wtsocial.ui.see_less import see_less_dialog
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t
from wtsocial.ui.votes import PressState


@dataclass(frozen=True)
class FeedPagePatch:
    """A stretch of a feed on its way to the browser, which puts the stretches of one `key` together.

    `part` is `first`, `older`, `newer`, or `again` for one in place of all that was read; `scope`, `subwikis`, `people`
    and `tags` say which new posts belong here, and `rule` (`hiding.Rule`) which of them the reader chose not to see: nobody counts them.
    """

    key: str = ""
    part: str = "first"
    scope: str = ""
    subwikis: list[int] = field(default_factory=list[int])
    posts: list[PostView] = field(default_factory=list[PostView])
    newest: str = ""
    older: str = ""
    hidden: int = 0
    """So many were left out of it by the reader's own choices."""
    people: list[str] = field(default_factory=list[str])
    tags: list[str] = field(default_factory=list[str])
    rule: dict[str, Any] = field(default_factory=dict[str, Any])


class SharedFeedPage(FeedPagePatch, Ready):
    """A stretch that many are sent."""

    @cached_property
    def json(self) -> str:
        """It in JSON, encoded once."""
        return dumps({each.name: getattr(self, each.name) for each in fields(self)})


@dataclass(frozen=True)
class Followed:
    """Whose new posts belong into a feed, beside what its scope says: subwikis by id, members and tags by name."""

    subwikis: list[int] = field(default_factory=list[int])
    people: list[str] = field(default_factory=list[str])
    tags: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Window:
    """Which page of a feed to read, as `feeds.queries` takes it: cursors of an earlier page, and at most how many posts."""

    older: str = ""
    newer: str = ""
    limit: int = limits.FEED_PAGE


NOBODY: Final = Followed()
NEWEST: Final = Window()


def browser_rule(viewer: Viewer) -> dict[str, Any]:
    """The rule of hiding for this person's own browser; nothing at all when it hides nothing."""
    rule = filter_rule_of(viewer)
    return {} if rule.empty else asdict(rule) | {"words": list(rule.words)}


class Feeding(Answers, rx.State, mixin=True):
    """A state with a feed. It holds the last stretch alone; who uses it says which feed (`_open`) and reads it (`_feed`)."""

    chunk: FeedPagePatch = FeedPagePatch()
    _frame: FeedPagePatch = FeedPagePatch()

    @rx.event
    async def more(self, older: str):
        """The next stretch, further down."""
        async with handling(self) as viewer:
            self._hold("older", await self._feed(viewer, Window(older=older if isinstance(older, str) else "?")))

    @rx.event
    async def show_new(self, newest: str):
        """What was posted since the newest on the screen."""
        async with handling(self) as viewer:
            self._hold("newer", await self._feed(viewer, Window(newer=newest if isinstance(newest, str) else "?")))

    @rx.event
    async def again(self, shown: int):
        """As many posts as are on the screen, in their place: a choice about what is shown was changed."""
        async with handling(self) as viewer:
            most = shown if isinstance(shown, int) else 0
            await self._renew(viewer)
            self._hold("again", await self._feed(viewer, Window(limit=max(most, limits.FEED_PAGE))))

    async def _open(self, viewer: Viewer, *rooms: str, key: str, scope: str = "", followed: Followed = NOBODY) -> None:
        """Begin (or, after a break, begin again): watch first, then read, so that nothing falls between."""
        await watch(self, viewer, *rooms)
        self._frame = FeedPagePatch(key=key, scope=scope, rule=self._rule(viewer))
        self._frame_followed(followed)
        self._hold("first", await self._feed(viewer, NEWEST))

    def _frame_followed(self, followed: Followed) -> None:
        self._frame = replace(self._frame, subwikis=followed.subwikis, people=followed.people, tags=followed.tags)

    async def _renew(self, viewer: Viewer) -> None:
        """Say anew which posts belong here; a feed that depends on more of the reader's choices than what they hide says more."""
        self._frame = replace(self._frame, rule=self._rule(viewer))

    def _rule(self, viewer: Viewer) -> dict[str, Any]:
        """What is not counted as new; a feed that shows everything whatever its reader hides has none."""
        return browser_rule(viewer)

    def _hold(self, part: str, page: FeedPage) -> None:
        self.chunk = replace(self._frame, part=part, posts=page.posts, newest=page.newest, older=page.older, hidden=page.hidden)

    async def _feed(self, viewer: Viewer, window: Window) -> FeedPage:
        """One page of it."""
        raise NotImplementedError


class ShowOwn(rx.Component):
    """Asks for the new posts as soon as one of them is the reader's own: nobody looks for what they just posted."""

    library = "$/public/kit/page.js"
    tag = "ShowOwn"

    authors: rx.Var[list[str]]
    name: rx.Var[str]
    on_own: rx.EventHandler[rx.event.no_args_event_spec]


class More(rx.Component):
    """Asks for more before the reader reaches the end."""

    library = "$/public/kit/page.js"
    tag = "LoadMore"

    cursor: rx.Var[str]
    on_reach: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def feed_list(state: Any, *, label: Any, empty: rx.Component) -> rx.Component:
    """A whole feed: what is new, the posts, and the end. `state` is a state with `Feeding`."""
    feed = LiveFeed(state.chunk)
    return rx.fragment(
        answers(state),
        answers(PressState),
        rx.el.div(
            rx.cond(
                feed.fresh > 0,
                rx.el.button(
                    t("feed.new_posts", count=feed.fresh), type="button", class_name="btn main", on_click=state.show_new(feed.newest)
                ),
            ),
            class_name="fresh",
        ),
        announce_count("feed.new_posts", feed.fresh),
        announce_corrections(feed.posts),
        ShowOwn.create(authors=feed.authors, name=SessionState.name, on_own=state.show_new(feed.newest)),
        rx.cond(feed.hidden > 0, _left_out(feed)),
        rx.cond(
            feed.ready,
            rx.cond((feed.posts.length() > 0) | (feed.older != ""), _posts(feed, state, label), empty),
            loading(),
        ),
        # Open, it outlasts the last post of the list.
        see_less_dialog(state, feed.posts.length()),
    )


def _left_out(feed: LiveFeed) -> rx.Component:
    return rx.el.p(link(t("feed.hidden", count=feed.hidden), to="/settings/choices"), class_name="quiet-text nums")


def _posts(feed: LiveFeed, state: Any, label: Any) -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.foreach(feed.posts, lambda post: card(post, vote=PressState.vote, save=PressState.save, known=SessionState.known)),
            class_name="feed",
            role="feed",
            aria_label=label,
        ),
        rx.cond(
            feed.older != "",
            rx.fragment(More.create(cursor=feed.older, on_reach=state.more), loading()),
            rx.el.p(rx.el.b(t("feed.done")), t("feed.done_more"), class_name="done"),
        ),
    )
