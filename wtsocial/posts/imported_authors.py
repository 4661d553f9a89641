"""Authors of imported posts: members with a name alone, who cannot log in."""

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256

from sqlmodel import col, select

from wtsocial import db
from wtsocial.core.errors import Invalid, Refusal
from wtsocial.core.passwords import NO_PASSWORD
from wtsocial.db import statements
from wtsocial.models import Member, now
from wtsocial.text.names import check_username, skeleton

NOWHERE = "imported.invalid"
"""The domain of their addresses: a reserved name, so that no mail ever finds a way (RFC 2606)."""


async def add_authors(names: Collection[str], *, since: Mapping[str, datetime] | None = None) -> dict[str, Refusal]:
    """Make active members with these names, who have neither password nor address; those refused, with why.

    They are members since they first wrote elsewhere (`since`, by name), or since now.

    A name is refused by the rules of usernames, or with Invalid("username.taken") when somebody has it or one that looks like it; of
    two among `names` that look alike the first is made.
    """
    refused: dict[str, Refusal] = {}
    first: dict[str, str] = {}
    for name in dict.fromkeys(names):
        try:
            if first.setdefault(skeleton(check_username(name)), name) != name:
                refused[name] = Invalid("username.taken", field="username")
        except Refusal as refusal:
            refused[name] = refusal
    # In one order everywhere, so that two imports at once cannot wait for each other.
    good = sorted(first.values())
    async with db.transaction() as change:
        made = await statements.insert_missing(change.session, Member, [_author(name, (since or {}).get(name, now())) for name in good])
        ours = select(Member.name).where(col(Member.id).in_([row.id for row in made]))
        for name in set(good) - set((await change.session.exec(ours)).all()):
            refused[name] = Invalid("username.taken", field="username")
    return refused


def _author(name: str, since: datetime) -> dict[str, object]:
    email = f"{sha256(name.encode()).hexdigest()[:32]}@{NOWHERE}"
    member = Member(
        name=name,
        skeleton=skeleton(name),
        email=email,
        email_confirmed_at=now(),
        password_hash=NO_PASSWORD,
        state="active",
        created_at=since,
    )
    return member.model_dump(exclude={"id"})
