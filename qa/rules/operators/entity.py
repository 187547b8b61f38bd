"""`entity`: a number that means something is said: an identity number, a card, a time.

    entity: {type: id_number, role: customer, valid: true}
    entity: {type: time, role: agent, anchor: {condition: promises_call_back, around: {turns: 1}}}

Found in digits and in Chinese numerals, and checked by check digit, numbering plan or calendar
(`qa.language.entities`). Its evidence quotes the value, so that a promised time can be
followed up.
"""

from collections.abc import Iterator
from functools import partial

from qa.call import Turn
from qa.language.entities import Entity as Value
from qa.language.entities import EntityType, entities
from qa.rules.evidence import clock, quote, span_of
from qa.rules.hearing import Hearing, Passage
from qa.rules.listening import Listening, Sighting
from qa.rules.logic import Finding
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence

TYPE_NAMES = {
    EntityType.ID_NUMBER: "身份证号",
    EntityType.BANK_CARD: "银行卡号",
    EntityType.PHONE: "电话号码",
    EntityType.AMOUNT: "金额",
    EntityType.DATE: "日期",
    EntityType.TIME: "时间",
    EntityType.DIGITS: "号码",
}


class Entity(Operator, Listening):
    """A number that means something is said."""

    type: EntityType
    """What it means."""
    valid: bool | None = None
    """Only those that can be right (true) or that cannot (false); by default both."""
    label: str | None = None
    """What it is here, in words for the reader; by default the type's name."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Look for it in the scope."""
        return self.over(hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        heard = [
            Sighting(turn, turn.confidence, partial(self._evidence, turn, value))
            for turn, value in self._found(hearing, part)
        ]
        return self.outcome(hearing, part, self._name, heard)

    def _found(self, hearing: Hearing, part: Stretch) -> Iterator[tuple[Turn, Value]]:
        """Those in a part of the call, each once, also across a turn that the other broke."""
        inside = set(map(id, part.turns))
        for passage in hearing.passages:
            if id(hearing.turns[passage.first]) in inside:
                for value in self._values(passage):
                    span = span_of(passage.turn, value.start, value.end)
                    if part.everywhere or part.holds(span):
                        yield passage.turn, value

    def _values(self, passage: Passage) -> Iterator[Value]:
        for value in entities(passage.turn.text, self.type):
            across = passage.seam is None or value.start < passage.seam < value.end
            if across and self.valid in (None, value.valid):
                yield value

    @property
    def _name(self) -> str:
        check = {None: "", True: "有效的", False: "有误的"}[self.valid]
        return f"{check}{self.label or TYPE_NAMES[self.type]}"

    def _evidence(self, turn: Turn, value: Value) -> Evidence:
        span = span_of(turn, value.start, value.end)
        who = ROLE_NAMES[turn.role.value]
        wrong = "" if value.valid else ",校验不符"
        why = f"{who}在 {clock(span.start)} 说出{self._name}“{value.value}”{wrong}"
        return Evidence(why, span, turn.role, quote(turn, value.start, value.end), value.value)
