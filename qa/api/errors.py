"""What is answered when something is refused: the same shape for every error, no traceback."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from qa.errors import (
    AccountError,
    ClaimLost,
    Conflict,
    DecisionError,
    EarmarkError,
    Forbidden,
    Incomplete,
    NotThere,
    RecordingForbidden,
    RecordingMissing,
    RecordingUnreadable,
    ReviewError,
    RulebookError,
    StoreError,
    UnknownCall,
)

_log = logging.getLogger(__name__)
NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Told:
    """An error as the browser gets it."""

    status: int
    code: str
    zh: str
    en: str
    fix: str = ""


class Refusal(EarmarkError):
    """A request is refused for a reason of HTTP's."""

    def __init__(self, told: Told) -> None:
        self.told = told
        super().__init__(f"{told.zh} / {told.en}")


NOT_SIGNED_IN = Told(401, "not_signed_in", "尚未登录或登录已过期", "not signed in", "/sign-in")
NO_SUCH_CALL = Told(404, "no_such_call", "没有这通通话", "there is no such call")
NOT_FROM_HERE = Told(
    403,
    "cross_site",
    "请求不是从本站发出的",
    "the request does not come from this site",
    "behind a proxy, name the public address in serve.origins",
)
TOO_LARGE = Told(413, "too_large", "请求内容过大", "the request is too large")
WRONG_TYPE = Told(415, "wrong_type", "请求的内容类型不对", "the content type is not the expected")
MALFORMED = Told(400, "malformed", "请求内容无法解析", "the request cannot be read")
_DEFECT = Told(
    500, "defect", "程序内部错误,已记入日志", "a defect of Earmark; it was logged", "try again"
)
_DATABASE = Told(
    503,
    "database",
    "数据库暂时不可用,请稍后再试;未提交的内容不会丢失",
    "the database is not available at the moment",
    "try again in a moment; `qa doctor` and `qa db status` tell more",
)
# A recording's place is nothing that a browser needs to know.
_KNOWN: Mapping[type[EarmarkError], Told] = {
    Forbidden: Told(403, "forbidden", "您的角色不能执行此操作", "your role does not allow this"),
    RecordingMissing: Told(
        404,
        "recording_missing",
        "录音文件找不到,可能已被移走或删除",
        "the recording is gone; it may have been moved or deleted",
        "check the recording's place with whoever keeps the recordings",
    ),
    RecordingForbidden: Told(
        404,
        "recording_forbidden",
        "录音不在允许的目录之内",
        "the recording lies outside the allowed roots",
        "add its folder to allowed_roots",
    ),
    RecordingUnreadable: Told(
        422,
        "recording_unreadable",
        "录音文件已损坏或不是音频,无法播放",
        "the recording is damaged or no audio, and cannot be played",
        "export the recording anew",
    ),
    AccountError: Told(422, "account", "账号操作无法完成", "the account cannot be changed so"),
    DecisionError: Told(
        422, "decision", "这一判定前后矛盾或已不适用", "the decision contradicts itself", "reload"
    ),
    RulebookError: Told(
        500,
        "standards",
        "本公司的规则或评分表有错误,请联系管理员",
        "the company's rulebooks or scorecards have mistakes",
        "`qa rules check` names them",
    ),
    UnknownCall: NO_SUCH_CALL,
    StoreError: _DATABASE,
}
_STATUS: Mapping[type[ReviewError], int] = {
    NotThere: 404,
    Incomplete: 422,
    ReviewError: 422,
    ClaimLost: 409,
    Conflict: 409,
}


def told(error: Exception) -> Told:
    """What to answer; what nobody expected is written to the server's log."""
    if isinstance(error, Refusal):
        return error.told
    for kind in type(error).__mro__:
        if isinstance(error, ReviewError) and kind in _STATUS:
            return Told(_STATUS[kind], error.kind, error.zh, error.en, error.fix)
        if kind in _KNOWN:
            if _KNOWN[kind].status >= 500:
                _log.error("%s", error)
            return _KNOWN[kind]
    _log.error("a request failed", exc_info=error)
    return _DEFECT


def answer(what: Told) -> Response:
    """The error as JSON."""
    body = {"code": what.code, "message_zh": what.zh, "message_en": what.en, "fix": what.fix}
    return JSONResponse({"error": body}, status_code=what.status, headers=NO_STORE)
