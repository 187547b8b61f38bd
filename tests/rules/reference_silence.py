"""`silence` read literally: every silence held against every phrase of the call."""

from collections.abc import Sequence

from reference_doubts import Case, lost, missed
from reference_places import Part, Place, part_of
from reference_words import Said, said_in

from qa.measures.values import Silence as Quiet
from qa.rules.operators.phrase import Phrase
from qa.rules.operators.silence import Silence
from qa.rules.position import Position
from qa.rules.stretch import EARLY_S

ROUNDING_S = 1e-6
TAIL_S = 0.05


def silences(silence: Silence, case: Case, part: Part) -> tuple[bool | None, Sequence[Place]]:
    """Whether enough silences count, surely or perhaps."""
    narrow = silence.first or silence.last or silence.between or silence.anchor
    looked_at = [
        quiet
        for quiet in case.measures.silences
        if (silence.trailing or quiet.span.end < case.transcript.duration_s - TAIL_S)
        and (not narrow or part.start <= quiet.span.start < part.end)
        and quiet.span.duration > silence.longer_than_s + ROUNDING_S
    ]
    counted = {quiet: _counts(silence, quiet, case) for quiet in looked_at}
    sure = [quiet for quiet, counts in counted.items() if counts]
    perhaps = [quiet for quiet, counts in counted.items() if counts is not False]
    if len(sure) >= silence.at_least:
        return True, [(quiet.span.start, quiet.span.end, None) for quiet in sure]
    if len(perhaps) >= silence.at_least or (narrow and lost(part.needs, case)):
        return None, ()
    return False, ()


def _counts(silence: Silence, quiet: Quiet, case: Case) -> bool | None:
    """Kleene's conjunction of what is asked of a silence."""
    before = max(0.0, quiet.span.start - silence.window_s), quiet.span.start + EARLY_S
    after = quiet.span.end - EARLY_S, quiet.span.end + silence.window_s
    told = True if quiet.announced else _said(silence.announced_by, before, 1, case)
    asked = [
        _not(_said(silence.except_before, before, 1, case)) if silence.except_before else True,
        _not(_said(silence.except_after, after, 0, case)) if silence.except_after else True,
        True if silence.announced == "any" else told if silence.announced else _not(told),
    ]
    return False if False in asked else None if None in asked else True


def _not(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _said(phrases: Sequence[str], window: tuple[float, float], end: int, case: Case) -> bool | None:
    """Whether one of the phrases begins (ends) in a window; None where it may have."""
    everywhere = part_of(Position(), "any", case.transcript)
    listening = Phrase.model_validate({"phrases": list(phrases)}) if phrases else None
    heard: list[Said] = []
    if listening:
        heard = said_in(listening, "any", case.transcript, everywhere)
    inside = [each for each in heard if window[0] <= each.place[end] <= window[1]]
    turns = [
        turn for turn in case.transcript.turns if turn.start < window[1] and window[0] < turn.end
    ]
    if any(each.sure for each in inside):
        return True
    return None if inside or missed("any", turns, (), case) else False
