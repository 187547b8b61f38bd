"""`level_change`: a role becomes louder or fainter.

    level_change: {role: customer, above_db: 8}                    # than at its own start
    level_change: {role: agent, kind: adjacent, above_db: 10}      # than in its turn before
    level_change: {role: agent, kind: range, above_db: 15}         # loudest against faintest turn
    level_change: {role: agent, below_db: -10}                     # 10 dB fainter than at its start

Root mean square levels of turns, in dB; a change of 10 dB is heard as about twice as loud. The
start of a role is the mean power of its first turns; where it says no more than that, nothing
changes. Unknown where the roles are, where the role was not heard or no level measured and, for a
change against the start that was not found, where the recording starts in speech.
"""

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from qa.call import Acoustics
from qa.measures.talk import mean_level_dbfs
from qa.rules.operators.voice_change import Change, Sounding, VoiceChange
from qa.rules.position import Ends

_COMPARED = {"from_start": "比开头", "adjacent": "比上一句", "range": "最响比最轻"}


class LevelChange(VoiceChange):
    """A role becomes louder or fainter."""

    SHOWN: ClassVar[str] = "{:+.1f} dB"
    NAME: ClassVar[str] = "音量"
    UNIT: ClassVar[str] = "dBFS"

    kind: Literal["from_start", "adjacent", "range"] = "from_start"
    """A turn against the role's own start of the call; a turn against its turn before; or the
    loudest turn against the faintest."""
    above_db: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """dB; a greater change holds."""
    below_db: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """dB; a smaller change holds: -10 is fainter by more than 10 dB."""

    def figure(self, acoustics: Acoustics) -> float | None:
        """The level in dBFS."""
        return acoustics.level_dbfs

    def changes(self, heard: Sequence[Sounding], inside: Set[int]) -> Iterator[Change]:
        """As `kind` says."""
        if self.kind == "adjacent":
            yield from _adjacent(heard, inside)
        elif self.kind == "range":
            yield from _range([each for each in heard if id(each.turn) in inside])
        else:
            yield from self._from_start(heard, inside)

    @property
    def needs(self) -> tuple[Ends, ...]:
        """The start, where turns are compared with it."""
        return ("start",) if self.kind == "from_start" else ()

    @property
    def compared(self) -> str:
        """What a turn is compared with, in words."""
        return _COMPARED[self.kind]

    def _from_start(self, heard: Sequence[Sounding], inside: Set[int]) -> Iterator[Change]:
        count = self.start_of(heard)
        start = mean_level_dbfs(each.turn for each in heard[:count])
        for each in heard[count:]:
            if start is not None and id(each.turn) in inside:
                yield Change(each, each.figure - start)


def _adjacent(heard: Sequence[Sounding], inside: Set[int]) -> Iterator[Change]:
    for before, each in pairwise(heard):
        if id(each.turn) in inside:
            yield Change(each, each.figure - before.figure)


def _range(heard: Sequence[Sounding]) -> Iterator[Change]:
    if len(heard) < 2:
        return
    loudest = max(heard, key=lambda each: each.figure)
    faintest = min(heard, key=lambda each: each.figure)
    for each in (loudest, faintest):
        yield Change(each, loudest.figure - faintest.figure)
