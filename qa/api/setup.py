"""`/setup?token=…`: the first administrator, and everybody who was invited."""

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from qa.accounts.passwords import MIN_LENGTH
from qa.accounts.setup_links import accept, opened, set_up
from qa.api import html
from qa.api.errors import told
from qa.api.forms import form
from qa.api.guarded import refuse_foreign
from qa.api.sign_in import SIGN_IN
from qa.api.workbench import Workbench, address_of
from qa.errors import AccountError, LinkRefused

SETUP = "/setup"
_PASSWORDS = (("password", "密码", "Password"), ("again", "再次输入密码", "Password again"))
DIFFERENT = "两次输入的密码不一致 / the two passwords differ"


def setup_url(base: str, token: str) -> str:
    """The link to give to somebody; `base` is such as `http://127.0.0.1:8501`."""
    return f"{base}{SETUP}?token={token}"


class Setup:
    """The routes of setup links."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def routes(self) -> list[Route]:
        """All of them; whoever has the link may use it."""
        return [
            Route(SETUP, self._form, methods=["GET"]),
            Route(SETUP, self._done, methods=["POST"]),
        ]

    async def _form(self, request: Request) -> Response:
        token = request.query_params.get("token", "")
        return await run_in_threadpool(self._shown, {"token": token}, "", 200)

    async def _done(self, request: Request) -> Response:
        fields: Mapping[str, str] = {}
        try:
            refuse_foreign(request, self._bench)
            fields = await form(request)
            await run_in_threadpool(self._use, fields, address_of(request))
        except LinkRefused as error:
            return _closed(str(error), 410)
        except AccountError as error:
            return await run_in_threadpool(self._shown, fields, str(error), 422)
        except Exception as error:
            return _failed(error)
        return RedirectResponse(f"{SIGN_IN}?ready=1", status_code=303)

    def _use(self, fields: Mapping[str, str], address: str) -> None:
        bench, token = self._bench, fields.get("token", "")
        password = fields.get("password", "")
        link = opened(bench.store, token, bench.now())
        if password != fields.get("again", ""):
            raise AccountError(DIFFERENT)
        if link.username is not None:
            accept(bench.store, bench.passwords, token, password, bench.now(), address)
            return
        set_up(
            bench.store,
            bench.passwords,
            token,
            username=fields.get("username", ""),
            display_name=fields.get("display_name", ""),
            password=password,
            now=bench.now(),
            address=address,
        )

    def _shown(self, fields: Mapping[str, str], problem: str, status: int) -> Response:
        bench, token = self._bench, fields.get("token", "")
        try:
            link = opened(bench.store, token, bench.now())
        except LinkRefused as error:
            return _closed(str(error), 410)
        except Exception as error:
            return _failed(error)
        return _page(token, link.username, fields, problem, status)


def _page(
    token: str, username: str | None, fields: Mapping[str, str], problem: str, status: int
) -> HTMLResponse:
    first = username is None
    names = (
        html.field(
            "username",
            "用户名",
            "Username",
            value=fields.get("username", "")[:64],
            autocomplete="username",
            focus=True,
            most=64,
        )
        + html.field(
            "display_name", "姓名", "Name", value=fields.get("display_name", "")[:64], most=64
        )
        if first
        else html.note(f"用户名:{username}", "Your username")
    )
    inside = html.hidden("token", token) + names + _passwords(focus=not first)
    advice = (
        f"<p><small>密码至少 {MIN_LENGTH} 个字符,长比怪更安全。"
        f'<span lang="en">At least {MIN_LENGTH} characters; long beats odd.</span></small></p>'
    )
    body = (html.alert(problem) if problem else "") + advice
    body += html.form(SETUP, inside, "保存", "Save")
    title = ("首次设置:管理员", "First start: administrator") if first else ("设置密码", "Password")
    return html.page(*title, body, status=status)


def _passwords(*, focus: bool) -> str:
    return "".join(
        html.field(
            name, zh, en, kind="password", autocomplete="new-password", focus=focus and not at
        )
        for at, (name, zh, en) in enumerate(_PASSWORDS)
    )


def _closed(text: str, status: int) -> HTMLResponse:
    onward = f'<p><a href="{SIGN_IN}">去登录 <span lang="en">Sign in</span></a></p>'
    return html.page("链接无效", "Link refused", html.alert(text) + onward, status=status)


def _failed(error: Exception) -> HTMLResponse:
    what = told(error)
    problem = html.alert(f"{what.zh} / {what.en}")
    return html.page("暂时无法完成", "Not possible", problem, status=what.status)
