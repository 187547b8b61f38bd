from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.call import AudioCondition, Call, Role, Satisfaction, Transcript, Turn
from qa.config.sections import FlagOptions, LineLimits, MeasureOptions
from qa.measures import measure
from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.flags import LengthLimits, flags_of, is_night, length_limits, with_manifest
from qa.scoring.values import Flag
from qa.timeline import Span

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2018, 5, 12, 12, 0, tzinfo=SHANGHAI)
CALL = Call(
    call_id="c1", recording="c1.wav", started_at=NOON, business_line="inbound", agent_id="a1"
)
HEARD = Transcript(
    duration_s=60.0,
    turns=(Turn(0.0, 5.0, Role.AGENT, "您好", "您好", 0.9),),
    speech={Role.AGENT: (Span(0.0, 5.0),), Role.CUSTOMER: ()},
    condition=AudioCondition(channels=2, sample_rate_hz=8000),
    recogniser="test",
    audio_sha256="0" * 64,
)
LIMITS = LengthLimits(short_s=15.0, long_s=600.0)


def flags(call=CALL, heard=HEARD, verdicts=(), options=None, limits=LIMITS):
    measures = measure(heard, MeasureOptions()) if heard else None
    return flags_of(
        call,
        heard,
        measures,
        verdicts,
        options=options or FlagOptions(),
        limits=limits,
        timezone=SHANGHAI,
    )


def verdict(code, state=State.FAIL, fatal=False):
    return Verdict(code, code, state, fatal=fatal, evidence=(Evidence("依据"),))


def test_an_ordinary_call_has_no_flags():
    assert flags() == ()


@pytest.mark.parametrize(
    ("duration_s", "expected"),
    [(14.9, (Flag.SHORT,)), (15.0, ()), (600.0, ()), (600.1, (Flag.LONG,))],
)
def test_length_stands_out_beyond_the_limits_not_at_them(duration_s, expected):
    assert flags(heard=replace(HEARD, duration_s=duration_s)) == expected


def test_a_line_without_limits_has_neither_long_nor_short_calls():
    for duration_s in (5.1, 9999.0):
        assert flags(heard=replace(HEARD, duration_s=duration_s), limits=LengthLimits()) == ()


def test_dissatisfied_when_rated_so_or_voiced():
    assert flags(replace(CALL, satisfaction=Satisfaction.DISSATISFIED)) == (Flag.DISSATISFIED,)
    assert flags(verdicts=[verdict("CUSTOMER-DISSATISFIED")]) == (Flag.DISSATISFIED,)
    for rated in (Satisfaction.SATISFIED, Satisfaction.NEUTRAL, Satisfaction.NONE):
        assert flags(replace(CALL, satisfaction=rated)) == ()


def test_a_changed_row_of_the_manifest_changes_its_own_flags_and_no_others():
    def later(flags, call=CALL, verdicts=()):
        return with_manifest(flags, call, verdicts, options=FlagOptions(), timezone=SHANGHAI)

    rated = replace(CALL, satisfaction=Satisfaction.DISSATISFIED)
    assert later((Flag.LONG,), rated) == (Flag.LONG, Flag.DISSATISFIED)
    assert later((Flag.LONG, Flag.DISSATISFIED)) == (Flag.LONG,)
    voiced = [verdict("CUSTOMER-DISSATISFIED")]
    assert later((Flag.DISSATISFIED,), verdicts=voiced) == (Flag.DISSATISFIED,)


def test_complaint_and_fatal_follow_failed_verdicts():
    assert flags(verdicts=[verdict("CUSTOMER-COMPLAINT")]) == (Flag.COMPLAINT,)
    assert flags(verdicts=[verdict("TALK-PROMISE", fatal=True)]) == (Flag.FATAL,)
    assert flags(verdicts=[verdict("TALK-TABOO")]) == ()


@pytest.mark.parametrize("state", [State.PASS, State.UNDETERMINED, State.NOT_APPLICABLE])
def test_only_a_failed_verdict_raises_a_flag(state):
    codes = "CUSTOMER-DISSATISFIED", "CUSTOMER-COMPLAINT", "TALK-PROMISE"
    assert flags(verdicts=[verdict(code, state, fatal=True) for code in codes]) == ()


@pytest.mark.parametrize(
    ("hour", "minute", "night"),
    [(21, 59, False), (22, 0, True), (0, 0, True), (5, 59, True), (6, 0, False)],
)
def test_the_night_shift_wraps_midnight(hour, minute, night):
    call = replace(CALL, started_at=NOON.replace(hour=hour, minute=minute))
    assert (Flag.NIGHT_SHIFT in flags(call)) is night


def test_the_night_is_that_of_the_company_not_of_the_manifests_offset():
    assert flags(replace(CALL, started_at=datetime(2018, 5, 12, 15, 0, tzinfo=UTC))) == (
        Flag.NIGHT_SHIFT,
    )


@given(st.integers(0, 24), st.integers(0, 24))
def test_a_night_is_as_long_as_its_hours_say(begins, ends):
    options = FlagOptions(night_from_hour=begins, night_until_hour=ends)
    hours = sum(is_night(NOON.replace(hour=hour), options) for hour in range(24))
    assert hours == (ends - begins if begins <= ends else 24 - begins + ends)


@pytest.mark.parametrize(("days", "new"), [(-3, True), (0, True), (89, True), (90, False)])
def test_an_agent_is_new_for_so_many_days_after_being_hired(days, new):
    hired = date(2018, 5, 12) - timedelta(days=days)
    assert (Flag.NEW_AGENT in flags(replace(CALL, agent_hired_on=hired))) is new


def test_the_day_of_a_call_is_the_companys():
    late = datetime(2018, 5, 11, 23, 30, tzinfo=UTC)
    hired = date(2018, 5, 12) - timedelta(days=90)
    assert Flag.NEW_AGENT not in flags(replace(CALL, started_at=late, agent_hired_on=hired))


def test_poor_recognition_is_flagged():
    unsure = replace(HEARD, turns=(replace(HEARD.turns[0], confidence=0.49),))
    assert flags(heard=unsure) == (Flag.LOW_CONFIDENCE,)


def test_mono_and_identical_channels_are_told_apart():
    mono = AudioCondition(channels=1, sample_rate_hz=8000)
    doubled = AudioCondition(channels=2, sample_rate_hz=8000, identical_channels=True)
    assert flags(heard=replace(HEARD, condition=mono)) == (Flag.MONO,)
    assert flags(heard=replace(HEARD, condition=doubled)) == (Flag.IDENTICAL_CHANNELS,)


def test_nothing_readable_is_no_speech():
    silent = replace(HEARD, turns=(), speech={Role.AGENT: (), Role.CUSTOMER: ()})
    noise = replace(HEARD, turns=(replace(HEARD.turns[0], text=""),))
    assert flags(heard=silent) == flags(heard=noise) == (Flag.NO_SPEECH,)


def test_a_failed_call_keeps_what_the_manifest_tells():
    call = replace(
        CALL,
        satisfaction=Satisfaction.DISSATISFIED,
        started_at=NOON.replace(hour=23),
        agent_hired_on=date(2018, 5, 1),
    )
    assert flags(call, heard=None) == (Flag.DISSATISFIED, Flag.NIGHT_SHIFT, Flag.NEW_AGENT)
    assert flags(heard=None) == ()


def test_flags_come_in_the_order_of_the_contract_and_once():
    call = replace(CALL, satisfaction=Satisfaction.DISSATISFIED, started_at=NOON.replace(hour=2))
    got = flags(
        call,
        replace(HEARD, duration_s=6.0),
        [verdict("TALK-PROMISE", fatal=True), verdict("CUSTOMER-DISSATISFIED")],
    )
    assert got == (Flag.SHORT, Flag.DISSATISFIED, Flag.FATAL, Flag.NIGHT_SHIFT)


def test_fixed_limits_alone():
    assert length_limits(LineLimits(short_s=15, long_s=600), [], 200) == LengthLimits(15, 600)
    assert length_limits(LineLimits(), [], 200) == LengthLimits(None, None)


def test_percentiles_of_the_trailing_window():
    line = LineLimits(short_percentile=10, long_percentile=90)
    assert length_limits(line, [float(n) for n in range(101)], 100) == LengthLimits(10, 90)
    assert length_limits(line, [10.0, 20.0], 1) == LengthLimits(11, 19)


def test_of_fixed_limit_and_percentile_the_one_that_flags_more_is_in_force():
    durations = [float(n) for n in range(101)]
    line = LineLimits(short_s=15, short_percentile=10, long_s=80, long_percentile=90)
    assert length_limits(line, durations, 100) == LengthLimits(15, 80)
    line = LineLimits(short_s=5, short_percentile=10, long_s=600, long_percentile=90)
    assert length_limits(line, durations, 100) == LengthLimits(10, 90)


def test_too_few_calls_give_no_percentile():
    line = LineLimits(short_s=5, short_percentile=10, long_percentile=90)
    assert length_limits(line, [1.0] * 199, 200) == LengthLimits(5, None)


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=30), st.floats(0, 100), st.randoms())
def test_a_percentile_lies_among_the_calls_whatever_their_order(durations, percent, shuffler):
    limits = length_limits(LineLimits(long_percentile=percent), durations, 1)
    shuffled = list(durations)
    shuffler.shuffle(shuffled)
    assert length_limits(LineLimits(long_percentile=percent), shuffled, 1) == limits
    assert min(durations) <= limits.long_s <= max(durations) * (1 + 1e-12)
    below = sum(each <= limits.long_s + 1e-9 for each in durations)
    assert below >= len(durations) * percent / 100 - 1
