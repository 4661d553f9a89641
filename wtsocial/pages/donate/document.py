"""What is said of donating before any script runs; the form itself needs scripts, as the payment page does."""

from wtsocial.donations import queries as donations
from wtsocial.endpoints.document import Document, PageRequest


async def document(request: PageRequest) -> Document:
    """`/donate`"""
    fill = {"set_up": await donations.set_up(request.viewer)}
    return Document(request.say("donate.title"), request.say("donate.what"), "donate/document.html", fill)
