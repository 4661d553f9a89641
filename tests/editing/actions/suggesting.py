"""A post with people around it who suggest, judge and answer."""

from typing import Any

from sqlmodel import col, select

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions.suggestions import judge_suggestion, suggest_headline
from wtsocial.editing.queries import suggestions
from wtsocial.editing.views import SuggestionView
from wtsocial.models import Notice

SOURCE = "https://example.org/source"


class Scene:
    """Ana's post "All ice gone", Ned who is new, and Ben, Cat and Dan who are not."""

    async def set(self, *, mode: str = "collaborative") -> "Scene":
        self.place = await make_subwiki()
        self.ana = await join(await make_member("ana"), self.place)
        self.ned = await make_member("ned", new=True)
        self.ben, self.cat, self.dan = [await make_member(name) for name in ("ben", "cat", "dan")]
        self.post = await make_post(self.ana, self.place, headline="All ice gone", mode=mode)
        return self

    async def suggested(self, by: Viewer | None = None, headline: str = "Some ice gone", **other: Any) -> int:
        facts = {"post_id": self.post, "headline": headline, "reason": "exaggerated", "source": SOURCE, "based_on": 1, **other}
        return await suggest_headline(by or self.ned, **facts)

    async def judged(self, number: int, *agreeing: Viewer, agrees: bool = True) -> str:
        states = [await judge_suggestion(viewer, suggestion_id=number, agrees=agrees) for viewer in agreeing]
        return states[-1]

    async def shown(self, viewer: Viewer | None = None) -> list[SuggestionView]:
        return (await suggestions.of_post(viewer or self.ana, self.post)).suggestions

    async def told(self, who: Viewer) -> list[str]:
        async with db.reading() as session:
            return list((await session.exec(select(Notice.kind).where(Notice.member_id == who.id).order_by(col(Notice.id)))).all())
