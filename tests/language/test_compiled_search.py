"""The compiled search finds exactly what plain Python finds, one way at a time."""

from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_phrases import SlowPhraseIndex

from qa.language.normalise import normalise
from qa.language.phrases import PhraseIndex
from qa.rules.rulebook import load_rulebooks

ROOT = Path(__file__).parents[2]
UNITS = (
    "我",
    "要",
    "不",
    "投诉",
    "头数",
    "销户",
    "工号",
    "没有",
    "了",
    "的",
    "再见",
    "在见",
    "嗯",
    "那个",
)
characters = st.sampled_from(UNITS)
pieces = st.recursive(
    characters,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda ways: f"({'|'.join(ways)})"),
        inner.map(lambda node: f"({node})?"),
    ),
    max_leaves=6,
)
gaps = st.sampled_from(("", "", "…", "~", "{0-3}", "{1-2}", "{digits}"))
templates = st.lists(st.tuples(pieces, gaps), min_size=1, max_size=3).map(
    lambda parts: "我" + "".join(piece + gap for piece, gap in parts) + "好"
)
texts = st.lists(
    st.sampled_from((*UNITS, ",", "。", "12", "好", "号", "?", "就是")), max_size=14
).map("".join)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(templates, min_size=1, max_size=4), st.lists(texts, min_size=1, max_size=4), st.data()
)
def test_made_up_phrases_in_made_up_texts(
    phrases: list[str], heard: list[str], data: st.DataObject
) -> None:
    firm = data.draw(st.sets(st.sampled_from(phrases)))
    try:
        slow = SlowPhraseIndex(phrases, firm)
    except ValueError:
        with pytest.raises(ValueError):  # noqa: PT011 - what it says is the template's affair
            PhraseIndex(phrases, firm)
        return
    found = PhraseIndex(phrases, firm).search_many(heard)
    assert [dict(each) for each in found] == [dict(slow.search(text)) for text in heard]


@cache
def spoken_texts() -> tuple[str, ...]:
    """What is said in the sample calls and in calls written by others."""
    said: list[str] = []
    for path in sorted((ROOT / "sample_audio" / "scripts").glob("*.yaml")):
        turns = yaml.safe_load(path.read_text("utf-8")).get("turns", ())
        said += [normalise(turn.get("agent") or turn.get("customer") or "") for turn in turns]
    for path in sorted((ROOT / "bench" / "unseen").glob("*.yaml"))[::6]:
        turns = yaml.safe_load(path.read_text("utf-8"))["turns"]
        said += [turn.get("asr") or turn["text"] for turn in turns]
    return tuple(dict.fromkeys(said))


@pytest.mark.slow
@pytest.mark.parametrize("line", ["inbound", "callback", "offsite"])
def test_the_shipped_phrases_in_spoken_texts(line: str) -> None:
    vocabulary = {}
    for operator in load_rulebooks(None)[line].operators:
        for phrase in operator.vocabulary():
            vocabulary[phrase] = operator.takes_edits or vocabulary.get(phrase, False)
    firm = {phrase for phrase, edits in vocabulary.items() if not edits}
    slow = SlowPhraseIndex(vocabulary, firm)
    found = PhraseIndex(vocabulary, firm).search_many(spoken_texts())
    for text, hits in zip(spoken_texts(), found, strict=True):
        assert dict(hits) == dict(slow.search(text)), text


def test_many_texts_at_once_are_searched_as_one_by_one() -> None:
    index = PhraseIndex(["我要投诉", "再见", "工号{digits}"])
    many = ["我要头数", "", "再见再见", "工号1024再见", "嗯"]
    assert list(index.search_many(many)) == [index.search(text) for text in many]
    assert index.search_many([]) == []
