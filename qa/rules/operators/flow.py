"""`flow`: the steps of a script are said in order.

    flow:
      label: 见证话术
      role: agent
      look_ahead: 20
      steps:
        - {name: 核实身份, phrases: ["@identity"], points: 20}
        - name: 风险揭示
          alternatives:
            - [{name: 股票风险, phrases: ["@stock_risk"], points: 30}]
            - [{name: 基金风险, phrases: ["@fund_risk"], points: 30}]
        - {name: 邀请提问, phrases: [有什么问题], optional: true}

For call-back questionnaires and witness scripts. Of several alternatives the one that was
followed best counts. False names every step that was skipped, or said out of order, and the
points; unknown when a skipped step may have been said unheard, or the speaker is not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from math import prod
from typing import Annotated, Literal

from pydantic import Field, model_validator

from qa.call import Role
from qa.rules.ear import Listener
from qa.rules.evidence import clock, hit_evidence
from qa.rules.hearing import Hearing
from qa.rules.listening import DOUBTFUL, Listening
from qa.rules.logic import Finding, false, true, unknown
from qa.rules.operators.base import Operator, Phrases
from qa.rules.operators.phrase import Phrase
from qa.rules.position import Strict
from qa.rules.script import Followed, Heard, Line, best_way, ways
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence
from qa.timeline import Span

MAX_WAYS = 64
"""Ways through one script; more are a sign to make two scripts of it."""


class Step(Strict):
    """One thing to say, or a choice among sequences of steps."""

    name: str
    """What the step is, in words for the reader."""
    phrases: Phrases = ()
    """Any of these says it."""
    except_: Annotated[Phrases, Field(alias="except")] = ()
    """A hit overlapped by one of these does not count."""
    role: Literal["agent", "customer"] | None = None
    """Who says it; by default the script's role."""
    optional: bool = False
    """Whether it may be left out."""
    points: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    """What saying it in order earns."""
    alternatives: tuple[tuple["Step", ...], ...] = ()
    """Instead of phrases: sequences of steps, one of which is to be followed."""

    @model_validator(mode="after")
    def _one_kind(self) -> "Step":
        if bool(self.phrases) == bool(self.alternatives):
            raise ValueError("give either `phrases` or `alternatives`")
        if any(step.alternatives for way in self.alternatives for step in way):
            raise ValueError("alternatives hold no alternatives; write out the sequences")
        return self

    @property
    def sequences(self) -> tuple[tuple["Step", ...], ...]:
        """The sequences that it offers; itself when it offers none."""
        return self.alternatives or ((self,),)


class Flow(Operator, Listening):
    """The steps of a script are said in order."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=60)]
    """The script."""
    look_ahead: Annotated[int, Field(ge=1, le=500)] | None = None
    """At most so many turns of the call lie from one step to the next; by default any number."""
    in_order: bool = True
    """Whether the steps have to be said in this order; `look_ahead` counts only then."""
    may_skip: Annotated[int, Field(ge=0)] = 0
    """So many steps may be skipped."""
    label: str = "规定流程"
    """What the script is, in words for the reader."""

    @model_validator(mode="after")
    def _few_ways(self) -> "Flow":
        if prod(len(step.sequences) for step in self.steps) > MAX_WAYS:
            raise ValueError(f"more than {MAX_WAYS} ways through it; make two scripts of it")
        return self

    def vocabulary(self) -> Iterable[str]:
        """The phrases of all steps, and their exceptions."""
        for step in self._all_steps:
            yield from (*step.phrases, *step.except_)

    def listeners(self) -> Iterable[Listener]:
        """One a step."""
        return self._listening.values()

    def evaluate(self, hearing: Hearing) -> Finding:
        """Follow the script through the scope."""
        return self.over(hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        places = {id(turn): number for number, turn in enumerate(hearing.turns)}
        parts = [
            [[self._line(hearing, part, number, step, places) for step in way] for way in ways]
            for number, ways in enumerate((step.sequences for step in self.steps), start=1)
        ]
        followed = best_way(ways(parts), self.look_ahead, in_order=self.in_order)
        skipped = followed.skipped
        confidence = min((at.found.confidence for at in followed.taken if at), default=0.5)
        if len(skipped) <= self.may_skip:
            kept = true if self._surely_said(followed) else unknown
            reasons = [partial(self._said, line, at) for line, at in _taken(followed)]
            return kept(partial(self._points, followed), *reasons, confidence=confidence)
        reasons = [partial(self._missing, followed, line) for line in skipped]
        doubts = self.doubts(hearing, part)
        if doubts and not any(line.heard for line in skipped):
            why = Evidence(f"{';'.join(doubts)},无法判断{self.label}是否完整")
            return unknown(why, *reasons, confidence=confidence)
        missed = false(partial(self._points, followed), *reasons, confidence=max(confidence, 0.5))
        return replace(missed, share=followed.share)

    def _line(
        self, hearing: Hearing, part: Stretch, number: int, step: Step, places: dict[int, int]
    ) -> Line:
        listening = self._listening[step]
        inside = listening.stretch(hearing) if step.role else part
        heard = [
            Heard(places[id(found.first)], found)
            for found in inside.heard(hearing, listening)
            if found.confidence >= DOUBTFUL
        ]
        return Line(number, step.name, step.points, step.optional, heard)

    @cached_property
    def _all_steps(self) -> tuple[Step, ...]:
        return tuple(step for each in self.steps for way in each.sequences for step in way)

    @cached_property
    def _listening(self) -> Mapping[Step, Phrase]:
        """What listens for each step. By its value: a worker's steps are others than these."""
        return {
            step: Phrase.model_construct(
                phrases=tuple((phrase,) for phrase in step.phrases),
                except_=step.except_,
                role=step.role or self.role,
            )
            for step in self._all_steps
        }

    def _surely_said(self, followed: Followed) -> bool:
        return all(
            self.surely_ours(at.found.turn) or self.role == "any" for _, at in _taken(followed)
        )

    def _said(self, line: Line, at: Heard) -> Evidence:
        return hit_evidence(
            at.found.turn, at.found.hit, f"{self.label}第{line.number}步“{line.name}”"
        )

    def _points(self, followed: Followed) -> Evidence:
        done = sum(1 for _ in _taken(followed))
        points = f",得 {followed.earned:g} / {followed.possible:g} 分" if followed.possible else ""
        order = "按顺序" if self.in_order else ""
        return Evidence(f"{self.label}{order}完成 {done} / {followed.counting} 步{points}")

    def _missing(self, followed: Followed, line: Line) -> Evidence:
        step = f"{self.label}第{line.number}步“{line.name}”"
        if line.heard:
            found = line.heard[0].found
            why = f"{step}顺序不对,在 {clock(found.span.start)} 说“{found.said}”"
            return Evidence(why, found.span, found.turn.role, found.said, found.hit.phrase)
        before, after = followed.neighbours(followed.lines.index(line))
        role = None if self.role == "any" else Role(self.role)
        if before is None:
            return Evidence(f"{step}未听到", role=role)
        turn = before.found.turn
        until = after.found.turn.start if after else turn.end
        return Evidence(
            f"{step}未听到,应在 {clock(turn.start)} 之后",
            Span(turn.end, max(turn.end, until)),
            role,
        )


def _taken(followed: Followed) -> Sequence[tuple[Line, Heard]]:
    pairs = zip(followed.lines, followed.taken, strict=True)
    return [(line, at) for line, at in pairs if at is not None]
