"""Cases as an export shows them, whatever the format."""

from dataclasses import dataclass
from datetime import datetime

from qa.call import Role
from qa.store.case_values import Case
from qa.store.remark_values import Quality
from qa.timeline import Seconds

QUALITIES = {Quality.GOOD: "正面", Quality.BAD: "反面"}
ROLES = {Role.AGENT: "坐席", Role.CUSTOMER: "客户", Role.UNKNOWN: "说话人"}


@dataclass(frozen=True, slots=True)
class Exported:
    """One case of a selection."""

    case: Case
    path: str
    """Names of its categories from the top, ` / ` between them."""
    filed_at: datetime
    """In the company's time zone."""
    rules: tuple[str, ...]
    """Name and code of the rules concerned."""
    clip: str | None
    """Where its sound is in the archive; None where there is none."""
    silent: str = ""
    """Why there is no sound."""

    @property
    def said(self) -> str:
        """The transcript of the clip, a line a turn."""
        return "\n".join(
            f"[{clock(each.start)}] {ROLES[each.role]}: {each.text}" for each in self.case.excerpt
        )


def clock(at: Seconds) -> str:
    """Minutes and seconds."""
    minutes, seconds = divmod(int(at), 60)
    return f"{minutes:02}:{seconds:02}"
