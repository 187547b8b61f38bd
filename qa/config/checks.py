"""What is wrong with settings although every single value is of its type."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from qa.config.describe import Key, shown
from qa.config.sections import LineLimits, Settings

SHIPPED_LINES = ("inbound", "callback", "offsite")
_DATABASES = ("sqlite", "postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing wrong with the setting, or the section, at `key`."""

    key: Key
    what: str
    fix: str = ""


def objections(settings: Settings) -> Iterator[Objection]:
    """All that is wrong across types and fields."""
    yield from _timezone(settings.timezone)
    yield from _database(settings.db_url)
    lines = (*SHIPPED_LINES, *settings.extra_lines)
    for name, limits in settings.flags.lines.items():
        key = ("flags", "lines", name)
        if name not in lines:
            fix = f"one of {', '.join(lines)}, or name it in extra_lines"
            yield Objection(key, f"unknown business line {name!r}", fix)
        yield from _limits(key, limits)


def _timezone(name: str) -> Iterator[Objection]:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        yield Objection(
            ("timezone",), f"{name!r} is not a time zone", "an IANA name such as Asia/Shanghai"
        )


def _database(url: str) -> Iterator[Objection]:
    scheme = url.partition(":")[0].partition("+")[0]
    if scheme not in _DATABASES:
        yield Objection(
            ("db_url",),
            f"{shown(url)!r} is no database that Earmark knows",
            "sqlite:///file.db or postgresql+psycopg://user@host/name",
        )


def _limits(key: Key, limits: LineLimits) -> Iterator[Objection]:
    pairs = (
        (limits.short_s, limits.long_s, "s"),
        (limits.short_percentile, limits.long_percentile, "%"),
    )
    for short, long, unit in pairs:
        if short is not None and long is not None and short >= long:
            yield Objection(key, f"short ({short:g} {unit}) is not below long ({long:g} {unit})")
