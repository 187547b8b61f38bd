"""The call page as a Streamlit component: player, transcript, evidence, scorecard, annotations.

All of it is one JavaScript module, built from `qa/ui/player` when the package is built. It
talks to `/api` by itself, so that no key press waits for a run of the script.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from qa.errors import PlayerNotBuilt
from qa.timeline import Seconds

_NAME = "earmark.call_page"
_ROOM = """<style>
[data-testid="stMainBlockContainer"]:has(.stBidiComponent) { padding: 3.75rem 1.25rem 0; }
</style>"""
"""The call page needs the width and height that Streamlit leaves empty around a page."""


@dataclass(frozen=True, slots=True)
class CallPageResult:
    """What the call page has told since it was mounted."""

    call_id: str | None
    """The call that is open now, when the inspector went on to another one in the page."""
    language: str | None
    """`zh` or `en`, when the inspector switched in the page."""
    finished: str | None
    """In the run right after: the call that was left because no other is next, or on request."""


def call_page(
    page: Mapping[str, object],
    *,
    user: str,
    language: Literal["zh", "en"] = "zh",
    queue_filter: Mapping[str, object] | None = None,
    base: str = "",
    autoplay: bool = True,
    at: Seconds | None = None,
    key: str = "call_page",
) -> CallPageResult:
    """Mounts the call page.

    Args:
        page: the call page's data, as `GET /api/calls/{call_id}` answers it. Data of the call
            that is open already is not taken over: the browser has what is newer.
        user: the username; keeps the unsaved work of two people at one browser apart.
        language: of the page's own words.
        queue_filter: sent along when the next call is taken from the queue.
        base: the path under which the workbench is served, without a slash at its end.
        autoplay: play the first evidence as soon as a call opens.
        at: where to begin instead, in this call.
        key: Streamlit's key of the component.

    Raises:
        PlayerNotBuilt: the JavaScript module is not there.
    """
    data = {
        "page": dict(page),
        "user": user,
        "language": language,
        "filter": dict(queue_filter or {}),
        "base": base,
        "autoplay": autoplay,
        "at": at,
    }
    st.html(_ROOM)
    told = _component()(
        key=key,
        data=data,
        on_call_id_change=_nothing,
        on_language_change=_nothing,
        on_finished_change=_nothing,
    )
    return CallPageResult(told.get("call_id"), told.get("language"), told.get("finished"))


def _nothing() -> None:
    """Streamlit knows a value of a component only when somebody listens."""


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(_NAME, js=player_module())


def player_module() -> str:
    """The built JavaScript module.

    Raises:
        PlayerNotBuilt: it is not there.
    """
    built = files("qa.ui").joinpath("player", "dist", "player.js")
    try:
        return built.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise PlayerNotBuilt(
            f"{built}: the call page is not built → pip install -e . in the project's folder, "
            "or npm ci && npm run build in qa/ui/player"
        ) from error
