"""A tab's connection is read past Reflex's wrappers: it says the same."""

from typing import Any

from reflex.constants import RouteVar
from reflex.istate.data import RouterData

from tests.screens import tab
from wtsocial.ui import connection
from wtsocial.ui.session import SessionState

FULL = {
    RouteVar.SESSION_ID: "a socket",
    RouteVar.CLIENT_IP: "192.0.2.1",
    RouteVar.PATH: "/post/[id]",
    RouteVar.ORIGIN: "/post/42/history?x=1",
    "headers": {"cookie": "session=abc", "origin": "https://here.example"},
}


def _said(state: Any) -> list[str]:
    return [connection.sid_of(state), connection.address_of(state), connection.cookie_of(state), connection.path_of(state)]


def _by_reflex(state: Any) -> list[str]:
    router = state.router
    return [router.session.session_id, router.session.client_ip, router.headers.cookie, router.url.path]


def test_it_says_what_reflex_says_of_the_tab_and_of_each_of_its_states() -> None:
    root = tab()
    root.router = RouterData.from_router_data(FULL)
    for state in (root, root.get_substate(SessionState.get_full_name().split("."))):
        assert _said(state) == _by_reflex(state) == ["a socket", "192.0.2.1", "session=abc", "/post/42/history"]


def test_before_it_has_connected_there_is_nothing_to_say() -> None:
    assert _said(tab())[:3] == ["", "", ""]
    assert _said(tab()) == _by_reflex(tab())


def test_reading_it_makes_nothing_to_be_sent() -> None:
    root = tab()
    root._clean()
    _said(root)
    assert root.get_delta() == {}
