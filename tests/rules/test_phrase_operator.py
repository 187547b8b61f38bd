"""`phrase`: who, where, exceptions, unknown roles, and when absence cannot be told."""

from dataclasses import replace

import pytest
from calls import GOOD, MONO, call, find, heard
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.call import AudioCondition, EndedBy, Role
from qa.rules.logic import Truth
from qa.timeline import Span

FAREWELL = {"label": "结束语", "phrases": ["再见"], "role": "agent", "last": {"turns": 2}}


def phrase(**options: object) -> dict[str, object]:
    return {"phrase": {"phrases": ["我要投诉", "销户"], **options}}


def test_every_hit_is_evidence_with_time_quote_and_phrase() -> None:
    finding = find(phrase(label="投诉"), heard("坐席: 您好\n客户: 那我要投诉,再帮我销户。谢谢"))
    assert finding.truth is Truth.TRUE
    first, second = finding.evidence
    assert (first.role, first.matched) == (Role.CUSTOMER, "我要投诉")
    assert first.quote == "那我要投诉,再帮我销户。"
    assert first.span is not None
    assert first.span.start == pytest.approx(0.9 + 0.25, abs=0.01)
    assert "客户在 0:01 说“我要投诉”,属于投诉" in first.why
    assert second.matched == "销户"


def test_only_the_role_counts() -> None:
    said_by_agent = heard("坐席: 您是说我要投诉吗\n客户: 不是")
    assert find(phrase(role="customer"), said_by_agent).truth is Truth.FALSE
    assert find(phrase(role="agent"), said_by_agent).truth is Truth.TRUE
    assert find(phrase(), said_by_agent).truth is Truth.TRUE


def test_turns_without_words_do_not_use_up_a_window() -> None:
    finding = find({"phrase": FAREWELL}, heard("坐席: 再见\n坐席: ~\n坐席: 嗯\n坐席: 好的"))
    assert finding.truth is Truth.TRUE


@pytest.mark.parametrize(
    ("window", "truth"),
    [
        ({"first": {"turns": 1}}, Truth.FALSE),
        ({"first": {"turns": 2}}, Truth.TRUE),
        ({"last": {"turns": 1}}, Truth.FALSE),
        ({"last": {"turns": 2}}, Truth.TRUE),
        ({"first": {"seconds": 2}}, Truth.FALSE),
        ({"first": {"seconds": 9}}, Truth.TRUE),
        ({"last": {"seconds": 1}}, Truth.FALSE),
        ({"last": {"seconds": 9}}, Truth.TRUE),
    ],
)
def test_windows(window: dict[str, object], truth: Truth) -> None:
    three = heard("客户: 我想问一下佣金的事情\n客户: 我要投诉\n客户: 我想问一下佣金的事情")
    assert find(phrase(role="customer", **window), three).truth is truth


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("我要投诉", Truth.TRUE),
        ("不是我要投诉", Truth.FALSE),
        ("不是。我要投诉", Truth.TRUE),
        ("不是的但是我要投诉", Truth.TRUE),
        ("我要投诉电话", Truth.FALSE),
        ("我要投诉那个骗子", Truth.FALSE),
        ("我要投诉。有个骗子", Truth.TRUE),
    ],
)
def test_exceptions(text: str, truth: Truth) -> None:
    options = {"except": ["投诉电话"], "except_before": ["不是"], "except_after": ["骗子"]}
    assert find(phrase(**options), heard(f"客户: {text}")).truth is truth


def test_exceptions_may_reach_over_sentences() -> None:
    options = {"except_after": ["骗子"], "across_sentences": True}
    assert find(phrase(**options), heard("客户: 我要投诉。有个骗子")).truth is Truth.FALSE


@pytest.mark.parametrize(
    ("text", "characters", "sound", "edits"),
    [
        ("我要投诉", Truth.TRUE, Truth.TRUE, Truth.TRUE),
        ("我腰头诉", Truth.FALSE, Truth.TRUE, Truth.TRUE),
        ("我要个投诉", Truth.FALSE, Truth.FALSE, Truth.TRUE),
    ],
)
def test_tolerance(text: str, characters: Truth, sound: Truth, edits: Truth) -> None:
    said = heard(f"客户: {text}")
    assert find(phrase(tolerance="characters"), said).truth is characters
    assert find(phrase(tolerance="sound"), said).truth is sound
    assert find(phrase(), said).truth is edits


def test_a_number_of_times() -> None:
    twice = heard("客户: 我要投诉\n坐席: 好\n客户: 我要投诉")
    assert find(phrase(at_least=2), twice).truth is Truth.TRUE
    assert find(phrase(at_least=3), twice).truth is Truth.FALSE


def test_named_lists_stand_for_their_phrases() -> None:
    condition = {"phrase": {"phrases": ["@bad"]}}
    assert find(condition, heard("客户: 我要投诉"), lists={"bad": ["我要投诉"]}).truth is Truth.TRUE


def test_a_phrase_may_run_on_over_an_interjection_of_the_other() -> None:
    finding = find(
        phrase(role="customer"), heard("客户: 所以我要\n坐席 (重叠 0.3): 嗯\n客户: 投诉你")
    )
    assert finding.truth is Truth.TRUE


class TestUnknownRoles:
    def test_words_of_anybody_may_be_the_roles(self) -> None:
        finding = find(phrase(role="customer"), heard("客户: 我要投诉", MONO))
        assert finding.truth is Truth.UNKNOWN
        assert "不分声道" in finding.evidence[0].why

    def test_words_that_only_this_role_says_count_with_less_confidence(self) -> None:
        condition = phrase(role="customer", unknown_role="counts")
        mono, stereo = (find(condition, heard("客户: 我要投诉", how)) for how in (MONO, GOOD))
        assert mono.truth is stereo.truth is Truth.TRUE
        assert mono.confidence < stereo.confidence

    def test_what_nobody_said_is_absent(self) -> None:
        assert find(phrase(role="customer"), heard("客户: 你好", MONO)).truth is Truth.FALSE


class TestAbsence:
    def test_is_explained_with_an_example(self) -> None:
        finding = find({"phrase": {**FAREWELL, "example": "感谢来电,再见"}}, heard("坐席: 好的"))
        assert finding.truth is Truth.FALSE
        assert finding.evidence[0].why == "坐席最后2个话轮内未听到结束语(如“感谢来电,再见”)"

    @pytest.mark.parametrize(
        ("condition", "needs", "truth"),
        [
            (replace(GOOD, starts_in_speech=True), ["start"], Truth.UNKNOWN),
            (replace(GOOD, starts_in_speech=True), ["end"], Truth.FALSE),
            (replace(GOOD, ends_in_speech=True), ["end"], Truth.UNKNOWN),
            (replace(GOOD, ends_in_speech=True), ["start", "file"], Truth.FALSE),
            (replace(GOOD, truncated=True), ["end"], Truth.UNKNOWN),
            (replace(GOOD, truncated=True), ["file"], Truth.UNKNOWN),
            (replace(GOOD, truncated=True), [], Truth.FALSE),
        ],
    )
    def test_needs_what_it_needs(
        self, condition: AudioCondition, needs: list[str], truth: Truth
    ) -> None:
        finding = find(phrase(absence_needs=needs), heard("客户: 你好", condition))
        assert finding.truth is truth

    @pytest.mark.parametrize(("end", "truth"), [("agent", Truth.FALSE), (None, Truth.UNKNOWN)])
    def test_a_call_that_was_hung_up_ends_where_the_recording_does(
        self, end: str | None, truth: Truth
    ) -> None:
        row = call(EndedBy(end) if end else None)
        cut = heard("坐席: 就这", replace(GOOD, ends_in_speech=True))
        assert find({"phrase": FAREWELL}, cut, row).truth is truth

    def test_is_unknown_where_little_was_understood(self) -> None:
        finding = find(phrase(), heard("客户 (把握 0.2): 呃那个什么什么"))
        assert finding.truth is Truth.UNKNOWN
        assert "识别把握度仅 20%" in finding.evidence[0].why

    def test_is_unknown_where_a_long_voice_gave_no_words(self) -> None:
        assert find(phrase(), heard("客户: 你好\n客户 (时长 3): ~")).truth is Truth.UNKNOWN
        assert find(phrase(), heard("客户: 你好\n客户 (时长 0.5): ~")).truth is Truth.FALSE

    def test_is_unknown_where_the_role_was_not_heard_at_all(self) -> None:
        assert find({"phrase": FAREWELL}, heard("客户: 喂喂喂")).truth is Truth.UNKNOWN
        assert find(phrase(), heard("")).truth is Truth.UNKNOWN


def test_a_hit_that_was_hardly_understood_is_a_suspicion() -> None:
    finding = find(phrase(), heard("客户 (把握 0.2): 我要投诉"))
    assert finding.truth is Truth.UNKNOWN
    assert "需人工确认" in finding.evidence[0].why


lines = st.lists(
    st.tuples(st.sampled_from(["坐席", "客户"]), st.sampled_from(["你好", "我要投诉", "嗯", "~"])),
    min_size=1,
    max_size=8,
)


def _hits(turns: list[tuple[str, str]], window: dict[str, object]) -> set[Span | None]:
    notation = "\n".join(f"{role}: {text}" for role, text in turns)
    finding = find(phrase(role="customer", **window), heard(notation))
    return {item.span for item in finding.evidence if item.matched}


@settings(deadline=None, max_examples=60)
@given(lines, st.sampled_from(["first", "last"]), st.integers(1, 6))
def test_widening_a_window_never_loses_a_hit(
    turns: list[tuple[str, str]], end: str, size: int
) -> None:
    narrow = _hits(turns, {end: {"turns": size}})
    assert narrow <= _hits(turns, {end: {"turns": size + 1}}) <= _hits(turns, {})
    brief = _hits(turns, {end: {"seconds": size}})
    assert brief <= _hits(turns, {end: {"seconds": size + 1}}) <= _hits(turns, {})
