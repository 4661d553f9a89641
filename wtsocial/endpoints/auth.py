"""Accounts over HTTP: the forms to register, log in and out, confirm an address and set a password."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from wtsocial.accounts import logins
from wtsocial.accounts.sessions import viewer_of
from wtsocial.core.errors import LoginNeeded, NotAllowed, NotFound, Refusal, TooMany
from wtsocial.core.settings import settings
from wtsocial.core.tokens import new_token, own_cookie, session_cookie, session_of, token_hash
from wtsocial.endpoints.looks import LANGUAGE_COOKIE
from wtsocial.gateways import rate_limits
from wtsocial.i18n import LANGUAGES, pick_language
from wtsocial.joining import registration
from wtsocial.joining.email_links import CONFIRM_HOURS
from wtsocial.site.current import site_settings
from wtsocial.text.links import safe_next
from wtsocial.text.wellformed import check_wellformed

_REGISTERED: Final = "registered"
_DEVICE: Final = "device"
EVEN_SECONDS: Final = 0.5
"""What an answer takes at least where its time could tell whether an address has an account."""

# The browser keeps the cookie as long as browsers do (400 days, RFC 6265bis); when a login ends, the database says.
_COOKIE_SECONDS: Final = 400 * 86_400
_MOST_FIELDS: Final = 20
_LONGEST_FIELD: Final = 16 * 1024


@dataclass(frozen=True)
class Visit:
    """One form as it came: its fields (unknown ones are never looked at), the hash of the session, the language.

    `chose` says whether the language was chosen in this browser, rather than guessed from its wishes. `browser` is the hash of what
    this browser was given when it registered, `device` the mark it was given when somebody logged in by it ("" for neither).
    """

    fields: dict[str, str]
    session: str
    language: str
    chose: bool = False
    browser: str = ""
    device: str = ""

    def __getitem__(self, name: str) -> str:
        """A field, "" where it is missing."""
        return self.fields.get(name, "")


@dataclass(frozen=True)
class Done:
    """Where to go next; `token` begins a login in this browser, "" ends it, None leaves it as it is.

    `language`, when there is one, is what this browser speaks from now on. `browser` and `device` are what it keeps besides.
    """

    next: str
    token: str | None = None
    language: str = ""
    browser: str = ""
    device: str = ""


@dataclass(frozen=True)
class Form:
    """What happens to a form, and the page it stands on."""

    submit: Callable[[Visit], Awaitable[Done]]
    page: str
    limited: bool = True
    even: bool = False


async def register(visit: Visit) -> Done:
    """Next is the page that says a mail is on its way; nobody is logged in before the address is confirmed."""
    agreed = visit["agreed"].lower() in ("on", "true", "1", "yes")
    language = visit["language"] if visit["language"] in LANGUAGES else visit.language
    browser = new_token()
    await registration.register(
        username=visit["username"],
        email=visit["email"],
        password=visit["password"],
        invite=visit["invite"],
        agreed=agreed,
        language=language,
        browser=token_hash(browser),
    )
    return Done("/confirm", browser=browser)


async def log_in(visit: Visit) -> Done:
    """A new login takes the place of the one that this browser had."""
    token = await logins.log_in(login=visit["login"], password=visit["password"], device=visit.device)
    return await _in_place(visit, safe_next(visit["next"]), token)


async def log_out(visit: Visit) -> Done:
    """End the login of this browser alone."""
    await logins.log_out(visit.session)
    return Done("/", "")


async def confirm(visit: Visit) -> Done:
    """The mailed link, pressed: the member is let in, logged in and greeted, after choosing a password where none is left."""
    member_id = await registration.confirm_email(visit["token"], browser=visit.browser, session=visit.session)
    token = await registration.choose_password(member_id)
    following = f"/reset?{urlencode({'token': token, 'first': '1'})}" if token else "/welcome"
    return await _in_place(visit, following, await logins.open_session(member_id))


async def resend(visit: Visit) -> Done:
    """The confirmation link once more, for whoever is logged in."""
    await registration.resend_confirmation(await viewer_of(visit.session))
    return Done("/confirm")


async def reset(visit: Visit) -> Done:
    """Ask for a link to set a new password."""
    await registration.request_reset(visit["email"])
    return Done("/reset?sent=1")


async def new_password(visit: Visit) -> Done:
    """Set it by the mailed link; this browser's login ends with all the others."""
    member_id = await registration.set_new_password(visit["token"], visit["password"])
    return Done("/login?done=password", "", device=await logins.device_mark(member_id))


async def change_password(visit: Visit) -> Done:
    """Set it by the current one; this browser's login alone stays."""
    viewer = await viewer_of(visit.session)
    await logins.change_password(viewer, current=visit["current"], new=visit["password"], keep_token_hash=visit.session)
    return Done("/settings/security?done=password", device=await logins.device_mark(viewer.id))


FORMS: Final = {
    "register": Form(register, "/register", even=True),
    "login": Form(log_in, "/login"),
    "logout": Form(log_out, "/", limited=False),
    "confirm": Form(confirm, "/confirm"),
    "resend": Form(resend, "/confirm"),
    "reset": Form(reset, "/reset", even=True),
    "new-password": Form(new_password, "/reset"),
    "change-password": Form(change_password, "/settings/security"),
}


def routes() -> list[Route]:
    """POST /auth/… for each form. With `Accept: application/json` an answer is {"next": path} or {"errors": {field: {key, params}}}.

    Without it, a redirect: to the next page, or back to the form's with `?error=KEY&field=FIELD`.
    """
    return [Route(f"/auth/{name}", _endpoint(form), methods=["POST"], name=f"auth-{name}") for name, form in FORMS.items()]


def _endpoint(form: Form) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        begun = time.monotonic()
        visit = await _visit(request)
        as_json = "application/json" in request.headers.get("accept", "")
        try:
            check_wellformed(visit.fields, fields={name: name for name in visit.fields})
            if form.limited:
                await _count(request)
            done = await form.submit(visit)
            response = _done(done, as_json=as_json)
        except Refusal as refused:
            response = _refused(refused, form, visit, as_json=as_json)
        if form.even:
            await asyncio.sleep(begun + EVEN_SECONDS - time.monotonic())
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


async def _visit(request: Request) -> Visit:
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    language = pick_language(request.headers.get("accept-language", ""), chosen)
    async with request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD) as sent:
        fields = {name: value for name, value in sent.items() if isinstance(value, str)}
    known, mark = (request.cookies.get(own_cookie(name), "") for name in (_REGISTERED, _DEVICE))
    browser = token_hash(known) if known else ""
    return Visit(fields, session_of(request.headers.get("cookie", "")), language, chosen in LANGUAGES, browser, mark)


async def _count(request: Request) -> None:
    peer = request.client.host if request.client else ""
    forwarded_for = ",".join(request.headers.getlist("x-forwarded-for"))
    await rate_limits.count_try("login", rate_limits.client_address(peer, forwarded_for), per_minute=site_settings().logins_per_minute)


async def _in_place(visit: Visit, following: str, token: str) -> Done:
    if visit.session:
        await logins.log_out(visit.session)
    # What the member chose elsewhere holds here, too, unless this browser was told otherwise.
    viewer = await viewer_of(token_hash(token))
    return Done(following, token, "" if visit.chose else viewer.language, device=await logins.device_mark(viewer.id))


def _done(done: Done, *, as_json: bool) -> Response:
    response = JSONResponse({"next": done.next}) if as_json else RedirectResponse(done.next, status_code=303)
    if done.token is not None:
        age = _COOKIE_SECONDS if done.token else 0
        _keep(response, session_cookie(), done.token, age)
    for name, value, seconds in ((_REGISTERED, done.browser, CONFIRM_HOURS * 3600), (_DEVICE, done.device, _COOKIE_SECONDS)):
        if value:
            _keep(response, own_cookie(name), value, seconds)
    if done.language:
        # The page's own script reads this one.
        response.set_cookie(LANGUAGE_COOKIE, done.language, max_age=_COOKIE_SECONDS, path="/", samesite="lax")
    return response


def _keep(response: Response, cookie: str, value: str, seconds: int) -> None:
    """Have the browser keep a secret that no script and no other site can reach."""
    response.set_cookie(cookie, value, max_age=seconds, path="/", secure=settings().secure, httponly=True, samesite="lax")


def _refused(refused: Refusal, form: Form, visit: Visit, *, as_json: bool) -> Response:
    if as_json:
        error = {"key": refused.key, "params": {name: _plain(value) for name, value in refused.params.items()}}
        response: Response = JSONResponse({"errors": {refused.field: error}}, status_code=_status(refused))
    else:
        query = {"error": refused.key, "field": refused.field, "token": visit["token"], "next": visit["next"], "invite": visit["invite"]}
        figures = {name: str(value) for name, value in refused.params.items() if isinstance(value, int)}
        kept = {name: value for name, value in (figures | query).items() if value}
        response = RedirectResponse(f"{form.page}?{urlencode(kept)}", status_code=303)
    if isinstance(refused, TooMany):
        response.headers["Retry-After"] = str(refused.params.get("seconds", 60))
    return response


def _plain(value: object) -> str | int | float:
    return value if isinstance(value, int | float) else str(value)


def _status(refused: Refusal) -> int:
    known = ((LoginNeeded, 401), (NotAllowed, 403), (NotFound, 404), (TooMany, 429))
    return next((status for kind, status in known if isinstance(refused, kind)), 422)
