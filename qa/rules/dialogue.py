"""Questions of the agent, followed to the customer's answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice, pairwise

from qa.call import Role, Turn
from qa.language.phrases import Hit
from qa.language.sounds import NEGATIONS, encode
from qa.language.spoken import spoken
from qa.rules.doubts import UNHEARD_S
from qa.rules.evidence import span_of
from qa.rules.hearing import Hearing, says_something
from qa.rules.stretch import EARLY_S, Stretch
from qa.timeline import Seconds, Span

_ATTEMPTS = 4
"""So often a question is followed when it is asked again."""
_SIMILAR = 0.5
"""Share of a turn's content that comes from the question it repeats."""
_BRIEF = 7
"""Characters of a short turn such as 是的对吧."""
_ASKING = ("吗", "吧", "么", "嘛", "没有", "是不是", "对不对", "是否")
_ANSWERS = frozenset("是对好行有没能会要懂可不成中确")
"""Syllables that are an answer by themselves."""
_TRUSTED = 0.25
"""Confidence of a turn below which its words are as good as none."""
_FUNCTION = str.maketrans("", "", "的了是您你我吗吧呢么嘛请问对这那本次那好就也都在有没不否一下")


class AnswerKind(Enum):
    """What became of a question."""

    CLEAR = "clear"
    REFUSED = "refused"
    OTHER = "other"
    """Words that none of the lists knows."""
    UNCLEAR = "unclear"
    NONE = "none"
    """The agent went on without an answer."""
    UNHEARD = "unheard"
    """The customer spoke at length, but no words were recognised."""
    CUT_OFF = "cut off"
    """The recording ends before an answer."""


@dataclass(frozen=True, slots=True)
class Listening:
    """The phrases that tell questions and answers (see `question_answer`)."""

    questions: frozenset[str]
    not_questions: frozenset[str]
    answers: frozenset[str]
    refusals: frozenset[str]
    unclear: frozenset[str]
    asked_again: frozenset[str]
    within_turns: int | None
    """How many turns of the customer may pass before the answer; None: until the agent goes on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and what was said to it at last."""

    asked: Turn
    question: Hit
    kind: AnswerKind
    replies: tuple[Turn, ...]
    span: Span
    """From the question to the end of the answer."""
    confidence: float


class Dialogue:
    """The questions and answers of one call, whose roles are known."""

    def __init__(self, hearing: Hearing, listening: Listening) -> None:
        self._hearing = hearing
        self._listening = listening
        self._agent = [
            turn for turn in hearing.transcript.turns_of(Role.AGENT) if says_something(turn)
        ]
        self._customer = hearing.transcript.turns_of(Role.CUSTOMER)

    def answers(self, part: Stretch) -> list[Answer]:
        """Every question asked in a part of the call, in order, with its last answer."""
        inside = set(map(id, part.turns))
        return [
            self._followed(number, hit, until)
            for number, turn in enumerate(self._agent)
            if id(turn) in inside
            for hit, until in self._questions(number, turn)
            if part.everywhere or part.holds(span_of(turn, hit.start, hit.end), turn.role)
        ]

    def _questions(self, number: int, turn: Turn) -> Iterator[tuple[Hit, Seconds]]:
        """Questions of a turn, each with the time at which the agent goes on.

        Of several questions in one breath only the last awaits an answer.
        """
        hits = self._wanted(turn.text)
        for hit, following in pairwise(hits):
            until = span_of(turn, following.start, following.end).start
            if self._replies(span_of(turn, hit.start, hit.end).end, until, turn):
                yield hit, until
        if hits:
            yield hits[-1], self._goes_on(number)

    def _wanted(self, text: str) -> list[Hit]:
        """Hits of questions that are not exceptions, the longest of each place, in order."""
        hits = self._hearing.hits(text)
        voids = _hits_of(hits, self._listening.not_questions)
        kept: list[Hit] = []
        for hit in _hits_of(hits, self._listening.questions):
            overlapped = any(hit.start < void.end and void.start < hit.end for void in voids)
            if overlapped:
                continue
            if kept and hit.start < kept[-1].end:
                kept[-1] = max(kept[-1], hit, key=_length)
            else:
                kept.append(hit)
        return kept

    def _goes_on(self, number: int) -> Seconds:
        """When the agent speaks next; infinity when never."""
        if number + 1 < len(self._agent):
            return self._agent[number + 1].start
        return float("inf")

    def _replies(self, since: Seconds, until: Seconds, asked: Turn) -> tuple[Turn, ...]:
        replies = (
            turn
            for turn in self._customer
            if turn.start >= asked.start
            and turn.end > since - EARLY_S
            and turn.start < until + EARLY_S
        )
        return tuple(islice(replies, self._listening.within_turns))

    def _followed(self, number: int, hit: Hit, until: Seconds) -> Answer:
        asked = self._agent[number]
        since = span_of(asked, hit.start, hit.end)
        ended = since.end
        for _ in range(_ATTEMPTS):
            replies = self._replies(ended, until, self._agent[number])
            kind = self._kind(replies, until)
            if kind not in (AnswerKind.UNCLEAR, AnswerKind.NONE):
                break
            following = number + 1
            if following >= len(self._agent) or not self._repeats(asked, hit, following):
                break
            number, ended, until = following, self._agent[following].end, self._goes_on(following)
        end = max([since.end, *(turn.end for turn in replies)])
        confidence = min([asked.confidence, *(turn.confidence for turn in replies if turn.text)])
        return Answer(asked, hit, kind, replies, Span(since.start, end), confidence)

    def _kind(self, replies: Sequence[Turn], until: Seconds) -> AnswerKind:
        if not replies:
            return AnswerKind.CUT_OFF if until == float("inf") else AnswerKind.NONE
        heard = [turn for turn in replies if turn.text and turn.confidence >= _TRUSTED]
        unheard = [turn for turn in replies if turn not in heard]
        text = ",".join(turn.text for turn in heard)
        hits = self._hearing.hits(text)
        if self._is_unclear(text, hits):
            lengthy = any(turn.end - turn.start >= UNHEARD_S for turn in unheard)
            return AnswerKind.UNHEARD if lengthy else AnswerKind.UNCLEAR
        agreed = _hits_of(hits, self._listening.answers)
        refused = [
            hit
            for hit in _hits_of(hits, self._listening.refusals)
            if not NEGATIONS.intersection(text[hit.start - 1 : hit.start])
        ]
        return self._sense(agreed, refused)

    def _sense(self, agreed: Sequence[Hit], refused: Sequence[Hit]) -> AnswerKind:
        """What was said first: 没有,完全是我自己要开的 denies, whatever 是我 means elsewhere."""
        yes = [hit.start for hit in agreed if not _inside(hit, refused)]
        no = [hit.start for hit in refused if not _inside(hit, agreed)]
        if no and (not yes or min(no) < min(yes)):
            return AnswerKind.REFUSED
        if yes or not self._listening.answers:
            return AnswerKind.CLEAR
        return AnswerKind.OTHER

    def _is_unclear(self, text: str, hits: Mapping[str, Sequence[Hit]]) -> bool:
        """Whether nothing is left but a syllable that answers no question: 恩你 for 嗯嗯."""
        covered = {
            place
            for hit in _hits_of(hits, self._listening.unclear)
            for place in range(hit.start, hit.end)
        }
        left = [text[place] for place in spoken(text).at if place not in covered]
        return len(left) <= 1 and not _ANSWERS.intersection(left)

    def _repeats(self, asked: Turn, question: Hit, following: int) -> bool:
        """Whether the agent's next turn asks for the same answer again."""
        text = self._agent[following].text
        questions = self._wanted(text)
        again = _hits_of(self._hearing.hits(text), self._listening.asked_again)
        # 您知道吧 asks again, but as the end of a question of its own it does not.
        if any(not _inside(hit, questions) for hit in again):
            return True
        chars = spoken(text).chars
        if not questions and len(chars) <= _BRIEF and (chars.endswith(_ASKING) or "?" in text):
            return True
        original = _content(asked.text[: question.end])
        pieces = [text, *(text[hit.start : hit.end] for hit in questions)]
        return any(_share(_content(piece), original) >= _SIMILAR for piece in pieces)


def _hits_of(hits: Mapping[str, Sequence[Hit]], phrases: frozenset[str]) -> list[Hit]:
    return sorted(hit for phrase in phrases & hits.keys() for hit in hits[phrase])


def _length(hit: Hit) -> int:
    return hit.end - hit.start


def _inside(hit: Hit, others: Sequence[Hit]) -> bool:
    """Whether a hit is only a piece of a longer one: the 是的 of 不是的, the 有 of 没有."""
    return any(
        other.start <= hit.start and hit.end <= other.end and _length(other) > _length(hit)
        for other in others
    )


def _content(text: str) -> set[str]:
    """Pairs of neighbouring syllables that carry the meaning, by sound."""
    sounds = encode(spoken(text).chars.translate(_FUNCTION))
    return {sounds[place : place + 2] for place in range(len(sounds) - 1)}


def _share(part: set[str], whole: set[str]) -> float:
    return len(part & whole) / len(part) if part else 0.0
