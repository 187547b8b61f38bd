"""Evaluations as the store keeps them: what is being written, and the chain of versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from qa.rules.decision import Outcome, truth
from qa.rules.verdict import State
from qa.scoring.values import Score


class VersionKind(StrEnum):
    """What made a version of an evaluation."""

    MACHINE = "machine"
    HUMAN = "human"
    APPEAL = "appeal"
    """A manager upheld an appeal."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says of one criterion."""

    points: float | None = None
    """None leaves them to the machine."""
    na: bool = False
    """The criterion does not apply to this call."""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class DraftBody:
    """What somebody has written so far."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By code of the criterion."""
    comment: str = ""
    base: int = 0
    """The version that it goes on from; 0: no person has evaluated the call."""
    why: str = ""
    """Why an evaluation was opened again."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was saved."""

    revision: int
    """Counts the savings; 0: nothing was saved yet."""
    body: DraftBody
    saved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedVerdict:
    """A verdict of the machine and what a person decided on it."""

    code: str
    name: str
    machine: State
    fatal: bool = False
    cost: float | None = None
    outcome: Outcome | None = None
    """None: nobody decided on it."""
    true_state: State | None = None
    reason: str | None = None
    decided_by: str | None = None

    @property
    def state(self) -> State:
        """What counts. Where a person cannot tell, neither can the machine."""
        if self.outcome in (None, Outcome.WITHDRAWN):
            return self.machine
        return truth(self.machine, self.outcome, self.true_state) or State.UNDETERMINED


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationBody:
    """Everything that a version says: its total can be told again from nothing else."""

    score: Score
    answers: Mapping[str, Answer]
    """Those of criteria that the scorecard no longer has are kept, and do not count."""
    verdicts: tuple[CheckedVerdict, ...]
    comment: str = ""
    rulebook: str = ""
    """Line and version that made the verdicts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a call's evaluation."""

    key: int
    """Its number in this database."""
    call_id: str
    version: int
    """From 1 within the call."""
    kind: VersionKind
    made_by: str
    made_at: datetime
    why: str
    body: EvaluationBody
    published_at: datetime | None = None
    published_by: str | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A version to be added after the last one."""

    call_id: str
    kind: VersionKind
    made_by: str
    made_at: datetime
    why: str
    body: EvaluationBody
    published: bool = False
    """Whether the agent sees it at once."""
