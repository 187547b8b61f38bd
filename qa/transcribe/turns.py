"""From heard pieces to turns: who said what until the other spoke or a long pause."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from qa.call import Role, Turn, Word
from qa.timeline import Seconds, Span
from qa.transcribe.hearing import Heard

Spell = Callable[[Sequence[Word]], tuple[Word, ...]]
"""Turns raw words into words as they are to be written: one script, repaired, one number form."""

_GUESSED_ROLE_TRUST = 0.8
"""A mono turn may hold two voices, so its words are trusted less."""
_UNHEARD_CONFIDENCE = 0.0


@dataclass(slots=True)
class _Open:
    """A turn that may still grow."""

    role: Role
    channel: int
    pieces: list[Heard] = field(default_factory=list)

    @property
    def end(self) -> Seconds:
        return max(heard.speech.end for heard in self.pieces)


def build_turns(
    heard: Sequence[Heard], roles: Sequence[Role], pause_s: Seconds, spell: Spell
) -> tuple[Turn, ...]:
    """Turns in order of start.

    Pieces of one channel run on while its own pause is shorter than `pause_s` and the other
    does not speak in it; a word thrown in while it speaks does not end its turn. Two channels
    stay apart also where it is unknown which is whose.

    Args:
        heard: pieces in order of start.
        roles: the role of each channel.
        pause_s: a role's own pause that starts a new turn.
        spell: how raw words are written in the turn's text.
    """
    grown: list[_Open] = []
    for piece in heard:
        last = next((turn for turn in reversed(grown) if turn.channel == piece.channel), None)
        if last is None or _is_new(last, piece, heard, pause_s):
            last = _Open(roles[piece.channel], piece.channel)
            grown.append(last)
        last.pieces.append(piece)
    return tuple(_close(turn, spell) for turn in grown)


def _is_new(turn: _Open, piece: Heard, heard: Sequence[Heard], pause_s: Seconds) -> bool:
    pause = piece.speech.start - turn.end
    if pause >= pause_s:
        return True
    if pause <= 0:
        return False
    between = Span(turn.end, piece.speech.start)
    return any(other.channel != piece.channel and other.speech.overlaps(between) for other in heard)


def _close(turn: _Open, spell: Spell) -> Turn:
    raw = tuple(word for piece in turn.pieces for word in piece.words)
    words = spell(raw)
    trust = _GUESSED_ROLE_TRUST if turn.role is Role.UNKNOWN else 1.0
    return Turn(
        start=turn.pieces[0].speech.start,
        end=turn.end,
        role=turn.role,
        text="".join(word.text for word in words).strip(),
        raw_text="".join(word.text for word in raw).strip(),
        confidence=trust * mean_confidence(raw),
        words=words,
    )


def mean_confidence(words: Sequence[Word]) -> float:
    """Mean word probability weighted by length in characters, 0 without words."""
    length = sum(len(word.text) for word in words)
    if not length:
        return _UNHEARD_CONFIDENCE
    return sum(word.confidence * len(word.text) for word in words) / length
