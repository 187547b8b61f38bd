"""What browsers send as JSON, in bounded size and of known shape."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request

from qa.api.errors import MALFORMED, WRONG_TYPE, Refusal, Told
from qa.api.forms import bounded
from qa.call import Role
from qa.rules.decision import Outcome
from qa.rules.verdict import State
from qa.store.evaluation_values import Answer
from qa.store.remark_values import Quality

MAX_BYTES = 1_000_000
"""A draft with the longest comment on each criterion is smaller."""
Texts = Annotated[list[str], Meta(max_length=100)]
B = TypeVar("B")


class DraftBody(Struct, frozen=True):
    """All answers, made from revision `revision` of the draft."""

    revision: Annotated[int, Meta(ge=0)]
    answers: Annotated[dict[str, Answer], Meta(max_length=500)]
    comment: str = ""


class DecisionBody(Struct, frozen=True):
    """A decision on the verdict of rule `code`."""

    code: str
    outcome: Outcome
    true_state: State | None = None
    reason: str | None = None
    seen: State | None = None
    """The verdict as the person saw it."""


class AnnotationBody(Struct, frozen=True):
    """A remark on a stretch, in seconds."""

    start: float
    end: float
    text: str = ""
    role: Role | None = None
    tags: Texts = []
    quality: Quality | None = None


class AnnotationChange(Struct, frozen=True):
    """What an annotation is to say instead; its stretch stays."""

    text: str = ""
    tags: Texts = []
    quality: Quality | None = None


class CorrectionBody(Struct, frozen=True):
    """What was really said at characters [start, end) of a turn."""

    turn: int
    start: int
    end: int
    text: str


class SubmitBody(Struct, frozen=True):
    """The draft's revision that is to become the evaluation."""

    revision: int


class ReopenBody(Struct, frozen=True):
    """Why a finished evaluation is opened again."""

    why: str


class HeardBody(Struct, frozen=True):
    """Stretches that were played, in seconds."""

    spans: Annotated[list[tuple[float, float]], Meta(max_length=2_000)]


class NextBody(Struct, frozen=True):
    """The filter of the queue, by the names of the parameters of its address."""

    filter: Mapping[str, list[str] | str] = {}


class CaseBody(Struct, frozen=True):
    """A stretch of a call to keep as a case."""

    call_id: str
    start: float
    end: float
    quality: Quality
    category: int | str
    annotation_id: int | str | None = None
    tags: Texts = []
    lesson: str = ""
    better: str = ""


async def body(request: Request, kind: type[B]) -> B:
    """The request's body; an empty one stands for `{}`.

    Raises:
        Refusal: it is too large, is not JSON, or has another shape; the place is named.
    """
    raw = await bounded(request, MAX_BYTES) if "content-length" in request.headers else b""
    sent_as = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if raw and sent_as != "application/json":
        raise Refusal(WRONG_TYPE)
    try:
        return msgspec.json.decode(raw or b"{}", type=kind)
    except msgspec.ValidationError as error:
        text = f"{MALFORMED.zh}: {error}", f"{MALFORMED.en}: {error}"
        raise Refusal(Told(422, "wrong_shape", *text)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal(MALFORMED) from error
