"""The clips of cases, to hear."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from qa.accounts.permissions import Action
from qa.api.errors import NO_STORE
from qa.api.guarded import Guarded
from qa.api.workbench import Workbench, address_of
from qa.casebook.clips import MEDIA_TYPE, hear_case
from qa.casebook.query import key_of
from qa.errors import NotThere
from qa.people import Person

CLIP = "/api/cases/{case_id}/audio"


def routes(guarded: Guarded) -> list[Route]:
    """The routes of this module."""
    return [guarded(CLIP, _clip, Action.SEE_CASEBOOK)]


def clip_url(key: int) -> str:
    """Where the clip of a case is."""
    return CLIP.replace("{case_id}", str(key))


def _clip(request: Request, bench: Workbench, person: Person) -> Response:
    where = address_of(request)
    path = hear_case(bench.desk, bench.clips, person, bench.now(), _key(request), address=where)
    headers = {**NO_STORE, "Content-Disposition": "inline"}
    # Answers ranges, 206 and 416, and If-Range by date or tag.
    return FileResponse(path, media_type=MEDIA_TYPE, headers=headers)


def _key(request: Request) -> int:
    key = key_of(request.path_params["case_id"])
    if key is None:
        raise NotThere("没有这个案例", "there is no such case")
    return key
