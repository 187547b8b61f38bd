"""What was perhaps said makes nothing true and nothing false."""

from collections.abc import Mapping

import pytest
from calls import GOOD, MONO, find, heard

from qa.rules.logic import Finding, Truth

BYE = "坐席: 再见\n客户: 嗯"
UNSURE = "坐席 (把握 0.1): 再见"


def near(call: str, recording: object = GOOD, **keys: object) -> Finding:
    keys = {"phrases": ["保证"], "turns": 1, **keys}
    return find({"near": keys}, heard(call, MONO if recording is MONO else GOOD))


def test_one_sure_and_one_doubtful_hit_are_perhaps_two() -> None:
    twice = {"phrase": {"phrases": ["再见"], "at_least": 2}}
    assert find(twice, heard(f"{BYE}\n坐席: 再见")).truth is Truth.TRUE
    finding = find(twice, heard(f"{BYE}\n{UNSURE}"))
    assert finding.truth is Truth.UNKNOWN
    sure, unsure = (item.why for item in finding.evidence)
    assert "需人工确认" not in sure
    assert "需人工确认" in unsure
    assert find(twice, heard("坐席: 再见\n客户: 嗯\n坐席: 好")).truth is Truth.FALSE


def test_both_sides_of_near_have_to_be_sure() -> None:
    profit = {"with": ["收益"]}
    assert near("坐席: 我们保证\n客户: 有收益", **profit).truth is Truth.TRUE
    doubtful = near("坐席: 我们保证\n客户 (把握 0.1): 有收益", **profit)
    assert doubtful.truth is Truth.UNKNOWN
    assert "收益" in doubtful.evidence[0].why


def test_near_cannot_tell_who_said_the_other_in_a_mono_recording() -> None:
    by_customer = {"with": ["收益"], "with_role": "customer"}
    assert near("坐席: 我们保证\n客户: 有收益", MONO, **by_customer).truth is Truth.UNKNOWN
    either = {"with": ["收益"]}
    assert near("坐席: 我们保证\n客户: 有收益", MONO, **either).truth is Truth.TRUE


def test_near_without_a_doubtful_neighbour_is_unknown() -> None:
    alone = {"without": ["风险"]}
    assert near("坐席: 我们保证\n客户: 好", **alone).truth is Truth.TRUE
    assert near("坐席: 我们保证\n客户: 有风险", **alone).truth is Truth.FALSE
    assert near("坐席: 我们保证\n客户 (把握 0.1): 有风险", **alone).truth is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("between", "expected"), [("", Truth.UNKNOWN), ("坐席: 查一下\n客户: 好\n", Truth.TRUE)]
)
def test_near_doubts_only_what_was_not_made_out_close_by(between: str, expected: Truth) -> None:
    call = f"坐席: 我们保证\n{between}客户 (时长 3): ~"
    assert near(call, without=["风险"], with_role="customer").truth is expected


def test_a_doubtful_announcement_leaves_a_silence_in_doubt() -> None:
    unannounced: Mapping[str, object] = {"longer_than_s": 8, "announced": False}
    silence = {"silence": {**unannounced, "announced_by": ["我去拿"]}}
    call = "客户{}: 我去拿一下卡\n静音 12\n客户: 好了"
    assert find(silence, heard(call.format(""))).truth is Truth.FALSE
    assert find(silence, heard(call.format(" (把握 0.2)"))).truth is Truth.UNKNOWN
    assert find(silence, heard("客户: 我看看\n静音 12\n客户: 好了")).truth is Truth.TRUE


def test_what_two_conditions_find_at_one_place_is_one_hit() -> None:
    both = [{"phrase": {"phrases": ["再见"], "label": label}} for label in ("道别", "结束语")]
    finding = find({"any": both}, heard("坐席: 再见"))
    assert len(finding.evidence) == 2
    assert len(finding.hits) == 1
