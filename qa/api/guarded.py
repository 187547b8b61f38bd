"""How a route is written: which action it is, and a function that may assume it is allowed."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from qa.accounts.permissions import Action, check
from qa.api.bodies import body
from qa.api.errors import NOT_FROM_HERE, NOT_SIGNED_IN, Refusal, answer, told
from qa.api.same_site import is_same_site
from qa.api.workbench import Workbench
from qa.people import Person

MARK = "X-Earmark"
"""A header that no form and no other site can send."""
READING = ("GET", "HEAD")

B = TypeVar("B")
Handler = Callable[[Request, Workbench, Person], Response]
"""Runs in a thread: it may wait for the database."""
Taker = Callable[[Request, Workbench, Person, B], Response]
"""The same, with the body that was sent."""


class Guarded:
    """Makes routes that check who asks before anything else."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def __call__(
        self, path: str, handler: Handler, action: Action, methods: tuple[str, ...] = ("GET",)
    ) -> Route:
        """A route for whoever may do `action`. Errors are answered as JSON."""

        def run(request: Request) -> Response:
            return handler(request, self._bench, self._allowed(request, action))

        async def endpoint(request: Request) -> Response:
            return await answered(lambda: run_in_threadpool(run, request))

        return Route(path, endpoint, methods=list(methods), name=f"{action}:{path}")

    def taking(
        self, kind: type[B], path: str, handler: Taker[B], action: Action, method: str = "POST"
    ) -> Route:
        """The same for a route that takes JSON; nobody's is read who may not do `action`."""

        async def respond(request: Request) -> Response:
            person = await run_in_threadpool(self._allowed, request, action)
            sent = await body(request, kind)
            return await run_in_threadpool(handler, request, self._bench, person, sent)

        async def endpoint(request: Request) -> Response:
            return await answered(lambda: respond(request))

        return Route(path, endpoint, methods=[method], name=f"{method}:{action}:{path}")

    def _allowed(self, request: Request, action: Action) -> Person:
        if request.method not in READING:
            refuse_foreign(request, self._bench)
            if request.headers.get(MARK) != "1":
                raise Refusal(NOT_FROM_HERE)
        person = self._bench.person(request)
        if person is None:
            raise Refusal(NOT_SIGNED_IN)
        check(person, action)
        return person


async def answered(respond: Callable[[], Awaitable[Response]]) -> Response:
    """The response, or the error as JSON."""
    try:
        return await respond()
    except Exception as error:
        return answer(told(error))


def refuse_foreign(request: Request, bench: Workbench) -> None:
    """Go on only when the request was made by a page of this site.

    Raises:
        Refusal: it was not, or the browser does not say.
    """
    if not is_same_site(request.headers, bench.settings.serve.origins):
        raise Refusal(NOT_FROM_HERE)
