"""Sockets: who may open one, what a tab's token is worth, and that nothing private ever goes over one."""

import json
from typing import Any

import httpx
import pytest
from sqlmodel import col, select, update

from tests.factories import login
from tests.jobs.dead import REFUSAL
from tests.running import Server
from tests.server import world as secret
from tests.server.conftest import BOTH
from tests.server.serving import http
from tests.server.wire import ROOT, Tab, tab
from tests.server.world import World, make_world, secrets
from wtsocial import db
from wtsocial.endpoints.auth import FORMS
from wtsocial.models import Invitation, Member
from wtsocial.pages.moderation.state import QueueState
from wtsocial.pages.settings.state import SettingsState
from wtsocial.ui.live import LiveState
from wtsocial.ui.session import SessionState
from wtsocial.ui.votes import PressState

FOREIGN: list[str | None] = ["https://evil.example", "null", None, "http://localhost.evil.example", "http://localhost:1", "file://"]
"""Origins that are not ours; None is a request without one."""


@pytest.fixture
async def world(site: Server) -> World:
    return await make_world()


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_socket_of_another_origin_is_refused(site: Server, origin: str | None) -> None:
    with pytest.raises(ConnectionError):
        await Tab(site.url).connect(origin=origin)


async def test_a_socket_of_our_own_pages_is_opened(site: Server) -> None:
    async with tab(site.url) as browser:
        assert browser.of(SessionState)["ready"] is True


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_form_of_another_origin_is_refused(site: Server, origin: str | None) -> None:
    with http(site.url, origin=origin) as client:
        assert {client.post(f"/auth/{form}", data={}).status_code for form in FORMS} == {403}


def test_every_form_of_our_own_pages_is_answered(site: Server) -> None:
    with http(site.url) as client:
        answers = {form: client.post(f"/auth/{form}", headers={"Accept": "application/json"}).status_code for form in FORMS}
    assert {status for form, status in answers.items() if form != "logout"} <= {401, 422}, answers
    assert answers["logout"] == 200


def test_polling_in_place_of_a_socket_is_refused_to_others(site: Server) -> None:
    def knock(**headers: str) -> int:
        return httpx.get(f"{site.url}/_event/?EIO=4&transport=polling", headers=headers, verify=False).status_code

    assert [knock(), knock(Origin="https://evil.example")] == [403, 403]
    assert knock(Origin=site.url) != 403


@BOTH
async def test_a_tabs_token_is_worth_nothing_without_its_login(site: Server) -> None:
    world = await make_world()
    async with tab(site.url, "/settings", session=world.sessions["ben"]) as browser:
        await browser.open(f"/post/{world.post}")
        assert secret.DRAFT in json.dumps(browser.heard)
        assert "ben@example.org" in json.dumps(browser.heard)
    for session in ("", await login(world.eva)):
        async with tab(site.url, "/about", session=session, token=browser.token) as replayed:
            await replayed.emit(f"{ROOT}.hydrate")
            await replayed.settle(rounds=3)
            said = json.dumps(replayed.heard)
            assert replayed.of(SessionState)["name"] == ("eva" if session else "")
            assert [word for word in ("ben@example.org", secret.DRAFT, '"ben"') if word in said] == []


async def test_a_tab_that_comes_back_with_its_login_finds_its_screen(site: Server, world: World) -> None:
    async with tab(site.url, "/settings", session=world.sessions["ben"]) as browser:
        pass
    async with tab(site.url, "/about", session=world.sessions["ben"], token=browser.token) as again:
        assert again.of(SettingsState)["account"]["email"] == "ben@example.org"


@BOTH
@pytest.mark.parametrize("how", ["suspended", "deleted", "logged out"])
async def test_what_ends_in_one_tab_ends_in_every_other(site: Server, how: str) -> None:
    world = await make_world()
    session = world.sessions["eva"]
    tabs = [Tab(site.url, session=session, path="/all") for _ in range(4)]
    for browser in tabs:
        await browser.connect()
        await browser.send(PressState.vote, post_id=world.post, wanted=True)
        assert browser.of(LiveState)["mine"]["voted"] is True
    if how == "logged out":
        with http(site.url, session=session) as client:
            assert client.post("/auth/logout").status_code == 303
    else:
        async with db.transaction() as change:
            await change.session.exec(update(Member).where(col(Member.id) == world.eva.id).values(state=how))
    for browser in tabs:
        await browser.send(PressState.vote, post_id=world.own, wanted=True)
        assert browser.errors(PressState)[""] == ("error.suspended" if how == "suspended" else "error.login_needed")
        await browser.close()


PAGES = (
    "/", "/all", "/saved", "/submit", "/subwikis", "/subwikis/new", "/w/climate", "/w/climate/about", "/u/ben", "/u/wen", "/u/sus", "/u/nobody",
    "/post/{post}", "/post/{own}", "/post/{hidden}", "/post/{post}/edit", "/post/{post}/history", "/post/{post}/diff/1/2", "/post/{post}/diff/2/3",
    "/post/{hidden}/history", "/post/{hidden}/edit", "/welcome", "/settings", "/settings/security", "/inbox", "/moderation", "/log", "/admin",
    "/changes", "/changes?kind=created&standing=member", "/corrections", "/source/news.example", "/register", "/login", "/confirm", "/reset", "/about", "/nowhere",
    "/waiting", "/settings/invitations", "/settings/flags", "/invite/nonsense", "/settings/choices", "/tag/rivers", "/preset/nonsense",
    "/donate", "/donate/thanks?order=nonsense", "/log/1", "/log/1/draw", "/log/figures", "/jury", "/admin/members", "/admin/rules", "/admin/settings", "/admin/announcement", "/admin/subwikis", "/admin/sources", "/admin/invitations",
)  # fmt: skip

KEYS = set(
    """
    key params part scope posts newest older subwikis errors notice notices chunk ready known name standing admin moderates unread alert said mine
    id kind mode headline link host excerpt picture published revision stamp votes comments subwiki_id subwiki_slug subwiki_name subwiki_colour
    author corrected corrected_at corrected_by corrected_reason corrected_source first_headline hidden why voted saved own html
    may_vote may_comment may_discuss awaits_review held may_review lines locked_reason refused record restrictions entry may_lift suspended suspended_reason suspended_until may_correct may_edit may_flag may_moderate may_reply may_join may_post may_suspend may_decide
    slug colour description members joined rules description_html rules_html moderators post_id parent_id depth at post comment missing rights more_after left_out
    a b is_hydrated client_ip client_token session_id path raw_path full_path full_raw_path query query_parameters fragment href scheme netloc origin
    rx_router_headers rx_router_page rx_router_route_id rx_router_session rx_router_url accept_encoding accept_language cache_control connection
    pragma raw_headers sec_websocket_extensions sec_websocket_key sec_websocket_version upgrade user_agent accept accept-encoding asgi-scope-client
    sec-websocket-key sec-websocket-version user-agent x-forwarded-for
    stored flagged flags law answer decided_at decision_id corrected_today source_code example off donations more writers last_writer
    free outbox account email confirmed about language figures active unconfirmed suspended corrections flags_open
    members_by_day posts_by_day corrections_by_day flags_by_day day count waiting deciding entry_id statement stated rule rules rule_text rule_path automated undone_by may_undo visibility alike word case cases closed decided_by further age holder held_until flagger upheld decided record dismissed domain earlier cover subject_kind subject_id flags reasons notes first_at reasons_of reasons_newest
    entries actor action member reason number editor change note source size old new text diff latest read_at earlier later revisions read
    state about_html offer choices of adds fill place values force draft looks working wikis_to texts title named_in_log office undone_by base theirs theirs_by yours by sides clash same
    answered done preview trouble looking site posted based_on description joins presses found searched editing
    listed suggestions suggester needed agrees disagrees mine agreed_headline own_error own_errors early_votes source_says source_seen_at worded_by counts pieces may_judge may_answer
    may_accept may_hide may_suggest may_trust may_vet vetted agreements contributions voted protection disputed
    changes wanted unreviewed deep wikis thing title via difference reviewed_by thanks thanked may_review may_thank may_revert previous next page
    dispute what other options stands fought dispute_votes ends_at parties protected_until may_protect detail until
    edited kept text_of comment_id based offers settling may_go_back home comparable
    api proof broken may_erase newest newest_too some_erased erased erased_by erased_entry erased_reason
    by last source_host domain source_posts source_corrected contests struck may_contest for_source outcome answer answered_by decided_at after
    door waiting places_per_day friend_moves_up place_price currency position position_at_day_start let_in friends passed friends_ever let_in_today
    queue counted_at many proposed canonical due due_since dead dead_jobs task attempts died_at last_error
    code dots each who uses used at_once created ends came maker group shown line batch_number today first since invited_by way groups price label inviter promised
    effect effects asks count headlines hide hidden_headlines unknown offers people tags sources languages sensitive covered defaults version versions
    current via fixed mail site presets preset brought file files unseen followed may_follow may_withdraw tag parts rule why_about donor value look
    words feed me flags_upheld
    set_up lacks test_server test_mode given cancelled amount purpose show_name mark ends manageable payments refunded places donation test
    books categories category costs currencies donations entered exchanged expenses fees given_count left may_enter member_costs month monthly months
    once payee receipt returned reversed spent this yearly order made_up payments_failed payments_refused unmoderated
    figures every month flagged by_hand automatic median ninetieth undone appeals overturned suspended office
    appeal filed due seats outcome verdicts verdict may_appeal pool_hash duty alone record text ticket nonce member draw decision commitment committed
    begun pool site_number appellant_number seed drawn place answered
    warning noticed_by_rule preview days looked whole caught caught_of authors authors_count posts older pattern effect after missing confirm contributions
    settings switches fixed changes environment control least most whole variable value secret announcement announcements past tone until filled others invitations vitals correction decision nine_of_ten mails_waiting mails_failed database redis disk_free disk_total
    reply reply_to answered_in preview_in added press turn subwiki before draft_of climate origin host
    lead vote adoption candidates may_adopt moderator
    """.split()
) | {""}
"""Every name of a value that a browser may be sent. A new one is put here by somebody who has asked whose it is."""


def keys(value: Any) -> set[str]:
    """Every key in nested values."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys(inner)}
    return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()


async def code_of(name: str) -> str:
    async with db.reading() as session:
        return (await session.exec(select(Invitation.code).join(Member).where(Member.name == name))).one()


@pytest.mark.parametrize("who", ["", "wen", "sus", "lin", "eva", "ana", "ben", "mo", "root"])
async def test_nothing_goes_to_a_browser_but_what_is_on_the_list(site: Server, world: World, who: str) -> None:
    async with tab(site.url, session=world.sessions.get(who, "")) as browser:
        for path in PAGES:
            await browser.open(path.format(post=world.post, own=world.own, hidden=world.hidden))
        await browser.open("/moderation")
        for case_id in (1, 2):
            await browser.send(QueueState.take, case_id=case_id)
        shown = {
            key.removesuffix("_rx_state_")
            for update in browser.heard
            for part in (update.get("delta") or {}).values()
            for key in keys(part)
        }
        said = json.dumps([update.get("delta") for update in browser.heard], ensure_ascii=False)
    assert shown
    assert shown - KEYS == set()
    private = await secrets()
    # Admins have the addresses in the list of members; everybody else has their own.
    own = {word for word in private if word.endswith("@example.org")} if who == "root" else {f"{who}@example.org"}
    assert [word for word in private - own if word in said] == []
    assert world.sessions.get(who, "no cookie") not in said
    assert (f"{who}@example.org" in said) == bool(who), "one's own address stands in the settings"
    moderates = who in ("mo", "root")
    for flagger in ("ana", "ben"):
        assert (f"{secret.FLAG_NOTE} of {flagger}'s" in said) == (moderates or who == flagger)
    assert (secret.HIDDEN_TEXT in said) == (moderates or who == "ana"), "a hidden post is its author's and the moderators'"
    assert secret.HIDDEN_COMMENT not in said
    assert secret.HIDDEN_REVISION not in said, "a notice looks headlines up, and finds none that is hidden"
    assert (secret.DRAFT in said) == (who == "ben")
    assert ('"invited_by"' in said) == (who == "root"), "who invited whom is for admins alone"
    assert (REFUSAL in said) == (who == "root"), "what was given up is for admins alone"
    assert (await code_of("lin") in said) == (who == "lin"), "a link is its maker's"
