"""The pages that a donor sees at Stripe: where they pay, and where they change or end what they give."""

from html import escape

from aiohttp import web

from tests.stripe_server import happenings, subscribing
from tests.stripe_server.world import Thing, World
from wtsocial.core.errors import Invalid
from wtsocial.text.money import parse_amount, written

_FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><style>
body {{ font: 1rem/1.5 system-ui; max-width: 30rem; margin: 3rem auto; padding: 0 1rem; }}
button, input {{ font: inherit; padding: .5rem 1rem; margin: .25rem 0; min-height: 40px; }}
.note {{ background: #fff3c4; padding: .5rem 1rem; }} .error {{ color: #a00000; }}
</style></head><body><p class="note">Test server: no money moves here, and nobody needs a card.</p>{body}</body></html>"""


class Pages:
    """The pages of one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/c/pay/{session}", self.checkout),
            web.post("/c/pay/{session}", self.decide),
            web.get("/p/session/{session}", self.portal),
            web.post("/p/session/{session}", self.change),
            web.get("/receipts/{charge}", self.receipt),
            web.get("/invoices/{invoice}", self.receipt),
        ]

    async def checkout(self, request: web.Request) -> web.Response:
        return self._checkout(self._session(request, "checkout.session"))

    def _checkout(self, session: Thing, problem: str = "") -> web.Response:
        if session["status"] != "open":
            return _page("Closed", "<h1>This page is closed</h1><p>It was paid, or nobody came in time.</p>", status=410)
        order = self.world.orders[session["id"]]
        how = {"month": " each month", "year": " each year"}.get(order["price"]["recurring"]["interval"], "") if "price" in order else ""
        error = f'<p class="error" role="alert">{escape(problem)}</p>' if problem else ""
        debit = '<button name="do" value="debit">By bank debit (takes days)</button> ' if session["mode"] == "payment" else ""
        return _page(
            order["name"],
            f"<h1>{escape(order['name'])}</h1><p><strong>{_sum(session['amount_total'], session['currency'])}</strong>{how}</p>"
            f"<p>{escape(session['customer_email'] or '')}</p>{error}"
            f'<form method="post"><button name="do" value="pay">Pay</button> <button name="do" value="decline">Try a card that is declined'
            f'</button> {debit}</form><p><a href="{escape(session["cancel_url"] or "/", quote=True)}">Cancel and go back</a></p>',
        )

    async def decide(self, request: web.Request) -> web.Response:
        session = self._session(request, "checkout.session")
        if session["status"] != "open":
            return self._checkout(session)
        self.world.pass_a_second()
        wish = (await request.post()).get("do")
        if wish == "decline":
            happenings.decline(self.world, session["id"])
            return self._checkout(session, "Your card was declined.")
        happenings.pay(self.world, session["id"], delayed=wish == "debit")
        raise web.HTTPSeeOther(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))

    async def portal(self, request: web.Request) -> web.Response:
        return self._portal(self._session(request, "billing_portal.session"))

    def _portal(self, session: Thing, problem: str = "") -> web.Response:
        given = self.world.every("subscription", customer=session["customer"])
        error = f'<p class="error" role="alert">{escape(problem)}</p>' if problem else ""
        back = f'<p><a href="{escape(session["return_url"] or "/", quote=True)}">Go back</a></p>'
        return _page("What you give", "<h1>What you give</h1>" + error + "".join(map(self._given, given)) + back)

    def _given(self, one: Thing) -> str:
        price = one["items"]["data"][0]["price"]
        what = f"<h2>{_sum(price['unit_amount'], price['currency'])} each {price['recurring']['interval']}</h2>"
        state = "ends with its period" if one["cancel_at_period_end"] else one["status"]
        if one["status"] == "canceled":
            return what + "<p>canceled</p>"
        name = escape(one["id"], quote=True)
        return (
            f'{what}<p>{state}</p><form method="post"><input type="hidden" name="subscription" value="{name}">'
            f'<label>New amount <input name="amount" inputmode="decimal"></label> <button name="do" value="change">Change amount</button><br>'
            f'<button name="do" value="cancel">Cancel subscription</button></form>'
        )

    async def change(self, request: web.Request) -> web.Response:
        session = self._session(request, "billing_portal.session")
        form = await request.post()
        one = self.world.find(str(form.get("subscription")), "subscription")
        if one is None or one["customer"] != session["customer"]:
            raise web.HTTPNotFound
        self.world.pass_a_second()
        if form.get("do") == "cancel":
            subscribing.cancel(self.world, one["id"])
            return self._portal(session)
        try:
            amount = parse_amount(str(form.get("amount")), one["currency"].upper())
        except Invalid as refused:
            return self._portal(session, refused.key)
        subscribing.change_amount(self.world, one["id"], amount)
        return self._portal(session)

    async def receipt(self, request: web.Request) -> web.Response:
        kind = "charge" if "charge" in request.match_info else "invoice"
        of = self.world.find(request.match_info[kind], kind)
        if of is None:
            raise web.HTTPNotFound
        amount = of["amount"] if kind == "charge" else of["total"]
        return _page("Receipt", f"<h1>Receipt</h1><p>{_sum(amount, of['currency'])}</p>")

    def _session(self, request: web.Request, kind: str) -> Thing:
        found = self.world.find(request.match_info["session"], kind)
        if found is None:
            raise web.HTTPNotFound
        return found


def _sum(amount: int, currency: str) -> str:
    return escape(written(amount, currency, "en"))


def _page(title: str, body: str, status: int = 200) -> web.Response:
    return web.Response(text=_FRAME.format(title=escape(title), body=body), content_type="text/html", status=status)
