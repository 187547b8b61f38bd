"""The compiled search finds what the slow one finds, in texts of any kind and length."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from phrase_texts import CHARS, templates, texts
from slow_phrases import SlowPhraseIndex
from slow_segments import homophony, is_near

from qa.language.phrases import PhraseIndex
from qa.language.search import likeness
from qa.language.search.alphabet import NEAR, alphabet
from qa.language.search.choosing import thousandths
from qa.rules.rulebook import load_rulebooks

ROOT = Path(__file__).parents[2]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(templates, min_size=1, max_size=4, unique=True),
    st.sets(st.integers(0, 3)),
    st.lists(texts, min_size=1, max_size=4),
)
def test_it_agrees_with_the_slow_search(
    phrases: list[str], firm: set[int], said: list[str]
) -> None:
    unedited = {phrases[place] for place in firm if place < len(phrases)}
    slow = SlowPhraseIndex(phrases, unedited)
    found = PhraseIndex(phrases, unedited).search_many(said)
    assert found == [slow.search(text) for text in said]


@settings(max_examples=100, deadline=None)
@given(st.text("我要就投头诉素数个那,", min_size=60, max_size=90))
def test_it_agrees_on_long_phrases_with_edits(text: str) -> None:
    phrases = [
        "我要就投诉个数(投诉)?那",
        "我就要(头|投诉|那个)数我要…投诉",
        "(我要|就要|要)那个投诉素数",
    ]
    assert PhraseIndex(phrases).search(text) == SlowPhraseIndex(phrases).search(text)


@pytest.mark.slow
def test_it_agrees_on_everything_that_is_shipped() -> None:
    vocabulary: dict[str, bool] = {}
    for rulebook in load_rulebooks(None).values():
        for operator in rulebook.operators:
            for phrase in operator.vocabulary():
                vocabulary[phrase] = operator.takes_edits or vocabulary.get(phrase, False)
    firm = {phrase for phrase, edits in vocabulary.items() if not edits}
    said = list(dict.fromkeys(_written()))
    slow = SlowPhraseIndex(vocabulary, firm)
    found = PhraseIndex(vocabulary, firm).search_many(said)
    assert sum(map(len, found)) > len(said)
    for text, hits in zip(said, found, strict=True):
        assert hits == slow.search(text)


def _written() -> Iterator[str]:
    """Every turn of the sample scripts and of the calls that were written for the bench."""
    for folder in ("sample_audio/scripts", "bench/unseen"):
        for path in sorted((ROOT / folder).glob("*.yaml")):
            for turn in yaml.safe_load(path.read_text("utf-8")).get("turns", ()):
                yield from (part for part in turn.values() if isinstance(part, str))


def test_texts_are_found_together_as_alone() -> None:
    index = PhraseIndex(["我要投诉", "(请)?稍等", "工号{digits}"])
    said = ["我要投诉", "", "工号1024。", "请稍等", "稍等,我要投诉"]
    assert index.search_many(said) == [index.search(text) for text in said]
    assert index.search_many([]) == []


@settings(max_examples=200, deadline=None)
@given(st.text("我要投诉头数。那个", min_size=2, max_size=20), st.data())
def test_over_a_seam_all_is_told_if_anything_lies_across_it(text: str, data: st.DataObject) -> None:
    index = PhraseIndex(["我要投诉", "投诉", "要…那个", "诉我"])
    seam = data.draw(st.integers(1, len(text) - 1))
    alone = index.search(text)
    joined, again = index.search_many([text, text], [seam, 0])
    assert again == alone
    if any(hit.start < seam < hit.end for hits in alone.values() for hit in hits):
        assert joined == alone
    else:
        assert joined in ({}, alone)


def test_a_text_with_more_hits_than_there_is_room_for_gets_more() -> None:
    text = "我要个投诉,等了3分钟。" * 700
    index = PhraseIndex(["我要投诉", "投诉", "要…投诉", "等了{number}", "是"])
    hits = index.search_many(["投诉", text])[1]
    assert {phrase: len(found) for phrase, found in hits.items()} == {
        "我要投诉": 700, "投诉": 700, "要…投诉": 700, "等了{number}": 700,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["\ud800投诉", "𠀀投诉", "投诉🙂", "ＡＢ投诉", "İ投诉", "ßé投诉", "٣投诉"]
)
def test_rare_characters_are_characters(text: str) -> None:
    phrases = ["投诉", "é投诉", "i投诉"]
    assert PhraseIndex(phrases).search(text) == SlowPhraseIndex(phrases).search(text)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CHARS), st.sampled_from(CHARS))
def test_characters_are_as_alike_as_they_sound(said: str, heard: str) -> None:
    known = alphabet().known
    (one,), (other,) = alphabet().numbers(said), alphabet().numbers(heard)
    unlike = likeness.unlikeness.py_func(one, other, known)  # type: ignore[attr-defined]
    assert (None if unlike < 0 else unlike) == homophony(said, heard)
    close = known.characters[other, NEAR]
    near = close >= 0 and likeness.is_near.py_func(one, close, known)  # type: ignore[attr-defined]
    assert bool(unlike < 0 and near) is is_near(said, heard)


def test_quality_is_rounded_as_python_rounds() -> None:
    rounded = thousandths.py_func  # type: ignore[attr-defined]
    for syllables in range(2, 61):
        for edits in range(syllables // 4 + 1):
            for homophones in range(3 * syllables + 1):
                quality = 1 - (0.8 * edits + 0.04 * homophones) / syllables
                assert rounded(edits, homophones, syllables) / 1000 == round(quality, 3)
