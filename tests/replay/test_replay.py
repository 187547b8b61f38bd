"""A replay finds what a draft would change, and writes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hand_made import SHANGHAI, call

from qa import __version__
from qa.call import Satisfaction, Word
from qa.replay.run import CHUNK, Asked, replay
from qa.replay.tally import Tally
from qa.rules.engine import judge
from qa.rules.rulebook import Rulebook, load_rulebook
from qa.rules.verdict import State, Verdict
from qa.rules.written_call import WrittenCall, measured
from qa.scoring.values import Flag, JudgedCall, Provenance
from qa.store import CallFilter, Store, open_store, upgrade

HEAD = "line: inbound\nname: {zh: 呼入, en: Inbound}\nrules:\n"
RULE = """\
  - code: %s
    name: {zh: 某规则, en: Some rule}
    group: talk
    severity: %s
    good: 好
    bad: 坏
    fails_when: {phrase: {phrases: [%s], role: agent}}
"""
SAID = ("坐席: 您好,保证收益", "坐席: 您好,我不知道", "坐席: 您好,再见")


def book(folder: Path, *rules: tuple[str, str, str]) -> Rulebook:
    path = folder / "inbound.yaml"
    path.write_text(HEAD + "".join(RULE % rule for rule in rules), encoding="utf-8")
    return load_rulebook(path)


def judged(rulebook: Rulebook, number: int) -> JudgedCall:
    written = WrittenCall(name=f"C-{number}", call=SAID[number % len(SAID)])
    row = replace(
        call(written.name),
        started_at=call().started_at + timedelta(minutes=number),
        satisfaction=Satisfaction.NONE,
    )
    transcript = written.transcript()
    measures = measured(transcript)
    verdicts = judge(rulebook, row, transcript, measures)
    fatal = any(each.fatal and each.state is State.FAIL for each in verdicts)
    return JudgedCall(
        call=row,
        provenance=Provenance("1", "notation", rulebook.identity, "0" * 64),
        transcript=transcript,
        measures=measures,
        verdicts=verdicts,
        flags=(Flag.FATAL,) if fatal else (),
    )


PROMISE = ("TALK-PROMISE", "fatal", "保证收益")
SHRUG = ("TALK-SHRUG", "minor", "不知道")


@pytest.fixture
def published(tmp_path: Path) -> Rulebook:
    return book(tmp_path, PROMISE, SHRUG)


@pytest.fixture
def store(tmp_path: Path, published: Rulebook) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'calls.db'}"
    upgrade(url)
    opened = open_store(url)
    for number in range(9):
        one = judged(published, number)
        opened.ingest([one.call])
        opened.save(one, "test", None, one.call.started_at)
    yield opened
    opened.close()


def tried(store: Store, draft: Rulebook, **more: object) -> Tally:
    return replay(store, replace(Asked(rulebook=draft, filter=CallFilter()), **more))


def rules(tally: Tally) -> dict[str, tuple[int, int, int, int]]:
    return {
        rule.code: (
            rule.newly_failing, rule.newly_passing, rule.otherwise_changed, rule.unchanged
        )
        for rule in tally.by_rule
    }  # fmt: skip


def test_the_rulebook_itself_changes_nothing(store: Store, published: Rulebook) -> None:
    tally = tried(store, published)
    assert tally.calls == 9
    assert rules(tally) == {"TALK-PROMISE": (0, 0, 0, 9), "TALK-SHRUG": (0, 0, 0, 9)}
    assert (tally.mandatory_before, tally.mandatory_after) == (3, 3)
    assert not tally.examples


def test_a_wider_phrase_fails_more_and_a_narrower_one_less(store: Store, tmp_path: Path) -> None:
    wider = book(
        tmp_path, ("TALK-PROMISE", "fatal", "保证收益, 再见"), ("TALK-SHRUG", "minor", "没有")
    )
    tally = tried(store, wider, keep=2)
    assert rules(tally) == {"TALK-PROMISE": (3, 0, 0, 6), "TALK-SHRUG": (0, 3, 0, 6)}
    assert (tally.newly_mandatory, tally.mandatory_before, tally.mandatory_after) == (3, 3, 6)
    examples = tally.examples["TALK-PROMISE", State.PASS, State.FAIL]
    assert [change.call_id for change in examples] == ["C-8", "C-5"]
    assert "再见" in examples[0].why
    assert examples[0].at is not None


def test_rules_that_come_and_go_are_counted(store: Store, tmp_path: Path) -> None:
    other = book(tmp_path, PROMISE, ("TALK-NEW", "minor", "再见"))
    counts = {rule.code: rule.counts for rule in tried(store, other).by_rule}
    assert counts["TALK-NEW"] == {(None, State.FAIL): 3, (None, State.PASS): 6}
    assert counts["TALK-SHRUG"] == {(State.FAIL, None): 3, (State.PASS, None): 6}


def test_one_rule_alone_leaves_the_others_out_of_the_count(store: Store, tmp_path: Path) -> None:
    draft = book(tmp_path, ("TALK-PROMISE", "fatal", "没有"), SHRUG)
    tally = tried(store, draft, codes=frozenset({"TALK-SHRUG"}))
    assert rules(tally) == {"TALK-SHRUG": (0, 0, 0, 9)}
    assert tally.mandatory_after == 3


def test_a_limit_takes_the_latest_calls_of_the_filter(store: Store, published: Rulebook) -> None:
    until = call().started_at.astimezone(SHANGHAI) + timedelta(minutes=5)
    draft = replace(published)
    tally = tried(store, draft, limit=3, filter=CallFilter(until=until))
    assert tally.calls == 3
    assert store.count_past(CallFilter(until=until), 3) == 3
    assert store.count_past(CallFilter(), None) == 9


def test_nothing_is_written(store: Store, tmp_path: Path) -> None:
    before = list(store.stream(CallFilter()))
    tried(store, book(tmp_path, ("TALK-PROMISE", "fatal", "再见")))
    assert list(store.stream(CallFilter())) == before


def test_a_call_without_transcript_is_passed_over(store: Store, published: Rulebook) -> None:
    broken = replace(judged(published, 99), transcript=None, measures=None, verdicts=(), flags=())
    store.ingest([broken.call])
    store.save(broken, "test", None, broken.call.started_at)
    assert tried(store, published).calls == 9


def test_the_words_decide_where_the_turn_alone_misleads(store: Store, published: Rulebook) -> None:
    """A hit that the night only suspected, by the words it touched, is no change."""
    one = judged(published, 0)
    assert one.transcript is not None
    turn = one.transcript.turns[0]
    # 保证收益 was hardly heard, the rest clearly.
    words = (
        Word(turn.start, turn.start + 0.5, "您好,", 0.99),
        Word(turn.start + 0.5, turn.end, "保证收益", 0.1),
    )
    heard = replace(one.transcript, turns=(replace(turn, words=words),))
    row = replace(one.call, call_id="C-W")
    verdicts = judge(published, row, heard, measured(heard))
    assert verdicts[0].state is State.UNDETERMINED
    store.ingest([row])
    saved = replace(one, call=row, transcript=heard, verdicts=verdicts, flags=())
    store.save(saved, "test", None, row.started_at)
    assert rules(tried(store, published))["TALK-PROMISE"] == (0, 0, 0, 10)


@pytest.mark.slow
def test_processes_find_the_same_as_one(store: Store, published: Rulebook, tmp_path: Path) -> None:
    one = judged(published, 1)
    for number in range(100, 100 + 6 * CHUNK):
        row = replace(one.call, call_id=f"C-{number}")
        store.ingest([row])
        store.save(replace(one, call=row), "test", None, row.started_at)
    draft = book(tmp_path, PROMISE, ("TALK-SHRUG", "minor", "再见"))
    alone, together = tried(store, draft), tried(store, draft, workers=2)
    assert alone.calls == together.calls == 9 + 6 * CHUNK
    assert alone.verdicts == together.verdicts
    assert alone.mandatory_after == together.mandatory_after


def test_a_stored_verdict_of_another_state_is_a_change(store: Store, published: Rulebook) -> None:
    one = judged(published, 2)
    unsure = Verdict("TALK-PROMISE", "某规则", State.NOT_APPLICABLE)
    row = replace(one.call, call_id="C-U")
    store.ingest([row])
    saved = replace(one, call=row, verdicts=(unsure, *one.verdicts[1:]))
    store.save(saved, "test", None, row.started_at)
    assert rules(tried(store, published))["TALK-PROMISE"] == (0, 0, 1, 9)


def test_rules_that_mean_the_same_keep_their_verdicts(store: Store, tmp_path: Path) -> None:
    """A stored verdict that the rule would not give shows whether it was judged again."""
    published = book(tmp_path, PROMISE, SHRUG)
    store.keep_rulebook(published.version, call().started_at)
    one = judged(published, 2)
    wrong = replace(one.verdicts[0], state=State.FAIL)
    for number, program in enumerate((__version__, "0.0.1")):
        row = replace(one.call, call_id=f"C-P{number}")
        store.ingest([row])
        made = replace(one.provenance, pipeline=f"{program}+0a1b2c3d")
        saved = replace(one, call=row, provenance=made, verdicts=(wrong, *one.verdicts[1:]))
        store.save(saved, "test", None, row.started_at)
    draft = book(tmp_path, PROMISE, ("TALK-SHRUG", "minor", "再见"))

    tally = tried(store, draft)
    # Of the two new calls the one judged by this program stays as it is.
    assert rules(tally)["TALK-PROMISE"] == (0, 1, 0, 10)
    assert rules(tally)["TALK-SHRUG"] == (5, 3, 0, 3)
    assert rules(tried(store, draft, anew=True))["TALK-PROMISE"] == (0, 2, 0, 9)
