"""What the satisfaction model sees of a talk, and what it must not see."""

import numpy as np
import pytest
from hand_made import done, failed
from made_up_talks import talk, talks

from qa.call import Acoustics, Role
from qa.scoring.satisfaction import dense, features, lexicon, sound, text, wording
from qa.scoring.satisfaction.background import measure as background
from qa.scoring.satisfaction.features import Features
from qa.scoring.satisfaction.grams import BITS, Unit, codes, columns
from qa.scoring.satisfaction.talk import Talk, Utterance
from qa.scoring.satisfaction.text import VIEWS, Weighting, counts
from qa.timeline import Span


def _of(made: Talk) -> dict[str, float]:
    row = dense.rows([made])[0]
    return {each.name: value for each, value in zip(dense.FEATURES, row, strict=True)}


def test_a_row_is_complete_and_names_are_unique():
    names = [each.name for each in dense.FEATURES]
    assert len(set(names)) == len(names)
    assert dense.rows([talk("喂")]).shape == (1, len(names))


def test_what_a_written_dialogue_cannot_tell_is_nan_and_never_zero():
    found = _of(talk("你好", "您好"))
    unknown = ("duration", "agent_interrupts", "dead_air", "level_rise", "pitch_trend", "queue")
    assert all(np.isnan(found[name]) for name in unknown)
    assert np.isnan(found["rule_complaint"])
    assert found["unanswered"] == 0


def test_an_empty_talk_has_no_rates():
    found = _of(Talk(talk_id="T-1", utterances=()))
    assert found["customer_length"] == 0
    assert np.isnan(found["customer_anger"])
    assert np.isnan(found["customer_share"])


def test_nan_and_infinite_sound_is_unknown_sound():
    turns = [
        Utterance(Role.CUSTOMER, "喂", Span(at, at + 1), Acoustics(level, level, None))
        for at, level in enumerate([float("nan"), 1.0, float("inf"), 2.0])
    ]
    found = sound.measure(Talk(talk_id="T-1", utterances=tuple(turns)))
    assert all(np.isnan(value) for value in found.values())


def test_a_customer_who_gets_louder_is_measured_against_the_own_start():
    def rising(base: float) -> Talk:
        levels = [base, base, base + 6, base + 9]
        turns = (Utterance(Role.CUSTOMER, "喂", None, Acoustics(level, 200.0)) for level in levels)
        return Talk(talk_id="T-1", utterances=tuple(turns))

    quiet, loud = sound.measure(rising(-40)), sound.measure(rising(-20))
    assert quiet == pytest.approx(loud, nan_ok=True)
    assert quiet["level_rise"] == pytest.approx(7.5)
    assert quiet["level_peak"] == pytest.approx(9)
    assert quiet["pitch_rise"] == pytest.approx(0)


def test_a_judged_call_becomes_a_talk_without_its_rating():
    made = Talk.of(done())
    assert made.customer_tier == "VIP"
    assert made.verdicts is not None
    assert not hasattr(made, "satisfaction")
    assert background(made)["tier"] == 1


def test_a_call_that_was_not_heard_is_no_talk():
    with pytest.raises(ValueError, match="without a transcript"):
        Talk.of(failed())


def test_the_same_words_of_another_role_are_other_features():
    by_customer, by_agent = counts([talk("我要投诉")]), counts([talk("", "我要投诉")])
    assert min(by_customer.nnz, by_agent.nnz) > 0
    assert not set(by_customer.indices) & set(by_agent.indices)
    assert {VIEWS[each >> BITS].role for each in by_customer.indices} == {Role.CUSTOMER}


def test_the_ending_is_the_last_third_of_the_roles_turns():
    made = talk("一", "甲", "二", "乙", "三", "丙", "四")
    ending = next(view for view in VIEWS if view.ending)
    assert text.words_of(made, ending) == "三\n四"
    assert text.words_of(talk("一", "甲"), ending) == "一"
    assert text.words_of(talk(), ending) == ""


def test_homophones_change_characters_but_no_sounds():
    right, misheard = counts([talk("我的工号")]), counts([talk("我的公号")])
    sounds = [at for at, view in enumerate(VIEWS) if view.unit is Unit.SOUND]
    chars = [at for at, view in enumerate(VIEWS) if view.unit is Unit.CHARACTER]

    def of(counted, views):
        return {int(each) for each in counted.indices if each >> BITS in views}

    assert of(right, sounds) == of(misheard, sounds)
    assert of(right, chars) != of(misheard, chars)


def test_words_are_found_by_sound_and_whole():
    assert lexicon.counts("我要头诉")["complaint"] == 1
    assert lexicon.counts("西安")["complaint"] == 0
    assert lexicon.counts("谢谢，谢谢你")["thanks"] == 2


def test_runs_are_the_same_wherever_they_stand():
    alone, within = codes("不行", Unit.CHARACTER), codes("这不行啊", Unit.CHARACTER)
    assert columns(alone, 2)[0] == columns(within, 2)[1]
    assert len(columns(alone, 3)) == 0


def test_weighted_views_have_unit_length():
    counted = counts(talks(30)[0])
    matrix = Weighting.learn(counted).apply(counted)
    kept = Weighting.learn(counted).kept
    for view in range(len(VIEWS)):
        squares = matrix[:, np.flatnonzero(kept >> BITS == view)].power(2).sum(axis=1)
        assert np.asarray(squares) == pytest.approx(1, abs=1e-4)


def test_unseen_runs_weigh_nothing():
    weighting = Weighting.learn(counts(talks(30)[0]))
    assert weighting.apply(counts([talk("ZZZ", "QQQ")])).nnz == 0
    assert weighting.apply(counts([])).shape == (0, len(weighting.kept))


def test_a_row_does_not_depend_on_the_other_talks():
    made = talks(6)[0]
    together, alone = Features.of(made), Features.of(made[3:4])
    assert (together.counted[3] != alone.counted[0]).nnz == 0
    np.testing.assert_array_equal(together.dense[3], alone.dense[0])


def test_repeating_oneself_and_being_left_unanswered_are_measured():
    said_again = _of(talk("我的转账没有到账", "请稍等", "我的转账还是没有到账", "请稍等"))
    assert said_again["customer_repeats"] > 0.4
    assert said_again["agent_repeats"] == 1
    assert _of(talk("为什么扣钱？"))["unanswered"] == 1
    assert _of(talk("为什么扣钱？", "这是佣金"))["unanswered"] == 0


def test_the_version_follows_the_features(monkeypatch):
    before = features.version()
    features.version.cache_clear()
    monkeypatch.setattr(text, "VIEWS", text.VIEWS[:1])
    try:
        assert features.version() != before
    finally:
        features.version.cache_clear()


def test_every_wording_feature_has_both_languages():
    assert all(each.zh and each.en for each in wording.FEATURES)
