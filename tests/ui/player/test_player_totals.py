"""The call page's live total is what the server comes to."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from judged_calls import INBOUND, INSPECTOR, NOW, judged, put
from node import run_npm

from qa.review.callpage import call_page
from qa.review.callpage_json import page_json
from qa.review.deciding import decide
from qa.review.desk import Desk
from qa.review.evaluating import save_draft
from qa.rules.decision import Outcome
from qa.rules.verdict import State, Verdict
from qa.scoring.filling import fill
from qa.scoring.values import JudgedCall
from qa.store import open_store, upgrade
from qa.store.evaluation_values import Answer

CALLS = 40
COSTS = (None, 1.0, 2.5)


def made(number: int, random: Random) -> JudgedCall:
    """Every rule in any state, some of which cost part of their criterion."""
    plain = judged(number)
    verdicts = tuple(
        replace(each, state=random.choice(list(State)), cost=random.choice(COSTS))
        for each in plain.verdicts
    )
    return replace(plain, verdicts=verdicts, score=fill(INBOUND, verdicts))


def decide_something(desk: Desk, call_id: str, verdict: Verdict, random: Random) -> None:
    outcome = random.choice([Outcome.CONFIRMED, Outcome.OVERTURNED, Outcome.CANNOT_JUDGE])
    other = random.choice([state for state in State if state is not verdict.state])
    truth = other if outcome is Outcome.OVERTURNED else None
    decide(desk, INSPECTOR, NOW, call_id, verdict.code, outcome, true_state=truth, reason="原因")


def answers(random: Random) -> dict[str, Answer]:
    return {
        each.code: Answer(random.choice([None, 0.0, each.points / 2, each.points]), na=na)
        for each in INBOUND.criteria
        if random.random() < 0.6
        for na in [random.random() < 0.2]
    }


@pytest.mark.slow
def test_the_page_comes_to_the_servers_total(tmp_path: Path, hook: ModuleType) -> None:
    random = Random(11)
    url = f"sqlite:///{tmp_path / 'totals.db'}"
    upgrade(url)
    store = open_store(url)
    desk = Desk(store, {"inbound": INBOUND}, ZoneInfo("Asia/Shanghai"))
    calls = [made(number, random) for number in range(CALLS)]
    put(store, calls)
    pages = []
    for each in calls:
        call_id = each.call.call_id
        for verdict in random.sample(each.verdicts, k=random.randrange(len(each.verdicts))):
            decide_something(desk, call_id, verdict, random)
        save_draft(desk, INSPECTOR, NOW, call_id, 0, answers(random))
        pages.append(page_json(call_page(desk, INSPECTOR, NOW + timedelta(1), call_id)))
    store.close()
    file = tmp_path / "pages.json"
    file.write_text(json.dumps(pages), "utf-8")
    run_npm(hook, "run", "test", EARMARK_TOTALS=str(file))
