"""Appeals of the demonstration world: one that a jury overturned, and one on which it still sits."""

from collections.abc import Mapping

from sqlmodel import col, select

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.models import JurorTicket, Member
from wtsocial.moderation import appeals, decisions, flags, members
from wtsocial.moderation.jury import Verdict
from wtsocial.seeds.people import ADMIN, JURORS

LIBRARIANS = "The librarians who drove south: four vans, nine thousand books, and a list of what was left behind"
TELESCOPE = (
    "ספרייה בבאר שבע משאילה כלי עבודה, מכונות תפירה ועכשיו גם טלסקופ אחד עם רשימת המתנה של ארבעה חודשים ושכן שמלמד איך מכוונים אותו אל "
    "טבעות שבתאי בלילה בהיר"
)
SAID: tuple[tuple[Verdict, str], ...] = (
    ("overturn", "The list of books is the story, not an advertisement for a shop."),
    ("uphold", "Half of its links lead to one bookseller."),
    ("overturn", "The rule is about advertising. Nobody sells anything here."),
    ("overturn", "I read all of it, and would not have missed it."),
)
"""In the order in which they answer, as many as it takes."""
SO_FAR: tuple[tuple[Verdict, str], ...] = (("uphold", "Nobody can read this on a phone."),)


async def appeal(cast: Mapping[str, Viewer], published: Mapping[str, tuple[int, str]]) -> None:
    """Members become trusted, two authors appeal, and those who are drawn answer, all or the first of them."""
    for name in JURORS:
        await members.trust_member(cast[ADMIN.name], member_name=name)
    number = published[LIBRARIANS][0]
    await flags.flag(cast["sam_whitlock"], subject_kind="post", subject_id=number, reason="spam", note="Links to a bookseller.")
    entry = await decisions.decide(
        cast["ayodele"], subject_kind="post", subject_id=number, action="hide", reason="It reads like an advertisement.", rule="site:spam"
    )
    await _file(cast["олена_к"], entry, "It is a report with a list of books. I have nothing to do with any shop.")
    await _answer(cast, entry, SAID)
    number = published[TELESCOPE][0]
    entry = await decisions.decide(
        cast["נועם"], subject_kind="post", subject_id=number, action="warn", reason="כותרת ארוכה מדי לקריאה.", rule="site:headlines"
    )
    await _file(cast["sam_whitlock"], entry, "It says what the article says, all of it.")
    await _answer(cast, entry, SO_FAR)


async def _file(author: Viewer, entry_id: int, reason: str) -> None:
    await appeals.begin_appeal(author, entry_id=entry_id)
    await appeals.appeal(author, entry_id=entry_id, reason=reason, words=f"{author.name} 4 4 1 6 2")


async def _answer(cast: Mapping[str, Viewer], entry_id: int, said: tuple[tuple[Verdict, str], ...]) -> None:
    seats = select(Member.name).join(JurorTicket, col(JurorTicket.member_id) == Member.id).where(JurorTicket.state == "sitting")
    for verdict, text in said:
        async with db.reading() as session:
            sitting = (await session.exec(seats.order_by(col(JurorTicket.place)))).first()
        if sitting:
            await appeals.judge_appeal(cast[sitting], entry_id=entry_id, verdict=verdict, text=text)
