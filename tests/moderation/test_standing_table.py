"""The table of /rules says what the policies say, of every act; and each member is told what is missing."""

import ast
import inspect
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from tests.documents import document_site
from tests.factories import make_member
from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts import queries as accounts
from wtsocial.accounts.permissions import RANKS
from wtsocial.accounts.views import StepsToMember, Viewer
from wtsocial.core.errors import LoginNeeded
from wtsocial.editing import policy as editing
from wtsocial.i18n import say
from wtsocial.models import Member, now
from wtsocial.moderation import policy as moderation
from wtsocial.moderation import standing_table as tables
from wtsocial.moderation.standing_table import ACTS, standing_table, viewer_of_rank
from wtsocial.posts import policy as posts
from wtsocial.subwikis import policy as subwikis

NOT_BY_STANDING = {
    "may_choose", "may_follow", "may_see_post", "may_see_queue", "may_label", "may_edit_comment", "may_answer_suggestion", "may_appeal",
    "may_decide_appeal", "may_moderate", "may_administer", "may_change", "may_decide_dispute",
    "may_discuss", "may_see_member",
}  # fmt: skip
"""What depends on whose it is, on a lot, or on who confirmed an address; and what other policies are made of."""


def _policies(*modules: ModuleType) -> set[str]:
    return {name for module in modules for name, _ in inspect.getmembers(module, inspect.isfunction) if name.startswith("may_")}


def test_every_policy_stands_in_the_table_or_on_the_list_of_others() -> None:
    tree = ast.parse(Path(tables.__file__).read_text(encoding="utf-8"))
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr.startswith("may_")}
    assert _policies(permissions, posts, editing, moderation, subwikis) == asked | NOT_BY_STANDING
    assert asked & NOT_BY_STANDING == set()


def test_a_higher_standing_takes_nothing_away_and_a_reader_may_do_nothing_of_it() -> None:
    for row in standing_table():
        assert row.may == tuple(sorted(row.may)), row.act
        assert row.may[-1], "an admin may do all of it"
        assert not ACTS[row.act](Viewer())
        for state in ("waiting", "suspended"):
            assert not ACTS[row.act](Viewer(id=1, state=state, standing="trusted"))


@pytest.mark.parametrize(
    ("act", "first"),
    [
        ("publish", "new"), ("suggest", "new"), ("flag", "new"), ("weigh", "member"), ("correct", "member"), ("agree", "member"),
        ("review", "trusted"), ("decide", "moderator"), ("set_rules", "moderator"), ("set_site_rules", "admin"), ("suspend", "admin"),
    ],
)  # fmt: skip
def test_the_first_standing_that_may(act: str, first: str) -> None:
    may = {row.act: row.may for row in standing_table()}[act]
    assert RANKS[may.index(True)] == first
    assert [viewer_of_rank(rank).active for rank in RANKS] == [True] * len(RANKS)


async def test_the_page_has_a_line_with_an_anchor_for_each_act_before_any_script(tmp_path: Path) -> None:
    page = (await document_site(tmp_path).get("/rules")).text
    for row in standing_table():
        line = page[page.index(f'id="may-{row.act}"') :].partition("</tr>")[0]
        assert say("en", "rules.act_" + row.act) in line
        assert line.count("<td") == len(RANKS)
        assert (line.count(">Yes</td>"), line.count(">No</td>")) == (sum(row.may), len(RANKS) - sum(row.may))


async def _change(member: Viewer, **values: object) -> StepsToMember:
    async with db.transaction() as change:
        row = await change.session.get(Member, member.id)
        assert row
        for name, value in values.items():
            setattr(row, name, value)
    account = await accounts.own(member)
    assert (account.standing == "new") == (account.missing != StepsToMember())
    return account.missing


async def test_what_is_missing_is_told_step_by_step_and_to_oneself_alone(database: str) -> None:
    ana = await make_member("ana", new=True, confirmed=False)
    assert (await accounts.own(ana)).missing == StepsToMember(confirm=True, days=3, contributions=3)
    assert await _change(ana, email_confirmed_at=now()) == StepsToMember(days=3, contributions=3)
    assert await _change(ana, created_at=now() - timedelta(days=2, hours=1)) == StepsToMember(days=1, contributions=3)
    assert await _change(ana, created_at=now() - timedelta(days=3)) == StepsToMember(contributions=3)
    assert await _change(ana, contributions=1) == StepsToMember(contributions=2)
    assert await _change(ana, contributions=4) == StepsToMember()
    with pytest.raises(LoginNeeded):
        await accounts.own(Viewer())
