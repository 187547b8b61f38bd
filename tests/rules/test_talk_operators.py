"""Operators over the talk of a call: gaps, overtalk, shares, monologues, turns, its end, counts."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from calls import GOOD, MONO, call, find, heard, measured
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from qa.call import EndedBy, Role, Transcript
from qa.rules.condition import Condition
from qa.rules.ear import Ear
from qa.rules.hearing import Hearing
from qa.rules.logic import Finding, Truth

START_LOST = replace(GOOD, starts_in_speech=True)
CUT = replace(GOOD, truncated=True)

lines = st.tuples(
    st.sampled_from(["坐席", "客户"]),
    st.sampled_from(["", " (重叠 0.3)", " (重叠 1.5)", " (时长 4)"]),
    st.sampled_from(["嗯", "好的", "我想问一下我的账户", "您的佣金费率是万分之三最低五元", "~"]),
    st.sampled_from(["", "\n静音 3.5", "\n静音 9"]),
)
dialogues = st.lists(lines, min_size=1, max_size=8).map(
    lambda drawn: heard(
        "坐席: 您好请讲\n客户: 你好\n"
        + "\n".join(f"{role}{options}: {said}{pause}" for role, options, said, pause in drawn)
    )
)
limits = st.integers(0, 40).map(lambda tenths: tenths / 4)


def truth(operator: str, transcript: Transcript, **parameters: object) -> Truth:
    return find({operator: parameters}, transcript).truth


def lengths(finding: Finding) -> list[float]:
    return [round(hit.span.duration, 2) for hit in finding.hits if hit.span is not None]


class TestResponseGap:
    def test_every_slow_answer_is_a_place(self) -> None:
        slow = heard("客户: 你好\n静音 6\n坐席: 您好\n客户: 佣金多少\n静音 7\n坐席: 万分之三")
        finding = find({"response_gap": {"above_s": 5}}, slow)
        assert lengths(finding) == [6, 7]
        assert [hit.quote for hit in finding.hits] == ["您好", "万分之三"]
        assert finding.hits[0].why == "0:00 客户说完,坐席隔 6.0 s 开口,高于 5.0 s"

    def test_what_is_said_meanwhile_starts_it_anew(self) -> None:
        again = heard("客户: 你好\n静音 4\n客户: 有人吗\n静音 4\n坐席: 您好")
        assert truth("response_gap", again, above_s=5) is Truth.FALSE

    def test_who_still_speaks_is_answered_only_afterwards(self) -> None:
        over = heard("客户 (时长 20): 你好\n坐席 (重叠 15): 您好\n静音 6\n坐席: 请讲")
        (length,) = lengths(find({"response_gap": {"above_s": 5}}, over))
        assert length == 6

    def test_from_the_start_it_is_the_known_metric(self) -> None:
        late = heard("静音 6\n坐席 (时长 0.4): ~\n静音 5\n坐席: 您好")
        (length,) = lengths(find({"response_gap": {"after": "start", "above_s": 5}}, late))
        assert length == measured(late).metrics.first_response_s == 6

    def test_the_turn_before_may_have_to_be_long(self) -> None:
        short = heard("客户 (时长 2): 你好\n静音 6\n坐席: 您好")
        assert truth("response_gap", short, above_s=5, min_before_s=2) is Truth.TRUE
        assert truth("response_gap", short, above_s=5, min_before_s=3) is Truth.FALSE

    def test_a_call_without_answers_has_no_gap(self) -> None:
        (item,) = find({"response_gap": {"above_s": 5}}, heard("坐席: 您好\n客户: 你好")).evidence
        assert item.why == "全程没有可计算的坐席开口前的间隔"

    @given(dialogues, limits, st.integers(1, 3))
    def test_more_of_them_are_harder_to_find(
        self, transcript: Transcript, above: float, at_least: int
    ) -> None:
        found = find({"response_gap": {"above_s": above, "after": "any"}}, transcript)
        some = truth("response_gap", transcript, above_s=above, after="any", at_least=at_least)
        assert some is (Truth.TRUE if len(found.hits) >= at_least else Truth.FALSE)
        assert all(length >= above - 0.01 for length in lengths(found))


class TestShares:
    @given(dialogues, limits)
    def test_of_the_whole_call_they_are_the_known_metrics(
        self, transcript: Transcript, tenths: float
    ) -> None:
        metrics = measured(transcript).metrics
        assert metrics.agent_talk_share is not None
        assert metrics.overtalk_s is not None
        above = tenths / 10
        for operator, share in (
            ("talk_share", metrics.agent_talk_share),
            ("overtalk_share", metrics.overtalk_s / transcript.duration_s),
        ):
            expected = Truth.TRUE if share > above + 1e-6 else Truth.FALSE
            assert truth(operator, transcript, above=above) is expected
            everything = {"from_percent": 0, "to_percent": 100}
            assert truth(operator, transcript, above=above, between=everything) is expected

    @given(dialogues, limits)
    def test_of_both_they_add_up(self, transcript: Transcript, tenths: float) -> None:
        above, below = tenths / 10, 1 - tenths / 10
        assert truth("talk_share", transcript, role="agent", above=above) is truth(
            "talk_share", transcript, role="customer", below=below
        )

    def test_in_a_part_only_what_lies_inside_counts(self) -> None:
        one_each = heard("坐席 (时长 10): 您好\n客户 (时长 10): 你好")
        part = {"from_s": 5, "to_s": 12.4}
        assert truth("talk_share", one_each, above=0.70, between=part) is Truth.TRUE
        assert truth("talk_share", one_each, above=0.72, between=part) is Truth.FALSE

    def test_of_nothing_they_are_unknown(self) -> None:
        quiet = heard("坐席: 您好\n客户: 你好\n静音 20")
        part = {"from_s": -10}
        assert truth("talk_share", quiet, above=0.5, between=part) is Truth.UNKNOWN
        assert truth("overtalk_share", quiet, above=0.5, between=part) is Truth.FALSE
        assert truth("overtalk_share", heard("坐席: 您好\n客户: 好", CUT), above=0.5) is Truth.FALSE

    def test_every_stretch_of_overtalk_is_a_place(self) -> None:
        both = heard(
            "客户 (时长 9): 你好\n坐席 (重叠 2, 时长 5): 您听我说\n客户 (重叠 1): 我不听你说"
        )
        assert lengths(find({"overtalk_share": {"above": 0.1}}, both)) == [2, 1]
        assert find({"overtalk_share": {"below": 0.9}}, both).hits == ()


class TestMonologue:
    @given(dialogues)
    def test_the_longest_is_the_known_metric(self, transcript: Transcript) -> None:
        longest = measured(transcript).metrics.longest_monologue_s
        found = find({"monologue": {"role": "any", "above_s": 0.1}}, transcript)
        assert max(lengths(found)) == pytest.approx(longest, abs=0.006)
        assert truth("monologue", transcript, role="any", above_s=longest) is Truth.FALSE

    def test_in_a_part_those_count_that_begin_there(self) -> None:
        two = heard("坐席 (时长 40): 您好\n客户: 佣金多少\n坐席 (时长 50): 这个佣金")
        hits = find({"monologue": {"above_s": 30, "last": {"turns": 1}}}, two).hits
        assert [hit.quote for hit in hits] == ["这个佣金"]
        assert lengths(find({"monologue": {"above_s": 30}}, two)) == [40, 50]


class TestHangUp:
    @pytest.mark.parametrize(
        ("within", "after", "expected"),
        [(3, None, True), (2, None, False), (None, 3, True), (None, 4, False), (5, 1, True)],
    )
    def test_how_fast(self, within: float | None, after: float | None, expected: bool) -> None:
        ended = heard("坐席: 再见\n静音 3")
        given = {"within_s": within, "after_s": after}
        limit = {name: value for name, value in given.items() if value is not None}
        assert truth("hang_up", ended, **limit) is (Truth.TRUE if expected else Truth.FALSE)

    def test_something_false_decides_whatever_else_is_unknown(self) -> None:
        condition = {"hang_up": {"by": "agent", "while_speaking": "customer"}}
        cut = heard("坐席: 您好\n客户: 你好", CUT)
        assert find(condition, cut, call(EndedBy.CUSTOMER)).truth is Truth.FALSE
        assert find(condition, cut, call(EndedBy.AGENT)).truth is Truth.UNKNOWN

    def test_the_last_words_are_the_place(self) -> None:
        condition = {"hang_up": {"while_speaking": "customer"}}
        (hit,) = find(condition, heard("坐席: 您好\n客户: 我还没说完")).hits
        assert (hit.role, hit.quote) == (Role.CUSTOMER, "我还没说完")

    def test_both_may_have_been_speaking(self) -> None:
        both = heard("客户 (时长 5): 我还没说完\n坐席 (重叠 3, 时长 3): 再见")
        assert truth("hang_up", both, while_speaking="customer") is Truth.TRUE
        assert truth("hang_up", both, while_speaking="agent") is Truth.TRUE

    def test_asks_for_something(self) -> None:
        with pytest.raises(ValidationError, match="while_speaking"):
            find({"hang_up": {}}, heard(""))


class TestTurnsAndRoles:
    @pytest.mark.parametrize(
        ("condition", "expected"),
        [(GOOD, Truth.FALSE), (CUT, Truth.UNKNOWN), (START_LOST, Truth.FALSE)],
    )
    def test_a_cut_file_may_have_held_more_turns(self, condition: object, expected: Truth) -> None:
        two = heard("坐席: 您好\n客户: 你好")
        transcript = replace(two, condition=condition)
        assert truth("turn_count", transcript, above=3) is expected
        assert truth("turn_count", transcript, above=1) is Truth.TRUE

    def test_lost_words_matter_only_where_they_could_decide(self) -> None:
        maybe_three = heard("坐席: 您好\n客户: 你好\n客户 (时长 2): ~")
        assert truth("turn_count", maybe_three, above=1) is Truth.TRUE
        assert truth("turn_count", maybe_three, above=2) is Truth.UNKNOWN
        assert truth("turn_count", maybe_three, above=3) is Truth.FALSE

    def test_an_empty_call_is_unknown(self) -> None:
        assert truth("turn_count", heard(""), below=2) is Truth.UNKNOWN
        assert truth("role_check", heard("")) is Truth.UNKNOWN

    def test_lost_words_of_the_same_role_change_nothing(self) -> None:
        agent = heard("坐席 (时长 3): ~\n坐席: 您好\n客户: 你好")
        assert truth("role_check", agent) is Truth.TRUE
        assert truth("role_check", agent, turn=2) is Truth.UNKNOWN

    def test_there_is_no_turn_nought(self) -> None:
        with pytest.raises(ValidationError, match="counted from 1"):
            find({"role_check": {"turn": 0}}, heard(""))


class TestCount:
    def named(self, condition: Mapping[str, object], count: Mapping[str, object]) -> Finding:
        transcript = heard("坐席: 嗯\n静音 9\n坐席: 好\n静音 10\n坐席: 好")
        context = {"conditions": frozenset(["it"])}
        named = {"it": Condition.model_validate(condition, context=context)}
        counting = Condition.model_validate(
            {"count": {"condition": "it", **count}}, context=context
        )
        row = call()
        hearing = Hearing(row, transcript, measured(transcript), Ear(()), 0.4, named)
        assert counting.operator is not None
        assert list(counting.operator.refers_to) == ["it"]
        return counting.evaluate(hearing)

    @pytest.mark.parametrize(
        ("test", "expected"),
        [({"above": 1}, True), ({"above": 2}, False), ({"below": 3}, True), ({"below": 2}, False),
         ({"at_least": 2}, True), ({"at_least": 3}, False), ({"at_most": 2}, True),
         ({"at_most": 1}, False)],
    )  # fmt: skip
    def test_hits_are_counted(self, test: dict[str, int], expected: bool) -> None:
        finding = self.named({"silence": {"longer_than_s": 8}}, test)
        assert finding.truth is (Truth.TRUE if expected else Truth.FALSE)
        assert "出现 2 次" in finding.evidence[0].why
        assert len(finding.hits) == (2 if expected else 0)

    def test_what_does_not_hold_counts_nought_and_what_has_no_place_once(self) -> None:
        long = {"duration": {"above_s": 600}}
        assert self.named(long, {"at_most": 0}).truth is Truth.TRUE
        assert self.named({"not": long}, {"at_least": 1}).truth is Truth.TRUE
        assert self.named({"not": long}, {"at_least": 2}).truth is Truth.FALSE

    def test_needs_one_test_and_a_known_condition(self) -> None:
        with pytest.raises(ValidationError, match="exactly one of above, below"):
            self.named({"silence": {"longer_than_s": 8}}, {"above": 1, "below": 5})
        with pytest.raises(ValidationError, match="there is no condition 'it'"):
            find({"count": {"condition": "it", "above": 1}}, heard(""))


@pytest.mark.parametrize(
    ("operator", "parameters"),
    [("response_gap", {"above_s": 1}), ("overtalk_share", {"above": 0.1}),
     ("talk_share", {"above": 0.1}), ("monologue", {"above_s": 1}), ("role_check", {}),
     ("turn_count", {"role": "agent", "above": 1}), ("hang_up", {"while_speaking": "agent"})],
)  # fmt: skip
@pytest.mark.parametrize("notation", ["坐席: 您好\n客户: 你好", "客户: 你好", ""])
def test_without_roles_or_a_party_nothing_is_known(
    operator: str, parameters: dict[str, object], notation: str
) -> None:
    assert truth(operator, heard(notation, MONO), **parameters) is Truth.UNKNOWN
    if not notation.startswith("坐席"):
        assert truth(operator, heard(notation), **parameters) is Truth.UNKNOWN
