"""Nobody who is not signed in gets anything but the way to sign in.

Own routes check for themselves. The gate stands before Streamlit's: its pages, the files that
pages offer for download, uploads. Streamlit's web socket is let through, so that a page whose
session has ended can say so; there `qa.ui.signed_in` is the first thing that every script does.
"""

from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api import html
from qa.api.errors import NOT_SIGNED_IN, answer, told
from qa.api.health import HEALTH
from qa.api.setup import SETUP
from qa.api.sign_in import COMPANY, SIGN_IN, SIGN_OUT, sign_in_url
from qa.api.workbench import Workbench
from qa.errors import EarmarkError

OWN = ("/api/",)
"""Prefixes of routes that check for themselves."""
OPEN = (
    *(HEALTH, SETUP, SIGN_IN, SIGN_OUT, COMPANY),
    # Streamlit's: is it alive, and the round trip of the company's own sign-in.
    *("/_stcore/health", "/_stcore/host-config", "/auth/login", "/oauth2callback"),
    "/favicon.png",
)
OPEN_PREFIX = "/static/"
"""Streamlit's own scripts and styles, the same for everybody."""
_COMPANY_COOKIE = "_streamlit_user"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}


class Gate:
    """ASGI middleware in front of everything."""

    def __init__(self, app: ASGIApp, bench: Workbench) -> None:
        self._app, self._bench = app, bench

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        refusal = None if is_open(request.url.path) else await self._refusal(request)
        await (refusal or self._app)(scope, receive, _with_headers(send))

    async def _refusal(self, request: Request) -> Response | None:
        try:
            person = await run_in_threadpool(self._bench.person, request)
        except EarmarkError as error:
            return _unavailable(error) if _is_visit(request) else answer(told(error))
        if person is not None:
            return None
        return _to_sign_in(request) if _is_visit(request) else answer(NOT_SIGNED_IN)


def is_open(path: str) -> bool:
    """Whether the gate lets everybody through to this path."""
    return path in OPEN or path.startswith((OPEN_PREFIX, *OWN))


def _is_visit(request: Request) -> bool:
    """Whether a person looks at the answer, rather than a script."""
    return request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")


def _to_sign_in(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    here = request.url.path + query
    if request.headers.get("sec-fetch-site") == "cross-site":
        # A link in another site's page: the browser holds a SameSite=Strict cookie back, and
        # sends it when this page asks once more.
        again = f'<meta http-equiv="refresh" content="0;url={escape(here)}">'
        link = f'<p><a href="{escape(here)}">继续 <span lang="en">Continue</span></a></p>'
        return html.page("正在打开", "Opening", link, head=again)
    if _COMPANY_COOKIE in request.cookies:
        return RedirectResponse(sign_in_url(here).replace(SIGN_IN, COMPANY, 1), status_code=303)
    return RedirectResponse(
        sign_in_url(here), status_code=303, headers={"Cache-Control": "no-store"}
    )


def _unavailable(error: EarmarkError) -> Response:
    what = told(error)
    text = f"{what.zh}\n{what.en}"
    return html.page("暂时不可用", "Not available", html.alert(text), status=what.status)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
