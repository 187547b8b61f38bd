"""Judging again replaces verdicts, flags and score, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from test_replay import PROMISE, SHRUG, book, judged

from qa.replay.rejudging import rejudge
from qa.rules.rulebook import Rulebook
from qa.rules.verdict import State
from qa.scoring.scorecard import load_scorecards
from qa.scoring.values import Flag, JudgedCall
from qa.store import CallFilter, open_store, upgrade

NOW = datetime(2026, 3, 4, tzinfo=UTC)


def test_verdicts_flags_and_score_are_those_of_the_new_rulebook(tmp_path: Path) -> None:
    old = book(tmp_path, PROMISE, SHRUG)
    new = book(tmp_path, ("TALK-PROMISE", "fatal", "再见"), SHRUG)
    url = f"sqlite:///{tmp_path / 'calls.db'}"
    upgrade(url)
    store = open_store(url)
    for number in range(3):
        one = judged(old, number)
        flags = (Flag.LONG, *one.flags)
        store.ingest([one.call])
        store.save(replace(one, flags=flags), "test", "print", one.call.started_at)
    before = {one.call.call_id: one for one, _ in store.stream(CallFilter())}

    cards = load_scorecards(None)
    done = rejudge(store, CallFilter(), {"inbound": new}, cards, NOW)

    assert [call.call_id for call in done] == ["C-0", "C-1", "C-2"]
    after = {one.call.call_id: one for one, _ in store.stream(CallFilter())}
    assert [_state(after[name]) for name in after] == [State.PASS, State.PASS, State.FAIL]
    assert [after[name].flags for name in after] == [
        (Flag.LONG,),
        (Flag.LONG,),
        (Flag.LONG, Flag.FATAL),
    ]
    assert after["C-2"].score is not None
    assert after["C-2"].score.total == 0
    assert {one.provenance.rulebook for one in after.values()} == {new.identity}
    assert store.rulebook_named(new.identity) == new.version
    assert set(store.judged_at(after).values()) == {NOW}
    for name, one in after.items():
        assert one.transcript == before[name].transcript
        assert one.measures == before[name].measures
    assert rejudge(store, CallFilter(), {"inbound": new}, cards, NOW) == []
    assert rejudge(store, CallFilter(), {"callback": old}, cards, NOW) == []
    store.close()


def _state(one: JudgedCall) -> State:
    verdicts = one.verdicts
    return next(each.state for each in verdicts if each.code == "TALK-PROMISE")


def test_calls_of_which_nothing_was_heard_stay(tmp_path: Path) -> None:
    old: Rulebook = book(tmp_path, PROMISE)
    url = f"sqlite:///{tmp_path / 'calls.db'}"
    upgrade(url)
    store = open_store(url)
    one = replace(judged(old, 0), transcript=None, measures=None, verdicts=(), flags=())
    store.ingest([one.call])
    store.save(one, "test", None, one.call.started_at)
    assert rejudge(store, CallFilter(), {"inbound": book(tmp_path, SHRUG)}, {}, NOW) == []
    store.close()
