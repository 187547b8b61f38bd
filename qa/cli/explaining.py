"""`qa rules explain`: why a call has the verdicts that it has."""

from contextlib import closing
from pathlib import Path

import click
from rich.console import Group, RenderableType
from rich.text import Text
from rich.tree import Tree

from qa.cli import options
from qa.cli.failing import CommandError
from qa.cli.judged_by import Judge, judge_of
from qa.cli.terminal import terminal
from qa.cli.wording import ROLES, STATE_STYLES, STATES, clock
from qa.config.describe import shown
from qa.reports import record
from qa.rules.engine import hear
from qa.rules.explanation import Explained, RuleExplained, explain
from qa.rules.logic import Truth
from qa.rules.verdict import Evidence
from qa.scoring.values import JudgedCall
from qa.store import open_store

_TRUTHS = {
    Truth.TRUE: ("成立 true", "green"),
    Truth.FALSE: ("不成立 false", "red"),
    Truth.UNKNOWN: ("无法判断 unknown", "yellow"),
}
_KEYS = {
    "applies_when": "适用条件 applies_when",
    "requires": "要求 requires",
    "fails_when": "不通过条件 fails_when",
    "excused_when": "免责条件 excused_when",
}


@click.command("explain")
@click.argument("call_id")
@click.argument("rule", required=False)
@options.rulebooks
@options.database
@options.as_json
@options.common
def explain_command(
    call_id: str,
    rule: str | None,
    rulebooks_dir: Path | None,
    db_url: str | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Why CALL_ID has its verdicts (or only that of RULE): every condition, times and quotes.

    逐条件说明一通通话的结论从何而来。
    """
    settings = options.settings_for(config, {"db_url": db_url, "rulebooks_dir": rulebooks_dir})
    with closing(open_store(settings.db_url)) as store:
        judged = store.load(call_id)
        if judged is None:
            place = shown(settings.db_url)
            raise CommandError(f"{place}: no judged call {call_id!r} → qa search finds calls")
        judge = judge_of(store, judged, settings.rulebooks_dir)
    explained = _explained(judged, judge, rule)
    if as_json:
        options.echo_json([_as_dict(each) for each in explained])
        return
    if judge.note:
        click.echo(judge.note, err=True)
    terminal().print(Group(*map(_view, explained)))


def _explained(judged: JudgedCall, judge: Judge, code: str | None) -> list[RuleExplained]:
    if judged.transcript is None or judged.measures is None:
        raise CommandError(f"{judged.call.call_id}: was not judged → nothing to explain")
    book = judge.rulebook
    rules = [rule for rule in book.rules if code in (None, rule.code)]
    if not rules:
        known = ", ".join(rule.code for rule in book.rules)
        raise CommandError(f"{book.identity}: no rule {code!r} → one of {known}")
    hearing = hear(book, judged.call, judged.transcript, judged.measures)
    return [explain(book, rule, hearing) for rule in rules]


def _view(explained: RuleExplained) -> RenderableType:
    rule, style = explained.rule, STATE_STYLES[explained.state]
    head = Text.assemble(
        (rule.code, "bold"),
        f" {rule.name.zh} ",
        (STATES[explained.state], style),
        (f"  把握 {explained.confidence:.0%}", "dim"),
    )
    tree = Tree(head)
    for key, condition in explained.conditions:
        _grow(tree.add(Text(_KEYS[key], "dim")), condition)
    for item in () if explained.conditions else explained.evidence:
        tree.add(_evidence(item))
    return tree


def _grow(tree: Tree, node: Explained) -> None:
    word, style = _TRUTHS[node.truth]
    branch = tree.add(Text.assemble(node.title, "  ", (word, style)))
    for item in node.evidence:
        branch.add(_evidence(item))
    for part in node.parts:
        _grow(branch, part)


def _evidence(item: Evidence) -> Text:
    place = f"{clock(item.span.start)}–{clock(item.span.end)} " if item.span else ""
    who = f"{ROLES[item.role]} " if item.role else ""
    quote = f"  “{item.quote}”" if item.quote else ""
    return Text.assemble((place, "cyan"), (who, "dim"), item.why, (quote, "italic"))


def _as_dict(explained: RuleExplained) -> dict[str, object]:
    return {
        "code": explained.rule.code,
        "name": explained.rule.name.zh,
        "verdict": explained.state,
        "confidence": explained.confidence,
        "evidence": [record.evidence(item) for item in explained.evidence],
        "conditions": {key: _node(node) for key, node in explained.conditions},
    }


def _node(node: Explained) -> dict[str, object]:
    return {
        "condition": node.title,
        "holds": node.truth.value,
        "confidence": node.confidence,
        "evidence": [record.evidence(item) for item in node.evidence],
        "parts": [_node(part) for part in node.parts],
    }
