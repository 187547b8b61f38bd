"""How times, lengths and numbers are shown."""

from datetime import date, datetime

from qa.timeline import Seconds
from qa.ui import signed_in


def local(moment: datetime | None) -> str:
    """A moment in the company's time, to the minute; empty for None."""
    if moment is None:
        return ""
    return moment.astimezone(signed_in.bench().desk.timezone).strftime("%Y-%m-%d %H:%M")


def today() -> date:
    """The company's."""
    bench = signed_in.bench()
    return bench.now().astimezone(bench.desk.timezone).date()


def length(seconds: Seconds | None) -> str:
    """`3:05`, or `1:02:03` from an hour on; empty for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def number(value: float | None) -> str:
    """At most one decimal; a dash for None."""
    return "—" if value is None else f"{round(value, 1):g}"
