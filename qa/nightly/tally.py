"""Building the report of a night from what the store has of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from qa.call import AudioCondition, Call
from qa.config import FlagOptions
from qa.errors import Problem
from qa.ingest import Manifest
from qa.nightly.report import FailedCall, RuleRow, RunFacts, RunReport, Totals, Versions
from qa.nightly.risk_report import RiskReport
from qa.nightly.work import Brief
from qa.rules.verdict import State
from qa.scoring.coverage import CoverageRow
from qa.scoring.flags import with_manifest
from qa.scoring.values import Flag, JudgedCall
from qa.store import CallFilter, Store
from qa.timeline import Seconds

CLIPPED = 0.001
"""Share of samples at full scale from which clipping is worth a word: a sample in a thousand."""


class Tally:
    """Counts over the night's judged calls, one call at a time."""

    def __init__(self) -> None:
        self.done = 0
        self.audio_s: Seconds = 0.0
        self.failures: list[FailedCall] = []
        self.conditions: defaultdict[str, list[str]] = defaultdict(list)
        self.recognisers: set[str] = set()
        self.rulebooks: set[str] = set()
        self._states: Counter[tuple[str, str, State]] = Counter()
        self._rules: dict[tuple[str, str], tuple[str, bool]] = {}
        self._flags: Counter[tuple[Flag, str]] = Counter()

    def add(self, judged: JudgedCall) -> None:
        """Count one call."""
        line = judged.call.business_line
        self._flags.update((flag, line) for flag in judged.flags)
        if judged.failure:
            failure = FailedCall(judged.call.call_id, judged.failure.kind, judged.failure.message)
            self.failures.append(failure)
            return
        self.done += 1
        if judged.transcript:
            self.audio_s += judged.transcript.duration_s
            for condition in conditions(judged.transcript.condition):
                self.conditions[condition].append(judged.call.call_id)
        self.recognisers.add(judged.provenance.recogniser)
        self.rulebooks.add(judged.provenance.rulebook)
        for verdict in judged.verdicts:
            self._rules[line, verdict.code] = verdict.name, verdict.fatal
            self._states[line, verdict.code, verdict.state] += 1

    def rules(self) -> tuple[RuleRow, ...]:
        """One row a rule and line, in the order in which they were first seen."""
        return tuple(
            RuleRow(
                business_line=line,
                code=code,
                name=name,
                fatal=fatal,
                counts={state: self._states[line, code, state] for state in State},
            )
            for (line, code), (name, fatal) in sorted(
                self._rules.items(), key=lambda rule: rule[0][0]
            )
        )

    def flags(self) -> Mapping[Flag, Mapping[str, int]]:
        """Calls by flag and line, flags in their own order."""
        lines = sorted({line for _, line in self._flags})
        return {
            flag: {line: self._flags[flag, line] for line in lines if self._flags[flag, line]}
            for flag in Flag
            if any(self._flags[flag, line] for line in lines)
        }


def tally(store: Store, calls: Collection[Call], options: FlagOptions, zone: ZoneInfo) -> Tally:
    """Count what the store has of these calls, once their flags agree with the manifest.

    A call that was judged on an earlier night may have been rated since.
    """
    counted, late = Tally(), {}
    wanted = CallFilter(call_ids=tuple(call.call_id for call in calls))
    for judged, _ in store.stream(wanted, words=False):
        call, verdicts = judged.call, judged.verdicts
        flags = with_manifest(judged.flags, call, verdicts, options=options, timezone=zone)
        if set(flags) != set(judged.flags):
            late[call.call_id] = flags
        counted.add(replace(judged, flags=flags))
    for call_id, flags in late.items():
        store.set_flags(call_id, flags)
    return counted


def build_report(
    manifest: Manifest,
    calls: Collection[Call],
    counted: Tally,
    run: RunFacts,
    brief: Brief,
    coverage: Mapping[date, tuple[CoverageRow, ...]],
    risks: tuple[RiskReport, ...],
) -> RunReport:
    """Put the report together."""
    return RunReport(
        run=run,
        versions=Versions(
            pipeline=brief.pipeline,
            recognisers=tuple(sorted(counted.recognisers)),
            rulebooks=tuple(sorted(counted.rulebooks)),
            superseded=tuple(sorted(counted.rulebooks - brief.identities(calls))),
        ),
        totals=Totals(
            listed=len(calls),
            refused=manifest.refused,
            other_days=len(manifest.calls) - len(calls),
            done=counted.done,
            failed=len(counted.failures),
            audio_s=counted.audio_s,
        ),
        failures=tuple(counted.failures),
        problems=manifest.problems,
        warnings=(*manifest.warnings, *_unruled(brief, calls)),
        conditions={name: counted.conditions[name] for name in sorted(counted.conditions)},
        rules=counted.rules(),
        flags=counted.flags(),
        coverage=coverage,
        risks=risks,
    )


def conditions(audio: AudioCondition) -> Iterator[str]:
    """What is wrong with a recording that was judged nevertheless, by `AudioCondition`'s words."""
    if audio.truncated:
        yield "truncated"
    if audio.identical_channels:
        yield "identical_channels"
    elif audio.mono:
        yield "mono"
    if audio.swapped_channels:
        yield "swapped_channels"
    if audio.empty_channels:
        yield "empty_channels"
    if audio.clipped_share >= CLIPPED:
        yield "clipped"


def _unruled(brief: Brief, calls: Collection[Call]) -> Iterator[Problem]:
    for line in sorted({call.business_line for call in calls} - set(brief.rulebooks)):
        yield Problem(
            line,
            "没有规则集,只转写不判定 / no rulebook for this line; its calls are not judged",
            "在 rulebooks_dir 中加入它 / add one to rulebooks_dir",
        )
