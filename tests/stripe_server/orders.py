"""What the API does when it is told to make or change something: checked as Stripe checks it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from stripe import params as known

from tests.stripe_server import charging, happenings, objects, subscribing
from tests.stripe_server.forms import Refused
from tests.stripe_server.world import RATES, Thing, World

SMALLEST = {"eur": 50, "usd": 50, "gbp": 30, "chf": 50, "jpy": 50, "ils": 200, "sek": 300}
LARGEST = 99_999_999


def start_checkout(world: World, params: Thing) -> Thing:
    _known_only(params, known.checkout.SessionCreateParams)
    mode = _required(params, "mode")
    if mode not in ("payment", "subscription"):
        raise Refused(f"Invalid mode: must be one of payment, setup, or subscription, not {mode}", param="mode")
    for name in ("success_url", "cancel_url"):
        if name in params and (urlsplit(params[name]).scheme not in ("http", "https") or not urlsplit(params[name]).hostname):
            raise Refused("Not a valid URL", param=name, code="url_invalid")
    _required(params, "success_url")
    price = _price(params)
    recurring = price.get("recurring", {}).get("interval")
    if mode == "payment" and (recurring or "subscription_data" in params):
        raise Refused("You specified `payment` mode but passed a recurring price or `subscription_data`.", param="mode")
    if mode == "subscription" and (recurring not in ("month", "year") or "payment_intent_data" in params or "submit_type" in params):
        raise Refused("`subscription` mode needs a recurring price and takes no `payment_intent_data` or `submit_type`.", param="mode")
    if params.get("customer") and params.get("customer_email"):
        raise Refused("You may only specify one of these parameters: customer, customer_email.", param="customer")
    if params.get("customer"):
        _there(world, params["customer"], "customer", "customer")
    session = objects.checkout_session(world, params)
    world.orders[session["id"]] = _order(world, params, price)
    return session


def _order(world: World, params: Thing, price: Thing) -> Thing:
    if params["mode"] == "payment":
        asked = params.get("payment_intent_data", {})
        given = {name: asked[name] for name in ("description", "receipt_email", "metadata") if name in asked}
        return {"intent": given, "name": price["product_data"]["name"]}
    product = world.new("product", active=True, name=price["product_data"]["name"], metadata={}, updated=world.now())
    made = objects.price(world, int(price["unit_amount"]), price["currency"], price["recurring"]["interval"], product["id"])
    asked = params.get("subscription_data", {})
    return {
        "price": made,
        "subscription": {"metadata": asked.get("metadata", {}), "description": asked.get("description")},
        "name": product["name"],
    }


def _price(params: Thing) -> Thing:
    try:
        (line,) = params["line_items"]
        price = line["price_data"]
        amount, currency, _name = int(price["unit_amount"]), price["currency"], price["product_data"]["name"]
    except (KeyError, ValueError, TypeError):
        raise Refused("Invalid line_items: one with price_data is needed.", param="line_items") from None
    if currency not in RATES:
        raise Refused(f"Invalid currency: {currency}.", param="line_items[0][price_data][currency]")
    if amount < SMALLEST[currency]:
        raise Refused("The Checkout Session's total amount due must add up to at least the minimum.", code="amount_too_small")
    if amount > LARGEST:
        raise Refused("The Checkout Session's total amount must be no more than 999,999.99.", code="amount_too_large")
    return price


def open_portal(world: World, params: Thing) -> Thing:
    _known_only(params, known.billing_portal.SessionCreateParams)
    owner = _there(world, _required(params, "customer"), "customer", "customer")
    made = world.new(
        "billing_portal.session", configuration="bpc_standing_in", customer=owner["id"], customer_account=None, flow=None, locale=None,
        on_behalf_of=None, return_url=params.get("return_url"), url="",
    )  # fmt: skip
    made["url"] = f"{world.base}/p/session/{made['id']}"
    return made


def make_customer(world: World, params: Thing) -> Thing:
    _known_only(params, known.CustomerCreateParams)
    made = objects.customer(world, params.get("email"), params.get("name"))
    made["metadata"] = params.get("metadata", {})
    world.tell("customer.created", made)
    return made


def make_refund(world: World, params: Thing) -> Thing:
    _known_only(params, known.RefundCreateParams)
    if "payment_intent" in params:
        charge = _there(world, params["payment_intent"], "payment_intent", "payment_intent")["latest_charge"]
    else:
        charge = _there(world, _required(params, "charge"), "charge", "charge")["id"]
    amount = int(params["amount"]) if "amount" in params else None
    try:
        return charging.refund(world, charge, amount, params.get("reason"))
    except ValueError:
        raise Refused("The refund is greater than what is left of the charge.", param="amount", code="charge_already_refunded") from None


def expire_session(world: World, session: Thing, _params: Thing) -> Thing:
    if session["status"] != "open":
        raise Refused('Only Checkout Sessions with a status in ["open"] can be expired.', code="resource_already_exists")
    return happenings.expire(world, session["id"])


def change_subscription(world: World, subscription: Thing, params: Thing) -> Thing:
    _known_only(params, known.SubscriptionUpdateParams)
    if "metadata" in params:
        subscription["metadata"] |= params["metadata"]
    if params.get("cancel_at_period_end") == "true":
        subscribing.cancel(world, subscription["id"])
    elif params.get("cancel_at_period_end") == "false":
        subscribing.keep(world, subscription["id"])
    return subscription


def end_subscription(world: World, subscription: Thing, _params: Thing) -> Thing:
    if subscription["status"] == "canceled":
        raise Refused(f"No such subscription: '{subscription['id']}'", code="resource_missing", status=404)
    return subscribing.cancel(world, subscription["id"], at_period_end=False)


MAKE: dict[str, Callable[[World, Thing], Thing]] = {
    "checkout/sessions": start_checkout,
    "billing_portal/sessions": open_portal,
    "customers": make_customer,
    "refunds": make_refund,
}
CHANGE: dict[tuple[str, str, str], Callable[[World, Thing, Thing], Thing]] = {
    ("POST", "checkout/sessions", "expire"): expire_session,
    ("POST", "subscriptions", ""): change_subscription,
    ("DELETE", "subscriptions", ""): end_subscription,
}
"""(method, collection, what stands behind the id) → what it does"""


def _known_only(params: Thing, of: type) -> None:
    for name in params.keys() - of.__annotations__.keys():
        raise Refused(f"Received unknown parameter: {name}", param=name, code="parameter_unknown")


def _required(params: Thing, name: str) -> str:
    if not params.get(name):
        raise Refused(f"Missing required param: {name}.", param=name, code="parameter_missing")
    return params[name]


def _there(world: World, name: str, kind: str, param: str) -> Thing:
    found = world.find(name, kind)
    if found is None:
        raise Refused(f"No such {kind}: '{name}'", param=param, code="resource_missing")
    return found
