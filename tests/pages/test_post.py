"""The post page's handlers: what they answer, what they keep, and what they refuse."""

from typing import Any

from tests.factories import join, make_comment, make_member, make_post, make_subwiki
from tests.screens import fire, screen
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions import corrections
from wtsocial.pages.post.amend_state import AmendState
from wtsocial.pages.post.state import CommentState, CorrectState, PostState
from wtsocial.posts import queries as drafts
from wtsocial.posts import queries as posts
from wtsocial.posts import threads
from wtsocial.text import limits
from wtsocial.ui.deciding import DecideState
from wtsocial.ui.flagging import FlagState


async def _opened(state: PostState) -> PostState:
    async for _ in PostState.open.fn(state):
        pass
    return state


async def _page(post_id: object, by: Viewer | None = None) -> PostState:
    return await _opened(await screen(PostState, by, path=f"/post/{post_id}"))


def _correction(post_id: object, /, **fields: Any) -> dict[str, Any]:
    return {
        "post_id": post_id,
        "headline": "The council postponed the vote",
        "reason": "outdated",
        "source": "https://council.example/1",
        "note": "",
        "based_on": "1",
    } | fields


async def _post(**wanted: Any) -> tuple[Viewer, int]:
    author = await make_member("author")
    return author, await make_post(author, await make_subwiki(), **wanted)


async def test_a_reader_sees_the_post_with_its_thread() -> None:
    author, post_id = await _post(text="All of it.")
    await make_comment(author, post_id, text="The source is *here*.")
    page = await _page(post_id)
    assert page.post is not None
    assert "All of it." in page.post.html
    assert page.comments is not None
    assert ["<em>here</em>" in comment.html for comment in page.comments] == [True]
    assert page.rights == {"may_reply": False, "may_flag": False, "may_moderate": False}


async def test_a_moderator_may_do_more_with_comments_that_come() -> None:
    author = await make_member("author")
    subwiki = await make_subwiki()
    moderator = await join(await make_member("moderator"), subwiki, role="moderator")
    page = await _page(await make_post(author, subwiki), moderator)
    assert page.rights == {"may_reply": True, "may_flag": True, "may_moderate": True}


async def test_what_is_not_there_and_what_is_hidden_are_missing_alike() -> None:
    _, hidden = await _post(hidden=True)
    for wrong in (hidden, 999, "abc", "1e3", "9" * 40):
        page = await _page(wrong)
        assert page.missing is True
        assert page.post is None


async def test_another_address_does_not_show_the_post_before_it() -> None:
    _, post_id = await _post()
    page = await _page(post_id)
    page.router = (await screen(PostState, path="/post/999")).router
    await _opened(page)
    assert (page.post, page.comments, page.missing) == (None, None, True)


async def test_a_correction_closes_the_sheet() -> None:
    _, post_id = await _post()
    state = await screen(CorrectState, await make_member())
    await fire(state, "correct", _correction(post_id))
    assert (state.done, state.answered, state.errors) == (1, 1, {})
    assert state.notice["key"] == "correct.thanks"
    assert (await posts.one(Viewer(), post_id)).headline == "The council postponed the vote"


async def test_a_correction_without_a_reason_or_a_source_is_refused_at_the_field() -> None:
    _, post_id = await _post()
    state = await screen(CorrectState, await make_member())
    await fire(state, "correct", _correction(post_id, reason=""))
    assert state.errors["reason"]["key"] == "error.required"
    await fire(state, "correct", _correction(post_id, reason="false", source=""))
    assert list(state.errors) == ["source"]
    assert (state.done, state.answered) == (0, 2)
    assert not (await posts.one(Viewer(), post_id)).corrected


async def test_two_corrections_on_one_base_show_both_headlines_and_lead_on() -> None:
    other = await make_member("other")
    _, post_id = await _post()
    state = await screen(CorrectState, await make_member())
    await corrections.correct_headline(
        other, post_id=post_id, headline="Theirs", reason="false", source="https://council.example/1", based_on=1
    )
    await fire(state, "correct", _correction(post_id, headline="Mine"))
    side = state.clash.sides[0]
    assert (state.clash.by, state.clash.latest, side.theirs, side.mine) == ("other", 2, "Theirs", "Mine")
    assert state.done == 0
    await fire(state, "correct", _correction(post_id, headline="Mine", based_on="2"))
    assert (state.done, state.clash.latest) == (1, 0)
    assert (await posts.one(Viewer(), post_id)).headline == "Mine"


async def test_a_reader_and_a_suspended_member_cannot_correct() -> None:
    _, post_id = await _post()
    for by, key in ((None, "error.login_needed"), (await make_member("gone", state="suspended"), "error.suspended")):
        state = await screen(CorrectState, by)
        await fire(state, "correct", _correction(post_id))
        assert state.errors[""]["key"] == key
    assert not (await posts.one(Viewer(), post_id)).corrected


async def test_what_no_form_of_ours_sends_is_refused_and_not_a_fault() -> None:
    _, post_id = await _post()
    member = await make_member()
    correct, flag, comment = await screen(CorrectState, member), await screen(FlagState, member), await screen(CommentState, member)
    for wrong in ([], "text", None, 7):
        await fire(flag, "flag", wrong)
        await fire(comment, "comment", wrong)
        await fire(correct, "correct", wrong)
        for state in (correct, flag, comment):
            assert [error["key"] for error in state.errors.values()] == ["error.not_understood"]
    for fields in ({"headline": ["a"]}, {"reason": "because"}, {"reason": {}}, {"based_on": "x"}, {"post_id": [post_id]}):
        await fire(correct, "correct", _correction(post_id, **fields))
        assert [error["key"] for error in correct.errors.values()] == ["error.not_understood"]
    assert (correct.done, flag.done, comment.done) == (0, 0, 0)


async def test_a_flag_is_thanked_once_and_said_to_stand_after_that() -> None:
    _, post_id = await _post()
    state = await screen(FlagState, await make_member())
    form = {"subject_kind": "post", "subject_id": post_id, "reason": "spam", "note": ""}
    await fire(state, "flag", form)
    assert state.notice["key"] == "flag.thanks"
    await fire(state, "flag", form)
    assert state.notice["key"] == "flag.already"
    await fire(state, "flag", form | {"reason": ""})
    assert state.errors["reason"]["key"] == "error.required"


async def test_the_author_cannot_flag_their_own() -> None:
    author, post_id = await _post()
    state = await screen(FlagState, author)
    await fire(state, "flag", {"subject_kind": "post", "subject_id": post_id, "reason": "spam", "note": ""})
    assert state.errors[""]["key"] == "error.not_allowed"


async def test_a_moderator_hides_a_comment_on_the_spot_and_a_member_cannot() -> None:
    author = await make_member("author")
    subwiki = await make_subwiki()
    post_id = await make_post(author, subwiki)
    comment = await make_comment(author, post_id)
    form = {"subject_kind": "comment", "subject_id": comment, "action": "hide", "reason": "An insult.", "rule": "site:people"}
    member = await screen(DecideState, await make_member())
    await fire(member, "decide", form)
    assert member.errors[""]["key"] == "error.not_allowed"
    moderator = await join(await make_member("moderator"), subwiki, role="moderator")
    state = await screen(DecideState, moderator)
    await fire(state, "decide", form | {"reason": ""})
    assert state.errors["reason"]["key"] == "error.required"
    await fire(state, "decide", form | {"rule": ""})
    assert (state.errors["rule"]["key"], [comment.hidden for comment in await threads.of_post(moderator, post_id)]) == (
        "error.required",
        [False],
    )
    await fire(state, "decide", form)
    assert (state.done, state.notice["key"]) == (1, "decide.done")
    assert [comment.hidden for comment in await threads.of_post(moderator, post_id)] == [True]
    await fire(state, "decide", form | {"action": "restore", "rule": ""})
    assert [comment.hidden for comment in await threads.of_post(moderator, post_id)] == [False]


async def test_the_sheet_offers_the_rules_of_the_subwiki_to_those_who_moderate_there() -> None:
    author, subwiki = await make_member("author"), await make_subwiki(rules="Be kind.")
    post_id = await make_post(author, subwiki)
    moderator = await join(await make_member("moderator"), subwiki, role="moderator")
    for who, rules in ((moderator, ["Be kind."]), (author, [])):
        state = await screen(DecideState, who, path=f"/post/{post_id}")
        await fire(state, "begin")
        assert [rule.text for rule in state.rules] == rules


async def test_a_draft_is_kept_shown_and_gone_once_it_is_sent() -> None:
    _, post_id = await _post()
    member = await make_member()
    state = await screen(CommentState, member, path=f"/post/{post_id}")
    await fire(state, "write", post_id, 0, "A *good* point", "7")
    assert (state.preview_in, "<em>good</em>" in state.preview, state.stored) == (0, True, "7")
    await fire(state, "write", post_id, 0, "x" * (limits.DRAFT_SIZE + 1), "8")
    assert state.stored == "7"  # it is not there: the browser goes on keeping it
    later = await screen(CommentState, member, path=f"/post/{post_id}")
    await fire(later, "restore")
    assert (later.draft_of, later.draft) == (post_id, "A *good* point")
    await fire(later, "comment", {"post_id": post_id, "parent_id": 0, "text": later.draft})
    assert (later.done, later.draft, later.preview) == (1, "", "")
    assert await drafts.draft(member, f"comment:{post_id}") == {}
    assert [comment.id for comment in await threads.of_post(member, post_id)] == [later.added]


async def test_a_refused_comment_keeps_its_draft() -> None:
    _, post_id = await _post()
    member = await make_member()
    state = await screen(CommentState, member, path=f"/post/{post_id}")
    await fire(state, "write", post_id, 0, "A point", "7")
    await fire(state, "comment", {"post_id": post_id, "parent_id": 999, "text": "A point"})
    assert (state.answered_in, state.errors[""]["key"], state.done) == (999, "comment.parent", 0)
    assert await drafts.draft(member, f"comment:{post_id}") == {"text": "A point"}


async def test_each_answer_has_a_draft_of_its_own() -> None:
    author, post_id = await _post()
    first, second = await make_comment(author, post_id), await make_comment(author, post_id)
    state = await screen(CommentState, await make_member(), path=f"/post/{post_id}")
    await fire(state, "write", post_id, first, "To the first", "7")
    await fire(state, "restore_reply", post_id, second)
    assert (state.reply_to, state.reply) == (second, "")
    await fire(state, "restore_reply", post_id, first)
    assert (state.reply_to, state.reply) == (first, "To the first")
    await fire(state, "comment", {"post_id": post_id, "parent_id": first, "text": "To the first"})
    thread = await threads.of_post(author, post_id)
    assert [comment.depth for comment in thread if comment.id == state.added] == [1]


async def test_nothing_is_rendered_or_kept_for_a_reader() -> None:
    _, post_id = await _post()
    state = await screen(CommentState, path=f"/post/{post_id}")
    await fire(state, "write", post_id, 0, "A *good* point", "7")
    assert state.preview == ""
    await fire(state, "comment", {"post_id": post_id, "parent_id": 0, "text": "A point"})
    assert state.errors[""]["key"] == "error.login_needed"


async def test_a_preview_holds_no_script() -> None:
    _, post_id = await _post()
    state = await screen(CommentState, await make_member(), path=f"/post/{post_id}")
    await fire(state, "write", post_id, 0, "<script>alert(1)</script> [x](javascript:alert(1))", "7")
    assert "<script" not in state.preview
    assert "href" not in state.preview


async def _amending(by: Viewer, number: int) -> AmendState:
    state = await screen(AmendState, by, path="/post/1")
    await fire(state, "begin", number)
    return state


async def test_a_comment_is_edited_where_it_stands_and_its_draft_is_kept() -> None:
    author, post_id = await _post()
    number = await make_comment(author, post_id, text="I *doubt* it")
    state = await _amending(author, number)
    assert (state.text, state.text_of) == ("I *doubt* it", number)
    await fire(state, "write", number, "I no longer doubt")
    assert (await _amending(author, number)).text == "I no longer doubt"
    form = {"comment_id": str(number), "text": "I no longer doubt it", "based_on": "1"}
    await fire(state, "amend", form)
    assert (state.done, state.notice["key"]) == (1, "edit.saved")
    assert (await _amending(author, number)).text == "I no longer doubt it"
    await fire(state, "amend", form | {"text": "From another tab"})
    assert (state.done, state.clash.latest, state.clash.sides[0].theirs) == (1, 2, "I no longer doubt it")
    assert state.errors["text"]["key"] == "error.edit_conflict"


async def test_nobody_begins_to_edit_what_somebody_else_wrote() -> None:
    author, post_id = await _post()
    state = await _amending(await make_member("ben"), await make_comment(author, post_id))
    assert (state.errors[""]["key"], state.text) == ("error.not_allowed", "")


async def test_what_was_typed_into_the_sheet_is_there_again_until_it_is_sent() -> None:
    author, post_id = await _post()
    state = await screen(CorrectState, author, path=f"/post/{post_id}")
    await fire(state, "begin")
    assert state.kept == {}
    await fire(state, "keep", _correction(str(post_id), headline="The council post"))
    again = await screen(CorrectState, author, path=f"/post/{post_id}")
    await fire(again, "begin")
    assert (again.kept["headline"], again.kept["based_on"]) == ("The council post", "1")
    await fire(again, "correct", _correction(str(post_id)))
    assert (again.done, again.kept) == (1, {})
    assert await drafts.draft(author, f"headline:{post_id}") == {}
    reader = await screen(CorrectState, None, path=f"/post/{post_id}")
    await fire(reader, "keep", _correction(str(post_id)))
    await fire(reader, "begin")
    assert reader.kept == {}
