"""`near` read literally: every hit of one side held against every hit of the other."""

from collections.abc import Sequence

from reference_doubts import Case, missed
from reference_places import Part, Place, part_of, turns_of
from reference_words import Said, overlap, said_in

from qa.rules.operators.near import Near
from qa.rules.operators.phrase import Phrase
from qa.rules.position import Position


def found_near(near: Near, case: Case, part: Part) -> tuple[bool | None, Sequence[Place]]:
    """Hits with a neighbour, or without one; sure where both sides are."""
    other_role = near.with_role or near.role
    everywhere = part_of(Position(), other_role, case.transcript)
    ones = said_in(_side(near, near.phrases), near.role, case.transcript, part)
    others = said_in(
        _side(near, near.with_ or near.without), other_role, case.transcript, everywhere
    )
    sure: list[Place] = []
    perhaps: list[Place] = []
    for one in ones:
        neighbours = [other for other in others if _close(near, one, other)]
        certain = [other for other in neighbours if other.sure]
        if near.with_ and neighbours:
            place = _from_to(one, (certain or neighbours)[0])
            (sure if one.sure and certain else perhaps).append(place)
        if near.without and not certain:
            doubtful = neighbours or _unheard(near, one, other_role, case)
            (sure if one.sure and not doubtful else perhaps).append(one.place)
    if sure:
        return True, sure
    return (None if perhaps else False), ()


def _side(near: Near, phrases: Sequence[str]) -> Phrase:
    words = {"phrases": list(phrases), "except": list(near.except_), "tolerance": near.tolerance}
    return Phrase.model_validate({**words, "unknown_role": near.unknown_role})


def _unheard(near: Near, one: Said, role: str, case: Case) -> bool:
    """Whether the other may have been said near it, unheard."""
    near_by = [
        turn
        for number, turn in enumerate(case.transcript.turns)
        if turn in turns_of(role, case.transcript)
        and abs(number - one.passage.number) <= (near.turns or 0)
    ]
    return missed(role, near_by, (), case)


def _close(near: Near, one: Said, other: Said) -> bool:
    if one.passage == other.passage:
        first, second = sorted((one.hit, other.hit))
        if overlap(first, second) or (near.ordered and one.hit != first):
            return False
        between = one.passage.turn.text[first.end : second.start]
        return near.chars is None or sum(map(str.isalnum, between)) <= near.chars
    distance = other.passage.number - one.passage.number
    if near.turns is None or abs(distance) > near.turns:
        return False
    return distance > 0 or not near.ordered


def _from_to(one: Said, other: Said) -> Place:
    """From the one that begins first to the end of both."""
    first, second = sorted((one, other), key=lambda each: (each.passage.turn.start, each.hit))
    role = first.place[2]
    return first.place[0], max(first.place[1], second.place[1]), role
