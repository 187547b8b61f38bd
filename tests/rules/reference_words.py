"""What is said in a part of a call, read literally."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reference_places import Part, Place, turns_of

from qa.call import Role, Transcript, Turn
from qa.language.phrases import Hit, PhraseIndex
from qa.rules.hearing import SEAM_LENGTH, SEAM_PAUSE_S
from qa.rules.listening import DOUBTFUL
from qa.rules.operators.phrase import Phrase
from qa.rules.operators.regex import Regex

SENTENCE = "[。?!;?!;]"
CONTRADICTION = "但|不过|可是|然而"
GUESSED_SPEAKER = 0.7


@dataclass(frozen=True)
class Passage:
    """One turn, or two of one role that belong together."""

    turn: Turn
    number: int
    """Of its (first) turn among those of the call."""
    seam: int | None = None
    """Where the second turn begins."""


@dataclass(frozen=True)
class Said:
    """Something that counts."""

    passage: Passage
    hit: Hit
    sure: bool

    @property
    def place(self) -> Place:
        return (*when(self.passage.turn, self.hit), self.passage.turn.role)


def passages(transcript: Transcript, role: str) -> Iterator[Passage]:
    """All that is searched in, for a role."""
    turns = transcript.turns
    for number, turn in enumerate(turns):
        if not turn.text or turn not in turns_of(role, transcript):
            continue
        earlier = [at for at in range(number) if turns[at].role is turn.role and turns[at].text]
        if earlier and turn.start - turns[earlier[-1]].end <= SEAM_PAUSE_S:
            left = turns[earlier[-1]]
            whole = replace(
                left,
                end=max(left.end, turn.end),
                text=left.text + turn.text,
                confidence=min(left.confidence, turn.confidence),
                words=left.words + turn.words if left.words and turn.words else (),
            )
            yield Passage(whole, earlier[-1], len(left.text))
        yield Passage(turn, number)


def when(turn: Turn, hit: Hit) -> tuple[float, float]:
    """By the words it touches; without words the turn's time is shared out evenly."""
    if turn.words:
        touched = _touched(turn, hit)
        return turn.words[touched[0]].start, max(turn.words[at].end for at in touched)
    before, inside, length = (
        sum(map(str.isalnum, text))
        for text in (turn.text[: hit.start], turn.text[hit.start : hit.end], turn.text)
    )
    lasts = turn.end - turn.start
    return turn.start + lasts * before / length, turn.start + lasts * (before + inside) / length


def _touched(turn: Turn, hit: Hit) -> list[int]:
    """The words that hold a character of the hit; here words spell the spoken text."""
    owner = [at for at, word in enumerate(turn.words) for _ in word.text]
    first = sum(map(str.isalnum, turn.text[: hit.start]))
    return owner[first : first + sum(map(str.isalnum, turn.text[hit.start : hit.end]))]


def how_surely(turn: Turn, hit: Hit) -> float:
    """The match's quality times the words' confidence, lowered where the speaker is a guess."""
    confidence = turn.confidence
    if turn.words:
        touched = [turn.words[at] for at in sorted(set(_touched(turn, hit)))]
        length = sum(len(word.text) for word in touched)
        confidence = sum(word.confidence * len(word.text) for word in touched) / length
    guessed = GUESSED_SPEAKER if turn.role is Role.UNKNOWN else 1.0
    return round(hit.quality * confidence * guessed, 3)


def said_in(operator: Phrase | Regex, role: str, transcript: Transcript, part: Part) -> list[Said]:
    """What counts in a part of the call."""
    said = []
    for passage in passages(transcript, role):
        if any(transcript.turns[passage.number] is turn for turn in part.turns):
            for hit in _counting(operator, passage):
                if part.holds(when(passage.turn, hit)[0], passage.turn.role):
                    ours = passage.turn.role is not Role.UNKNOWN or role == "any"
                    ours = ours or operator.unknown_role == "counts"
                    sure = ours and how_surely(passage.turn, hit) >= DOUBTFUL
                    said.append(Said(passage, hit, sure))
    return said


def _counting(operator: Phrase | Regex, passage: Passage) -> list[Hit]:
    if isinstance(operator, Regex):
        return [] if passage.seam is not None else _matches(operator, passage.turn.text)
    wanted = tuple(phrase for group in operator.phrases for phrase in group)
    kept: list[Hit] = []
    for hit in search(wanted, passage.turn.text, operator.tolerance):
        seam = passage.seam
        over = seam is None or (hit.start < seam < hit.end and hit.end - hit.start >= SEAM_LENGTH)
        same = any(
            overlap(hit, other) and (operator.match == "any" or hit.phrase == other.phrase)
            for other in kept
        )
        if over and not same and not _excepted(operator, passage.turn.text, hit):
            kept.append(hit)
    return kept


def search(phrases: Sequence[str], text: str, tolerance: str) -> list[Hit]:
    """Every phrase searched for on its own."""
    found = (hit for phrase in set(phrases) for hit in hits_of(phrase, text, tolerance))
    return sorted(hit for hit in found if hit.exact or tolerance != "characters")


@lru_cache(maxsize=10_000)
def hits_of(phrase: str, text: str, tolerance: str) -> Sequence[Hit]:
    return index_of(phrase, tolerance).search(text).get(phrase, ())


@lru_cache
def index_of(phrase: str, tolerance: str) -> PhraseIndex:
    return PhraseIndex([phrase], () if tolerance == "edits" else [phrase])


def overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _excepted(operator: Phrase, text: str, hit: Hit) -> bool:
    """Whether an exception lies over a hit, or close before or behind it."""
    barrier = CONTRADICTION if operator.across_sentences else f"{SENTENCE}|{CONTRADICTION}"

    def joined(start: int, end: int) -> bool:
        return end - start <= operator.within and not re.search(barrier, text[start:end])

    over, before, after = (
        search(phrases, text, operator.tolerance)
        for phrases in (operator.except_, operator.except_before, operator.except_after)
    )
    return (
        any(overlap(hit, other) for other in over)
        or any(other.start < hit.start and joined(other.end, hit.start) for other in before)
        or any(other.end > hit.end and joined(hit.end, other.start) for other in after)
    )


def _matches(operator: Regex, text: str) -> list[Hit]:
    def all_of(pattern: str | None) -> list[Hit]:
        found = re.finditer(pattern, text) if pattern else ()
        return [Hit(*m.span(), operator.pattern, True, 0, 1) for m in found if m.group()]

    voids = all_of(operator.except_)
    return [
        hit for hit in all_of(operator.pattern) if not any(overlap(hit, void) for void in voids)
    ]


def found(
    operator: Phrase | Regex, transcript: Transcript, part: Part
) -> tuple[bool | None, Sequence[Place]]:
    """Whether enough was said together, surely or perhaps."""
    said = said_in(operator, operator.role, transcript, part)
    for truth, counted in ((True, [item for item in said if item.sure]), (None, said)):
        enough = _enough(operator, counted)
        if enough:
            return truth, [item.place for item in enough]
    return False, ()


def _enough(operator: Phrase | Regex, said: list[Said]) -> list[Said]:
    if isinstance(operator, Regex):
        return said
    wanted = {"any": 1, "all": len(operator.phrases)}.get(operator.match, operator.match)
    enough = []
    for place in {_together(operator, item) for item in said}:
        here = [item for item in said if _together(operator, item) == place]
        entries = sum(any(item.hit.phrase in group for item in here) for group in operator.phrases)
        if len(here) >= operator.at_least and entries >= wanted:
            enough += here
    return enough


def _together(operator: Phrase, item: Said) -> object:
    """What has to be the same for two things to be said together."""
    if operator.together_in == "scope":
        return None
    ends = re.findall(SENTENCE, item.passage.turn.text[: item.hit.start])
    return item.passage, len(ends) if operator.together_in == "sentence" else 0
