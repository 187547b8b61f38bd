"""Operators over metadata and measures: metadata, duration, silence, interruption, rate."""

from dataclasses import replace
from typing import ClassVar

import pytest
from calls import GOOD, MONO, call, find, heard
from pydantic import ValidationError

from qa.call import EndedBy
from qa.rules.logic import Truth

TALK = "您好,您的账户目前状态正常,佣金费率是万分之三,最低五元,需要带上身份证原件"
INTERRUPTED = """
客户: 我上周在你们营业部买了一只基金现在想赎回
坐席 (重叠 1.2): 您先听我说一下情况
客户: 不是我的意思是说我那天买的时候你们说可以随时赎回
坐席 (重叠 1.2): 这个产品是封闭期的
"""


class TestMetadata:
    @pytest.mark.parametrize(
        ("test", "truth"),
        [
            ({"field": "ended_by", "equals": "customer"}, Truth.TRUE),
            ({"field": "ended_by", "one_of": ["agent", "system"]}, Truth.FALSE),
            ({"field": "team", "equals": "一组"}, Truth.UNKNOWN),
            ({"field": "team", "known": False}, Truth.TRUE),
            ({"field": "attributes.amount", "above": 100}, Truth.TRUE),
            ({"field": "attributes.amount", "below": 100}, Truth.FALSE),
            ({"field": "attributes.region", "above": 1}, Truth.UNKNOWN),
            ({"field": "attributes.nothing", "equals": "x"}, Truth.UNKNOWN),
        ],
    )
    def test_tests(self, test: dict[str, object], truth: Truth) -> None:
        row = call(EndedBy.CUSTOMER, amount="150", region="华东")
        finding = find({"metadata": test}, heard("坐席: 您好"), row)
        assert finding.truth is truth
        assert finding.evidence[0].why

    @pytest.mark.parametrize(
        ("test", "why"),
        [
            ({"field": "endedby", "equals": "x"}, "did you mean 'ended_by'"),
            ({"field": "region", "equals": "x"}, "attributes.region"),
            ({"field": "team"}, "exactly one"),
            ({"field": "team", "equals": "x", "known": True}, "exactly one"),
        ],
    )
    def test_mistakes_are_named(self, test: dict[str, object], why: str) -> None:
        with pytest.raises(ValidationError, match=why):
            find({"metadata": test}, heard(""))


class TestDuration:
    def test_limits(self) -> None:
        ten = heard("坐席 (时长 10): 您好")
        assert find({"duration": {"above_s": 9}}, ten).truth is Truth.TRUE
        assert find({"duration": {"below_s": 9}}, ten).truth is Truth.FALSE

    def test_a_cut_file_may_have_been_longer_but_not_shorter(self) -> None:
        cut = heard("坐席 (时长 10): 您好", replace(GOOD, truncated=True))
        assert find({"duration": {"above_s": 9}}, cut).truth is Truth.TRUE
        assert find({"duration": {"above_s": 11}}, cut).truth is Truth.UNKNOWN
        assert find({"duration": {"below_s": 11}}, cut).truth is Truth.UNKNOWN

    def test_a_cut_file_is_known_only_where_no_length_could_change_it(self) -> None:
        cut = heard("坐席 (时长 10): 您好", replace(GOOD, truncated=True))
        assert find({"duration": {"below_s": 15, "above_s": 60}}, cut).truth is Truth.UNKNOWN


class TestSilence:
    condition: ClassVar = {
        "any": [
            {
                "silence": {
                    "longer_than_s": 8,
                    "announced": False,
                    "announced_by": ["我去拿"],
                    "window_s": 5,
                }
            },
            {"silence": {"longer_than_s": 60}},
        ]
    }

    @pytest.mark.parametrize(
        ("notation", "truth"),
        [
            ("坐席: 嗯\n静音 8\n坐席: 好", Truth.FALSE),
            ("坐席: 嗯\n静音 8.1\n坐席: 好", Truth.TRUE),
            ("坐席: 请您稍等\n静音 59\n坐席: 好", Truth.FALSE),
            ("坐席: 请您稍等\n静音 61\n坐席: 好", Truth.TRUE),
            ("客户: 我去拿身份证\n静音 20\n坐席: 好", Truth.FALSE),
            ("客户: 我去拿身份证\n坐席 (时长 6): 好的\n静音 20\n坐席: 好", Truth.TRUE),
            ("坐席: 再见\n静音 20", Truth.FALSE),
            ("", Truth.UNKNOWN),
        ],
    )  # fmt: skip
    def test_limits_and_announcements(self, notation: str, truth: Truth) -> None:
        assert find(self.condition, heard(notation)).truth is truth

    def test_says_how_long_and_whether_it_was_announced(self) -> None:
        (item,) = find(self.condition, heard("坐席: 嗯\n静音 12\n坐席: 好")).hits
        assert item.why == "0:00 起静音 12.0 s,超过 8 s,事前未告知"
        assert item.span is not None
        assert item.span.duration == pytest.approx(12)

    def test_the_tail_counts_where_asked_for(self) -> None:
        condition = {"silence": {"longer_than_s": 8, "trailing": True}}
        assert find(condition, heard("坐席: 再见\n静音 20")).truth is Truth.TRUE

    def test_every_long_silence_is_a_place(self) -> None:
        call = heard("坐席: 嗯\n静音 9\n坐席: 好\n静音 5\n坐席: 好\n静音 10\n坐席: 好")
        hits = find({"silence": {"longer_than_s": 8}}, call).hits
        assert [item.span and round(item.span.duration) for item in hits] == [9, 10]

    def test_what_was_not_counted_is_told(self) -> None:
        call = heard("坐席: 请您稍等\n静音 20\n坐席: 好")
        condition = {"silence": {"longer_than_s": 8, "announced": "no"}}
        (item,) = find(condition, call).evidence
        assert item.why == "全程超过 8 s 的未告知静音 0 次(另有 1 次不计),最长静音 20.0 s"

    def test_an_excuse_has_to_be_near(self) -> None:
        condition = {"silence": {"longer_than_s": 8, "except_after": ["久等"], "window_s": 3}}
        near = "坐席: 嗯\n静音 12\n坐席: 让您久等了"
        far = "坐席: 嗯\n静音 12\n客户 (时长 5): 你好啊\n坐席: 让您久等了"
        assert find(condition, heard(near)).truth is Truth.FALSE
        assert find(condition, heard(far)).truth is Truth.TRUE

    @pytest.mark.parametrize("before", ["(时长 3): ~", "(把握 0.1): 神马东西"])
    def test_words_that_were_not_made_out_may_have_announced_it(self, before: str) -> None:
        call = heard(f"坐席 {before}\n静音 12\n坐席: 好")
        condition = {"silence": {"longer_than_s": 8, "announced": False}}
        assert find(condition, call).truth is Truth.UNKNOWN
        assert find({"silence": {"longer_than_s": 8}}, call).truth is Truth.TRUE

    def test_announcements_matter_only_where_they_are_asked_for(self) -> None:
        with pytest.raises(ValidationError, match="announced_by"):
            find({"silence": {"longer_than_s": 8, "announced_by": ["稍等"]}}, heard(""))


class TestInterruption:
    @pytest.mark.parametrize(("allowed", "truth"), [(1, Truth.TRUE), (2, Truth.FALSE)])
    def test_are_counted(self, allowed: int, truth: Truth) -> None:
        finding = find({"interruption": {"more_than": allowed}}, heard(INTERRUPTED))
        assert finding.truth is truth
        assert f"坐席抢话 2 次(上限 {allowed} 次)" in finding.evidence[0].why
        assert len(finding.hits) == (2 if truth is Truth.TRUE else 0)

    @pytest.mark.parametrize(
        ("limit", "hits"),
        [({"longest_above_s": 1}, 2), ({"longest_above_s": 1.3}, 0), ({"total_above_s": 2}, 2),
         ({"total_above_s": 3}, 0), ({"longest_above_s": 1.3, "more_than": 0}, 2)],
    )  # fmt: skip
    def test_are_timed(self, limit: dict[str, float], hits: int) -> None:
        assert len(find({"interruption": limit}, heard(INTERRUPTED)).hits) == hits

    @pytest.mark.parametrize(("held", "hits"), [(3.5, 2), (4, 1), (5, 0)])
    def test_the_other_has_spoken_for_some_time(self, held: float, hits: int) -> None:
        condition = {"interruption": {"more_than": 0, "min_before_s": held}}
        assert len(find(condition, heard(INTERRUPTED)).hits) == hits

    def test_of_the_other_party(self) -> None:
        condition = {"interruption": {"by": "customer", "more_than": 0}}
        assert find(condition, heard(INTERRUPTED)).truth is Truth.FALSE

    def test_in_a_part_of_the_call(self) -> None:
        condition = {"interruption": {"more_than": 0, "last": {"turns": 1}}}
        (item,) = find(condition, heard(INTERRUPTED)).hits
        assert item.quote == "这个产品是封闭期的"

    def test_need_known_roles(self) -> None:
        condition = {"interruption": {"more_than": 1}}
        assert find(condition, heard(INTERRUPTED, MONO)).truth is Truth.UNKNOWN
        same = replace(GOOD, identical_channels=True)
        assert find(condition, heard(INTERRUPTED, same)).truth is Truth.UNKNOWN

    def test_needs_a_limit(self) -> None:
        with pytest.raises(ValidationError, match="longest_above_s"):
            find({"interruption": {"by": "agent"}}, heard(""))


class TestSpeechRate:
    condition: ClassVar = {"speech_rate": {"above_cpm": 400, "below_cpm": 120, "min_speech_s": 3}}

    @pytest.mark.parametrize(
        ("rate", "truth"),
        [(110, Truth.TRUE), (130, Truth.FALSE), (390, Truth.FALSE), (410, Truth.TRUE)],
    )
    def test_range(self, rate: int, truth: Truth) -> None:
        finding = find(self.condition, heard(f"坐席 (语速 {rate}): {TALK}"))
        assert finding.truth is truth
        assert f"每分钟 {rate} 字" in finding.evidence[0].why

    @pytest.mark.parametrize(
        "notation",
        ["坐席 (语速 500): 您好请讲", f"坐席 (语速 500, 把握 0.2): {TALK}", f"客户: {TALK}"],
    )
    def test_too_little_to_go_by(self, notation: str) -> None:
        assert find(self.condition, heard(notation)).truth is Truth.UNKNOWN

    def test_needs_known_roles(self) -> None:
        assert find(self.condition, heard(f"坐席: {TALK}", MONO)).truth is Truth.UNKNOWN
