"""What was posted with a #tag, before any script runs."""

from urllib.parse import quote

from wtsocial.choices import queries as choices
from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.feeds import queries as feeds
from wtsocial.text import limits


async def document(request: PageRequest) -> Document:
    """`/tag/NAME`: one address, whatever its spelling."""
    tag = await choices.tag(request.viewer, request.parts["name"])
    page = await feeds.of_tag(request.viewer, tag.tag)
    many = tag.posts > limits.COUNTED
    about = request.say("tag.more_posts", count=limits.COUNTED) if many else request.say("tag.posts", count=tag.posts)
    address = f"/tag/{quote(tag.tag)}"
    fill = {"tag": tag, "posts": page.posts, "how_many": about}
    return Document(f"#{tag.tag}", about, "tags/document.html", fill, address=address, feed=f"{address}.atom")
