"""Everything that can occur has a word on the terminal and in the report."""

import pytest

from qa.cli.wording import FLAGS, PLANS, RISKS, STATES
from qa.nightly.report_words import FLAG_WORDS, PLAN_WORDS
from qa.rules.verdict import State
from qa.scoring.candidates import EXPLORATION, FAILED, RANDOM
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.values import Flag, PlanKind
from qa.ui.labels import REASONS


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (FLAGS, Flag),
        (PLANS, PlanKind),
        (RISKS, TargetName),
        (STATES, State),
        (PLAN_WORDS, PlanKind),
        (FLAG_WORDS, [*Flag, EXPLORATION, FAILED, RANDOM]),
        (REASONS, [*Flag, EXPLORATION, FAILED, RANDOM]),
    ],
)
def test_no_code_is_without_a_word(words, codes):
    assert set(words) == set(codes)
