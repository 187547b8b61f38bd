"""A real browser on a stub of the workbench, and the build hook."""

import importlib.util
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import ModuleType

import pytest
from made_call_page import made_page
from playwright.sync_api import Browser, Error, Page
from stub_workbench import LONG, SHORT, Open, Workbench, serve

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def calls() -> Workbench:
    """A call of five minutes and one of an hour, with their sound."""
    made = Workbench()
    made.add(made_page(SHORT))
    made.add(made_page(LONG, turns=700, duration_s=3600.0))
    return made


@pytest.fixture
def bench(calls: Workbench) -> Workbench:
    """The calls as nobody has touched them yet."""
    return Workbench(pages=deepcopy(calls.pages), sounds=dict(calls.sounds), peaks=calls.peaks)


@pytest.fixture
def open_call(browser: Browser, bench: Workbench) -> Iterator[Open]:
    """Opens a call's page and waits until its waveform is drawn.

    An error of the page's script fails the test.
    """
    server, address = serve(bench)
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, timezone_id="Asia/Shanghai"
    )
    errors: list[Error] = []

    def opened(call_id: str = SHORT, **query: str) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(error))
        rest = "".join(f"&{name}={value}" for name, value in query.items())
        page.goto(f"{address}/?call={call_id}{rest}")
        page.locator(".overview").wait_for()
        return page

    yield opened
    context.close()
    server.shutdown()
    server.server_close()
    assert not errors, errors


@pytest.fixture(scope="session")
def hook() -> ModuleType:
    """`hatch_build.py` of the project's folder."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
