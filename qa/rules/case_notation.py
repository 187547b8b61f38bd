"""Calls written by hand: the notation in which rule cases are kept.

    坐席: 您好,欢迎致电,工号1024为您服务
    客户: 我想咨询一下
    静音 12
    客户: ~
    坐席 (重叠 1.5): 您先听我说
    坐席 (语速 450, 把握 0.3): …
    客户 (音量 -12, 音高 260): …

One line a turn, the role first (坐席/agent, 客户/customer, 未知/unknown). `~` is a voice without
words. `静音 12` (or `silence 12`) is a pause of so many seconds. In brackets: 重叠/overlap, the
seconds by which the turn starts before the previous one ends; 语速/rate, characters a minute;
把握/confidence, 0–1; 时长/lasts, seconds; 音量/level, dBFS; 音高/pitch, Hz. Otherwise turns follow
each other after `PAUSE_S` at `RATE_CPM`, surely heard, their level and pitch not measured.
"""

import re
from collections.abc import Iterable
from math import nan

from qa.call import Acoustics, AudioCondition, Role, Transcript, Turn
from qa.timeline import Seconds, Span, union

PAUSE_S: Seconds = 0.4
RATE_CPM = 240.0
WORDLESS_S: Seconds = 0.5
CONFIDENCE = 0.9
_ROLES = {
    "坐席": Role.AGENT,
    "agent": Role.AGENT,
    "客户": Role.CUSTOMER,
    "customer": Role.CUSTOMER,
    "未知": Role.UNKNOWN,
    "unknown": Role.UNKNOWN,
}
_OPTIONS = {
    "重叠": "overlap",
    "语速": "rate",
    "把握": "confidence",
    "时长": "lasts",
    "音量": "level",
    "音高": "pitch",
}
_BOUNDS = {
    "overlap": (0, 86_400),
    "rate": (1, 10_000),
    "confidence": (0, 1),
    "lasts": (0, 86_400),
    "level": (-200, 200),
    "pitch": (1, 10_000),
}
"""What an option may be: a day at most, and what a voice could be."""
_SILENCE = re.compile(r"(?:静音|silence)\s+(\d{1,5}(?:\.\d+)?)")
_TURN = re.compile(r"(\w+)\s*(?:[((]([^))]*)[))])?\s*[::](.*)", re.S)


def parse_call(notation: str, condition: AudioCondition) -> Transcript:
    """The transcript that a notation stands for.

    With `condition.mono` every turn has an unknown role, as a recogniser would leave it.

    Raises:
        ValueError: a line is neither a turn nor a silence; names the line.
    """
    turns: list[Turn] = []
    at = pause = 0.0
    for number, line in enumerate(notation.splitlines(), start=1):
        if not line.strip():
            continue
        silence = _SILENCE.fullmatch(line.strip())
        if silence:
            at, pause = at + float(silence[1]), 0.0
            continue
        turn = _turn(line.strip(), number, at, pause, mono=condition.mono)
        turns.append(turn)
        at, pause = max(at, turn.end), PAUSE_S
    return Transcript(
        duration_s=at,
        turns=tuple(sorted(turns, key=lambda turn: turn.start)),
        speech=_speech(turns),
        condition=condition,
        recogniser="notation",
        audio_sha256="",
    )


def _turn(line: str, number: int, at: Seconds, pause: Seconds, *, mono: bool) -> Turn:
    match = _TURN.fullmatch(line)
    role = _ROLES.get(match[1].lower()) if match else None
    if not match or role is None:
        raise ValueError(f"line {number} of the call is neither a turn nor a silence: {line!r}")
    options = _options(match[2] or "", number)
    said = match[3].strip()
    text = "" if said == "~" else said
    length = sum(char.isalnum() for char in text)
    lasts = options.get("lasts", length * 60 / options.get("rate", RATE_CPM) or WORDLESS_S)
    start = max(0.0, at - options["overlap"]) if "overlap" in options else at + pause
    return Turn(
        start=start,
        end=start + lasts,
        role=Role.UNKNOWN if mono else role,
        text=text,
        raw_text=text,
        confidence=options.get("confidence", CONFIDENCE) if text else 0.0,
        acoustics=Acoustics(
            level_dbfs=options.get("level"),
            pitch_hz=options.get("pitch"),
            rate_cpm=length * 60 / lasts if text and lasts else None,
        ),
    )


def _options(written: str, number: int) -> dict[str, float]:
    options: dict[str, float] = {}
    for option in filter(None, re.split(r"[,,]\s*", written.strip())):
        said, _, value = option.strip().partition(" ")
        name = _OPTIONS.get(said, said)
        if name not in _BOUNDS:
            known = ", ".join(_BOUNDS)
            raise ValueError(f"line {number} of the call: {option!r} is none of {known}")
        low, high = _BOUNDS[name]
        try:
            options[name] = float(value)
        except ValueError:
            options[name] = nan
        if not low <= options[name] <= high:
            bounds = f"{low:,} to {high:,}"
            raise ValueError(f"line {number} of the call: {option!r} has no number from {bounds}")
    return options


def _speech(turns: Iterable[Turn]) -> dict[Role, tuple[Span, ...]]:
    spans: dict[Role, list[Span]] = {}
    for turn in turns:
        spans.setdefault(turn.role, []).append(turn.span)
    return {role: union(own) for role, own in spans.items()}
