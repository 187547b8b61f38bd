"""What a replay found, for the terminal and for scripts."""

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from qa.cli.wording import STATES, clock
from qa.replay.tally import Change, Outcome, RuleTally, Tally
from qa.rules.rulebook import Rulebook

_NO_RULE = "无此规则 none"


def replay_view(book: Rulebook, tally: Tally) -> RenderableType:
    """Counts by rule, the review load, and calls to listen to."""
    names = {rule.code: rule.name.zh for rule in book.rules}
    head = Text(f"{book.identity} 试跑 {tally.calls} 通通话 / replayed on calls", "bold")
    parts: list[RenderableType] = [head, _counts(tally, names), _load(tally)]
    changed = [kind for kind, examples in tally.examples.items() if examples]
    if changed:
        parts += ["", _examples(tally)]
    parts.append(Text("未写入任何结论 / nothing was stored", "dim"))
    return Group(*parts)


def _counts(tally: Tally, names: Mapping[str, str]) -> Table:
    table = Table(
        "规则 rule", "", "原不通过 failed", "现不通过 fails", "新增不通过 newly failing",
        "新通过 newly passing", "其他变化 other", "未变 same", box=None,
    )  # fmt: skip
    for rule in tally.by_rule:
        table.add_row(
            rule.code,
            names.get(rule.code, _NO_RULE),
            str(rule.fails_before),
            str(rule.fails_after),
            Text(str(rule.newly_failing), "bold red" if rule.newly_failing else "dim"),
            Text(str(rule.newly_passing), "bold green" if rule.newly_passing else "dim"),
            Text(str(rule.otherwise_changed), "yellow" if rule.otherwise_changed else "dim"),
            str(rule.unchanged),
        )
    return table


def _load(tally: Tally) -> Text:
    days = max(1, len(tally.days))
    per_day = (tally.mandatory_after - tally.mandatory_before) / days
    return Text(
        f"必检 mandatory review: {tally.mandatory_before} → {tally.mandatory_after} 通"
        f"(新增 {tally.newly_mandatory},免去 {tally.no_longer_mandatory};"
        f"{len(tally.days)} 天,每天 {per_day:+.1f} 通)"
    )


def _examples(tally: Tally) -> Table:
    table = Table(
        "规则 rule", "变化 change", "通话 call", "位置 at", "说明 why", "录音 recording", box=None
    )
    for kind in sorted(tally.examples, key=str):
        for change in tally.examples[kind]:
            table.add_row(
                change.code,
                f"{_outcome(change.before)} → {_outcome(change.after)}",
                change.call_id,
                "" if change.at is None else clock(change.at),
                change.why,
                change.recording,
            )
    return table


def _outcome(outcome: Outcome) -> str:
    return _NO_RULE if outcome is None else STATES[outcome]


def replay_dict(book: Rulebook, tally: Tally) -> dict[str, object]:
    """The same as plain data."""
    return {
        "rulebook": book.identity,
        "calls": tally.calls,
        "days": len(tally.days),
        "rules": [_rule(rule) for rule in tally.by_rule],
        "mandatory_review": {
            "before": tally.mandatory_before,
            "after": tally.mandatory_after,
            "newly": tally.newly_mandatory,
            "no_longer": tally.no_longer_mandatory,
        },
        "examples": list(_changes(tally)),
    }


def _rule(rule: RuleTally) -> dict[str, object]:
    return {
        "code": rule.code,
        "fails_before": rule.fails_before,
        "fails_after": rule.fails_after,
        "newly_failing": rule.newly_failing,
        "newly_passing": rule.newly_passing,
        "otherwise_changed": rule.otherwise_changed,
        "unchanged": rule.unchanged,
    }


def _changes(tally: Tally) -> Iterator[dict[str, object]]:
    for kind in sorted(tally.examples, key=str):
        yield from map(_change, tally.examples[kind])


def _change(change: Change) -> dict[str, object]:
    return {
        "code": change.code,
        "before": change.before,
        "after": change.after,
        "call_id": change.call_id,
        "started_at": change.started_at.isoformat(),
        "agent_id": change.agent_id,
        "recording": change.recording,
        "at_s": change.at,
        "why": change.why,
    }
