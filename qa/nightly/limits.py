"""From when on a call of a line is long or short, as the last weeks have it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from qa.call import Call
from qa.config import FlagOptions, LineLimits
from qa.scoring.flags import LengthLimits, length_limits
from qa.store import Store


def limits_of_night(
    store: Store, calls: Collection[Call], options: FlagOptions, zone: ZoneInfo
) -> Mapping[str, LengthLimits]:
    """The limits of each business line that has calls in this night.

    The trailing window ends where the day of the night's first call begins: so the night does
    not judge itself, and a run that is taken up again has the same limits as before.
    """
    if not calls:
        return {}
    until = _midnight_before(min(call.started_at for call in calls), zone)
    since = until - timedelta(days=options.percentile_window_days)
    limits = {}
    for line in sorted({call.business_line for call in calls}):
        given = options.lines.get(line, LineLimits())
        relative = given.short_percentile is not None or given.long_percentile is not None
        durations_s = store.lengths(line, since, until) if relative else []
        limits[line] = length_limits(given, durations_s, options.percentile_min_calls)
    return limits


def _midnight_before(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
