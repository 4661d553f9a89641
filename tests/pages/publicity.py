"""A small world with one of each kind of thing that strangers read, and what its documents have to hold."""

from dataclasses import dataclass
from typing import Any

from tests.factories import join, make_comment, make_member, make_post, make_subwiki, viewer
from wtsocial.accounts import profiles
from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as choices
from wtsocial.choices import presets
from wtsocial.editing.actions import corrections, edits, suggestions
from wtsocial.moderation import appeals, decisions, flags
from wtsocial.posts import comments
from wtsocial.subwikis import actions as subwikis

BEFORE, AFTER, NEWS = "All ice gone #ice", "Some ice gone #ice", "https://a.example/ice"
TALK, OTHER = "Where do you read?", "Where do you read, and what?"
REASON = "Not what the report says."


@dataclass(frozen=True)
class World:
    """Who and what there is. `news` was corrected and edited, `talk` is its author's own, `comment` stands under the news, `entry` in the log; `drawn` is appealed against."""

    ana: Viewer
    ben: Viewer
    mo: Viewer
    climate: int
    news: int
    talk: int
    comment: int
    preset: str
    entry: int
    drawn: int


async def make_world() -> World:
    """Build it."""
    climate = await make_subwiki("climate", description="What the weather becomes.", rules="Be exact.")
    ana, ben = await join(await make_member("ana"), climate), await join(await make_member("ben"), climate)
    mo = await join(await make_member("mo"), climate, role="moderator")
    await profiles.edit_about(ana, about="I measure ice.")
    news = await make_post(ana, climate, kind="news", headline=BEFORE, link=NEWS, host="a.example", text="First text.", worded_by="source")
    await corrections.correct_headline(ben, post_id=news, headline=AFTER, reason="false", source="https://b.example/", based_on=1)
    await edits.edit_text(ana, post_id=news, text="Second text.", based_on=2)
    comment = await make_comment(ben, news, text="Is it *true*?")
    await comments.edit_comment(ben, comment_id=comment, text="It is *true*.", based_on=1)
    talk = await make_post(ana, climate, mode="individual", headline=TALK)
    await suggestions.suggest_headline(ben, post_id=talk, headline=OTHER, reason="context", source="https://c.example/", based_on=1)
    await subwikis.edit_page(ana, slug="climate", description="What the weather becomes, and why.", rules="Be exact.", based_on=1)
    await flags.flag(ben, subject_kind="post", subject_id=news, reason="spam", note="")
    entry = await decisions.decide(await viewer(mo), subject_kind="post", subject_id=news, action="dismiss", reason=REASON)
    await choices.less(ana, kind="word", value="flood", wanted=True)
    preset = await presets.share(ana, name="Calm", about="Less of it.", parts=["words"])
    warned: Any = {"subject_kind": "post", "subject_id": talk, "action": "warn", "rule": "site:headlines"}
    drawn = await decisions.decide(await viewer(mo), **warned, reason=REASON)
    await appeals.begin_appeal(ana, entry_id=drawn)
    return World(ana, ben, mo, climate, news, talk, comment, preset, entry, drawn)


@dataclass(frozen=True)
class Expected:
    """Of the document at `path`: its title, a heading, what it says, and where it leads or sends forms."""

    path: str
    title: str
    heading: str
    texts: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


def expected_posts(world: World) -> list[Expected]:
    """Posts, comments and subwikis, with their histories and differences."""
    news, talk, comment = f"/post/{world.news}", f"/post/{world.talk}", f"/comment/{world.comment}"
    by = ("/w/climate", "/u/ana")
    about_news = (NEWS, "/source/a.example", "https://b.example/", f"{news}/history", f"/login?next={news}", "/u/ben", "/tag/ice")
    atom = "http://localhost:3000/w/climate.atom"
    steps = (f"{news}/diff/1/2", f"{news}/diff/2/3", news, f"/api/v1/posts/{world.news}/history")
    return [
        Expected(news, AFTER, AFTER, (BEFORE, "Second text.", "Corrected", "It is true."), (*by, *about_news, f"{comment}/history", atom)),
        Expected(
            talk, TALK, TALK, ("0 of 2 disagree", "Nobody has commented yet."), (*by, f"{talk}/history", f"/login?next={talk}", "/u/ben")
        ),
        Expected(f"{news}/edit", f"Edit: {AFTER}", "Edit the text", (AFTER,), (news, f"{news}/history", f"/login?next={news}/edit")),
        Expected(
            f"{news}/history", f"History: {AFTER}", "History", (AFTER, BEFORE, "All 3 revisions check out", "False"), (*steps, "/u/ana")
        ),
        Expected(f"{news}/diff/1/2", f"What changed: {AFTER}", "What changed", ("Removed: All", "Added: Some"), (news, *steps[1:2])),
        Expected(
            f"{comment}/history",
            f"History: {AFTER}",
            "History",
            ("Is it true?", "It is true."),
            (f"{comment}/diff/1/2", f"{news}?comment={world.comment}#comment-{world.comment}", "/u/ben"),
        ),
        Expected(f"{comment}/diff/1/2", f"What changed: {AFTER}", "What changed", (AFTER,), (f"{comment}/history",)),
        Expected(
            "/w/climate/history", "History: Climate", "History", ("edited", "2 revisions"), ("/w/climate/about", "/w/climate/diff/1/2")
        ),
        Expected("/w/climate/diff/1/2", "What changed: Climate", "What changed", ("and why",), ("/w/climate/about", "/w/climate/history")),
        Expected("/w/climate", "Climate", "Climate", ("Be exact.", AFTER, TALK), (news, talk, "/w/climate/about", "/register", atom)),
        Expected(
            "/w/climate/about", "About Climate", "Rules", ("Be exact.", "and why", "mo"), ("/w/climate", "/w/climate/history", "/u/mo")
        ),
        Expected("/subwikis", "Subwikis", "Climate", ("3 members",), ("/w/climate",)),
    ]


def expected_lists(world: World) -> list[Expected]:
    """Feeds, people, tags, and the ledgers of what happens."""
    news, entry = f"/post/{world.news}", f"/log/{world.entry}"
    turned = (AFTER, BEFORE)
    return [
        Expected("/", "Newest posts", "News that belongs to its readers", turned, (news, "/register", "/about", f"/login?next={news}")),
        Expected("/all", "Everything", "Everything", turned, (news, f"{news}#comments", f"{news}/history", "/w/climate", "/u/ana")),
        Expected("/u/ana", "ana", "ana", ("I measure ice.", "Headlines corrected", AFTER), (news, "/register", "/u/ana.atom")),
        Expected("/tag/ice", "#ice", "#ice", ("1 post", AFTER), (news, "/register", "/tag/ice.atom")),
        Expected("/source/a.example", "Headlines from a.example", "Every corrected headline", turned, (news, f"{news}/history", "/u/ben")),
        Expected("/changes", "Recent changes", "Recent changes", turned, (news, f"{news}/diff/1/2", "/u/ben", "/changes.atom")),
        Expected("/corrections", "", "Corrected headlines", (*turned, "False"), (news, f"{news}/diff/1/2", "https://b.example/")),
        Expected("/log", "The log", "The log", (REASON, AFTER, "1 flag"), (news, "/u/mo", "/w/climate", "/log.atom")),
        Expected(entry, "Statement of reasons", "Statement of reasons", (REASON, AFTER, "1 flag"), (news, "/u/mo", f"{entry}.json")),
        Expected("/log/figures", "Figures of moderation", "Figures of moderation", ("Month by month",), ("/log", "/log/figures.json")),
        Expected(
            f"/log/{world.drawn}/draw",
            "How the jury was drawn",
            "How the jury was drawn",
            ("not yet", "Who may be drawn is set down"),
            (f"/log/{world.drawn}", f"/log/{world.drawn}/draw.json"),
        ),
        Expected("/books", "The books", "The books", ("Joining is free.",), ("/donate", "/books.csv", "/books.json")),
        Expected("/waiting", "The waiting list", "The waiting list", ("Joining is free.",), ("/register", "/login?next=/waiting")),
        Expected("/donate", "Donate", "Donate", ("Joining is free.",), ("/books",)),
        Expected(
            f"/preset/{world.preset}",
            "Calm",
            "Calm",
            ("flood", "Less of it."),
            ("/u/ana", "/register", f"/login?next=/preset/{world.preset}"),
        ),
    ]


def expected_words() -> list[Expected]:
    """Texts, choices and the ways in, which are the same whatever there is."""
    free = ("Joining is free. Donations are voluntary.",)
    choice = "Make your own choices about what content you are served"
    return [
        Expected("/about", "About this site", "About this site", (), ("/register", "/rules")),
        Expected("/rules", "The rules", "The rules", (), ("/log",)),
        Expected("/privacy", "Privacy", "Privacy", (), ("/rules",)),
        Expected("/register", "Join", "Join", free, ("/auth/register", "/login", "/rules")),
        Expected("/login?next=/submit", "Log in", "Log in", ("Please log in first.",), ("/auth/login", "/reset", "/register")),
        Expected("/logout", "Log out", "Log out", (), ("/auth/logout", "/")),
        Expected("/confirm?token=abc", "Confirm your e-mail address", "Confirm your e-mail address", (), ("/auth/confirm",)),
        Expected("/confirm", "Confirm your e-mail address", "Look into your mail", (), ("/login?next=/confirm",)),
        Expected("/reset", "Set a new password", "Set a new password", (), ("/auth/reset",)),
        Expected("/reset?token=abc", "Set a new password", "Set a new password", (), ("/auth/new-password", "/reset")),
        Expected("/welcome", choice, choice, ("adds 2 of 2",), ("/w/climate", "/register", "/login?next=/welcome")),
        Expected("/settings/choices", "Your choices", "Your choices", ("adds 2 of 2",), ("/w/climate", "/register")),
        Expected("/invite/nonsense", "An invitation", "An invitation", free, ("/register?invite=nonsense", "/all")),
        Expected("/nowhere", "There is nothing at this address", "There is nothing at this address", (), ("/all", "/subwikis")),
    ]


def expected(world: World) -> list[Expected]:
    """All of them."""
    return [*expected_posts(world), *expected_lists(world), *expected_words()]
