"""A post with its comments, what is suggested for it and what is put to the vote, before any script runs."""

from wtsocial.core import bus
from wtsocial.editing.queries import disputes, suggestions
from wtsocial.endpoints.document import Document, PageRequest, source_rooms
from wtsocial.posts import queries as posts
from wtsocial.posts import threads

UNDECIDED = ("open", "agreed")
"""The states of a suggestion that nobody has decided on."""


async def document(request: PageRequest) -> Document:
    """`/post/ID`"""
    post = await posts.one(request.viewer, request.number("post_id"))
    # The address may name a comment, or the one after which to read on.
    begin = max(request.figure("comment") - 1, 0) or request.figure("after")
    thread = await threads.page(request.viewer, post.id, after=begin)
    suggested = await suggestions.of_post(request.viewer, post.id, before=request.figure("decided"))
    fill = {
        "post": post,
        "writers": await posts.writers(request.viewer, post),
        "thread": thread,
        "begin": begin,
        "here": {comment.id for comment in thread.comments},
        "dispute": await disputes.running(request.viewer, post.id) if post.disputed else None,
        "suggested": suggested,
        "needed": suggested.needed,
        "undecided": [one for one in suggested.suggestions if one.state in UNDECIDED],
        "decided": [one for one in suggested.suggestions if one.state not in UNDECIDED],
    }
    # What is covered here is not shown off elsewhere.
    shown, excerpt = ("", "") if post.sensitive or post.cover else (post.picture, post.excerpt)
    about = excerpt or request.say("document.post", author=post.author, subwiki=post.subwiki_name)
    return Document(
        request.name_of(post),
        about,
        "post/document.html",
        fill,
        shown,
        "article",
        feed=f"/w/{post.subwiki_slug}.atom",
        rooms=(bus.post_room(post.id), *source_rooms([post])),
        until=post.protected_until,
    )
