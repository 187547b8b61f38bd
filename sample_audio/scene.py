"""A script performed: every line synthesised, placed on the clock, and the two channels mixed."""

import random
from dataclasses import dataclass

import numpy as np
import telephone
from script import Script, Turn
from telephone import RATE_HZ, Samples
from voice import RATE_HZ as STUDIO_HZ
from voice import Voice

MARGIN_S = 0.1
"""What is said over the other party keeps this far from the edges of that party's voice."""


@dataclass(frozen=True)
class Placed:
    """A turn with its place on the clock of the recording, in seconds."""

    turn: Turn
    start: float
    end: float
    speech: tuple[tuple[float, float], ...]
    """Voiced stretches, first and last sound being the turn's start and end."""
    line: Samples


@dataclass(frozen=True)
class Scene:
    """What is heard, and exactly when."""

    placed: tuple[Placed, ...]
    channels: Samples
    """Shape (samples, 1 or 2), −1 … 1, at 8 kHz."""
    duration_s: float
    """Of what the file holds: a cut file's is that of its remains."""


def perform(call_id: str, script: Script, voice: Voice) -> Scene:
    """Speak and mix the whole script. The call's id seeds what is drawn."""
    placed = _place(call_id, script, voice)
    length = round((max(p.end for p in placed) + script.recording.tail_s) * RATE_HZ)
    cut = next((p.start + p.turn.cut_at for p in placed if p.turn.cut_at is not None), None)
    duration_s = length / RATE_HZ if cut is None else round(cut, 2)
    return Scene(tuple(placed), _mix(call_id, script, placed, length), duration_s)


def _place(call_id: str, script: Script, voice: Voice) -> list[Placed]:
    placed: list[Placed] = []
    for number, turn in enumerate(script.turns):
        draw = random.Random(f"{call_id}/{number}")
        pause, loudness = draw.uniform(0.3, 0.7), draw.uniform(-1.5, 1.5)
        line = _speak(script, turn, loudness, voice)
        spans = telephone.activity(line)
        start = _start(script, turn, placed, pause, spans[-1][1])
        speech = tuple((round(start + a, 2), round(start + b, 2)) for a, b in spans)
        placed.append(Placed(turn, start, speech[-1][1], speech, line))
    return placed


def _speak(script: Script, turn: Turn, loudness_db: float, voice: Voice) -> Samples:
    speaker = script.speaker(turn.role)
    studio = voice.say(turn.say or turn.text, speaker.voice, speaker.speed * turn.speed)
    line = telephone.on_the_line(studio, STUDIO_HZ, speaker.tune)
    return telephone.levelled(line, speaker.level_dbfs + loudness_db)


def _start(
    script: Script, turn: Turn, before: list[Placed], pause: float, length_s: float
) -> float:
    if not before:
        return round(script.recording.lead_s, 2)
    if turn.over is not None:
        return round(before[-1].end - turn.over, 2)
    if turn.into is not None:
        return _inside(before[-1], before[-1].start + turn.into, length_s, turn)
    said = max(earlier.end for earlier in before)
    return round(said + (pause if turn.after is None else turn.after), 2)


def _inside(other: Placed, earliest: float, length_s: float, turn: Turn) -> float:
    """Where a turn of `length_s` lies wholly over one voiced stretch of `other`."""
    for start, end in other.speech:
        at = max(earliest, start + MARGIN_S)
        if at + length_s <= end - MARGIN_S:
            return round(at, 2)
    raise ValueError(f"{turn.text}: {length_s} s fit nowhere into {other.speech} from {earliest}")


def _mix(call_id: str, script: Script, placed: list[Placed], length: int) -> Samples:
    draw = np.random.default_rng(list(call_id.encode()))
    clean = {role: _lines(placed, role, length) for role in ("agent", "customer")}
    heard = {
        role: telephone.with_crosstalk(clean[role], clean[other], script.recording.crosstalk_db)
        + telephone.line_noise(length, script.speaker(role).noise_dbfs, draw)
        for role, other in (("agent", "customer"), ("customer", "agent"))
    }
    order = ("agent", "customer") if script.recording.agent_channel == 0 else ("customer", "agent")
    stereo = np.stack([heard[role] for role in order], axis=1)
    if script.recording.layout != "stereo":
        width = 1 if script.recording.layout == "mono" else 2
        stereo = np.repeat(stereo.mean(axis=1, keepdims=True), width, axis=1)
    return np.clip(stereo, -0.99, 0.99)


def _lines(placed: list[Placed], role: str, length: int) -> Samples:
    channel = np.zeros(length)
    for p in placed:
        if p.turn.role == role:
            at = round(p.start * RATE_HZ)
            channel[at : at + len(p.line)] += p.line
    return channel
