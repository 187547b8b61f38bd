"""The page of a call: its data, its draft, decisions on verdicts, and the queue's next one."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from qa.accounts.permissions import Action
from qa.api.bodies import (
    DecisionBody,
    DraftBody,
    HeardBody,
    NextBody,
    ReopenBody,
    SubmitBody,
)
from qa.api.errors import NO_STORE, NO_SUCH_CALL, Refusal
from qa.api.guarded import Guarded
from qa.api.workbench import Workbench, address_of
from qa.people import Person
from qa.review.callpage import call_page
from qa.review.callpage_json import page_bytes
from qa.review.deciding import Decided, decide, withdraw
from qa.review.evaluating import reopen, save_draft, submit
from qa.review.filters import Filter
from qa.review.hearing import heard
from qa.review.queue import next_call, release

CALL = "/api/calls/{call_id}"
NEXT = "/api/queue/next"
DONE = 204


def routes(guarded: Guarded) -> list[Route]:
    """The routes of this module."""
    judge = Action.JUDGE
    return [
        guarded(CALL, _page, Action.SEE_CALL),
        guarded.taking(DraftBody, f"{CALL}/draft", _save_draft, judge, "PUT"),
        guarded.taking(DecisionBody, f"{CALL}/decisions", _decide, judge),
        guarded(f"{CALL}/decisions/{{code}}", _withdraw, judge, ("DELETE",)),
        guarded.taking(SubmitBody, f"{CALL}/submit", _submit, judge),
        guarded.taking(ReopenBody, f"{CALL}/reopen", _reopen, judge),
        guarded.taking(HeardBody, f"{CALL}/heard", _heard, Action.HEAR),
        guarded(f"{CALL}/release", _release, Action.CLAIM, ("POST",)),
        guarded.taking(NextBody, NEXT, _next, Action.CLAIM),
    ]


def call_id_of(request: Request) -> str:
    """The call that the address names.

    Raises:
        Refusal: no call can be called so.
    """
    call_id: str = request.path_params["call_id"]
    if not call_id.isprintable():
        raise Refusal(NO_SUCH_CALL)
    return call_id


def done() -> Response:
    """The answer to what has nothing to tell."""
    return Response(status_code=DONE, headers=NO_STORE)


def _page(request: Request, bench: Workbench, person: Person) -> Response:
    page = call_page(bench.desk, person, bench.now(), call_id_of(request))
    return Response(page_bytes(page), media_type="application/json", headers=NO_STORE)


def _save_draft(request: Request, bench: Workbench, person: Person, sent: DraftBody) -> Response:
    call_id, now = call_id_of(request), bench.now()
    saved = save_draft(bench.desk, person, now, call_id, sent.revision, sent.answers, sent.comment)
    told = {"revision": saved.revision, "total": saved.score.total, "mine": saved.mine}
    return JSONResponse(told, headers=NO_STORE)


def _decide(request: Request, bench: Workbench, person: Person, sent: DecisionBody) -> Response:
    call_id, reason = call_id_of(request), sent.reason or ""
    return _decided(
        lambda: decide(
            bench.desk,
            person,
            bench.now(),
            call_id,
            sent.code,
            sent.outcome,
            true_state=sent.true_state,
            reason=reason,
            seen=sent.seen,
        )
    )


def _withdraw(request: Request, bench: Workbench, person: Person) -> Response:
    call_id, code = call_id_of(request), request.path_params["code"]
    return _decided(lambda: withdraw(bench.desk, person, bench.now(), call_id, code))


def _decided(decide: Callable[[], Decided]) -> Response:
    made = decide()
    told = {"code": made.verdict.code, "outcome": made.verdict.outcome, "total": made.score.total}
    return JSONResponse(told, headers=NO_STORE)


def _submit(request: Request, bench: Workbench, person: Person, sent: SubmitBody) -> Response:
    version = submit(bench.desk, person, bench.now(), call_id_of(request), sent.revision)
    told = {"total": version.body.score.total, "version": version.version, "next": None}
    return JSONResponse(told, headers=NO_STORE)


def _reopen(request: Request, bench: Workbench, person: Person, sent: ReopenBody) -> Response:
    draft = reopen(bench.desk, person, bench.now(), call_id_of(request), sent.why)
    return JSONResponse({"revision": draft.revision}, headers=NO_STORE)


def _heard(request: Request, bench: Workbench, person: Person, sent: HeardBody) -> Response:
    call_id = call_id_of(request)
    heard(bench.desk, person, bench.now(), call_id, sent.spans, address=address_of(request))
    return done()


def _release(request: Request, bench: Workbench, person: Person) -> Response:
    release(bench.desk, person, call_id_of(request))
    return done()


def _next(_: Request, bench: Workbench, person: Person, sent: NextBody) -> Response:
    asked = {
        name: [given] if isinstance(given, str) else given for name, given in sent.filter.items()
    }
    claim = next_call(bench.desk, person, bench.now(), Filter.of(asked))
    return done() if claim is None else JSONResponse({"call_id": claim.call_id}, headers=NO_STORE)
