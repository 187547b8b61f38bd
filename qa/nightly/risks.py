"""The night's last look: which customers probably went away dissatisfied, and whom to hear."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from qa.config import Settings
from qa.errors import ModelError
from qa.learning.chosen import choose, flag_of
from qa.learning.labels import lots
from qa.nightly.desk import Desk
from qa.nightly.risk_report import RiskReport
from qa.scoring.satisfaction import registry
from qa.scoring.satisfaction.cold_start import ColdStart
from qa.scoring.satisfaction.drift import Shift
from qa.scoring.satisfaction.folder import Saved
from qa.scoring.satisfaction.lot import Lot
from qa.scoring.satisfaction.risk import Scorer
from qa.scoring.satisfaction.scorer import LearnedScorer
from qa.scoring.satisfaction.target import Target, TargetName, complaint, satisfaction
from qa.store import CallFilter, Status, Store

Array = NDArray[np.float64]


UNTAUGHT = "还没有训练过 / nothing was learned yet"


@dataclass(frozen=True, slots=True)
class Assessor:
    """What scores the calls of one target."""

    target: Target
    saved: Saved | None
    """None: nothing was learned, or it cannot be trusted."""
    problem: str
    budget: int
    threshold: float

    @property
    def scorer(self) -> Scorer | None:
        """The model, or the cold start. Complaints have none: rules flag what they say already."""
        if self.saved:
            return LearnedScorer(self.saved.model)
        return ColdStart() if self.target.name is TargetName.SATISFACTION else None


def assess(
    desk: Desk, days: Collection[date], settings: Settings, zone: ZoneInfo
) -> tuple[RiskReport, ...]:
    """Score the calls of these days and flag the riskiest.

    A call keeps the risk that the same model gave it. A model that cannot be trusted costs the
    night nothing: the cold start takes its place, and the report says so.

    Raises:
        StoreError: the database refuses.
    """
    if not days:
        return ()
    return tuple(
        _assessed(desk, each, sorted(days), settings, zone) for each in _assessors(settings)
    )


def _assessors(settings: Settings) -> Iterator[Assessor]:
    options = settings.risk
    own = _assessor(satisfaction(), settings, options.budget, options.threshold)
    yield own if own.saved else replace(own, threshold=options.cold_start_threshold)
    if options.complaint:
        limits = options.complaint_budget, options.complaint_threshold
        found = _assessor(complaint(), settings, *limits)
        yield found if found.saved else replace(found, problem=found.problem or UNTAUGHT)


def _assessor(target: Target, settings: Settings, budget: int, threshold: float) -> Assessor:
    try:
        saved, problem = registry.active(target.name, settings.models_dir), ""
    except ModelError as error:
        saved, problem = None, str(error)
    return Assessor(target, saved, problem, budget, threshold)


def _assessed(
    desk: Desk, by: Assessor, days: Sequence[date], settings: Settings, zone: ZoneInfo
) -> RiskReport:
    store, name, scorer = desk.store, by.target.name, by.scorer
    labels = _new_labels(store, by)
    report = RiskReport(
        target=name,
        model=scorer.name if scorer else "",
        calibrated=bool(by.saved),
        problem=by.problem,
        new_labels=labels,
        retrain=labels >= settings.risk.retrain_labels,
    )
    if scorer is None:
        return report
    seen: list[tuple[Array, Lot]] = []
    for day in days:
        waiting = store.unscored(day, zone, name, scorer.name)
        for lot in _spoken(store, waiting):
            risks = scorer.risks(lot)
            found = {talk.talk_id: risk for talk, risk in zip(lot.talks, risks, strict=True)}
            store.save_risks(name, found, desk.clock())
            seen.append((np.array([risk.probability for risk in risks]), lot))
        ranked = store.ranked(day, zone, name)
        picked = choose(ranked, name, by.budget, by.threshold)
        store.predict(day, zone, flag_of(name), picked)
        report = replace(
            report,
            scored=report.scored + len(ranked),
            unknown=report.unknown + len(store.unscored(day, zone, name, scorer.name)),
            chosen=report.chosen + len(picked),
        )
    return replace(report, drift=_drift(by.saved, seen, settings))


def _spoken(store: Store, call_ids: Sequence[str]) -> Iterator[Lot]:
    """In lots, without calls of which nobody can read a word: their risk is unknown, not low."""
    for lot, _ in lots(store, call_ids):
        said = [talk for talk in lot.talks if any(each.text.strip() for each in talk.utterances)]
        if said:
            yield Lot(said)


def _drift(
    saved: Saved | None, seen: Sequence[tuple[Array, Lot]], settings: Settings
) -> tuple[Shift, ...]:
    """What has left the training window; nothing when too few calls were scored to tell."""
    calls = sum(len(lot.talks) for _, lot in seen)
    if saved is None or calls < settings.risk.drift_min_calls:
        return ()
    scores = np.concatenate([probabilities for probabilities, _ in seen])
    dense = np.vstack([lot.features.dense for _, lot in seen])
    shifts = saved.reference.shifts(scores, dense)
    return tuple(each for each in shifts if each.psi >= settings.risk.drift_psi)


def _new_labels(store: Store, by: Assessor) -> int:
    """Labelled calls since the training window; all, before the first training."""
    since = by.saved.about.trained_until if by.saved else None
    later = replace(CallFilter(status=Status.DONE), since=since)
    opinions = store.opinions(later, by.target.rule)
    return len({*store.rated(later, tuple(by.target.ratings)), *opinions})
