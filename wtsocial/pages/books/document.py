"""The books before any script runs."""

from wtsocial.donations import ledger_queries
from wtsocial.endpoints.document import Document, PageRequest
from wtsocial.text.money import written


async def document(request: PageRequest) -> Document:
    """`/books`"""
    found = await ledger_queries.books(request.viewer, currency=request.query.get("currency", ""))

    def money(amount: int, currency: str = "") -> str:
        return written(amount, currency or found.currency, request.language)

    covered = request.say("books.covered", percent=found.covered, costs=money(found.costs)) if found.costs else ""
    fill = {"books": found, "money": money, "covered": covered or request.say("books.no_costs")}
    return Document(request.say("books.title"), covered or request.say("books.what"), "books/document.html", fill)
