"""`/healthz`: whether the workbench can do its work, for whoever watches over it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from qa.api.errors import NO_STORE
from qa.api.guarded import answered
from qa.api.workbench import Workbench

HEALTH = "/healthz"


def health(bench: Workbench) -> Route:
    """200 when the database answers, 503 with the usual error when it does not."""

    def look() -> Response:
        bench.store.has_users()
        return JSONResponse({"status": "ok"}, headers=NO_STORE)

    async def endpoint(_: Request) -> Response:
        return await answered(lambda: run_in_threadpool(look))

    return Route(HEALTH, endpoint, methods=["GET"])
