"""`regex`: a regular expression matches within one turn.

    regex:
      label: 报出工号
      pattern: 工号[^,。]{0,3}[0-9]{3,6}
      except: 工号是多少
      role: agent

By characters only; for what may be misspelt by sound use `phrase`. True with every match as
evidence; otherwise false, or unknown when it may have been said unheard. What a pattern may
hold is bounded: see `qa.rules.operators.pattern`.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Annotated

from pydantic import AfterValidator, Field

from qa.call import Turn
from qa.rules.evidence import clock, quote, span_of
from qa.rules.hearing import Hearing
from qa.rules.listening import Listening, Sighting
from qa.rules.logic import Finding
from qa.rules.names import ROLE_NAMES
from qa.rules.operators.base import Operator
from qa.rules.operators.pattern import matches, safe_pattern
from qa.rules.stretch import Stretch
from qa.rules.verdict import Evidence

Pattern = Annotated[str, AfterValidator(safe_pattern)]


class Regex(Operator, Listening):
    """A regular expression matches within one turn."""

    pattern: Pattern
    """What to look for."""
    except_: Annotated[Pattern | None, Field(alias="except")] = None
    """A match overlapped by a match of this does not count."""
    label: str = "指定内容"
    """What the pattern stands for, in words for the reader."""

    def evaluate(self, hearing: Hearing) -> Finding:
        """Look for the pattern in the scope."""
        return self.over(hearing, self._look)

    def _look(self, hearing: Hearing, part: Stretch) -> Finding:
        heard = [
            Sighting(turn, turn.confidence, partial(self._evidence, turn, start, end))
            for turn, start, end in self._found(part)
        ]
        return self.outcome(hearing, part, self.label, heard)

    def _found(self, part: Stretch) -> Iterator[tuple[Turn, int, int]]:
        pattern = re.compile(self.pattern)
        excepted = re.compile(self.except_) if self.except_ else None
        for turn in part.turns:
            voids: list[tuple[int, int]] | None = None
            for start, end in matches(pattern, turn.text):
                if voids is None:
                    voids = list(matches(excepted, turn.text)) if excepted else []
                excluded = any(left < end and start < right for left, right in voids)
                if not excluded and (part.everywhere or part.holds(span_of(turn, start, end))):
                    yield turn, start, end

    def _evidence(self, turn: Turn, start: int, end: int) -> Evidence:
        span = span_of(turn, start, end)
        said = turn.text[start:end]
        who = ROLE_NAMES[turn.role.value]
        return Evidence(
            f"{who}在 {clock(span.start)} 说“{said}”,属于{self.label}",
            span=span,
            role=turn.role,
            quote=quote(turn, start, end),
            matched=self.pattern,
        )
