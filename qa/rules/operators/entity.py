"""`entity`: a number that means something is said: an identity number, a card, a time.

    entity: {type: id_number, role: customer, valid: true}
    entity: {type: time, role: agent, anchor: {condition: promises_call_back, around: {turns: 1}}}

Found in digits and in Chinese numerals, and checked by check digit, numbering plan or calendar
(`qa.language.entities`). Its evidence quotes the value, so that a promised time can be
followed up.
"""

from collections.abc import Iterable

from qa.language.entities import EntityType, entities, may_be_within
from qa.language.phrases import Hit
from qa.rules.ear import Listener, PhraseHits
from qa.rules.evidence import clock
from qa.rules.hearing import Hearing, across
from qa.rules.listening import Listening
from qa.rules.logic import Finding
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.stretch import Found, Stretch
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
        return self.outcome(hearing, part, self._name, part.heard(hearing, self), self._tell)

    def listeners(self) -> Iterable[Listener]:
        """Itself."""
        return (self,)

    @property
    def wanted(self) -> None:
        """It listens to any text."""

    def heard_in(self, text: str, hits: PhraseHits, seam: int | None) -> Iterable[Hit]:  # noqa: ARG002
        """The entities of a text, also one that the other party broke in two."""
        if seam is not None and not may_be_within(text, seam):
            return ()
        found = [
            Hit(each.start, each.end, each.value, exact=each.valid, edits=0, quality=1)
            for each in entities(text, self.type)
            if self.valid in (None, each.valid)
        ]
        return across(found, seam)

    @property
    def _name(self) -> str:
        check = {None: "", True: "有效的", False: "有误的"}[self.valid]
        return f"{check}{self.label or TYPE_NAMES[self.type]}"

    def _tell(self, found: Found) -> Evidence:
        turn, hit, span = found.turn, found.hit, found.span
        who = ROLE_NAMES[turn.role.value]
        wrong = "" if hit.exact else ",校验不符"
        why = f"{who}在 {clock(span.start)} 说出{self._name}“{hit.phrase}”{wrong}"
        return Evidence(why, span, turn.role, found.quote, hit.phrase)
