"""How Stripe's objects look when they are made (the API version that gateways/stripe/payments.py pins)."""

from copy import deepcopy
from typing import Any

from tests.stripe_server.world import ACCOUNT_CURRENCY, RATES, Thing, World, in_account

_NOWHERE: Thing = {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None}
_CARD: Thing = {
    "brand": "visa",
    "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
    "country": "US",
    "exp_month": 8,
    "exp_year": 2040,
    "fingerprint": "AOB934RVNwzk6xtn",
    "funding": "credit",
    "last4": "4242",
    "wallet": None,
}
YEAR = 365 * 86_400


def customer(world: World, email: str | None, name: str | None = None) -> Thing:
    return world.new(
        "customer", address=None, balance=0, currency=None, default_source=None, delinquent=False, description=None, discount=None,
        email=email, invoice_prefix="7FE1103",
        invoice_settings={"custom_fields": None, "default_payment_method": None, "footer": None, "rendering_options": None},
        metadata={}, name=name, next_invoice_sequence=1, phone=None, preferred_locales=[], shipping=None, tax_exempt="none", test_clock=None,
    )  # fmt: skip


def checkout_session(world: World, params: Thing) -> Thing:
    """An open session; its price is kept beside it and never shown in it, as at Stripe."""
    line = params["line_items"][0]
    wanted, quantity = line["price_data"], int(line.get("quantity", 1))
    total = int(wanted["unit_amount"]) * quantity
    session = world.new(
        "checkout.session", after_expiration=None, allow_promotion_codes=None, amount_subtotal=total, amount_total=total,
        adaptive_pricing={"enabled": params.get("adaptive_pricing", {}).get("enabled", "true") == "true"},
        automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None}, billing_address_collection=None,
        cancel_url=params.get("cancel_url"), client_reference_id=params.get("client_reference_id"), client_secret=None,
        collected_information=None, consent=None, consent_collection=None, currency=wanted["currency"], currency_conversion=None,
        custom_fields=[], custom_text={"after_submit": None, "shipping_address": None, "submit": None, "terms_of_service_acceptance": None},
        customer=params.get("customer"), customer_account=None, customer_creation=None if params.get("customer") else "if_required",
        customer_details=None, customer_email=params.get("customer_email"), discounts=None, expires_at=world.now() + 86_400,
        invoice=None, invoice_creation=None, locale=params.get("locale"), metadata=params.get("metadata", {}), mode=params["mode"],
        origin_context=None, payment_intent=None, payment_link=None, payment_method_collection="always",
        payment_method_configuration_details=None, payment_method_options={}, payment_method_types=["card"], payment_status="unpaid",
        permissions=None, phone_number_collection={"enabled": False}, recovered_from=None, saved_payment_method_options=None,
        setup_intent=None, shipping_address_collection=None, shipping_cost=None, shipping_options=[], status="open",
        submit_type=params.get("submit_type"), subscription=None, success_url=params["success_url"],
        total_details={"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0}, ui_mode="hosted", url=None, wallet_options=None,
    )  # fmt: skip
    session["url"] = f"{world.base}/c/pay/{session['id']}"
    return session


def payment_intent(world: World, amount: int, currency: str, **fields: Any) -> Thing:
    made = world.new(
        "payment_intent", amount=amount, amount_capturable=0, amount_details={"tip": {}}, amount_received=0, application=None,
        application_fee_amount=None, automatic_payment_methods=None, canceled_at=None, cancellation_reason=None, capture_method="automatic",
        client_secret=None, confirmation_method="automatic", currency=currency, customer=None, customer_account=None, description=None,
        excluded_payment_method_types=None, last_payment_error=None, latest_charge=None, metadata={}, next_action=None, on_behalf_of=None,
        payment_method=None, payment_method_configuration_details=None, payment_method_options={}, payment_method_types=["card"],
        processing=None, receipt_email=None, review=None, setup_future_usage=None, shipping=None, source=None, statement_descriptor=None,
        statement_descriptor_suffix=None, status="requires_payment_method", transfer_data=None, transfer_group=None,
    )  # fmt: skip
    made["client_secret"] = f"{made['id']}_secret_for_nobody"
    made.update(fields)
    return made


def payment_method(world: World, owner: Thing | None) -> Thing:
    return world.new(
        "payment_method", allow_redisplay="limited", billing_details=_billing(owner), card=deepcopy(_CARD) | {"display_brand": "visa"},
        customer=owner and owner["id"], customer_account=None, metadata={}, type="card",
    )  # fmt: skip


def charge(world: World, intent: Thing, *, paid: bool, email: str | None, reason: str = "") -> Thing:
    outcome = {
        "advice_code": None, "network_advice_code": None, "network_decline_code": None if paid else "51",
        "network_status": "approved_by_network" if paid else "declined_by_network", "reason": None if paid else reason,
        "seller_message": "Payment complete." if paid else "The bank did not return any further details.",
        "type": "authorized" if paid else "issuer_declined",
    }  # fmt: skip
    made = world.new(
        "charge", amount=intent["amount"], amount_captured=intent["amount"] if paid else 0, amount_refunded=0, application=None,
        application_fee=None, application_fee_amount=None, balance_transaction=None,
        billing_details=_billing({"email": email, "name": None}), calculated_statement_descriptor="WT.SOCIAL", captured=paid,
        currency=intent["currency"], customer=intent["customer"], description=intent["description"], disputed=False,
        failure_balance_transaction=None, failure_code=None if paid else reason,
        failure_message=None if paid else "Your card was declined.", fraud_details={}, metadata=dict(intent["metadata"]),
        on_behalf_of=None, outcome=outcome, paid=paid, payment_intent=intent["id"], payment_method=intent["payment_method"],
        payment_method_details={"card": deepcopy(_CARD), "type": "card"}, receipt_email=intent["receipt_email"], receipt_number=None,
        receipt_url=None, refunded=False, review=None, shipping=None, source=None, source_transfer=None, statement_descriptor=None,
        statement_descriptor_suffix=None, status="succeeded" if paid else "failed", transfer_data=None, transfer_group=None,
    )  # fmt: skip
    made["receipt_url"] = f"{world.base}/receipts/{made['id']}" if paid else None
    return made


def balance_transaction(world: World, source: Thing, amount: int, *, fee: int, kind: str, category: str) -> Thing:
    """An entry in the account's balance. `amount` is in the account's currency already."""
    details: list[Thing] = []
    if fee:
        details.append(
            {"amount": fee, "application": None, "currency": ACCOUNT_CURRENCY, "description": "Stripe fees", "type": "stripe_fee"}
        )
    made = world.new(
        "balance_transaction", amount=amount, available_on=world.now() + 3 * 86_400, balance_type="payments", currency=ACCOUNT_CURRENCY,
        description=None, exchange_rate=None if source["currency"] == ACCOUNT_CURRENCY else RATES[source["currency"]], fee=fee,
        fee_details=details, net=amount - fee, reporting_category=category, source=source["id"], status="pending", type=kind,
    )  # fmt: skip
    del made["livemode"]
    return made


def refund(world: World, of: Thing, amount: int, reason: str | None) -> Thing:
    made = world.new(
        "refund", amount=amount, balance_transaction=None, charge=of["id"], currency=of["currency"], customer=of["customer"],
        customer_account=None, destination_details={"card": {"type": "refund"}, "type": "card"}, metadata={},
        payment_intent=of["payment_intent"], payment_method=of["payment_method"], reason=reason, receipt_number=None,
        source_transfer_reversal=None, status="succeeded", transfer_reversal=None,
    )  # fmt: skip
    del made["livemode"]
    return made


def dispute(world: World, of: Thing, reason: str) -> Thing:
    return world.new(
        "dispute", amount=of["amount"], balance_transactions=[], charge=of["id"], currency=of["currency"], enhanced_eligibility_types=[],
        evidence={"customer_email_address": None, "customer_name": None, "product_description": None, "uncategorized_text": None},
        evidence_details={
            "due_by": world.now() + 7 * 86_400, "enhanced_eligibility": {}, "has_evidence": False, "past_due": False, "submission_count": 0,
        },
        is_charge_refundable=False, metadata={}, payment_intent=of["payment_intent"],
        payment_method_details={"card": {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4"}, "type": "card"},
        reason=reason, status="needs_response",
    )  # fmt: skip


def price(world: World, amount: int, currency: str, interval: str, product: str) -> Thing:
    return world.new(
        "price", active=False, billing_scheme="per_unit", currency=currency, custom_unit_amount=None, lookup_key=None, metadata={},
        nickname=None, product=product, tax_behavior="unspecified", tiers_mode=None, transform_quantity=None, type="recurring",
        recurring={"interval": interval, "interval_count": 1, "meter": None, "trial_period_days": None, "usage_type": "licensed"},
        unit_amount=amount, unit_amount_decimal=str(amount),
    )  # fmt: skip


def subscription(world: World, owner: Thing, of: Thing, method: Thing, *, metadata: Thing, description: str | None) -> Thing:
    now = world.now()
    made = world.new(
        "subscription", application=None, application_fee_percent=None,
        automatic_tax={"disabled_reason": None, "enabled": False, "liability": None}, billing_cycle_anchor=now,
        billing_cycle_anchor_config=None, billing_mode={"type": "classic"}, billing_thresholds=None, cancel_at=None,
        cancel_at_period_end=False, canceled_at=None, cancellation_details={"comment": None, "feedback": None, "reason": None},
        collection_method="charge_automatically", currency=of["currency"], customer=owner["id"], customer_account=None,
        days_until_due=None, default_payment_method=method["id"], default_source=None, default_tax_rates=[], description=description,
        discounts=[], ended_at=None, invoice_settings={"account_tax_ids": None, "issuer": {"type": "self"}}, latest_invoice=None,
        metadata=dict(metadata), next_pending_invoice_item_invoice=None, on_behalf_of=None, pause_collection=None,
        payment_settings={"payment_method_options": None, "payment_method_types": None, "save_default_payment_method": "off"},
        pending_invoice_item_interval=None, pending_setup_intent=None, pending_update=None, schedule=None, start_date=now,
        status="incomplete", test_clock=None, transfer_data=None, trial_end=None, trial_settings=None, trial_start=None,
    )  # fmt: skip
    item = world.new(
        "subscription_item", billing_thresholds=None, current_period_end=period_end(now, of), current_period_start=now, discounts=[],
        metadata={}, price=of, quantity=1, subscription=made["id"], tax_rates=[],
    )  # fmt: skip
    del item["livemode"]
    made["items"] = {"object": "list", "data": [item], "has_more": False, "url": f"/v1/subscription_items?subscription={made['id']}"}
    return made


def period_end(start: int, of: Thing) -> int:
    """When a period of this price that began then is over."""
    return start + (YEAR if of["recurring"]["interval"] == "year" else 30 * 86_400)


def invoice(world: World, owner: Thing, of: Thing, *, first: bool) -> Thing:
    """A draft of what this subscription costs for its current period."""
    item = of["items"]["data"][0]
    total, currency = item["price"]["unit_amount"], of["currency"]
    details = {"metadata": dict(of["metadata"]), "subscription": of["id"]}
    made = world.new(
        "invoice", account_country="DE", account_name="WT.Social (test)", account_tax_ids=None, amount_due=total, amount_overpaid=0,
        amount_paid=0, amount_remaining=total, amount_shipping=0, application=None, attempt_count=0, attempted=False, auto_advance=True,
        automatic_tax={"disabled_reason": None, "enabled": False, "liability": None, "provider": None, "status": None},
        automatically_finalizes_at=None, billing_reason="subscription_create" if first else "subscription_cycle",
        collection_method="charge_automatically", currency=currency, custom_fields=None, customer=owner["id"], customer_account=None,
        customer_address=None, customer_email=owner["email"], customer_name=owner["name"], customer_phone=None, customer_shipping=None,
        customer_tax_exempt="none", customer_tax_ids=[], default_payment_method=None, default_source=None, default_tax_rates=[],
        description=of["description"], discounts=[], due_date=None, effective_at=None, ending_balance=None, footer=None, from_invoice=None,
        hosted_invoice_url=None, invoice_pdf=None, issuer={"type": "self"}, last_finalization_error=None, latest_revision=None,
        metadata={}, next_payment_attempt=None, number=None, on_behalf_of=None,
        parent={"quote_details": None, "subscription_details": details, "type": "subscription_details"},
        payment_settings={"default_mandate": None, "payment_method_options": None, "payment_method_types": None},
        period_end=item["current_period_end"], period_start=item["current_period_start"], post_payment_credit_notes_amount=0,
        pre_payment_credit_notes_amount=0, receipt_number=None, rendering=None, shipping_cost=None, shipping_details=None,
        starting_balance=0, statement_descriptor=None, status="draft",
        status_transitions={"finalized_at": None, "marked_uncollectible_at": None, "paid_at": None, "voided_at": None}, subtotal=total,
        subtotal_excluding_tax=total, test_clock=None, total=total, total_discount_amounts=[], total_excluding_tax=total,
        total_pretax_credit_amounts=[], total_taxes=[], webhooks_delivered_at=None,
    )  # fmt: skip
    line = world.new(
        "line_item", amount=total, currency=currency, description=of["description"], discount_amounts=[], discountable=True, discounts=[],
        invoice=made["id"], livemode=False, metadata=dict(of["metadata"]), period={"end": made["period_end"], "start": made["period_start"]},
        parent={
            "invoice_item_details": None, "type": "subscription_item_details",
            "subscription_item_details": {
                "invoice_item": None, "proration": False, "proration_details": {"credited_items": None},
                "subscription": of["id"], "subscription_item": item["id"],
            },
        },
        pretax_credit_amounts=[], pricing={"type": "price_details", "unit_amount_decimal": str(total)}, quantity=1, subscription=of["id"],
        subtotal=total, taxes=[],
    )  # fmt: skip
    del line["created"]
    made["lines"] = {"object": "list", "data": [line], "has_more": False, "url": f"/v1/invoices/{made['id']}/lines"}
    return made


def invoice_payment(world: World, of: Thing, intent: Thing) -> Thing:
    return world.new(
        "invoice_payment", amount_paid=None, amount_requested=of["total"], currency=of["currency"], invoice=of["id"], is_default=True,
        livemode=False, payment={"payment_intent": intent["id"], "type": "payment_intent"}, status="open",
        status_transitions={"canceled_at": None, "paid_at": None},
    )  # fmt: skip


def fee_of(amount: int) -> int:
    """What Stripe takes of an amount in the account's currency: 2.9 % and 30 cents, and never more than there is."""
    return min(amount, round(amount * 0.029) + 30)


def worth(of: Thing, amount: int) -> int:
    """What an amount in the currency of this object is in the account's."""
    return in_account(amount, of["currency"])


def _billing(owner: Thing | None) -> Thing:
    known = owner or {"email": None, "name": None}
    return {"address": dict(_NOWHERE), "email": known["email"], "name": known["name"], "phone": None, "tax_id": None}
