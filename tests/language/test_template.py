"""The language of phrases: what it means, and what it refuses."""

import re

import pytest

from qa.language.phrases import check_phrase
from qa.language.template import Digits, Gap, TemplateError, ways


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("", "always said"),
        ("啊呢", "always said"),
        ("(请)?", "always said"),
        ("请(您", "without `)`"),
        ("请)您", "without `(`"),
        ("?请", "needs a character"),
        ("请{多少}", "is not"),
        ("请{9-3}您", "is not"),
        ("请[]您", "holds nothing"),
        ("请}您", "without its partner"),
        ("(去|啊)投诉", "passed over"),
        ("{digits}号", "begin with a number"),
        ("请" * 31, "syllables"),
        ("请" * 1001, "longer than"),
        ("((((((((((请))))))))))", "nested"),
        ("(一…|二…|三…|四…|五…|六…)" * 4 + "请", "ways"),
    ],
)
def test_malformed_phrases_say_why(template: str, why: str) -> None:
    with pytest.raises(TemplateError, match=re.escape(why)):
        check_phrase(template)


def test_gaps_cut_a_phrase_and_neighbours_become_one() -> None:
    (way,) = ways("请{1-2}…评价")
    assert way[1] == Gap(1, 8)
    (way,) = ways("工号{digits}为您服务")
    assert way[1] == Digits()


def test_what_may_be_left_out_between_gaps_is_left_out() -> None:
    assert {len(way) for way in ways("请…(您)?…评价")} == {3, 5}


def test_gaps_at_the_edges_mean_nothing() -> None:
    assert ways("…评价…") == ways("评价")


def test_punctuation_and_interjections_mean_nothing() -> None:
    assert ways("您好,请讲啊") == ways("您好请讲")
