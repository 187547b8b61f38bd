"""What operators on the change of a voice share: each turn of a role against something else."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence, Set
from functools import partial
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field

from qa.call import Acoustics, Turn
from qa.rules.evidence import clock, quote
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, true, unknown
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.operators.limits import Limits
from qa.rules.operators.measured import not_found, unheard
from qa.rules.position import Ends, Position
from qa.rules.scope import over
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence


class Sounding(NamedTuple):
    """A turn and what was measured in it."""

    turn: Turn
    figure: float


class Change(NamedTuple):
    """How much a turn's figure is above what it is compared with; negative below."""

    of: Sounding
    by: float


class VoiceChange(Operator, Limits, Position):
    """A role's voice changes by more than allowed.

    Where a limit is negative the change is a drop: `below…: -4` is a drop of more than 4.
    """

    NAME: ClassVar[str]
    """What is measured, in words."""
    UNIT: ClassVar[str]
    """Of what is measured in a turn; a change has the unit of `SHOWN`."""

    role: Literal["agent", "customer"] = "customer"
    """Whose voice."""
    start_s: Annotated[float, Field(gt=0)] = 10
    """Seconds: the role's first turns that last so long together are its own start."""
    min_turn_s: Annotated[float, Field(ge=0)] = 1
    """Seconds that a turn lasts at least to be looked at."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Compare every turn."""
        return unheard(hearing, self.role) or over(self, self.role, hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        heard = [
            Sounding(turn, figure)
            for turn in hearing.turns_of(self.role)
            if self._is_long(turn) and (figure := self.figure(turn.acoustics)) is not None
        ]
        changes = list(self.changes(heard, part.inside))
        found = [change for change in changes if self.beyond(change.by)]
        if found:
            return true(*(partial(self._evidence, change) for change in found))
        if not heard and any(self._is_long(turn) for turn in part.turns):
            return unknown(Evidence(f"没有测到{ROLE_NAMES[self.role]}的{self.NAME},无法判断"))
        return not_found(self, hearing, part, partial(self._in_words, changes), self.needs)

    def _is_long(self, turn: Turn) -> bool:
        return turn.end - turn.start >= self.min_turn_s

    @abstractmethod
    def figure(self, acoustics: Acoustics) -> float | None:
        """What is measured in a turn."""

    @abstractmethod
    def changes(self, heard: Sequence[Sounding], inside: Set[int]) -> Iterator[Change]:
        """The changes of a voice.

        Args:
            heard: all turns of the role in which something was measured, in order.
            inside: ids of the turns in the part of the call that is looked at.
        """

    @property
    def needs(self) -> tuple[Ends, ...]:
        """The ends of the call without which nothing can be said to have stayed the same."""
        return ("start",)

    @property
    def compared(self) -> str:
        """What a turn is compared with, in words."""
        return "比开头"

    def start_of(self, heard: Sequence[Sounding]) -> int:
        """How many turns make up the role's own start; all where it says no more than that."""
        length = 0.0
        for count, each in enumerate(heard, start=1):
            length += each.turn.end - each.turn.start
            if length >= self.start_s:
                return count
        return len(heard)

    def _evidence(self, change: Change) -> Evidence:
        turn = change.of.turn
        why = (
            f"{ROLE_NAMES[self.role]}在 {clock(turn.start)} 的{self.NAME} "
            f"{change.of.figure:.0f} {self.UNIT},{self.compared} {self.shown(change.by)},"
            f"{self.against(change.by)}"
        )
        return Evidence(why, turn.span, turn.role, quote(turn, 0, 1) or None)

    def _in_words(self, changes: Sequence[Change]) -> str:
        if not changes:
            return f"{self.place()}{ROLE_NAMES[self.role]}没有可比较{self.NAME}的话轮"
        sizes = [change.by for change in changes]
        return (
            f"{self.place()}{ROLE_NAMES[self.role]}{self.NAME}{self.compared} "
            f"{self.shown(min(sizes))} 至 {self.shown(max(sizes))},{self.limits}"
        )
