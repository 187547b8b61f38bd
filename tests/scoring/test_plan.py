from collections import Counter
from datetime import date, timedelta
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.config.sections import PlanOptions
from qa.scoring.candidates import EXPLORATION, MANDATORY_FLAGS
from qa.scoring.plan import Candidate, draw_plan
from qa.scoring.values import Flag, PlanKind, Review

DAY = date(2018, 5, 12)
OPTIONS = PlanOptions()
ALL_RANDOM = PlanOptions(random_rate=1)
NO_RANDOM = PlanOptions(random_rate=0)


def crowd(count, **flagged):
    """Calls of twenty agents and three lines; each flag on every so-many-th call."""
    lines = "inbound", "callback", "offsite"
    return [
        Candidate(
            f"c{n:05}",
            lines[n % 3],
            f"agent{n % 20}",
            [Flag(name) for name, every in flagged.items() if n % every == 0],
        )
        for n in range(count)
    ]


candidates = st.lists(
    st.builds(
        Candidate,
        st.integers(0, 10_000).map(str),
        st.sampled_from(["inbound", "callback"]),
        st.sampled_from(["a", "b", "c"]),
        st.sets(st.sampled_from(list(Flag))),
        st.booleans(),
    ),
    max_size=40,
    unique_by=lambda each: each.call_id,
)
options = st.builds(
    PlanOptions,
    random_rate=st.floats(0, 1),
    night_shift_rate=st.floats(0, 1),
    new_agent_rate=st.floats(0, 1),
)


@pytest.mark.parametrize("flag", MANDATORY_FLAGS)
def test_mandatory_flags_are_always_planned(flag):
    plan = draw_plan([Candidate("c1", "inbound", "a1", [flag])], NO_RANDOM, DAY)
    assert plan.reviews == {"c1": Review(PlanKind.MANDATORY, (flag.value,))}


@pytest.mark.parametrize("flag", [Flag.LOW_CONFIDENCE, Flag.MONO, Flag.IDENTICAL_CHANNELS])
def test_a_poor_recording_alone_demands_nobody(flag):
    plan = draw_plan([Candidate("c1", "inbound", "a1", [flag])], NO_RANDOM, DAY)
    assert plan.reviews == {"c1": Review(PlanKind.NONE)}


def test_a_call_that_could_not_be_judged_is_mandatory():
    plan = draw_plan([Candidate("c1", "inbound", "a1", failed=True)], NO_RANDOM, DAY)
    assert plan.reviews["c1"] == Review(PlanKind.MANDATORY, ("failed",))


def test_all_reasons_are_named():
    flags = [Flag.FATAL, Flag.NIGHT_SHIFT, Flag.LONG]
    plan = draw_plan([Candidate("c1", "inbound", "a1", flags)], ALL_RANDOM, DAY)
    assert plan.reviews["c1"] == Review(PlanKind.MANDATORY, ("long", "fatal", "random"))


def test_targeted_calls_are_drawn_at_their_rates():
    calls = crowd(2000, night_shift=4, new_agent=10)
    plan = draw_plan(calls, PlanOptions(night_shift_rate=0.2, new_agent_rate=0.5), DAY)
    reasons = Counter(reason for review in plan.reviews.values() for reason in review.reasons)
    assert reasons["night_shift"] == 100
    assert reasons["new_agent"] == 100


def test_random_reaches_its_rate_among_the_calls_that_no_bucket_takes():
    calls = crowd(15_400, long=30, fatal=500, night_shift=9)
    plan = draw_plan(calls, OPTIONS, DAY)
    kinds = Counter(review.kind for review in plan.reviews.values())
    left = kinds[PlanKind.RANDOM] + kinds[PlanKind.NONE]
    assert abs(kinds[PlanKind.RANDOM] - left * 0.0334) < 1
    assert abs(len(plan.sample) - len(calls) * 0.0334) < 1


def test_random_is_spread_over_lines_and_agents():
    calls = crowd(15_400)
    plan = draw_plan(calls, OPTIONS, DAY)
    drawn = Counter((c.business_line, c.agent_id) for c in calls if c.call_id in plan.sample)
    sizes = Counter((c.business_line, c.agent_id) for c in calls)
    assert all(abs(drawn[stratum] - size * 0.0334) < 1 for stratum, size in sizes.items())


@given(candidates, options)
def test_every_call_is_in_one_bucket_and_every_planned_one_has_a_reason(calls, how):
    plan = draw_plan(calls, how, DAY)
    assert set(plan.reviews) == {each.call_id for each in calls}
    for each in calls:
        review = plan.reviews[each.call_id]
        assert bool(review.reasons) == (review.kind is not PlanKind.NONE)
        assert (review.kind is PlanKind.MANDATORY) == bool(each.mandatory_reasons)
        if review.kind is PlanKind.RANDOM:
            assert review.reasons == ("random",)
        if review.kind is PlanKind.TARGETED:
            aimed = [reason for reason in review.reasons if reason != "random"]
            assert aimed
            assert set(aimed) <= {flag.value for flag in each.flags}


@given(candidates, options, st.randoms())
def test_a_rerun_draws_the_same_in_whatever_order_calls_come(calls, how, shuffler):
    shuffled = list(calls)
    shuffler.shuffle(shuffled)
    assert draw_plan(shuffled, how, DAY).reviews == draw_plan(calls, how, DAY).reviews


@given(candidates, options)
def test_the_coverage_table_proves_the_plan(calls, how):
    plan = draw_plan(calls, how, DAY)
    rows = {(row.kind, row.reason): row for row in plan.coverage}
    for (kind, _), row in rows.items():
        if kind is PlanKind.MANDATORY:
            assert row.planned == row.calls
    assert rows[PlanKind.NONE, ""].calls == len(calls)
    buckets = [
        rows[PlanKind.MANDATORY, ""],
        rows[PlanKind.TARGETED, ""],
        rows[PlanKind.RANDOM, "random"],
        rows[PlanKind.NONE, ""],
    ]
    assert sum(row.planned for row in buckets) == len(calls)


def test_coverage_names_a_call_that_fell_through():
    from qa.scoring.coverage import coverage

    calls = [Candidate("c1", "inbound", "a", [Flag.FATAL]), Candidate("c2", "inbound", "a")]
    broken = {"c1": Review(PlanKind.NONE), "c2": Review(PlanKind.NONE)}
    rows = {(row.kind, row.reason): row for row in coverage(calls, broken)}
    fatal = rows[PlanKind.MANDATORY, "fatal"]
    assert (fatal.calls, fatal.planned, fatal.share) == (1, 0, 0.0)
    assert rows[PlanKind.MANDATORY, "long"].share is None
    missing = {(row.kind, row.reason): row for row in coverage(calls, {})}
    assert missing[PlanKind.MANDATORY, ""].planned == 0


def test_another_day_or_seed_draws_others():
    calls = crowd(3000)
    one = draw_plan(calls, OPTIONS, DAY).sample
    assert draw_plan(calls, OPTIONS, DAY + timedelta(days=1)).sample != one
    assert draw_plan(calls, PlanOptions(seed="other"), DAY).sample != one


def test_late_calls_change_few_draws():
    calls = crowd(15_400, long=30, night_shift=9)
    late = [Candidate(f"late{n}", "inbound", f"agent{n % 20}") for n in range(50)]
    before = draw_plan(calls, OPTIONS, DAY).reviews
    after = draw_plan([*calls, *late], OPTIONS, DAY).reviews
    drawn = sum(review.kind is not PlanKind.NONE for review in before.values())
    changed = sum(after[i] != review for i, review in before.items())
    assert drawn > 1000
    assert changed < drawn * 0.05


def test_the_same_call_twice_is_refused():
    twin = Candidate("c1", "inbound", "a1")
    with pytest.raises(ValueError, match="c1"):
        draw_plan([twin, twin], OPTIONS, DAY)


def test_averages_over_the_sample_are_unbiased_though_bad_calls_are_mandatory():
    """Fatal calls score 0 and are never in the random bucket, yet the sample knows of them."""
    calls = crowd(400, fatal=8)
    chance = Random(1)
    scores = {c.call_id: 0.0 if c.flags else chance.uniform(60, 100) for c in calls}
    how = PlanOptions(random_rate=0.1)
    means = []
    for n in range(150):
        plan = draw_plan(calls, how, DAY + timedelta(days=n))
        means.append(fmean(scores[i] for i in plan.sample))
    truth = fmean(scores.values())
    assert fmean(means) == pytest.approx(truth, abs=0.5)
    bucket_only = fmean(scores[c.call_id] for c in calls if not c.flags)
    assert abs(bucket_only - truth) > 5


def test_nothing_to_plan():
    plan = draw_plan([], OPTIONS, DAY)
    assert plan.reviews == {}
    assert all(row.calls == row.planned == 0 for row in plan.coverage)


def test_exploration_is_drawn_among_what_nothing_makes_mandatory() -> None:
    flags = [(Flag.LONG,), (Flag.NIGHT_SHIFT,), (), ()]
    candidates = [Candidate(f"c{at}", "inbound", f"a{at % 7}", flags[at % 4]) for at in range(4000)]
    plan = draw_plan(candidates, PlanOptions(), DAY, exploration=0.05)
    drawn = [each for each in candidates if EXPLORATION in plan.reviews[each.call_id].reasons]
    assert len(drawn) == pytest.approx(0.05 * 3000, abs=1)
    assert all(Flag.LONG not in each.flags for each in drawn)
    assert all(plan.reviews[each.call_id].kind is PlanKind.TARGETED for each in drawn)
    row = next(each for each in plan.coverage if each.reason == EXPLORATION)
    assert (row.calls, row.planned) == (3000, len(drawn))


def test_without_exploration_the_plan_does_not_speak_of_it() -> None:
    candidates = [Candidate(f"c{at}", "inbound", "a", ()) for at in range(400)]
    plan = draw_plan(candidates, PlanOptions(), DAY)
    assert all(EXPLORATION not in review.reasons for review in plan.reviews.values())
    assert all(row.reason != EXPLORATION for row in plan.coverage)
