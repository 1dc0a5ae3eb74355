"""Who may talk to the server: the one authority over the API and the chat, around both of them.

On loopback a request names a loopback host, or it is refused: a page elsewhere can make its own name resolve to
127.0.0.1. A request that changes something comes from our own page or from no page. With an access token, every
address but a few asks for it, as a bearer or as the cookie of the login page.
Left out: users, and a limit on wrong logins; the token is long, see MIN_TOKEN.
"""

import asyncio
import hmac
import ipaddress
import logging
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.problems import BROKEN, SENTENCES, STOPPING, problem
from ingestion.errors import BylineError

log = logging.getLogger(__name__)

MIN_TOKEN = 16  # characters; shorter ones can be guessed
OPEN = ("/healthz", "/login")  # addresses that ask for no token
COOKIE = "byline"
_HOST = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?", re.ASCII)
_SAFE = ("GET", "HEAD", "OPTIONS")
# Gradio's page has inline scripts and styles and compiles its templates, so scripts can't be narrowed further; what
# can is where anything may be loaded from or sent to: nowhere else.
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",  # no-referrer would make our own forms say Origin: null
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_LOGIN_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Byline: access token</title>
<style>
 body {{ font: 16px/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh; margin: 0;
        color: #1c2733; background: #f6f7f9 }}
 form {{ background: #fff; padding: 2rem; border-radius: 12px; box-shadow: 0 1px 8px #0002; width: 20rem }}
 h1 {{ font-size: 1.3rem; margin: 0 0 1rem }}
 input, button {{ font: inherit; width: 100%; box-sizing: border-box; padding: .6rem; margin-top: .5rem;
        border: 1px solid #b8c0cc; border-radius: 8px }}
 button {{ background: #1f4e79; color: #fff; border: 0; cursor: pointer }}
 p {{ color: #a3261b; margin: .5rem 0 0 }}
</style></head><body><form method="post" action="/login">
<h1>Byline</h1><label>Access token<input name="token" type="password" autocomplete="current-password" autofocus
required></label>{note}<button>Open</button></form></body></html>"""


def is_loopback(host: str) -> bool:
    """Whether the host is this machine only, by its spelling: nothing is looked up."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_access(settings: Settings) -> None:
    """Raises BylineError for settings that would open the library to others, or ask for a token that is no secret."""
    token = settings.access_token
    if token is not None and len(token.get_secret_value()) < MIN_TOKEN:
        raise BylineError(f"BYLINE_ACCESS_TOKEN is shorter than {MIN_TOKEN} characters; set a longer random one")
    if token is None and not is_loopback(settings.host):
        raise BylineError(
            f"won't serve on {settings.host} without an access token; set BYLINE_ACCESS_TOKEN, or leave --host out"
        )


class Doorkeeper:
    """The access token, and the cookies of this process: they end with it."""

    def __init__(self, token: SecretStr | None) -> None:
        self._token = token
        self._session = secrets.token_urlsafe(32)

    def admits(self, headers: Headers) -> bool:
        """Whether the request brings the token or the cookie."""
        if self._token is None:
            return True
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.knows(bearer.strip()):
            return True
        return _same(_cookie(headers), self._session)

    def knows(self, token: str) -> bool:
        """Whether this is the access token."""
        return self._token is not None and _same(token, self._token.get_secret_value())

    def page(self, *, wrong: bool = False) -> Response:
        """The login page."""
        note = "<p>That isn't the access token of this server.</p>" if wrong else ""
        return HTMLResponse(_LOGIN_PAGE.format(note=note), status_code=401 if wrong else 200)

    def enter(self, token: str, *, secure: bool) -> Response:
        """The reply to a login: the chat, with a cookie; or the login page again."""
        if not self.knows(token):
            return self.page(wrong=True)
        reply = RedirectResponse("/", status_code=303)
        reply.set_cookie(COOKIE, self._session, httponly=True, samesite="lax", secure=secure)
        return reply


def guard(app: ASGIApp, *, settings: Settings, doorkeeper: Doorkeeper) -> ASGIApp:
    """`app` behind every check, with security headers on whatever it says and one sentence where it breaks."""
    local = is_loopback(settings.host)

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks WebSocket
            await send({"type": "websocket.close", "code": 1008})
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                # a page of ours without scripts sets a policy of its own, narrower than the chat's
                headers.setdefault("content-security-policy", _PAGE_POLICY)
            await send(message)

        request = Request(scope)
        try:
            refusal = _refusal(request, local=local, limit=settings.max_body_bytes, doorkeeper=doorkeeper)
            await (refusal or app)(scope, receive, send_guarded)
        except asyncio.CancelledError:
            # only the server's own end cancels a request; the work goes on to its next commit
            if not started:
                await problem(503, STOPPING)(scope, receive, send_guarded)
        except Exception:
            log.exception("%s %s failed", request.method, request.url.path)
            if started:
                raise
            await problem(500, BROKEN)(scope, receive, send_guarded)

    return guarded


def _refusal(request: Request, *, local: bool, limit: int, doorkeeper: Doorkeeper) -> Response | None:
    """Why the request goes no further, as a reply."""
    headers = request.headers
    host = headers.get("host", "")
    if local and not is_loopback(_hostname(host)):
        return problem(403, "the Host header doesn't name this machine; use http://127.0.0.1 or http://localhost")
    if request.method not in _SAFE and _is_foreign(headers, host):
        return problem(403, "another site's page sent this request; send it from Byline's own page or from a program")
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or int(length[:20]) > limit:
        return problem(413, SENTENCES[413])
    if request.url.path not in OPEN and not doorkeeper.admits(headers):
        if request.method == "GET" and "text/html" in headers.get("accept", ""):
            return RedirectResponse("/login", status_code=303)
        detail = "this server asks for its access token; send the header Authorization: Bearer BYLINE_ACCESS_TOKEN"
        return problem(401, detail, {"WWW-Authenticate": 'Bearer realm="Byline"'})
    return None


def _hostname(host: str) -> str:
    """The name in a Host header, without brackets and port; empty for anything that isn't one."""
    match = _HOST.fullmatch(host)
    return match[1].strip("[]") if match else ""


def _is_foreign(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        return _netloc(origin) != host.lower()
    return headers.get("sec-fetch-site", "none") not in ("none", "same-origin")


def _netloc(origin: str) -> str:
    """Host and port of an Origin header; empty for `null` and what is no address."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())
