"""What people remark on a call: annotations, corrected words, cases."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from qa.accounts.permissions import Action
from qa.api.bodies import AnnotationBody, AnnotationChange, CaseBody, CorrectionBody
from qa.api.calls import CALL, call_id_of, done
from qa.api.errors import NO_STORE, Refusal, Told
from qa.api.guarded import Guarded
from qa.api.workbench import Workbench
from qa.casebook.filing import Filing, file_case
from qa.errors import NotThere
from qa.people import Person
from qa.review.remarks import (
    Note,
    annotate,
    correct,
    edit_annotation,
    retire_annotation,
    retire_correction,
)

NO_NUMBER = Told(422, "wrong_shape", "编号须为整数", "this is no number of anything")
_MADE = 201


def routes(guarded: Guarded) -> list[Route]:
    """The routes of this module."""
    notes, words = f"{CALL}/annotations", f"{CALL}/corrections"
    note, word = f"{notes}/{{key}}", f"{words}/{{key}}"
    return [
        guarded.taking(AnnotationBody, notes, _annotate, Action.ANNOTATE),
        guarded.taking(AnnotationChange, note, _edit, Action.ANNOTATE, "PATCH"),
        guarded(note, _retire, Action.ANNOTATE, ("DELETE",)),
        guarded.taking(CorrectionBody, words, _correct, Action.CORRECT),
        guarded(word, _retire_correction, Action.CORRECT, ("DELETE",)),
        guarded.taking(CaseBody, "/api/cases", _file, Action.FILE_CASE),
    ]


def _annotate(request: Request, bench: Workbench, person: Person, sent: AnnotationBody) -> Response:
    note = Note(
        start=sent.start,
        end=sent.end,
        text=sent.text,
        role=sent.role,
        tags=sent.tags,
        quality=sent.quality,
    )
    made = annotate(bench.desk, person, bench.now(), call_id_of(request), note)
    return _made(made.key)


def _edit(request: Request, bench: Workbench, person: Person, sent: AnnotationChange) -> Response:
    key, now = _number(request.path_params["key"]), bench.now()
    edit_annotation(
        bench.desk, person, now, key, text=sent.text, tags=sent.tags, quality=sent.quality
    )
    return done()


def _retire(request: Request, bench: Workbench, person: Person) -> Response:
    try:
        retire_annotation(bench.desk, person, bench.now(), _number(request.path_params["key"]))
    except NotThere:
        return done()  # As it was asked for: a browser asks again when no answer has come.
    return done()


def _correct(request: Request, bench: Workbench, person: Person, sent: CorrectionBody) -> Response:
    place = sent.turn, sent.start, sent.end
    made = correct(bench.desk, person, bench.now(), call_id_of(request), *place, sent.text)
    return _made(made.key)


def _retire_correction(request: Request, bench: Workbench, person: Person) -> Response:
    key = _number(request.path_params["key"])
    try:
        retire_correction(bench.desk, person, bench.now(), call_id_of(request), key)
    except NotThere:
        return done()
    return done()


def _file(_: Request, bench: Workbench, person: Person, sent: CaseBody) -> Response:
    filing = Filing(
        start=sent.start,
        end=sent.end,
        quality=sent.quality,
        category=_number(sent.category),
        tags=sent.tags,
        lesson=sent.lesson,
        better=sent.better,
    )
    annotation = None if sent.annotation_id is None else _number(sent.annotation_id)
    filed = file_case(bench.desk, person, bench.now(), sent.call_id, filing, annotation=annotation)
    return _made(filed.key)


def _made(key: int) -> Response:
    return JSONResponse({"id": key}, status_code=_MADE, headers=NO_STORE)


def _number(text: str | int) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise Refusal(NO_NUMBER) from error
