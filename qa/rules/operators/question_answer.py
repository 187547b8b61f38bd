"""`question_answer`: what the agent asked, the customer answered.

    question_answer:
      label: 合规问题
      questions: ["@compliance_questions"]
      unclear: ["@hedges"]
      asked_again: ["请(您)?明确(回答|答复)"]
      each: true

A question is a hit in the agent's turn; its answer is what the customer says until the agent
goes on (`qa.rules.dialogue`). With `each`, every question asked has to be answered clearly,
and a refusal is clear enough. Otherwise one question has to be asked and answered as wished.

Unknown where the roles are unknown; where the call ends before the answer; where all that was
answered is a sound without words. With `each` off also where the only answers are unclear
or match no list: the customer may well have agreed.
"""

from collections.abc import Iterable
from functools import cached_property, partial
from typing import Annotated

from pydantic import Field

from qa.call import Role
from qa.language.phrases import Hit
from qa.rules.dialogue import Answer, AnswerKind, Dialogue, Listening
from qa.rules.ear import Listener, PhraseHits
from qa.rules.evidence import clock, quote
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth, all_of, any_of, false, true, unknown
from qa.rules.operators.base import Operator, Phrases
from qa.rules.position import Position
from qa.rules.scope import Scope, over
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence

_EACH = {
    AnswerKind.UNCLEAR: Truth.FALSE,
    AnswerKind.NONE: Truth.FALSE,
    AnswerKind.UNHEARD: Truth.UNKNOWN,
    AnswerKind.CUT_OFF: Truth.UNKNOWN,
}
_ONE = {
    AnswerKind.CLEAR: Truth.TRUE,
    AnswerKind.REFUSED: Truth.FALSE,
    AnswerKind.NONE: Truth.FALSE,
}
_IN_WORDS = {
    AnswerKind.CLEAR: "客户明确回答",
    AnswerKind.REFUSED: "客户否认",
    AnswerKind.OTHER: "客户的回答无法归类",
    AnswerKind.UNCLEAR: "客户只有含糊应答",
    AnswerKind.NONE: "客户没有回答",
    AnswerKind.UNHEARD: "客户的回答未能识别",
    AnswerKind.CUT_OFF: "录音在回答前结束",
}


_ASKED = Scope(role="agent", absence_needs=("start", "end"))


class QuestionAnswer(Operator, Position):
    """What the agent asked, the customer answered."""

    questions: Annotated[Phrases, Field(min_length=1)]
    """What the agent asks."""
    not_questions: Phrases = ()
    """A question overlapped by one of these is none of those meant."""
    answers: Phrases = ()
    """Clear answers; empty means that anything but an unclear one is clear."""
    refusals: Phrases = ()
    """Answers that deny what was asked."""
    unclear: Phrases = ()
    """Unclear answers besides interjections and wordless sounds."""
    asked_again: Phrases = ()
    """How an agent insists on an answer, besides repeating the question."""
    each: bool = False
    """Every question asked, rather than one of them, has to be answered."""
    within_turns: Annotated[int, Field(ge=1)] | None = None
    """How many turns of the customer may pass before the answer; by default all until the agent
    goes on."""
    label: str = "指定问题"
    """What the questions are together, in words for the reader."""
    example: str | None = None
    """A model question, shown when none was asked."""

    def vocabulary(self) -> Iterable[str]:
        """All of the phrases."""
        lists = (self.questions, self.not_questions, self.answers, self.refusals)
        return [phrase for group in (*lists, self.unclear, self.asked_again) for phrase in group]

    def listeners(self) -> Iterable[Listener]:
        """Itself: where no question is heard, nothing has to be followed."""
        return (self,)

    @property
    def role(self) -> str:
        """Who asks."""
        return "agent"

    @property
    def wanted(self) -> frozenset[str]:
        """The questions."""
        return self._listening.questions

    def heard_in(self, text: str, hits: PhraseHits, seam: int | None) -> Iterable[Hit]:  # noqa: ARG002
        """Questions in one text."""
        asked = self.wanted.intersection(hits) if seam is None else ()
        return sorted(hit for phrase in asked for hit in hits[phrase])

    def evaluate(self, hearing: Hearing) -> Finding:
        """Follow every question to its answer."""
        if not hearing.roles_known:
            return unknown(Evidence("录音不分声道,无法区分提问与回答"))
        return over(self, "agent", hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        asked = hearing.found_by(self)
        answers = Dialogue(hearing, self._listening).answers(part) if asked else ()
        if not answers:
            return self._never_asked(hearing)
        findings = [self._finding(answer) for answer in answers]
        return all_of(findings) if self.each else any_of(findings)

    @cached_property
    def _listening(self) -> Listening:
        return Listening(
            questions=frozenset(self.questions),
            not_questions=frozenset(self.not_questions),
            answers=frozenset(self.answers),
            refusals=frozenset(self.refusals),
            unclear=frozenset(self.unclear),
            asked_again=frozenset(self.asked_again),
            within_turns=self.within_turns,
        )

    def _finding(self, answer: Answer) -> Finding:
        if self.each:
            truth = _EACH.get(answer.kind, Truth.TRUE)
        else:
            truth = _ONE.get(answer.kind, Truth.UNKNOWN)
        return Finding(truth, (partial(self._evidence, answer),), answer.confidence)

    def _evidence(self, answer: Answer) -> Evidence:
        asked = quote(answer.asked, answer.question.start, answer.question.end)
        said = "".join(turn.text or "(语音)" for turn in answer.replies)
        reply = f"“{said}”" if said else ""
        again = ",坐席未再次确认" if answer.kind in (AnswerKind.UNCLEAR, AnswerKind.NONE) else ""
        why = (
            f"坐席在 {clock(answer.span.start)} 询问“{asked}”,"
            f"{_IN_WORDS[answer.kind]}{reply}{again}"
        )
        role = Role.CUSTOMER if answer.replies else Role.AGENT
        return Evidence(why, answer.span, role, said or asked, answer.question.phrase)

    def _never_asked(self, hearing: Hearing) -> Finding:
        if self.each:
            return true(Evidence(f"未出现{self.label}"))
        sample = f"(如“{self.example}”)" if self.example else ""
        why = f"坐席全程未询问{self.label}{sample}"
        doubts = _ASKED.doubts(hearing, _ASKED.stretch(hearing))
        if doubts:
            return unknown(Evidence(f"{why};{';'.join(doubts)},无法判断"))
        return false(Evidence(why, role=Role.AGENT))
