"""The waiting list before any script runs: how people come in, and one's own position."""

from wtsocial.donations import queries as donations
from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.joining import queries as joining
from wtsocial.text.money import written


async def document(request: PageRequest) -> Document:
    """`/waiting`"""
    door = await joining.door()
    price = written(door.place_price, door.currency, request.language)
    fill = {"door": door, "position": await joining.position(request.viewer), "price": price}
    fill["donations"] = not (await donations.set_up(request.viewer)).off
    return Document(request.say("waiting.title"), request.say(f"waiting.mode_{door.mode}"), "waiting/document.html", fill)
