"""Rated dialogues for the bench: reading them, and mishearing them."""

import json
from pathlib import Path

import numpy as np
import pytest
from made_up_talks import talk

from bench.rated_dialogues import load, misheard
from bench.satisfaction import Missing
from bench.table import Target
from qa.call import Role
from qa.language.pinyin import syllables


def test_a_file_is_read_with_roles_and_opinions(tmp_path):
    rows = [
        {
            "id": "1",
            "turns": [{"sender": "customer", "text": "不行"}, {"sender": "helpdesk", "text": "好"}],
            "S_mean": mean,
        }
        for mean in (-0.5, -0.4, 1.0)
    ]
    path = tmp_path / "dialogues.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    rated = load(path)
    assert [each.role for each in rated.talks[0].utterances] == [Role.CUSTOMER, Role.AGENT]
    assert rated.dissatisfied.tolist() == [True, False, False]
    assert rated.degree[0] == pytest.approx(0.5)
    assert rated.degree[1] < 0.5


def test_a_fifth_of_the_characters_is_misheard_and_sounds_the_same():
    said = "我的账户里面有钱但是转不出来他它她在再做坐作" * 20
    (heard,) = misheard([talk(said)], np.random.default_rng(0))
    now = heard.utterances[0].text
    assert len(now) == len(said)
    ambiguous = "他它她在再做坐作"
    places = [at for at, char in enumerate(said) if char in ambiguous]
    assert all(syllables(now[at]) == syllables(said[at]) for at in places)
    changed = sum(left != right for left, right in zip(said, now, strict=True))
    assert 0.03 < changed / len(said) < 0.2


def test_what_is_not_there_is_said():
    missing = Missing("ROC AUC, ours", Target("≥", 0.89), Path("x/dialogues.jsonl"))
    (line,) = missing.outcome().lines
    assert "dialogues.jsonl" in line.note
    assert line.missed
    assert line.value is None
