"""A member's profile with what they posted, before any script runs."""

from datetime import timedelta
from typing import Final
from urllib.parse import quote

from wtsocial.accounts import queries as accounts
from wtsocial.accounts.permissions import NEW_FOR
from wtsocial.core import bus
from wtsocial.endpoints.document import Document, PageRequest, source_rooms
from wtsocial.feeds import queries as feeds
from wtsocial.text import limits

MILLISECOND: Final = timedelta(milliseconds=1)


async def document(request: PageRequest) -> Document:
    """`/u/NAME`"""
    member = await accounts.profile(request.viewer, request.parts["name"])
    page = await feeds.of_member(request.viewer, member.name)
    about = request.say("document.member", name=member.name)
    fill = {"member": member, "posts": page.posts, "counted": limits.COUNTED}
    feed = f"/u/{quote(member.name)}.atom"
    rooms = (bus.person_room(member.id), bus.pages_room(f"member:{member.id}"), *source_rooms(page.posts))
    # By then somebody new may be new no longer.
    until = member.joined + NEW_FOR // MILLISECOND if member.standing == "new" else 0
    return Document(member.name, about, "people/document.html", fill, feed=feed, rooms=rooms, until=until)
