"""Which calls a rule judges, by what the manifest says of them."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from qa.call import Call, Direction
from qa.rules.position import Strict


class Period(Strict):
    """Days on which a rule is in force, by the call's own clock."""

    from_: Annotated[date | None, Field(alias="from")] = None
    """The first day."""
    until: date | None = None
    """The last day."""

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.from_ is None and self.until is None:
            raise ValueError("give `from`, `until` or both")
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError("ends before it begins")
        return self

    def why_not(self, call: Call) -> str | None:
        """Why a call lies outside; None when it does not."""
        day = call.started_at.date()
        if self.from_ and day < self.from_:
            return f"规则自 {self.from_} 起生效,通话在 {day}"
        if self.until and day > self.until:
            return f"规则于 {self.until} 止,通话在 {day}"
        return None


class AppliesTo(Strict):
    """Kinds of calls; an empty list names all. What the manifest does not say excludes nothing."""

    lines: tuple[str, ...] = ()
    """Business lines."""
    directions: tuple[Direction, ...] = ()
    """`in`, `out`."""
    teams: tuple[str, ...] = ()
    """Teams of agents."""
    skill_groups: tuple[str, ...] = ()
    """Skill groups."""
    customer_tiers: tuple[str, ...] = ()
    """Tiers of customers, such as 普通 and VIP."""

    def why_not(self, call: Call) -> str | None:
        """Why a call is of another kind; None when it is not."""
        for what, value, named in (
            ("业务线", call.business_line, self.lines),
            ("呼叫方向", call.direction, self.directions),
            ("班组", call.team, self.teams),
            ("技能组", call.skill_group, self.skill_groups),
            ("客户等级", call.customer_tier, self.customer_tiers),
        ):
            if named and value is not None and value not in named:
                return f"规则不适用于{what}“{value}”"
        return None
