"""All routes, and what stands before Streamlit's."""

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
