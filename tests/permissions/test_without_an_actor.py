"""What screens and addresses ask of the core without saying who asks: it is known, each with its reason."""

import ast

from tests import architecture

NO_DOMAINS = {
    "pages",
    "ui",
    "endpoints",
    "ops",
    "seeds",
    "jobs",
    "db",
    "wtsocial",
    "__main__",
    "gateways",
    "core",
    "text",
    "i18n",
    "models",
}
OF_ADDRESSES = {
    "accounts.logins.log_in": "by a password",
    "accounts.logins.log_out": "by the token of the login that ends",
    "accounts.logins.open_session": "after a password, or a mailed link",
    "accounts.logins.device_mark": "a name for a browser",
    "joining.registration.register": "nobody is anybody yet",
    "joining.registration.confirm_email": "by a mailed link",
    "joining.registration.choose_password": "after a mailed link",
    "joining.registration.request_reset": "a mail goes to the address alone",
    "joining.registration.set_new_password": "by a mailed link",
    "donations.webhook_events.receive_event": "by Stripe's signature",
    "accounts.logins.note_seen": "by the token of the login that was seen",
    "editing.actions.disputes.close_ended": "what has ended ends, whoever looks",
    "accounts.sessions.viewer_of": "it says who asks",
}
"""What changes something, or tells who somebody is."""
PUBLIC = {
    "accounts.queries.is_taken": "each registration says so, too",
    "admin.health.database_answers": "whether the site is well",
    "donations.ledger_queries.entries": "the books",
    "editing.queries.corrections.count_today": "a number",
    "editing.queries.corrections.example": "a correction that is shown",
    "editing.queries.corrections.last_day": "corrections that are shown",
    "editing.queries.corrections.newest": "corrections that are shown",
    "editing.queries.corrections.of_day": "corrections that are shown",
    "joining.queries.door": "how one comes in",
    "moderation.appeal_queries.jury_draw": "the draw, by tickets",
    "moderation.figure_queries.figures": "the figures",
    "moderation.queries.log": "the log",
    "posts.source_counts.with_source_counts": "what a link's source is known for",
    "revisions.export.of_comment": "what is shown of a history",
    "revisions.export.of_post": "what is shown of a history",
    "revisions.export.of_subwiki": "what is shown of a history",
    "revisions.proofs.of_thing": "hashes",
    "subwikis.queries.names": "the subwikis' names",
}
"""What everybody may read."""


def without_an_actor(source: str) -> set[str]:
    """The public functions of a module that are awaited and take no viewer first."""
    functions = [one for one in ast.parse(source).body if isinstance(one, ast.AsyncFunctionDef) and not one.name.startswith("_")]
    return {one.name for one in functions if not (one.args.args and ast.unparse(one.args.args[0].annotation or one) == "Viewer")}


def asked() -> set[str]:
    """`module.function` of each that a screen, its kit or an address asks."""
    core = {
        path.removesuffix(".py").replace("/", "."): without_an_actor(source)
        for path, source in architecture.sources("wtsocial").items()
        if path.split("/")[1].removesuffix(".py") not in NO_DOMAINS
    }
    above = architecture.sources("wtsocial/pages", "wtsocial/ui", "wtsocial/endpoints").items()
    calls = {call for path, source in above for call in architecture.calls_of_other_modules(path, source, core)}
    return {call.partition(" -> wtsocial.")[2] for call in calls}


def test_every_handler_says_who_asks_or_asks_what_is_everybodys() -> None:
    assert asked() == set(OF_ADDRESSES) | set(PUBLIC)


def test_a_function_without_an_actor_is_noticed() -> None:
    source = "async def close(viewer: Viewer): ...\nasync def open_all(): ...\nasync def count(number: int): ...\ndef plain(): ...\n"
    assert without_an_actor(source) == {"open_all", "count"}
