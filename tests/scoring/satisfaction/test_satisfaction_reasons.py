"""Why a risk is high, in plain words: of the learned model and of the cold start."""

from dataclasses import replace

import pytest
from made_up_talks import PLANTED, labelled, talk

from qa.call import Role
from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.satisfaction import explain
from qa.scoring.satisfaction.cold_start import ColdStart
from qa.scoring.satisfaction.features import Features
from qa.scoring.satisfaction.model import Candidate
from qa.scoring.satisfaction.scorer import LearnedScorer
from qa.scoring.satisfaction.training import train
from qa.timeline import Span

ANGRY = talk("我的转账没有成功", "请您稍等", f"{PLANTED}我等了半天", "我帮您核实一下", "行吧就这样")
CALM = talk("我想查一下账户余额", "请您稍等", "哦这样子的", "我帮您核实一下", "好的谢谢")


@pytest.fixture(scope="module")
def learned():
    return LearnedScorer(train(labelled(300), 0, (Candidate.STACKED,)).model)


@pytest.fixture(scope="module")
def by_words():
    return LearnedScorer(train(labelled(300), 0, (Candidate.TEXT,)).model)


def test_the_planted_phrase_is_named_with_its_turn(by_words):
    strongest = by_words.risk(ANGRY).reasons[0]
    assert strongest.turn == 2
    assert strongest.phrase is not None
    assert set(strongest.phrase) & set(PLANTED)
    assert ANGRY.utterances[2].text.count(strongest.phrase) == 1
    assert strongest.phrase in strongest.zh
    assert strongest.phrase in strongest.en


def test_reasons_come_strongest_first_and_are_few(learned):
    reasons = learned.risk(ANGRY).reasons
    weights = [each.weight for each in reasons]
    assert 1 <= len(reasons) <= 3
    assert weights == sorted(weights, reverse=True)
    assert min(weights) > 0


def test_what_a_turn_adds_makes_up_the_score_of_its_words(by_words):
    text, alone = by_words.model.learned[0], talk(f"{PLANTED}我等了半天")
    features = Features.of([alone])
    (share,) = explain._by_turn(alone, features, text)
    assert share.sum() + text.intercept == pytest.approx(float(text.score(features)[0]), abs=1e-4)


def test_an_empty_talk_is_scored(learned):
    assert 0 < learned.risk(talk("", "")).probability < 1
    assert 0 < learned.risk(talk()).probability < 1


@pytest.mark.parametrize("scorer", ["learned", "cold"])
def test_both_scorers_rank_angry_above_calm(scorer, learned):
    chosen = learned if scorer == "learned" else ColdStart()
    assert chosen.risk(ANGRY).probability > chosen.risk(CALM).probability


def test_the_cold_start_says_that_it_is_one():
    scorer = ColdStart()
    assert not scorer.calibrated
    assert scorer.risk(CALM).model.startswith("cold-start")


def test_the_cold_start_follows_the_rules():
    evidence = Evidence("客户说要投诉", role=Role.CUSTOMER)
    failed = Verdict("CUSTOMER-COMPLAINT", "客户投诉", State.FAIL, evidence=(evidence,))
    passed = Verdict("CUSTOMER-COMPLAINT", "客户投诉", State.PASS)
    told = ColdStart().risk(talk("喂", verdicts=(failed,)))
    assert told.probability > 0.5
    assert told.reasons[0].zh == "客户投诉:客户说要投诉"
    assert ColdStart().risk(talk("喂", verdicts=(passed,))).probability < 0.5


def test_the_cold_start_shows_where_it_heard_it():
    told = ColdStart().risk(talk("我想问一下", "您好", "那我要头诉你们", "好的"))
    (reason,) = (each for each in told.reasons if "投诉用语" in each.zh)
    assert (reason.turn, reason.phrase) == (2, "头诉")  # as misheard: it is looked up by sound


def test_the_cold_start_shows_the_turn_of_a_rules_evidence():
    proof = Evidence("客户要投诉", Span(6, 7), Role.CUSTOMER, "我要投诉")
    failed = Verdict("CUSTOMER-COMPLAINT", "投诉", State.FAIL, evidence=(proof,))
    said = talk("喂", "您好", "我要投诉", verdicts=(failed,))
    timed = tuple(
        replace(each, span=Span(3.0 * at, 3.0 * at + 2)) for at, each in enumerate(said.utterances)
    )
    reason = ColdStart().risk(replace(said, utterances=timed)).reasons[0]
    assert (reason.turn, reason.phrase) == (2, "我要投诉")


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("话,我就打12386去投诉你们", "我就打12386去投诉你们"),
        ("什么叫一步一步走。你们证券", "什么叫一步一步走"),
        ("太过分了", "太过分了"),
        ("好,不,行", "不"),
        (",。!", ",。!"),
    ],
)
def test_a_phrase_has_no_scraps_of_sentences_at_its_ends(words, kept):
    start, end = explain._whole(words, 0, len(words))
    assert words[start:end] == kept
