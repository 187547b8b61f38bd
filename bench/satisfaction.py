"""Dissatisfied dialogues found: ours and the plain way on the same folds."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from bench import rated_dialogues
from bench.char_model import CharModel
from bench.rated_dialogues import Rated
from bench.table import Grid, Line, Outcome, Target
from bench.workbench import Workbench
from qa.scoring.satisfaction.cold_start import ColdStart
from qa.scoring.satisfaction.evaluate import Evaluation, evaluate
from qa.scoring.satisfaction.features import Features
from qa.scoring.satisfaction.labelled import Labelled
from qa.scoring.satisfaction.lot import Lot
from qa.scoring.satisfaction.scorer import LearnedScorer
from qa.scoring.satisfaction.training import train

FOLDS = 5
QUICK = 400
BETTER = 0.01
AUC = Target("≥", 0.89)
OURS, GIVEN_YES_OR_NO, COLD, PLAIN = (
    "ours",
    "ours, labels yes or no",
    "cold start",
    "plain",
)
"""Plain: characters 1–4, TF-IDF a role, logistic regression."""
HEARD_OURS, HEARD_PLAIN = "ours, misheard", "plain, misheard"


@dataclass(frozen=True, slots=True)
class Satisfied:
    """Figures over all folds by scorer; none when the dialogues are not there."""

    figures: Mapping[str, Evaluation]
    score_ms: float
    explain_ms: float

    def outcome(self) -> Outcome:
        """The lines of the table, and all figures of all scorers."""
        lines = [*self._found(), *self._robust(), *self._fast()]
        rows = [
            (
                name,
                *(f"{value:.4f}" for value in (each.auc, each.average_precision)),
                *(f"{value:.3f}" for value in (each.calibration_error, each.brier)),
                *(f"{value:.3f}" for value in (each.precision_at_budget, each.recall_at_budget)),
            )
            for name, each in self.figures.items()
        ]
        header = ("scorer", "ROC AUC", "AP", "ECE", "Brier", "precision top 10 %", "recall there")
        return Outcome(lines, [Grid("all scorers", header, rows)], asdict(self))

    def _found(self) -> list[Line]:
        ours, plain = self.figures[OURS], self.figures[PLAIN]
        over, of = Target("≥", BETTER), f"{ours.dissatisfied} of {ours.talks}"
        precision = ours.average_precision
        return [
            Line("ROC AUC, ours", ours.auc, target=AUC, note=of, digits=4),
            Line("ROC AUC, ours − plain", ours.auc - plain.auc, target=over, digits=4),
            Line("ROC AUC, plain", plain.auc, digits=4),
            Line("average precision, ours", precision, target=Target("≥", 0.78), digits=4),
            Line(
                "average precision, ours − plain",
                precision - plain.average_precision,
                target=over,
                digits=4,
            ),
            Line("average precision, plain", plain.average_precision, digits=4),
            Line(
                "expected calibration error",
                ours.calibration_error,
                target=Target("≤", 0.03),
                digits=3,
            ),
            Line(
                "precision among the top 10 %",
                ours.precision_at_budget,
                target=Target("≥", 0.9),
                digits=3,
            ),
        ]

    def _robust(self) -> list[Line]:
        lost = {
            name: self.figures[name].auc - self.figures[heard].auc
            for name, heard in ((OURS, HEARD_OURS), (PLAIN, HEARD_PLAIN))
        }
        what = "ROC AUC lost when 20 % of the characters are homophones"
        return [
            Line(f"{what}, ours", lost[OURS], target=Target("≤", 0.02), digits=4),
            Line(f"{what}, plain", lost[PLAIN], digits=4),
        ]

    def _fast(self) -> list[Line]:
        return [
            Line("scoring a call, in lots", self.score_ms, "ms", Target("≤", 5), digits=1),
            Line("with its reasons, in lots", self.explain_ms, "ms", digits=1),
        ]


@dataclass(frozen=True, slots=True)
class Missing:
    """There is nothing to measure on."""

    what: str
    target: Target
    dialogues: Path

    def outcome(self) -> Outcome:
        """One line that says so."""
        why = f"no {self.dialogues.name}: name it with --dialogues"
        return Outcome([Line(self.what, None, target=self.target, note=why)])


def satisfaction(bench: Workbench) -> Satisfied | Missing:
    """Five folds over the dialogues, each tested by models that have not seen it."""
    if not bench.dialogues.is_file():
        return Missing("ROC AUC, ours", AUC, bench.dialogues)
    rated = rated_dialogues.load(bench.dialogues)
    if bench.quick:
        rated = Rated(rated.talks[:QUICK], rated.opinion[:QUICK])
    talks, truth = rated.talks, rated.dissatisfied
    heard = rated_dialogues.misheard(talks, np.random.default_rng(0))
    graded = Labelled.of(talks, rated.degree.tolist())
    given = {
        OURS: graded,
        GIVEN_YES_OR_NO: replace(graded, degree=truth.astype(float)),
    }
    features_heard = Features.of(heard)
    found = {name: np.zeros(len(talks)) for name in (*given, COLD, PLAIN, HEARD_OURS, HEARD_PLAIN)}
    cut = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for known, asked in cut.split(truth, truth):
        for name, labelled in given.items():
            model = train(labelled.rows(known), 0).model
            found[name][asked] = model.probabilities(graded.features.rows(asked))
            if name == OURS:
                ours = LearnedScorer(model)
                found[HEARD_OURS][asked] = model.probabilities(features_heard.rows(asked))
        plain = CharModel.fit([talks[at] for at in known], truth[known])
        found[PLAIN][asked] = plain.probabilities([talks[at] for at in asked])
        found[HEARD_PLAIN][asked] = plain.probabilities([heard[at] for at in asked])
    found[COLD] = np.array([ColdStart().risk(talk).probability for talk in talks])
    figures = {name: evaluate(truth, values) for name, values in found.items()}
    return Satisfied(figures, *_times(ours, rated, asked))


def _times(ours: LearnedScorer, rated: Rated, asked: NDArray[np.int64]) -> tuple[float, float]:
    """Milliseconds a call, in lots: the number alone, and with reasons as a night stores them."""
    talks = [rated.talks[at] for at in asked]
    began = time.perf_counter()
    ours.model.probabilities(Features.of(talks))
    scored = time.perf_counter()
    ours.risks(Lot(talks))
    ended = time.perf_counter()
    return 1000 * (scored - began) / len(talks), 1000 * (ended - scored) / len(talks)
