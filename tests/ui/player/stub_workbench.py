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

import playwright.sync_api
from made_call_page import Page
from made_sound import made_peaks, made_wav

SHORT = "in-20180611-0042"
LONG = "in-20180611-0060"

Open = Callable[..., playwright.sync_api.Page]
"""Opens a call's page: the fixture `open_call`."""

PLAYER = Path(__file__).parents[3] / "qa" / "ui" / "player" / "dist" / "player.js"

# Background, second background, text, primary colour.
_THEMES = {
    "light": ("#ffffff", "#f6f7f9", "#2b2f38", "#ff4b4b"),
    "dark": ("#0e1117", "#1a1f29", "#e6e8ee", "#ff4b4b"),
}
_HOST = (Path(__file__).with_name("host.html")).read_text("utf-8")


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

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        url = urlsplit(self.path)
        body = json.loads(raw) if raw else None
        path = unquote(url.path)
        self.bench.log.append(Request(self.command, path, body, dict(self.headers)))
        if path == "/":
            theme = parse_qs(url.query).get("theme", ["light"])[0]
            host = _HOST
            for name, colour in zip(
                ("ground", "panel", "text", "primary"), _THEMES[theme], strict=True
            ):
                host = host.replace(f"%{name}%", colour)
            return self._send(200, host.encode(), "text/html; charset=utf-8")
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
            "release": lambda page, body, rest: (204, None),
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


for _method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
    setattr(Handler, f"do_{_method}", Handler._handle)


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
