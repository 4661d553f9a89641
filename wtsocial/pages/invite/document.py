"""An invitation before any script runs. Its code is not looked up here: the page does that, which counts who tries many."""

from wtsocial.endpoints.document import Document, PageRequest


async def document(request: PageRequest) -> Document:
    """`/invite/CODE`: what this is, whatever the code, and the way to register with it."""
    fill = {"code": request.parts["code"]}
    return Document(request.say("invite.title"), request.say("invite.what"), "invite/document.html", fill)
