"""`hang_up`: who ended the call, how fast, and whether the other was still speaking.

    hang_up: {by: agent, while_speaking: customer}     # cut off in mid-sentence
    hang_up: {by: agent, within_s: 1}                  # hardly waited for an answer
    hang_up: {by: agent, after_s: 20}                  # left the line open

All that is given has to hold. Who ended it comes from the manifest (`ended_by`); the seconds run
from the last speech to the end of the recording. Unknown where the manifest does not say, where
the file is cut short or holds no speech, and, for who was speaking, where the roles are unknown
or that role was not heard.
"""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Literal

from pydantic import Field, model_validator

from qa.call import Role
from qa.rules.doubts import missing_ends
from qa.rules.evidence import clock
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth, false, true, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.operators.measured import why_unheard
from qa.rules.verdict import Evidence
from qa.timeline import Seconds, Span

_STILL_S: Seconds = 0.3
"""Who spoke until so shortly before the end was cut off: a line takes a moment to close."""
_NAMES = {**ROLE_NAMES, "system": "系统"}
Part = tuple[Truth, str]
"""Whether one of the things asked for holds, in words."""


class HangUp(Operator):
    """Who ended the call, how fast, and whether the other was still speaking."""

    by: Literal["agent", "customer", "system"] | None = None
    """Who hung up."""
    within_s: Annotated[float, Field(ge=0)] | None = None
    """Seconds from the last speech to the end of the recording, at most."""
    after_s: Annotated[float, Field(ge=0)] | None = None
    """Seconds from the last speech to the end of the recording, at least."""
    while_speaking: Literal["agent", "customer"] | None = None
    """Who was still speaking at the end."""

    @model_validator(mode="after")
    def _something(self) -> "HangUp":
        asked = (self.by, self.within_s, self.after_s, self.while_speaking)
        if all(each is None for each in asked):
            raise ValueError("give some of by, within_s, after_s, while_speaking")
        return self

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare how the call ended."""
        found: list[Part] = []
        for truth, why in self._parts(hearing):
            if truth is Truth.FALSE:
                return false(Evidence(why))
            found.append((truth, why))
        doubts = [why for truth, why in found if truth is Truth.UNKNOWN]
        if doubts:
            return unknown(Evidence(";".join(doubts)))
        return true(partial(self._evidence, hearing, ",".join(why for _, why in found)))

    def _parts(self, hearing: Hearing) -> Iterator[Part]:
        """What is asked for, the cheapest first."""
        if self.by:
            ended_by = hearing.call.ended_by
            if ended_by is None:
                yield Truth.UNKNOWN, "清单未提供挂机方,无法判断是谁挂机"
            else:
                yield _is(ended_by.value == self.by), f"{_NAMES[ended_by.value]}挂机"
        if self.within_s is not None or self.after_s is not None:
            yield self._quiet(hearing)
        if self.while_speaking:
            yield self._spoke(hearing, self.while_speaking)

    def _quiet(self, hearing: Hearing) -> Part:
        end = _last_sound(hearing)
        if end is None or hearing.condition.truncated:
            return Truth.UNKNOWN, _no_end(hearing)
        quiet_s = max(0.0, hearing.transcript.duration_s - end)
        soon = self.within_s is None or quiet_s <= self.within_s
        late = self.after_s is None or quiet_s >= self.after_s
        return _is(soon and late), f"最后一句话说完 {quiet_s:.1f} s 后录音结束"

    def _spoke(self, hearing: Hearing, role: str) -> Part:
        end = _last_sound(hearing)
        if end is None or hearing.condition.truncated:
            return Truth.UNKNOWN, _no_end(hearing)
        who = ROLE_NAMES[role]
        until = end if hearing.condition.ends_in_speech else hearing.transcript.duration_s
        if end < until - _STILL_S and not hearing.roles_known:
            return Truth.FALSE, "录音结束时没有人在说话"
        nobody = why_unheard(hearing, role)
        if nobody:
            return Truth.UNKNOWN, nobody
        own = hearing.transcript.speech[Role(role)][-1].end
        if own >= until - _STILL_S:
            return Truth.TRUE, f"录音结束时{who}还在说话"
        silent_s = hearing.transcript.duration_s - own
        return Truth.FALSE, f"{who}在录音结束前 {silent_s:.1f} s 已说完"

    def _evidence(self, hearing: Hearing, why: str) -> Evidence:
        """The end of the call, from the last words."""
        end = hearing.transcript.duration_s
        turns = hearing.turns_of(self.while_speaking or "any")
        if not turns:
            return Evidence(why, Span(end, end))
        last = max(turns, key=lambda turn: turn.end)
        span = Span(last.start, max(last.end, end))
        return Evidence(f"{clock(last.end)} {why}", span, last.role, last.text or None)


def _is(holds: bool) -> Truth:
    return Truth.TRUE if holds else Truth.FALSE


def _last_sound(hearing: Hearing) -> Seconds | None:
    ends = [spans[-1].end for spans in hearing.transcript.speech.values() if spans]
    return max(ends, default=None)


def _no_end(hearing: Hearing) -> str:
    why = ";".join(missing_ends(hearing, ["file"])) or "整通录音没有听到人声"
    return f"{why},无法判断通话怎样结束"
