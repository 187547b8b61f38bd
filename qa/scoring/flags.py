"""Why a call stands out: the flags of one call."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor
from zoneinfo import ZoneInfo

from qa.call import Call, Satisfaction, Transcript
from qa.config.sections import FlagOptions, LineLimits
from qa.measures.values import Measures
from qa.rules.verdict import State, Verdict
from qa.scoring.values import Flag
from qa.timeline import Seconds

DISSATISFIED_RULE = "CUSTOMER-DISSATISFIED"
COMPLAINT_RULE = "CUSTOMER-COMPLAINT"


@dataclass(frozen=True, slots=True)
class LengthLimits:
    """Below and above which a call of a line stands out; None where there is no limit."""

    short_s: Seconds | None = None
    long_s: Seconds | None = None


def length_limits(line: LineLimits, durations_s: Sequence[Seconds], min_calls: int) -> LengthLimits:
    """The limits in force: the fixed ones and the percentiles, whichever flags more.

    Args:
        line: what is configured for the business line.
        durations_s: lengths of the line's calls in the trailing window, in any order.
        min_calls: with fewer calls than this the percentiles are left out.
    """
    known = sorted(durations_s) if len(durations_s) >= max(1, min_calls) else []
    shorts = [line.short_s, _percentile(known, line.short_percentile)]
    longs = [line.long_s, _percentile(known, line.long_percentile)]
    return LengthLimits(
        short_s=max((limit for limit in shorts if limit is not None), default=None),
        long_s=min((limit for limit in longs if limit is not None), default=None),
    )


def _percentile(ordered: Sequence[Seconds], percent: float | None) -> Seconds | None:
    """Between the two nearest ranks, linearly (Hyndman and Fan 1996, definition 7)."""
    if percent is None or not ordered:
        return None
    at = (len(ordered) - 1) * percent / 100
    low, high = ordered[floor(at)], ordered[ceil(at)]
    return low + (high - low) * (at - floor(at))


def flags_of(
    call: Call,
    transcript: Transcript | None,
    measures: Measures | None,
    verdicts: Sequence[Verdict],
    *,
    options: FlagOptions,
    limits: LengthLimits,
    timezone: ZoneInfo,
) -> tuple[Flag, ...]:
    """Every flag that applies, in the order of `Flag`.

    A call that could not be judged (no transcript) keeps those that the manifest alone
    decides: rated dissatisfied, night shift, new agent.
    """
    found = set(_of_manifest(call, options, timezone)) | set(_of_verdicts(verdicts))
    if transcript is not None:
        found |= set(_of_recording(transcript, limits))
    if measures is not None:
        confidence = measures.metrics.mean_confidence
        if confidence is not None and confidence < options.low_confidence:
            found.add(Flag.LOW_CONFIDENCE)
    return tuple(flag for flag in Flag if flag in found)


_OF_MANIFEST = frozenset((Flag.DISSATISFIED, Flag.NIGHT_SHIFT, Flag.NEW_AGENT))


def with_manifest(
    flags: Collection[Flag],
    call: Call,
    verdicts: Sequence[Verdict],
    *,
    options: FlagOptions,
    timezone: ZoneInfo,
) -> tuple[Flag, ...]:
    """The flags of a judged call by its present row of the manifest, in the order of `Flag`.

    A rating may come days after the call; what was heard in the call does not change with it.
    """
    heard = (set(flags) - _OF_MANIFEST) | set(_of_verdicts(verdicts))
    found = heard | set(_of_manifest(call, options, timezone))
    return tuple(flag for flag in Flag if flag in found)


_OF_VERDICTS = frozenset((Flag.DISSATISFIED, Flag.COMPLAINT, Flag.FATAL))


def with_failures(
    flags: Collection[Flag], call: Call, failed: Collection[str], fatal: Collection[str]
) -> tuple[Flag, ...]:
    """The flags of a judged call by other verdicts, in the order of `Flag`.

    Args:
        flags: those that it has.
        call: its row of the manifest.
        failed: codes of the rules that fail it now.
        fatal: codes of the fatal rules among all.
    """
    found = (set(flags) - _OF_VERDICTS) | set(_of_failures(failed, fatal))
    if call.satisfaction is Satisfaction.DISSATISFIED:
        found.add(Flag.DISSATISFIED)
    return tuple(flag for flag in Flag if flag in found)


def _of_manifest(call: Call, options: FlagOptions, timezone: ZoneInfo) -> Iterator[Flag]:
    local = call.started_at.astimezone(timezone)
    if call.satisfaction is Satisfaction.DISSATISFIED:
        yield Flag.DISSATISFIED
    if is_night(local, options):
        yield Flag.NIGHT_SHIFT
    # Somebody who takes calls before the official first day is newer than new.
    if (
        call.agent_hired_on is not None
        and (local.date() - call.agent_hired_on).days < options.new_agent_days
    ):
        yield Flag.NEW_AGENT


def is_night(local: datetime, options: FlagOptions) -> bool:
    """Whether a call that starts at `local` company time falls into the night shift.

    The window includes its first hour and not its last, and wraps midnight when it ends
    earlier than it begins; equal hours mean no night shift at all.
    """
    begins, ends = options.night_from_hour, options.night_until_hour
    if begins <= ends:
        return begins <= local.hour < ends
    return local.hour >= begins or local.hour < ends


def _of_verdicts(verdicts: Sequence[Verdict]) -> Iterator[Flag]:
    failed = [verdict for verdict in verdicts if verdict.state is State.FAIL]
    codes = {verdict.code for verdict in failed}
    return _of_failures(codes, {verdict.code for verdict in failed if verdict.fatal})


def _of_failures(failed: Collection[str], fatal: Collection[str]) -> Iterator[Flag]:
    if DISSATISFIED_RULE in failed:
        yield Flag.DISSATISFIED
    if COMPLAINT_RULE in failed:
        yield Flag.COMPLAINT
    if any(code in fatal for code in failed):
        yield Flag.FATAL


def _of_recording(transcript: Transcript, limits: LengthLimits) -> Iterator[Flag]:
    if limits.short_s is not None and transcript.duration_s < limits.short_s:
        yield Flag.SHORT
    if limits.long_s is not None and transcript.duration_s > limits.long_s:
        yield Flag.LONG
    if transcript.condition.channels == 1:
        yield Flag.MONO
    if transcript.condition.identical_channels:
        yield Flag.IDENTICAL_CHANNELS
    # Ringing and noise may pass for a voice; what nobody can read was not said.
    if not any(turn.text.strip() for turn in transcript.turns):
        yield Flag.NO_SPEECH
