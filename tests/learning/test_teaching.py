"""Training on the store, and what comes into force."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from made_up_talks import labelled
from rated_calls import fill

from qa.errors import ModelError
from qa.learning.measuring import RULES_ONLY, measure
from qa.learning.teaching import Lesson, split, teach
from qa.scoring.satisfaction import registry
from qa.scoring.satisfaction.comparison import COLD
from qa.scoring.satisfaction.model import Candidate
from qa.scoring.satisfaction.target import TargetName, satisfaction
from qa.store import CallFilter, Store

CALLS = 500


def silent(_: str) -> Callable[[int, int], None]:
    return lambda done, total: None


def taught(store: Store, models: Path, filter: CallFilter | None = None) -> Lesson:
    return teach(store, satisfaction(), filter or CallFilter(), models, silent)


@pytest.mark.slow
def test_a_model_is_learned_held_against_the_cold_start_and_put_in_force(
    store: Store, tmp_path: Path
) -> None:
    fill(store, CALLS, customers=CALLS)
    lesson = taught(store, tmp_path)
    assert lesson.unlabelled == CALLS / 2
    assert lesson.held_out == CALLS / 2 / 5
    assert set(lesson.candidates) == set(Candidate)
    assert set(lesson.comparison.figures) == {lesson.saved.model.name, COLD}
    assert lesson.activated
    again = registry.active(TargetName.SATISFACTION, tmp_path)
    assert again is not None
    assert again.reference == lesson.saved.reference
    assert again.reference.calls > lesson.saved.about.talks  # unrated ones are in it


@pytest.mark.slow
def test_learning_the_same_again_has_nothing_to_compare_with_and_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    fill(store, CALLS, customers=CALLS)
    first = taught(store, tmp_path)
    until = first.saved.about.trained_until
    assert until is not None
    earlier = taught(store, tmp_path, CallFilter(until=until - timedelta(minutes=20)))
    assert not earlier.activated
    assert earlier.comparison.figures == {}
    read = registry.active(TargetName.SATISFACTION, tmp_path)
    assert read is not None
    assert read.model.name == first.saved.model.name


def test_nobody_is_on_both_sides_of_the_held_out_calls() -> None:
    made = labelled(300)
    earlier, latest = split(made)
    known = {made.talks[row].customer_id for row in earlier}
    tested = {made.talks[row].customer_id for row in latest}
    assert not known & tested
    times = [made.talks[row].started_at for row in (*earlier, *latest)]
    assert max(times[: len(earlier)]) < min(times[len(earlier) :])


def test_too_few_labels_are_a_clear_error_and_leave_nothing(store: Store, tmp_path: Path) -> None:
    fill(store, 40)
    with pytest.raises(ModelError, match="at least 30 of each are needed"):
        taught(store, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_what_is_in_force_is_measured_on_later_calls_beside_the_baselines(
    store: Store, tmp_path: Path
) -> None:
    fill(store, CALLS, customers=CALLS)
    lesson = taught(store, tmp_path)
    measured = measure(store, satisfaction(), CallFilter(), tmp_path, lambda done, total: None)
    name = lesson.saved.model.name
    assert set(measured.figures) == {name, COLD, RULES_ONLY}
    assert measured.calls <= lesson.held_out + 1
    ours, rules = measured.figures[name], measured.figures[RULES_ONLY]
    assert ours.average_precision > rules.average_precision
    assert sum(each.calls for each in measured.bins) == measured.calls
    assert set(measured.by_line) == {"inbound", "callback"}
    assert set(measured.by_source) == {"rated"}
