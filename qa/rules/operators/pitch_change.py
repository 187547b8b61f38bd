"""`pitch_change`: a role's voice becomes higher or lower than at its own start.

    pitch_change: {role: customer, above_st: 4}
    pitch_change: {role: agent, below_st: -3}

A voice that rises is often an excited one. The change is 12·log2(f / f0) semitones, where f is
the median pitch of a turn and f0 the mean, in semitones, of the role's first turns by their
length; an octave is 12. Where the role says no more than its start, nothing changes. Unknown where
the roles are, where the role was not heard or no pitch measured and, for a change that was not
found, where the recording starts in speech.
"""

from collections.abc import Iterator, Sequence, Set
from math import log2
from typing import Annotated, ClassVar

from pydantic import Field

from qa.call import Acoustics
from qa.rules.operators.voice_change import Change, Sounding, VoiceChange

_SEMITONES = 12


class PitchChange(VoiceChange):
    """A role's voice becomes higher or lower than at its own start."""

    SHOWN: ClassVar[str] = "{:+.1f} 个半音"
    NAME: ClassVar[str] = "音高"
    UNIT: ClassVar[str] = "Hz"

    above_st: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """Semitones; a greater change holds."""
    below_st: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """Semitones; a smaller change holds: -3 is lower by more than 3 semitones."""

    def figure(self, acoustics: Acoustics) -> float | None:
        """The pitch in Hz."""
        return acoustics.pitch_hz

    def changes(self, heard: Sequence[Sounding], inside: Set[int]) -> Iterator[Change]:
        """Every turn after the start against the start."""
        count = self.start_of(heard)
        later = [each for each in heard[count:] if id(each.turn) in inside]
        if later:
            start = _mean_octaves(heard[:count])
            for each in later:
                yield Change(each, _SEMITONES * (log2(each.figure) - start))


def _mean_octaves(heard: Sequence[Sounding]) -> float:
    """The mean of log2 of the pitch in Hz, by the length of turns."""
    lengths = [each.turn.end - each.turn.start for each in heard]
    octaves = [log2(each.figure) for each in heard]
    return sum(map(lambda length, pitch: length * pitch, lengths, octaves)) / sum(lengths)
