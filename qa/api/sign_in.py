"""Signing in and out: `/sign-in`, `/sign-in/company`, `/sign-out`.

Streamlit itself answers `/auth/login` and `/auth/logout`: these begin the company's own sign-in.
"""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from qa.accounts.sessions import COOKIE, sign_out
from qa.accounts.signing_in import sign_in, sign_in_by_email
from qa.api import html
from qa.api.company import Company
from qa.api.errors import told
from qa.api.forms import form
from qa.api.guarded import refuse_foreign
from qa.api.same_site import is_local
from qa.api.workbench import Workbench, address_of
from qa.errors import AccountError, TooManyTries

SIGN_IN, COMPANY, SIGN_OUT = "/sign-in", "/sign-in/company", "/sign-out"
HOME = "/"
_COMPANY_COOKIES = "_streamlit_user"
_COMPANY_BUTTON = (
    f'<a class="button second" href="{COMPANY}">公司账号登录 '
    '<span lang="en">Company account</span></a>'
)


class SignIn:
    """The routes of signing in and out."""

    def __init__(self, bench: Workbench, company: Company) -> None:
        self._bench, self._company = bench, company

    def routes(self) -> list[Route]:
        """All of them; they are for everybody."""
        return [
            Route(SIGN_IN, self._form, methods=["GET"]),
            Route(SIGN_IN, self._enter, methods=["POST"]),
            Route(COMPANY, self._enter_by_company, methods=["GET"]),
            Route(SIGN_OUT, self._farewell, methods=["GET"]),
            Route(SIGN_OUT, self._leave, methods=["POST"]),
        ]

    async def _form(self, request: Request) -> Response:
        onward = _onward(request.query_params.get("next"))
        notice = ""
        if "ready" in request.query_params:
            notice = html.note("密码已设置,请登录。", "The password is set; sign in.")
        if "out" in request.query_params:
            notice = html.note("已退出登录。", "You are signed out.")
        return self._page(onward, notice=notice)

    async def _enter(self, request: Request) -> Response:
        fields: Mapping[str, str] = {}
        try:
            refuse_foreign(request, self._bench)
            fields = await form(request)
            cookie = await run_in_threadpool(self._opened, request, fields)
        except Exception as error:
            return self._refused(error, fields)
        return _entered(request, cookie, _onward(fields.get("next")))

    def _opened(self, request: Request, fields: Mapping[str, str]) -> str:
        bench = self._bench
        # The browser's former session ends: a planted or shared one is never taken over.
        sign_out(bench.store, request.cookies.get(COOKIE), bench.now())
        return sign_in(
            bench.store,
            bench.passwords,
            fields.get("username", ""),
            fields.get("password", ""),
            address=address_of(request),
            now=bench.now(),
            limits=bench.limits,
        )

    async def _enter_by_company(self, request: Request) -> Response:
        email = self._company.email(request)
        begins_at = None if email else self._company.url()
        if begins_at is not None:
            return RedirectResponse(begins_at, status_code=303)
        try:
            cookie = await run_in_threadpool(self._opened_by_company, request, email)
        except Exception as error:
            response = self._refused(error, {})
        else:
            response = _entered(request, cookie, _onward(request.query_params.get("next")))
        return _forget_company(request, response)

    def _opened_by_company(self, request: Request, email: str | None) -> str:
        bench = self._bench
        if email is None:
            raise AccountError(
                "没有启用公司账号登录 / there is no company sign-in → use a password"
            )
        where = address_of(request)
        return sign_in_by_email(
            bench.store, email, address=where, now=bench.now(), limits=bench.limits
        )

    async def _farewell(self, _: Request) -> Response:
        back = f'<p><a href="{HOME}">返回工作台 <span lang="en">Back</span></a></p>'
        return html.page(
            "退出登录", "Sign out", html.form(SIGN_OUT, "", "退出登录", "Sign out") + back
        )

    async def _leave(self, request: Request) -> Response:
        bench = self._bench
        try:
            refuse_foreign(request, bench)
            cookie, where = request.cookies.get(COOKIE), address_of(request)
            await run_in_threadpool(
                lambda: sign_out(bench.store, cookie, bench.now(), address=where)
            )
        except Exception as error:
            return self._refused(error, {})
        response = RedirectResponse(f"{SIGN_IN}?out=1", status_code=303)
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
        return _forget_company(request, response)

    def _refused(self, error: Exception, fields: Mapping[str, str]) -> Response:
        onward, name = _onward(fields.get("next")), fields.get("username", "")
        if isinstance(error, TooManyTries):
            page = self._page(onward, str(error), name=name, status=429)
            page.headers["Retry-After"] = str(error.wait_s)
            return page
        if isinstance(error, AccountError):
            return self._page(onward, str(error), name=name, status=401)
        what = told(error)
        return self._page(onward, f"{what.zh} / {what.en}", name=name, status=what.status)

    def _page(
        self,
        onward: str,
        problem: str = "",
        *,
        name: str = "",
        notice: str = "",
        status: int = 200,
    ) -> HTMLResponse:
        inside = html.hidden("next", onward) + _fields(name)
        body = '<p class="en" lang="en">Earmark · quality inspection workbench</p>'
        body += html.alert(problem) if problem else notice
        body += html.form(SIGN_IN, inside, "登录", "Sign in")
        if self._company.url() is not None:
            body += _COMPANY_BUTTON
        return html.page("登录耳唛", "Sign in", body, status=status)


def sign_in_url(onward: str) -> str:
    """Where to sign in, and go on to `onward` afterwards."""
    return SIGN_IN if onward == HOME else f"{SIGN_IN}?{urlencode({'next': onward})}"


def _onward(path: str | None) -> str:
    return path if path and is_local(path) else HOME


def _entered(request: Request, cookie: str, onward: str) -> Response:
    response = RedirectResponse(quote(onward, safe="/?&=%#+,;:@!*'()~"), status_code=303)
    response.set_cookie(
        COOKIE,
        cookie,
        path="/",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _forget_company(request: Request, response: Response) -> Response:
    """Its cookie has served: left there, it would sign in again whoever signs out."""
    for name in request.cookies:
        if name.startswith(_COMPANY_COOKIES):
            response.delete_cookie(name, path="/")
    return response


def _fields(name: str) -> str:
    username = html.field(
        "username",
        "用户名",
        "Username",
        value=name[:64],
        autocomplete="username",
        focus=not name,
        most=64,
    )
    return username + html.field(
        "password",
        "密码",
        "Password",
        kind="password",
        autocomplete="current-password",
        focus=bool(name),
    )
