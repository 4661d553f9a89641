"""A member's profile with what they posted, before any script runs."""

from urllib.parse import quote

from wtsocial.accounts import queries as accounts
from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.feeds import queries as feeds
from wtsocial.text import limits


async def document(request: PageRequest) -> Document:
    """`/u/NAME`"""
    member = await accounts.profile(request.viewer, request.parts["name"])
    page = await feeds.of_member(request.viewer, member.name)
    about = request.say("document.member", name=member.name)
    fill = {"member": member, "posts": page.posts, "counted": limits.COUNTED}
    return Document(member.name, about, "people/document.html", fill, feed=f"/u/{quote(member.name)}.atom")
