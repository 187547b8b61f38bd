"""All routes, and what stands before Streamlit's."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from threading import Thread

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from qa.api import calls, clips, media, remarks
from qa.api.company import NO_COMPANY, Company
from qa.api.gate import Gate
from qa.api.guarded import Guarded
from qa.api.health import health
from qa.api.setup import Setup
from qa.api.sign_in import SignIn
from qa.api.workbench import Workbench, workbench
from qa.errors import EarmarkError


def routes(bench: Workbench | None = None, *, company: Company = NO_COMPANY) -> list[BaseRoute]:
    """Every route of Earmark's own; `bench` is this process's own when left out."""
    bench = bench or workbench()
    guarded = Guarded(bench)
    return [
        health(bench),
        *SignIn(bench, company).routes(),
        *Setup(bench).routes(),
        *media.routes(guarded),
        *clips.routes(guarded),
        *calls.routes(guarded),
        *remarks.routes(guarded),
    ]


def middleware(bench: Workbench | None = None) -> list[Middleware]:
    """What every request passes first."""
    return [Middleware(Gate, bench=bench or workbench())]


@asynccontextmanager
async def lifespan(_app: object) -> AsyncGenerator[None]:
    """Reads rulebooks and scorecards while the first person signs in: it takes seconds."""
    Thread(target=_read_ahead, name="read ahead", daemon=True).start()
    yield


def _read_ahead() -> None:
    # What is wrong is said by the first page that needs them.
    with suppress(EarmarkError):
        _ = workbench().desk
