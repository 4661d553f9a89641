"""Whatever is changed, the pages that are ready for readers say what freshly read ones say: compared after each kind of change."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import select

from tests.documents import document_site
from tests.factories import join, make_comment, make_member, make_post, make_subwiki, viewer
from wtsocial import db
from wtsocial.accounts import profiles
from wtsocial.accounts.views import Viewer
from wtsocial.admin import announcements
from wtsocial.core.messages import Message
from wtsocial.editing.actions import disputes, edits, reverts, suggestions
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.endpoints.page_cache import PageCache
from wtsocial.feeds import queries as feeds
from wtsocial.models import ContentRule, Revision
from wtsocial.moderation import appeals, content_rules, decisions, erasure, flags, locks, members, protection
from wtsocial.moderation import queries as moderation
from wtsocial.posts import comments, imported_posts, labels, publishing, votes
from wtsocial.posts.imported_posts import OldPost
from wtsocial.posts.listed import forget_views
from wtsocial.posts.views import FeedPage
from wtsocial.site import current
from wtsocial.sources import actions as sources
from wtsocial.subwikis import actions as subwikis
from wtsocial.ui import delivery, live
from wtsocial.ui.delivery import Delivery
from wtsocial.ui.presses import Presses

SOURCE = "https://ice.example/why"


@dataclass
class World:
    """Ana's news of a source that was corrected before, Ben's of the same source elsewhere, Cleo's own post, and Ben's that was corrected.

    Mod moderates both subwikis.
    """

    ana: Viewer
    ben: Viewer
    cleo: Viewer
    mod: Viewer
    climate: int
    ice: int
    mars: int
    bears: int
    old: int
    comment: int
    suggestion: int = 0

    @property
    def addresses(self) -> list[str]:
        """The pages that are compared."""
        posts = [f"/post/{number}" for number in (self.ice, self.mars, self.bears, self.old)]
        return ["/", "/all", "/w/climate", "/w/space", *posts, "/u/ana", "/u/ben", "/u/cleo", "/rules"]


@pytest.fixture
async def world(database: str) -> World:
    mod = await make_member("mod", admin=True)
    climate, space = await make_subwiki(by=mod), await make_subwiki("space", by=mod)
    ana, ben, cleo = [await make_member(name) for name in ("ana", "ben", "cleo")]
    for member in (ana, ben):
        await join(member, climate)
    ice: Any = {"kind": "news", "link": "https://ice.example/1", "host": "ice.example", "worded_by": "source"}
    first = await make_post(ana, climate, headline="All ice gone", text="As #Ice melts.", **ice)
    mars = await make_post(ben, space, headline="No ice on Mars", **ice | {"link": "https://ice.example/2"})
    bears = await make_post(cleo, climate, headline="What of the bears?", mode="individual", sensitive=True, text="A picture of bears.")
    old = await make_post(ben, climate, headline="All bears gone", **ice | {"link": "https://ice.example/3"})
    comment = await make_comment(ben, first, text="Is it?")
    await correct_headline(ana, post_id=old, headline="Some bears gone", reason="false", source=SOURCE, based_on=1)
    return World(ana, ben, cleo, mod, climate, first, mars, bears, old, comment)


@dataclass
class Pages:
    """Both ways to read a page, and what is heard meanwhile."""

    ready: httpx.AsyncClient
    fresh: httpx.AsyncClient
    addresses: list[str]

    async def texts(self) -> list[str]:
        """What the ready pages say."""
        return [(await self.ready.get(address)).text for address in self.addresses]

    async def outdated(self) -> list[str]:
        """The addresses whose ready page says something else than a fresh one."""
        return [address for address in self.addresses if (await self.ready.get(address)).text != (await self.fresh.get(address)).text]


@pytest.fixture
def pages(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pages:
    for module, last in ((live, "_apps"), (delivery, "_hearing")):
        monkeypatch.setattr(module, last, [])  # a new list: what is made here is no other test's
    # As the root has it: what is announced is heard by the pages, and by what the browsers are told.
    cache, told = PageCache(seconds=1000), Delivery(None, Presses())  # pyright: ignore[reportArgumentType] # it delivers to nobody here

    async def hear(rooms: tuple[str, ...], message: Message) -> None:
        await current.hear(message.to_json())
        cache.hear(rooms)
        await told.deliver(rooms, message.to_json())

    db.on_announcement(hear)
    return Pages(document_site(tmp_path, cache=cache), document_site(tmp_path), world.addresses)


async def _correct(world: World, **more: Any) -> None:
    by = more.pop("by", world.ben)
    correction: Any = {"post_id": world.ice, "headline": "Some ice gone", "reason": "false", "source": SOURCE, "based_on": 1}
    await correct_headline(by, **correction | more)


async def _suggest(world: World) -> None:
    correction: Any = {"post_id": world.bears, "headline": "What of the white bears?", "reason": "false", "source": SOURCE, "based_on": 1}
    world.suggestion = await suggestions.suggest_headline(world.ana, **correction)


async def _warned(world: World) -> None:
    rule: Any = {"kind": "source", "pattern": "rumour.example", "effect": "warn", "reason": "Made up before"}
    await content_rules.add_rule(world.mod, **rule)
    await publishing.publish_news(world.ben, subwiki="climate", headline="Said", link="https://rumour.example/1")


async def _warned_no_more(world: World) -> None:
    async with db.reading() as session:
        rule = (await session.exec(select(ContentRule.id))).one() or 0
    await content_rules.remove_rule(world.mod, rule_id=rule, reason="Better now")


async def _comment_hidden(world: World) -> None:
    await decisions.decide(world.mod, subject_kind="comment", subject_id=world.comment, action="hide", reason="Rude")


async def _comment_restored(world: World) -> None:
    await decisions.decide(world.mod, subject_kind="comment", subject_id=world.comment, action="restore", reason="Not so rude")


async def _post_hidden(world: World) -> None:
    await decisions.decide(world.mod, subject_kind="post", subject_id=world.old, action="hide", reason="Not about it")


async def _locked(world: World) -> None:
    await decisions.decide(world.mod, subject_kind="post", subject_id=world.ice, action="lock", reason="Too heated")


async def _moved(world: World) -> None:
    await decisions.decide(world.mod, subject_kind="post", subject_id=world.ice, action="move", reason="About space", to="space")


async def _moved_back(world: World) -> None:
    await decisions.undo_decision(world.mod, entry_id=(await moderation.log(action="move"))[0].id, reason="About ice")


async def _unlocked(world: World) -> None:
    await locks.unlock_discussion(world.mod, post_id=world.ice, reason="Cooler now")


async def _post_restored(world: World) -> None:
    await decisions.decide(world.mod, subject_kind="post", subject_id=world.old, action="restore", reason="About it")


async def _overturned(world: World) -> None:
    entry = (await moderation.log(action="hide"))[0].id
    author, chief = await viewer(world.ben), await make_member("chief", admin=True)
    await appeals.begin_appeal(author, entry_id=entry)
    await appeals.appeal(author, entry_id=entry, reason="It is about it", words="2 6 1")
    await appeals.judge_appeal(chief, entry_id=entry, verdict="overturn", text="It is about it")


async def _reverted(world: World) -> None:
    await reverts.revert_post(world.ana, post_id=world.ice, number=1, reason="It is gone", based_on=2)


async def _first_version_erased(world: World) -> None:
    await erasure.erase_revision(world.mod, subject_kind="post", subject_id=world.old, number=1, reason="An address")


async def _decide_on_first_version(world: World, action: decisions.Action) -> None:
    async with db.reading() as session:
        first = (await session.exec(select(Revision.id).where(Revision.post_id == world.old, Revision.number == 1))).one()
    await decisions.decide(world.mod, subject_kind="revision", subject_id=first or 0, action=action, reason="An address")


async def _comment_erased(world: World) -> None:
    await erasure.erase_revision(world.mod, subject_kind="comment", subject_id=world.comment, number=1, reason="An address")


async def _post_protected(world: World) -> None:
    await protection.protect(world.mod, kind="post", subject_id=world.ice, level="trusted", reason="A war", hours=2)


async def _flagged(world: World) -> None:
    await flags.flag(world.cleo, subject_kind="post", subject_id=world.old, reason="privacy")


async def _unflagged(world: World) -> None:
    await flags.withdraw_flag(world.cleo, subject_kind="post", subject_id=world.old)


async def _comment_flagged(world: World) -> None:
    await flags.flag(world.cleo, subject_kind="comment", subject_id=world.comment, reason="privacy")


async def _flags_dismissed(world: World) -> None:
    await decisions.decide(world.mod, subject_kind="post", subject_id=world.old, action="dismiss", reason="It is public")


async def _comment_flags_dismissed(world: World) -> None:
    await decisions.decide(world.mod, subject_kind="comment", subject_id=world.comment, action="dismiss", reason="It is public")


async def _subwiki_protected(world: World) -> None:
    await protection.protect(world.mod, kind="subwiki", subject_id=world.climate, level="trusted", reason="A war")


async def _protection_lifted(world: World) -> None:
    await protection.unprotect(world.mod, kind="subwiki", subject_id=world.climate, reason="Peace")


async def _agreed(world: World) -> None:
    await suggestions.set_agreements(world.mod, slug="climate", agreements=1)
    await _suggest(world)
    await suggestions.judge_suggestion(world.ben, suggestion_id=world.suggestion, agrees=True)


async def _suggestion_judged(world: World) -> None:
    await suggestions.judge_suggestion(world.ben, suggestion_id=world.suggestion, agrees=True)


async def _suggestion_declined(world: World) -> None:
    await suggestions.decline_suggestion(world.cleo, suggestion_id=world.suggestion, text="All bears are meant")


async def _suggestion_answered(world: World) -> None:
    await suggestions.answer_suggestion(world.cleo, suggestion_id=world.suggestion, text="All bears are meant")


async def _suggestion_hidden(world: World) -> None:
    await suggestions.hide_suggestion(world.mod, suggestion_id=world.suggestion, text="An address")


async def _fewer_needed(world: World) -> None:
    await suggestions.set_agreements(world.mod, slug="climate", agreements=1)


async def _war(world: World) -> None:
    for number, (by, headline) in enumerate([(world.ben, "A"), (world.ana, "B"), (world.ben, "A"), (world.ana, "B"), (world.ben, "A")], 1):
        await _correct(world, by=by, headline=f"Ice {headline}", based_on=number)


async def _war_decided(world: World) -> None:
    await disputes.decide_dispute(world.mod, post_id=world.ice, number=2, reason="As the source says")


async def _page_edited(world: World) -> None:
    await subwikis.edit_page(world.ana, slug="climate", description="Of **ice**", rules="Be kind", based_on=1)


async def _joined(world: World) -> None:
    await subwikis.join(world.cleo, slug="space")


async def _suspended(world: World) -> None:
    await members.suspend_member(world.mod, member_name="ben", reason="Spam")


async def _reinstated(world: World) -> None:
    await members.reinstate_member(world.mod, member_name="ben", reason="It was none")


async def _announced(world: World) -> None:
    await announcements.announce(world.mod, text="We move house tonight", tone="warning", hours=6)


async def _taken_down(world: World) -> None:
    number = (await announcements.announcements(world.mod)).shown.id
    await announcements.end_announcement(world.mod, announcement_id=number, reason="We have moved")


async def _contest_struck(world: World) -> None:
    contest = await sources.contest(world.ben, post_id=world.old, text="It said so")
    await sources.answer_contest(world.mod, contest_id=contest, outcome="struck", answer="It did")


async def _imported(world: World) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    old = OldPost(author=world.ben, subwiki="climate", headline="Ice of old", link="https://ice.example/9", text="", published_at=at)
    assert [isinstance(one, int) for one in await imported_posts.import_posts([old])] == [True]


Change = Callable[[World], Awaitable[Any]]

KINDS: dict[str, tuple[Change, ...]] = {
    "a new post": (lambda world: publishing.open_discussion(world.ben, subwiki="climate", headline="And now?", text="What next?"),),
    "news of a source that was corrected": (
        lambda world: publishing.publish_news(world.ben, subwiki="climate", headline="Ice again", link="https://ice.example/5"),
    ),
    "posts taken over from elsewhere": (_imported,),
    "a vote, and taken back": (
        lambda world: votes.upvote(world.ben, post_id=world.ice),
        lambda world: votes.take_back_vote(world.ben, post_id=world.ice),
    ),
    "news of a source that is warned about, and no longer": (_warned, _warned_no_more),
    "a comment": (lambda world: comments.add_comment(world.cleo, post_id=world.ice, text="It is."),),
    "an edited comment": (lambda world: comments.edit_comment(world.ben, comment_id=world.comment, text="Is it so?", based_on=1),),
    "a hidden comment, and restored": (_comment_hidden, _comment_restored),
    "an erased comment": (_comment_erased,),
    "a corrected headline, and set back": (_correct, _reverted),
    "an author's own error": (lambda world: _correct(world, by=world.ana, own_error=True),),
    "an edited text": (lambda world: edits.edit_text(world.ben, post_id=world.ice, text="As #Snow melts.", based_on=1),),
    "a hidden post, and restored": (_post_hidden, _post_restored),
    "a locked discussion": (_locked,),
    "a locked discussion, and unlocked": (_locked, _unlocked),
    "a moved post, and taken back": (_moved, _moved_back),
    "a hidden post, and overturned": (_post_hidden, _overturned),
    "an erased headline": (_first_version_erased,),
    "a hidden revision, and restored": (
        lambda world: _decide_on_first_version(world, "hide"),
        lambda world: _decide_on_first_version(world, "restore"),
    ),
    "members' flags that cover a post, and withdrawn": (_flagged, _unflagged),
    "members' flags that cover a post, and dismissed": (_flagged, _flags_dismissed),
    "a covered comment, and no longer": (_comment_flagged, _comment_flags_dismissed),
    "a sensitive post": (lambda world: labels.mark_sensitive(world.mod, post_id=world.ice, sensitive=True, reason="Blood"),),
    "a post that is sensitive no longer": (
        lambda world: labels.label_post(world.cleo, post_id=world.bears, language="en", sensitive=False),
    ),
    "a protected post": (_post_protected,),
    "a protected subwiki, and no longer": (_subwiki_protected, _protection_lifted),
    "a suggestion, judged": (_suggest, _suggestion_judged),
    "an accepted suggestion": (_agreed, lambda world: suggestions.accept_suggestion(world.cleo, suggestion_id=world.suggestion)),
    "an answered suggestion, and declined": (_agreed, _suggestion_answered, _suggestion_declined),
    "a suggestion taken away": (_suggest, _suggestion_hidden),
    "a suggestion withdrawn": (_suggest, lambda world: suggestions.withdraw_suggestion(world.ana, suggestion_id=world.suggestion)),
    "fewer who have to agree": (_suggest, _fewer_needed),
    "an edit war, and decided": (_war, _war_decided),
    "a subwiki's page": (_page_edited,),
    "one member more, and less": (_joined, lambda world: subwikis.leave(world.cleo, slug="space")),
    "an announcement, and taken down": (_announced, _taken_down),
    "a profile": (lambda world: profiles.edit_about(world.ana, about="Of ice and *snow*"),),
    "a suspended member, and reinstated": (_suspended, _reinstated),
    "a trusted member": (lambda world: members.trust_member(world.mod, member_name="ben"),),
    "a contest won": (_contest_struck,),
}
"""What happens, one after the other; after each every page is looked at."""

IN_NO_LIST = {
    "an announcement, and taken down",
    "an edited comment",
    "a covered comment, and no longer",
    "an erased comment",
    "a subwiki's page",
    "a profile",
    "a trusted member",
}
"""What is seen on the page of a post, of a subwiki or of a member alone."""


@pytest.mark.parametrize("kind", KINDS)
async def test_no_ready_page_is_out_of_date_after(kind: str, world: World, pages: Pages) -> None:
    before = await pages.texts()
    for change in KINDS[kind]:
        await change(world)
        assert await pages.outdated() == []
        after = await pages.texts()
        assert before != after, "what changes no page tries nothing"
        before = after


@pytest.mark.parametrize("kind", KINDS)
async def test_no_remembered_view_of_a_post_is_out_of_date_after(kind: str, world: World) -> None:
    before = await _lists(world)
    changed = False
    for change in KINDS[kind]:
        await change(world)
        remembered = await _lists(world)
        forget_views()
        assert remembered == await _lists(world)
        changed = changed or remembered != before
    assert changed == (kind not in IN_NO_LIST)


async def _lists(world: World) -> list[FeedPage]:
    """Lists of posts as a reader and as each of them sees them now."""
    people = [Viewer(), *[await viewer(member) for member in (world.ana, world.ben, world.cleo, world.mod)]]
    return [page for one in people for page in (await feeds.everything(one), await feeds.home(one), await feeds.of_member(one, "ben"))]


async def test_a_flag_alone_changes_no_page(world: World, pages: Pages) -> None:
    before = await pages.texts()
    await flags.flag(world.ben, subject_kind="post", subject_id=world.ice, reason="spam")
    assert await pages.outdated() == []
    assert before == await pages.texts()


async def test_it_is_noticed_when_a_change_is_not_announced(world: World, pages: Pages) -> None:
    assert await pages.outdated() == []
    db.on_announcement(_say_nothing)
    await votes.upvote(world.ben, post_id=world.ice)
    assert await pages.outdated() == ["/", "/all", "/w/climate", f"/post/{world.ice}", "/u/ana"]


async def _say_nothing(rooms: tuple[str, ...], message: Message) -> None:
    """Nobody hears of it."""
