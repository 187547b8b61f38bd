"""What is true of a call: turns, silences, overtalk, and an inspector's verdicts and flags.

What follows from the clock is computed from the placed speech. What needs judgement is written
in the script; where the two speak of the same thing, they must agree.
"""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from scene import Placed, Scene
from script import Expected, Script

SILENCE_MIN_S = 3.0
DEAD_AIR_S = 8.0
ANNOUNCED_DEAD_AIR_S = 60.0
GRACE_S = 0.5
MAX_INTERRUPTIONS = 2
RATE_CPM = (120, 400)
NEW_AGENT_DAYS = 90
NIGHT_HOURS = (22, 6)
SHORT_S = 15
LONG_S = {"inbound": 600, "callback": 600, "offsite": 900}
METHOD = {
    "trim_floor_db": 35,
    "bridge_s": 0.3,
    "silence_min_s": SILENCE_MIN_S,
    "dead_air_s": DEAD_AIR_S,
    "announced_dead_air_s": ANNOUNCED_DEAD_AIR_S,
    "interruption_grace_s": GRACE_S,
    "max_interruptions": MAX_INTERRUPTIONS,
    "rate_cpm": list(RATE_CPM),
}
LINES = {
    "OPEN-GREETING": ("inbound", "callback", "offsite"),
    "CLOSE-FAREWELL": ("inbound", "callback", "offsite"),
    "CLOSE-EVALUATION": ("inbound",),
    "CLOSE-OTHER-NEEDS": ("inbound",),
    "TALK-TABOO": ("inbound", "callback", "offsite"),
    "TALK-PROMISE": ("inbound", "callback", "offsite"),
    "TALK-DEAD-AIR": ("inbound", "callback", "offsite"),
    "TALK-INTERRUPTION": ("inbound", "callback", "offsite"),
    "TALK-RATE": ("inbound", "callback", "offsite"),
    "CALLBACK-CLEAR-ANSWER": ("callback",),
    "OFFSITE-RISK-NOTICE": ("offsite",),
    "OFFSITE-WILL": ("offsite", "callback"),
    "CUSTOMER-DISSATISFIED": ("inbound", "callback", "offsite"),
    "CUSTOMER-COMPLAINT": ("inbound", "callback", "offsite"),
}
Json = dict[str, Any]


def of_text(script: Script) -> Json:
    """The truth of a file that is not audio: nothing can be heard."""
    return {
        "title": script.title,
        "exercises": script.exercises,
        "decodable": False,
        "error": "recording_unreadable",
        "turns": [],
        "verdicts": {},
        "flags": [],
    }


def of_call(script: Script, scene: Scene) -> Json:
    """The truth of a call that can be heard.

    Raises:
        ValueError: the script's own claims do not come true on the clock.
    """
    placed = _audible(scene)
    overtalk = _overtalk(placed)
    silences = _silences(placed)
    metrics = _metrics(placed, overtalk, silences)
    verdicts = _verdicts(script, metrics, silences)
    how = script.recording
    return {
        "title": script.title,
        "exercises": script.exercises,
        "decodable": True,
        "error": None,
        "duration_s": round(scene.duration_s, 3),
        "roles_known": how.layout == "stereo",
        "truncated": any(p.turn.cut_at is not None for p in placed),
        "channels_swapped": script.manifest.agent_channel not in (None, how.agent_channel),
        "turns": [_turn(p) for p in placed],
        "silences": silences,
        "overtalk": overtalk,
        "metrics": metrics,
        "verdicts": verdicts,
        "flags": _flags(script, scene, verdicts),
    }


def _audible(scene: Scene) -> list[Placed]:
    """The turns that the file holds, the last one shortened where the file is cut."""
    limit_s, audible = scene.duration_s, []
    for p in scene.placed:
        speech = tuple((a, min(b, limit_s)) for a, b in p.speech if a < limit_s)
        if speech:
            audible.append(replace(p, speech=speech, end=speech[-1][1]))
    return audible


def _turn(p: Placed) -> Json:
    return {
        "start": p.start,
        "end": p.end,
        "role": p.turn.role,
        "text": p.turn.audible,
        "speech": [list(span) for span in p.speech],
        **({"backchannel": True} if p.turn.backchannel else {}),
    }


def _silences(placed: list[Placed]) -> list[Json]:
    spans = sorted(span for p in placed for span in p.speech)
    found, until = [], spans[0][1]
    for start, end in spans[1:]:
        if start - until >= SILENCE_MIN_S:
            last = [p for p in placed if p.turn.role == "agent" and p.end <= until]
            announced = bool(last) and last[-1].turn.wait
            found.append({"start": until, "end": start, "announced": announced})
        until = max(until, end)
    return found


def _overtalk(placed: list[Placed]) -> list[Json]:
    found = []
    for n, second in enumerate(placed):
        for first in placed[:n]:
            if first.turn.role != second.turn.role and second.start < first.end:
                found += _overlap(first, second)
    return sorted(found, key=lambda overlap: overlap["start"])


def _overlap(first: Placed, second: Placed) -> list[Json]:
    pieces = [
        (max(a, c), min(b, d), "first" if a <= c else "second")
        for a, b in first.speech
        for c, d in second.speech
        if max(a, c) < min(b, d)
    ]
    wanted = second.turn.interrupts
    if len(pieces) > 1 or any(starter == "second" for *_, starter in pieces):
        raise ValueError(f"{second.turn.text}: overlaps in pieces {pieces}, reword it")
    cuts_off = (
        bool(pieces) and pieces[0][1] - pieces[0][0] > GRACE_S and not second.turn.backchannel
    )
    if cuts_off != wanted:
        raise ValueError(f"{second.turn.text}: interruption {cuts_off}, script says {wanted}")
    return [
        {
            "start": round(start, 2),
            "end": round(end, 2),
            "initiator": second.turn.role,
            "interruption": cuts_off,
        }
        for start, end, _ in pieces
    ]


def _metrics(placed: list[Placed], overtalk: list[Json], silences: list[Json]) -> Json:
    talk = {
        role: sum(b - a for p in placed if p.turn.role == role for a, b in p.speech)
        for role in ("agent", "customer")
    }
    said = sum(characters(p.turn.audible) for p in placed if p.turn.role == "agent")
    cuts = [overlap["initiator"] for overlap in overtalk if overlap["interruption"]]
    return {
        "agent_talk_s": round(talk["agent"], 2),
        "customer_talk_s": round(talk["customer"], 2),
        "silence_s": round(sum(s["end"] - s["start"] for s in silences), 2),
        "overtalk_s": round(sum(o["end"] - o["start"] for o in overtalk), 2),
        "agent_speech_rate_cpm": round(60 * said / talk["agent"], 1) if talk["agent"] else None,
        "interruptions_by_agent": cuts.count("agent"),
        "interruptions_by_customer": cuts.count("customer"),
    }


def characters(text: str) -> int:
    """Letters, digits and Chinese characters; punctuation and blanks do not count."""
    return len(re.findall(r"\w", text))


def _verdicts(script: Script, metrics: Json, silences: list[Json]) -> Json:
    measured = {
        "TALK-DEAD-AIR": any(_dead(silence) for silence in silences),
        "TALK-INTERRUPTION": metrics["interruptions_by_agent"] > MAX_INTERRUPTIONS,
        "TALK-RATE": not RATE_CPM[0] <= metrics["agent_speech_rate_cpm"] <= RATE_CPM[1],
    }
    verdicts = {}
    for code, lines in LINES.items():
        applies = script.manifest.business_line in lines
        want = script.verdicts.get(code, Expected(verdict="pass" if applies else "not_applicable"))
        if code in measured and measured[code] != (want.verdict == "fail"):
            raise ValueError(f"{script.title}: {code} is {want.verdict}, but {metrics} {silences}")
        verdicts[code] = {
            "verdict": want.verdict,
            **({"reason": want.reason} if want.reason else {}),
        }
    return verdicts


def _dead(silence: Json) -> bool:
    limit = ANNOUNCED_DEAD_AIR_S if silence["announced"] else DEAD_AIR_S
    return bool(silence["end"] - silence["start"] > limit)


def _flags(script: Script, scene: Scene, verdicts: Json) -> list[str]:
    row, layout = script.manifest, script.recording.layout
    failed = {code for code, found in verdicts.items() if found["verdict"] == "fail"}
    hired_for = row.started_at.date() - row.agent_hired_on
    raised = {
        "long": scene.duration_s > LONG_S[row.business_line],
        "short": scene.duration_s < SHORT_S,
        "dissatisfied": row.satisfaction == "不满意" or "CUSTOMER-DISSATISFIED" in failed,
        "complaint": "CUSTOMER-COMPLAINT" in failed,
        "fatal": "TALK-PROMISE" in failed,
        "night_shift": not NIGHT_HOURS[1] <= row.started_at.hour < NIGHT_HOURS[0],
        "new_agent": hired_for < timedelta(days=NEW_AGENT_DAYS),
        "mono": layout == "mono",
        "identical_channels": layout == "identical",
    }
    return [flag for flag, up in raised.items() if up]
