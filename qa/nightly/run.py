"""The night: from a manifest to judged, flagged and planned calls."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from qa.call import Call
from qa.config import Settings
from qa.config.machine import cores
from qa.errors import StoreError
from qa.ingest import Manifest, read_manifest
from qa.nightly.claims import Claims
from qa.nightly.desk import Clock, Desk
from qa.nightly.duration import GENEROUS, Patience
from qa.nightly.interrupt import Interrupt
from qa.nightly.limits import limits_of_night
from qa.nightly.observer import Progress, RunObserver
from qa.nightly.owner import this_run
from qa.nightly.pipeline import pipeline_version
from qa.nightly.plan import plan_work
from qa.nightly.processes import LocalExecutor
from qa.nightly.report import RunFacts, RunReport
from qa.nightly.report_json import as_json
from qa.nightly.review import plan_reviews
from qa.nightly.risks import assess
from qa.nightly.shift import Shift
from qa.nightly.tally import build_report, tally
from qa.nightly.work import Brief
from qa.recordings import Recordings
from qa.scoring.standards import load_standards
from qa.store import Store

TRANSCRIBER = "qa.transcribe.transcriber:Transcriber"


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What a run is told."""

    manifest: str
    """Path or URL."""
    settings: Settings
    day: date | None = None
    """Take only calls that started on this day, company time."""
    retry_failed: bool = False
    """Try calls again that failed before."""
    transcriber: str = TRANSCRIBER
    """Dotted name of what makes a transcriber from the settings."""
    patience: Patience = GENEROUS

    @property
    def zone(self) -> ZoneInfo:
        """Company time."""
        return ZoneInfo(self.settings.timezone)


def run_night(
    night: Night,
    store: Store,
    observer: RunObserver,
    interrupt: Interrupt,
    clock: Clock = lambda: datetime.now(UTC),
) -> RunReport:
    """Work through a night, or through what is left of it.

    Safe to be killed at any moment and started again, and to run beside itself: a call is
    worked on under a lease and saved in one transaction.

    Raises:
        ManifestError: the manifest as a whole cannot be read.
        RulebookError: a rulebook, scorecard or lexicon is wrong.
        ModelError: the recogniser cannot be loaded.
        StoreError: the database refuses; what was saved before is safe.
    """
    began_at = clock()
    manifest, calls = _listed(night)
    desk = Desk(store, this_run(), observer, interrupt, clock)
    store.ingest(calls)
    brief = _brief(night, store, calls)
    run = store.start_run(began_at, _told(night, brief))
    with _leases(desk):
        worked = _work(night, desk, brief, calls)
    still_due = store.due([call.call_id for call in calls], brief.pipeline)
    open_ids = {each.call.call_id for each in still_due}
    settled = [call for call in calls if call.call_id not in open_ids]
    # While calls still wait, nothing is chosen: who comes later may be worse off.
    days = set() if open_ids else {_day(call, night.zone) for call in calls}
    risks = assess(desk, days, night.settings, night.zone)
    counted = tally(store, settled, night.settings.flags, night.zone)
    coverage = plan_reviews(store, days, night.settings, night.zone)
    facts = RunFacts(
        manifest=manifest.source,
        day=night.day,
        started_at=began_at,
        finished_at=clock(),
        interrupted=interrupt.soon and worked.settled < worked.due,
        worked=worked,
    )
    report = build_report(manifest, calls, counted, facts, brief, coverage, risks)
    store.finish_run(run, as_json(report), facts.finished_at)
    return report


def _listed(night: Night) -> tuple[Manifest, list[Call]]:
    settings = night.settings
    manifest = read_manifest(night.manifest, timezone=night.zone, extra_lines=settings.extra_lines)
    calls = [call for call in manifest.calls if night.day in (None, _day(call, night.zone))]
    return manifest, calls


def _day(call: Call, zone: ZoneInfo) -> date:
    return call.started_at.astimezone(zone).date()


def _brief(night: Night, store: Store, calls: Sequence[Call]) -> Brief:
    settings = night.settings
    standards = load_standards(settings, store.published_rulebooks())
    return Brief(
        settings=settings,
        pipeline=pipeline_version(settings),
        rulebooks=standards.rulebooks,
        scorecards=standards.scorecards,
        limits=limits_of_night(store, calls, settings.flags, night.zone),
        transcriber=night.transcriber,
    )


def _told(night: Night, brief: Brief) -> dict[str, object]:
    """What the store keeps of a run's orders; the database's URL may hold a password."""
    return {
        "manifest": night.manifest,
        "day": night.day and night.day.isoformat(),
        "retry_failed": night.retry_failed,
        "pipeline": brief.pipeline,
        "rulebooks": sorted(rulebook.identity for rulebook in brief.rulebooks.values()),
        "settings": night.settings.model_dump(mode="json", exclude={"db_url"}),
    }


@contextmanager
def _leases(desk: Desk) -> Iterator[None]:
    """Leases end with the run, however it ends; if the store refuses, the next run frees them."""
    try:
        yield
    finally:
        with suppress(StoreError):
            desk.store.release(desk.owner)


def _work(night: Night, desk: Desk, brief: Brief, calls: Sequence[Call]) -> Progress:
    """Work on what is due; what was done."""
    settings = night.settings
    recordings = Recordings(settings.allowed_roots)
    items = plan_work(
        desk.store, recordings, calls, brief.pipeline, retry_failed=night.retry_failed
    )
    progress = Progress(due=len(items), due_bytes=sum(item.size_bytes for item in items))
    desk.observer.planned(len(calls), progress)
    if not items or desk.interrupt.soon:
        return progress
    for rulebook in brief.used_rulebooks(item.call for item in items):
        desk.store.keep_rulebook(rulebook.version, desk.clock())
    claims = Claims(desk, items, brief.pipeline, retry_failed=night.retry_failed)
    claims.free_abandoned()
    executor = LocalExecutor(
        brief,
        min(settings.workers or cores(), len(items)),
        threads=settings.recognition.cpu_threads,
        patience=night.patience,
    )
    shift = Shift(desk, executor, claims, brief, replace(progress, workers=executor.workers))
    try:
        shift.work()
    finally:
        executor.close()
    return shift.progress
