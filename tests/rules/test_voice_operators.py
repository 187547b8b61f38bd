"""Operators over how somebody speaks: rate of a turn, level, and what changes in a voice."""

import pytest
from calls import find, heard, measured
from hypothesis import given
from hypothesis import strategies as st

from qa.call import Transcript
from qa.rules.logic import Finding, Truth

levels = st.lists(st.integers(-60, -5), min_size=2, max_size=6)


def voices(figures: list[int], option: str = "音量") -> Transcript:
    """A customer whose turns of 5 s sound like this."""
    return heard(
        "坐席: 您好请讲\n" + "\n".join(f"客户 ({option} {each}, 时长 5): 你好" for each in figures)
    )


def truth(operator: str, transcript: Transcript, **parameters: object) -> Truth:
    return find({operator: parameters}, transcript).truth


def starts(finding: Finding) -> list[float]:
    return [round(hit.span.start, 1) for hit in finding.hits if hit.span is not None]


class TestRateOfATurn:
    def test_every_fast_turn_is_a_place(self) -> None:
        fast = "坐席 (语速 500): 投资有风险入市需谨慎请您仔细阅读"
        slow = "坐席 (语速 200): 投资有风险入市需谨慎请您仔细阅读"
        finding = find(
            {"speech_rate": {"of": "any_turn", "above_cpm": 400}},
            heard("\n".join([fast, slow] * 2)),
        )
        assert len(finding.hits) == 2
        assert all("500 字,高于 400 字" in hit.why for hit in finding.hits)

    def test_the_average_leaves_out_what_was_not_heard(self) -> None:
        notation = "坐席 (语速 300): 投资有风险入市需谨慎\n坐席 (时长 9): ~\n客户: 好的"
        condition = {"speech_rate": {"above_cpm": 290, "min_speech_s": 1}}
        (item,) = find(condition, heard(notation)).evidence
        assert item.why == "全程坐席平均语速每分钟 300 字,高于 290 字"
        poorly = heard(notation + "\n坐席 (语速 900, 把握 0.1): 投资有风险入市需谨慎")
        assert find(condition, poorly).evidence[0].why == item.why

    def test_the_average_of_a_part(self) -> None:
        notation = "坐席 (语速 300): 投资有风险入市需谨慎\n坐席 (语速 100): 投资有风险入市需谨慎"
        condition = {"above_cpm": 290, "min_speech_s": 1}
        assert truth("speech_rate", heard(notation), **condition) is Truth.FALSE
        first = {"first": {"turns": 1}}
        assert truth("speech_rate", heard(notation), **condition, **first) is Truth.TRUE


class TestLevel:
    @given(levels, st.integers(-60, 0))
    def test_the_average_is_the_known_metric(self, figures: list[int], limit: int) -> None:
        transcript = voices(figures)
        level = measured(transcript).metrics.customer_level_dbfs
        assert level is not None
        expected = Truth.TRUE if level < limit - 1e-6 else Truth.FALSE
        for more in ({}, {"between": {"from_s": 0}}):
            found = truth("level", transcript, role="customer", below_dbfs=limit, **more)
            assert found is expected

    @given(levels, st.integers(-60, 0))
    def test_any_turn_is_one_of_them(self, figures: list[int], limit: int) -> None:
        condition = {"level": {"role": "customer", "of": "any_turn", "above_dbfs": limit}}
        assert len(find(condition, voices(figures)).hits) == sum(each > limit for each in figures)


class TestLevelChange:
    @given(levels, st.integers(1, 50))
    def test_a_range_holds_where_some_change_does(self, figures: list[int], limit: int) -> None:
        transcript = voices(figures)
        spread = max(figures) - min(figures)
        finding = find({"level_change": {"kind": "range", "above_db": limit}}, transcript)
        assert finding.truth is (Truth.TRUE if spread > limit else Truth.FALSE)
        adjacent = truth("level_change", transcript, kind="adjacent", above_db=limit)
        assert adjacent is Truth.FALSE or finding.truth is Truth.TRUE

    @given(levels, st.integers(1, 50))
    def test_up_one_way_is_down_the_other(self, figures: list[int], limit: int) -> None:
        up = find({"level_change": {"kind": "adjacent", "above_db": limit}}, voices(figures))
        down = find(
            {"level_change": {"kind": "adjacent", "below_db": -limit}}, voices(figures[::-1])
        )
        assert len(up.hits) == len(down.hits)

    def test_the_start_is_as_long_as_asked_for(self) -> None:
        rising = voices([-30, -20, -10])
        assert starts(find({"level_change": {"above_db": 8, "start_s": 5}}, rising)) == [6.8, 12.2]
        assert starts(find({"level_change": {"above_db": 8, "start_s": 10}}, rising)) == [12.2]
        assert truth("level_change", rising, above_db=8, start_s=15) is Truth.FALSE

    def test_in_a_part_turns_are_still_compared_with_the_start(self) -> None:
        rising = voices([-30, -28, -15])
        last = {"last": {"turns": 1}}
        assert truth("level_change", rising, above_db=10, start_s=5, **last) is Truth.TRUE
        assert truth("level_change", rising, above_db=10, kind="adjacent", **last) is Truth.TRUE
        assert truth("level_change", rising, above_db=10, kind="range", **last) is Truth.FALSE

    def test_what_was_not_measured_is_unknown_and_what_is_too_short_is_nothing(self) -> None:
        assert truth("level_change", heard("客户 (时长 20): 你好"), above_db=8) is Truth.UNKNOWN
        assert truth("level_change", heard("客户: 你好"), above_db=8) is Truth.FALSE
        every = {"role": "customer", "of": "any_turn", "above_dbfs": -10}
        assert truth("level", heard("客户 (时长 20): 你好"), **every) is Truth.UNKNOWN
        assert truth("level", heard("客户: 你好"), **every) is Truth.FALSE


class TestPitchChange:
    @pytest.mark.parametrize(
        ("pitch", "semitones"), [(200, 12), (50, -12), (150, 7.02), (106, 1.009)]
    )
    def test_semitones(self, pitch: int, semitones: float) -> None:
        transcript = voices([100, 100, pitch], "音高")
        (item,) = find({"pitch_change": {"above_st": 100}}, transcript).evidence
        assert f"比开头 {semitones:+.1f} 个半音" in item.why

    @given(st.lists(st.integers(80, 400), min_size=3, max_size=6), st.floats(1.1, 3))
    def test_a_higher_voice_changes_by_the_same(self, figures: list[int], factor: float) -> None:
        higher = [round(each * factor * 10) / 10 for each in figures]
        original = find({"pitch_change": {"above_st": 4.04}}, voices(figures, "音高"))
        raised = find({"pitch_change": {"above_st": 4}}, heard(notated(higher)))
        assert set(starts(original)) <= set(starts(raised))


def notated(pitches: list[float]) -> str:
    return "坐席: 您好请讲\n" + "\n".join(f"客户 (音高 {each}, 时长 5): 你好" for each in pitches)
