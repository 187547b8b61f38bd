"""What an attacker may put into a rulebook, and a guard around loading it."""

import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from calls import MONO, heard, judged

from qa.errors import Problem, RulebookError
from qa.rules.rulebook import Rulebook, load_rulebook

HEAD = "line: inbound\nname: {zh: 呼入, en: inbound}\n"
VALUES = (
    "0", "-1", "1" * 39, "1" * 5000, "0x" + "F" * 30, "0x" + "F" * 6000, "1" + ":59" * 9, "1e999",
    "1" + ":59" * 3000, "0b" + "1" * 9000, ".inf", "-.inf", ".nan", "null", "~", "yes",
    "2026-13-45", "[]", "{}", "[[[[[[]]]]]]", "[" * 60 + "]" * 60, "{a: " * 60 + "1" + "}" * 60,
    '""', "'", '"', "!!python/object/apply:os.system ['touch canary']", "!!python/name:os.system",
    "!x 1", "!!binary aGk=", "&a [1]", "*a", "{<<: {a: 1}}", "? x", "| x", "> y", "%YAML 9", "---",
    "...", '"\\0"', '"\\ud800"', '"\\U0010FFFF"', '"\\x1b[2J"', "\ufeff", "\u2028", "@", "'@'",
    "'@x'", "'(a+)+b'", "'(.*)*x'", "'.*.*.*x'", "'(a|aa)+$'", "'(?:a{0,50}){0,50}'", "'['",
    "'(?i)(a+)+'", "'" + "(的|得)" * 60 + "'", "'" + "(的)?…" * 60 + "的'",
    "'" + "的{0-40}" * 9 + "的'", "'" + "的" * 1200 + "'", "'" + "(" * 30 + "的" + ")" * 30 + "'",
    "'的{digits}{number}{0-9}'", "'<的><得>'", "'='", "'()'", "'…'", "[../secret.yaml]",
    "[/etc/passwd]", "[link.yaml]", "[loop.yaml]", "[pipe.yaml]", "[inbound.yaml]",
    "['" + "a/" * 900 + "b.yaml']", "['sub/../../secret.yaml', '', '.', '~', '/', \"a\\0b\"]",
)  # fmt: skip
"""Put in the place of a value."""
CALLS = (
    heard("坐席: 您好,工号1024为您服务\n客户: 我要投诉,等了30分钟\n静音 12\n坐席: 久等了"),
    heard("坐席: 请您稍等" + "的得" * 30 + "\n客户: 好的再见", MONO),
    heard("坐席 (时长 3): ~\n客户 (把握 0.1): 嗯"),
    heard(""),
)
_PROGRAMS = ("os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.Popen")
_seen: list[tuple[str, str]] = []
_watching = False


class Hang(BaseException):
    """Not an Exception, so that nobody takes it for an error of his own."""


@contextmanager
def guarded(seconds: int) -> Iterator[None]:
    """Fails what hangs, runs a program or opens a file that is no business of a rulebook."""
    global _watching
    before = signal.signal(signal.SIGALRM, _hang)
    signal.alarm(seconds)
    _seen.clear()
    _watching = True
    try:
        yield
    finally:
        _watching = False
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert not _seen


def _hang(number: int, frame: FrameType | None) -> None:
    raise Hang(f"takes too long, now in {frame.f_code.co_qualname if frame else 'nowhere'}")


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event == "open":
        path = str(arguments[0])
        if "secret" in path or path.startswith("/etc/") or path.endswith("pipe.yaml"):
            _seen.append((event, path))
    elif _watching and (event in _PROGRAMS or event.startswith("socket.")):
        _seen.append((event, repr(arguments)))


sys.addaudithook(_audit)


def dangerous_folder(folder: Path) -> Path:
    """A folder for rulebooks with ways out of it: a link, a link to itself, a pipe, a secret."""
    books = folder / "books"
    books.mkdir()
    (folder / "secret.yaml").write_text("phrases: {}")
    (books / "link.yaml").symlink_to(folder / "secret.yaml")
    (books / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(books / "pipe.yaml")
    return books


def survived(path: Path, seconds: int = 60) -> Rulebook | None:
    """The rulebook if it can be loaded; otherwise it has said what is wrong, and where."""
    problems: Sequence[Problem] = ()
    book = None
    with guarded(seconds):
        try:
            book = load_rulebook(path)
        except RulebookError as error:
            problems = error.problems
        for call in CALLS if book else ():
            judged(book, call)
    assert bool(problems) is (book is None)
    for problem in problems:
        assert re.match(r"[\w/.]+\.yaml(:\d+)?$", problem.place)
        assert len(str(problem).encode()) < 5_000
    return book


def by_itself(condition: str) -> str:
    """A rulebook of one rule with a condition."""
    rule = "code: A, name: {zh: 某, en: some}, group: talk, severity: major, good: 好, bad: 坏"
    return f"{HEAD}rules:\n- {{{rule}, fails_when: {condition}}}\n"
