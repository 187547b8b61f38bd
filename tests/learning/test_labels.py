"""Labels: ratings, decisions and evaluations, and nothing else."""

import numpy as np
import pytest
from rated_calls import fill
from stored_calls import NOW

from qa.errors import ModelError
from qa.learning.labels import gather
from qa.rules.decision import Decision, Outcome
from qa.scoring.flags import DISSATISFIED_RULE
from qa.scoring.satisfaction.target import complaint, satisfaction
from qa.store import CallFilter, Store

EVERYTHING = CallFilter()


def quiet(done: int, total: int) -> None:
    """Watches nothing."""


def decided(store: Store, call_id: str, outcome: Outcome, minutes: int = 0) -> None:
    given = Decision(call_id=call_id, code=DISSATISFIED_RULE, outcome=outcome, reviewer="王质检")
    store.decide([given], NOW.replace(minute=30 + minutes))


def degrees(store: Store) -> dict[str, float]:
    found = gather(store, satisfaction(), EVERYTHING, quiet).labelled
    ids = [talk.talk_id for talk in found.talks]
    return dict(zip(ids, found.degree.tolist(), strict=True))


def test_unrated_calls_are_not_satisfied_but_unlabelled(store: Store) -> None:
    bad = fill(store, 40)
    found = gather(store, satisfaction(), EVERYTHING, quiet)
    ids = [talk.talk_id for talk in found.labelled.talks]
    assert ids == [f"T-{at}" for at in range(0, 40, 2)]
    assert found.unlabelled == 20
    assert found.rated.all()
    assert {i for i, bad_one in zip(ids, found.labelled.truth, strict=True) if bad_one} == set(
        ids
    ) & set(bad)


def test_an_inspectors_decision_labels_a_call_that_nobody_rated(store: Store) -> None:
    fill(store, 6)
    assert "T-1" not in degrees(store)
    decided(store, "T-1", Outcome.OVERTURNED)  # the rule passed: the customer was dissatisfied
    decided(store, "T-3", Outcome.CONFIRMED)
    decided(store, "T-5", Outcome.CANNOT_JUDGE)
    found = degrees(store)
    assert (found["T-1"], found["T-3"]) == (1.0, 0.0)
    assert "T-5" not in found


def test_the_latest_decision_counts_and_one_that_was_withdrawn_does_not(store: Store) -> None:
    fill(store, 4)
    decided(store, "T-1", Outcome.OVERTURNED)
    decided(store, "T-1", Outcome.CONFIRMED, 1)
    decided(store, "T-3", Outcome.OVERTURNED)
    decided(store, "T-3", Outcome.WITHDRAWN, 1)
    found = degrees(store)
    assert found["T-1"] == 0.0
    assert "T-3" not in found


def test_rating_and_decision_are_two_opinions(store: Store) -> None:
    bad = fill(store, 30)
    disputed = next(each for each in bad if int(each[2:]) % 2 == 0)
    decided(store, disputed, Outcome.CONFIRMED)
    assert degrees(store)[disputed] == 0.5


def test_complaints_are_known_from_inspectors_alone(store: Store) -> None:
    fill(store, 10)
    with pytest.raises(ModelError, match="no inspector decided on CUSTOMER-COMPLAINT"):
        gather(store, complaint(), EVERYTHING, quiet)


def test_only_the_period_counts(store: Store) -> None:
    fill(store, 40)
    talks = gather(store, satisfaction(), EVERYTHING, quiet).labelled.talks
    since = talks[10].started_at
    found = gather(store, satisfaction(), CallFilter(since=since), quiet)
    assert [talk.talk_id for talk in found.labelled.talks] == [talk.talk_id for talk in talks[10:]]


def test_features_belong_to_their_calls_however_many_lots(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 30)
    whole = gather(store, satisfaction(), EVERYTHING, quiet)
    monkeypatch.setattr("qa.learning.labels.LOT", 4)
    parts = gather(store, satisfaction(), EVERYTHING, quiet)
    assert (whole.labelled.features.counted != parts.labelled.features.counted).nnz == 0
    np.testing.assert_array_equal(whole.labelled.features.dense, parts.labelled.features.dense)
    np.testing.assert_array_equal(whole.cold, parts.cold)
