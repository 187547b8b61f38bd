"""A small server that stands in for the workbench: the host page and /api of a few calls."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from made_call_page import Page, made_peaks, made_wav

PLAYER = Path(__file__).parents[3] / "qa" / "ui" / "player" / "dist" / "player.js"

_THEMES = {
    "light": "--st-background-color:#ffffff;--st-secondary-background-color:#f6f7f9;--st-text-color:#2b2f38;--st-primary-color:#2f6fb5",
    "dark": "--st-background-color:#0e1117;--st-secondary-background-color:#1a1f29;--st-text-color:#e6e8ee;--st-primary-color:#3f7fc6",
}
_HOST = """<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,"><style>
body {{ margin: 0; padding: 12px 20px 0; {theme}; background: var(--st-background-color); }}
</style></head><body><div id="host"></div><script type="module">
import callPage from "/player.js";
const query = new URLSearchParams(location.search);
const page = await (await fetch(`/host/page/${{query.get("call")}}`)).json();
const parentElement = document.getElementById("host").attachShadow({{ mode: "open" }});
const Sound = window.Audio;
window.Audio = function () {{ return (window.audio = new Sound()); }};
window.told = [];
window.data = {{ page, language: query.get("language") ?? "zh", user: "li", autoplay: query.get("autoplay") !== "no" }};
window.mount = (data) => callPage({{
  parentElement, data,
  setStateValue: (name, value) => window.told.push([name, value]),
  setTriggerValue: (name, value) => window.told.push([name, value]),
}});
window.opened = performance.now();
window.unmount = window.mount(window.data);
window.mounted = performance.now() - window.opened;
</script></body></html>"""


@dataclass
class Request:
    """What the browser asked for."""

    method: str
    path: str
    body: Any
    headers: dict[str, str]


@dataclass
class Workbench:
    """The state behind the server; tests change it and read the log."""

    pages: dict[str, Page] = field(default_factory=dict)
    queue: list[str] = field(default_factory=list)
    """Calls that are next."""
    log: list[Request] = field(default_factory=list)
    refuse: tuple[int, str] | None = None
    """Status and error code of every answer to /api while set."""
    sounds: dict[str, bytes] = field(default_factory=dict)
    peaks: dict[str, bytes] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def add(self, page: Page) -> None:
        """Makes a call known."""
        call_id = page["call"]["call_id"]
        self.pages[call_id] = page
        if call_id not in self.sounds:
            self.sounds[call_id] = made_wav(page)
            self.peaks[call_id] = json.dumps(made_peaks(page)).encode()

    def sent(self, method: str, ending: str) -> list[Request]:
        """Requests of a method whose path ends so."""
        return [each for each in self.log if each.method == method and each.path.endswith(ending)]


Answer = tuple[int, Any]


class _Refused(Exception):
    """Status and error code."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    bench: Workbench

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""

    def do_GET(self) -> None:
        self._handle()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        url = urlsplit(self.path)
        body = json.loads(raw) if raw else None
        path = unquote(url.path)
        self.bench.log.append(Request(self.command, path, body, dict(self.headers)))
        if path == "/":
            theme = parse_qs(url.query).get("theme", ["light"])[0]
            return self._send(
                200, _HOST.format(theme=_THEMES[theme]).encode(), "text/html; charset=utf-8"
            )
        if path == "/player.js":
            return self._send(200, PLAYER.read_bytes(), "text/javascript; charset=utf-8")
        if path.startswith("/host/page/"):
            return self._json(200, self.bench.pages[path.rsplit("/", 1)[1]])
        if self.bench.refuse:
            return self._error(*self.bench.refuse)
        if found := re.fullmatch(r"/api/calls/([^/]+)/(audio|peaks)", path):
            return self._media(*found.groups())
        try:
            with self.bench.lock:
                status, answer = self._api(path, body)
        except _Refused as refused:
            return self._error(*refused.args)
        return self._json(status, answer)

    def _api(self, path: str, body: Any) -> Answer:
        if self.command != "GET" and self.headers.get("X-Earmark") != "1":
            raise _Refused(403, "header")
        if path == "/api/queue/next":
            return (200, {"call_id": self.bench.queue.pop(0)}) if self.bench.queue else (204, None)
        if path == "/api/cases":
            return 201, {"id": 7}
        found = re.fullmatch(r"/api/calls/([^/]+)(?:/(.*))?", path)
        page = self.bench.pages.get(found[1]) if found else None
        if page is None or found is None:
            raise _Refused(404, "not_found")
        actions: dict[str, Callable[[Page, Any, str], Answer]] = {
            "": lambda page, body, rest: (200, page),
            "draft": _draft,
            "decisions": _decide,
            "annotations": _annotate,
            "corrections": lambda page, body, rest: (201, {}),
            "heard": lambda page, body, rest: (204, None),
            "submit": _submit,
        }
        action, _, rest = (found[2] or "").partition("/")
        return actions[action](page, body, rest)

    def _media(self, call_id: str, what: str) -> None:
        if what == "peaks":
            return self._send(200, self.bench.peaks[call_id], "application/json")
        sound = self.bench.sounds.get(call_id)
        if sound is None:
            return self._error(404, "recording_missing")
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not found:
            return self._send(200, sound, "audio/wav", {"Accept-Ranges": "bytes"})
        first, last = int(found[1]), min(int(found[2] or len(sound)), len(sound) - 1)
        extra = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {first}-{last}/{len(sound)}"}
        return self._send(206, sound[first : last + 1], "audio/wav", extra)

    def _error(self, status: int, code: str) -> None:
        words = {
            "code": code,
            "message_zh": f"不行:{code}",
            "message_en": f"no: {code}",
            "fix": "再试",
        }
        self._json(status, {"error": words})

    def _json(self, status: int, answer: Any) -> None:
        self._send(
            status, b"" if answer is None else json.dumps(answer).encode(), "application/json"
        )

    def _send(
        self, status: int, body: bytes, kind: str, extra: dict[str, str] | None = None
    ) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (extra or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True


def _draft(page: Page, body: Any, rest: str) -> Answer:
    if body["revision"] != page["draft"]["revision"]:
        raise _Refused(409, "draft_conflict")
    page["draft"] = {
        **body,
        "revision": body["revision"] + 1,
        "total": 50,
        "saved_at": "2018-06-11T22:00:00+08:00",
    }
    return 200, {"revision": page["draft"]["revision"], "total": 50}


def _decide(page: Page, body: Any, rest: str) -> Answer:
    code = rest or body["code"]
    verdict = next(each for each in page["verdicts"] if each["code"] == code)
    verdict["decision"] = body and {"true_state": None, "reason": None, "reviewer": "li", **body}
    return 201, {}


def _annotate(page: Page, body: Any, rest: str) -> Answer:
    if rest:
        kept = [each for each in page["annotations"] if each["id"] != rest]
        changed = [{**each, **body} for each in page["annotations"] if body and each["id"] == rest]
        page["annotations"] = kept + changed
        return 200, {}
    page["annotations"].append({"id": f"a{len(page['annotations'])}", **body})
    return 201, {"id": page["annotations"][-1]["id"]}


def _submit(page: Page, body: Any, rest: str) -> Answer:
    if body["revision"] != page["draft"]["revision"]:
        raise _Refused(409, "draft_conflict")
    return 200, {"total": 61.5, "next": None}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up in the middle of the sound is no error."""


def serve(bench: Workbench) -> tuple[ThreadingHTTPServer, str]:
    """Starts the server on a free port; returns it and its address."""
    handler = type("BenchHandler", (Handler,), {"bench": bench})
    server = _Server(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"
