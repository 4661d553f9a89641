"""Editing, histories and differences before any script runs."""

from wtsocial.core.paths import comment_path
from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.posts import queries as posts
from wtsocial.posts.views import PostView
from wtsocial.revisions import proofs
from wtsocial.revisions import queries as revisions
from wtsocial.revisions.proofs import Kind
from wtsocial.revisions.views import DiffView, HistoryPage
from wtsocial.subwikis import queries as subwikis
from wtsocial.text.rendered import excerpt_cached


async def edit(request: PageRequest) -> Document:
    """`/post/ID/edit`: the form needs scripts, which keep what is typed; where it leads is read without them."""
    post = await posts.one(request.viewer, request.number("post_id"))
    title = f"{request.say('post.edit')}: {request.name_of(post)}"
    return Document(title, _about(request, post), "edit/edit.html", {"post": post}, noscript=True)


async def post_history(request: PageRequest) -> Document:
    """`/post/ID/history`"""
    post = await posts.one(request.viewer, request.number("post_id"))
    found = await revisions.of_post(request.viewer, post.id, before=request.figure("before"))
    return await _history(
        request, "post", post.id, found, headline=request.name_of(post), home=f"/post/{post.id}", about=_about(request, post)
    )


async def comment_history(request: PageRequest) -> Document:
    """`/comment/ID/history`"""
    number = request.number("comment_id")
    post_id, found = await revisions.of_comment(request.viewer, number, before=request.figure("before"))
    post = await posts.one(request.viewer, post_id)
    home = comment_path(post_id, number)
    return await _history(request, "comment", number, found, headline=request.name_of(post), home=home, about=_about(request, post))


async def subwiki_history(request: PageRequest) -> Document:
    """`/w/SLUG/history`"""
    wiki = await subwikis.one(request.viewer, request.parts["slug"])
    found = await revisions.of_subwiki(request.viewer, wiki.slug, before=request.figure("before"))
    about = excerpt_cached(wiki.description)
    return await _history(request, "subwiki", wiki.id, found, headline=wiki.name, home=f"/w/{wiki.slug}/about", about=about, slug=wiki.slug)


async def post_diff(request: PageRequest) -> Document:
    """`/post/ID/diff/A/B`"""
    post = await posts.one(request.viewer, request.number("post_id"))
    found = await revisions.difference(request.viewer, post.id, request.number("a"), request.number("b"))
    return _diff(request, found, request.name_of(post), _about(request, post))


async def comment_diff(request: PageRequest) -> Document:
    """`/comment/ID/diff/A/B`"""
    found = await revisions.comment_difference(request.viewer, request.number("comment_id"), request.number("a"), request.number("b"))
    post = await posts.one(request.viewer, found.post_id)
    return _diff(request, found, request.name_of(post), _about(request, post))


async def subwiki_diff(request: PageRequest) -> Document:
    """`/w/SLUG/diff/A/B`"""
    wiki = await subwikis.one(request.viewer, request.parts["slug"])
    found = await revisions.subwiki_difference(request.viewer, wiki.slug, request.number("a"), request.number("b"))
    return _diff(request, found, wiki.name, excerpt_cached(wiki.description))


async def _history(
    request: PageRequest, kind: Kind, number: int, found: HistoryPage, *, headline: str, home: str, about: str, slug: str = ""
) -> Document:
    fill = {
        "page": found,
        "revisions": found.revisions,
        "headline": headline,
        "home": home,
        "place": f"/w/{slug}" if slug else f"/{kind}/{number}",
        "api": f"/api/v1/{kind}s/{slug or number}/history",
        "proof": await proofs.of_thing(kind, number),
        "erased": any(revision.erased for revision in found.revisions),
    }
    return Document(f"{request.say('post.history_title')}: {headline}", about, "edit/history.html", fill)


def _diff(request: PageRequest, found: DiffView, headline: str, about: str) -> Document:
    of_post = found.post_id > 0
    changed = (
        ("write.headline", found.headline if of_post else []),
        ("write.text" if of_post else "write.description", found.text),
        ("write.rules", found.rules),
    )
    fill = {"diff": found, "headline": headline, "changed": [(request.say(key), pieces) for key, pieces in changed if pieces]}
    return Document(f"{request.say('diff.title')}: {headline}", about, "edit/diff.html", fill)


def _about(request: PageRequest, post: PostView) -> str:
    # What is covered on the page is not shown off elsewhere.
    excerpt = "" if post.sensitive or post.cover else post.excerpt
    return excerpt or request.say("document.post", author=post.author, subwiki=post.subwiki_name)
