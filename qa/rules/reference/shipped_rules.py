"""The table of the rules that come with the program."""

from collections import defaultdict

from qa.rules.reference.tables import table
from qa.rules.reference.texts import Texts
from qa.rules.rule import Rule
from qa.rules.rulebook import load_rulebooks


def shipped_rules(texts: Texts) -> str:
    """Every shipped rule once, with the business lines that it judges; groups together."""
    lines: dict[str, list[str]] = defaultdict(list)
    groups: dict[str, dict[str, Rule]] = defaultdict(dict)
    for line, book in load_rulebooks().items():
        for rule in book.rules:
            lines[rule.code].append(f"`{line}`")
            groups[rule.group][rule.code] = rule
    words = texts.file.words
    head = (words.code, words.name, words.group, words.severity, words.lines, words.bad)
    rows = (
        (
            *(f"`{rule.code}`", _name(rule, texts), f"`{rule.group}`", f"`{rule.severity}`"),
            *(words.comma.join(lines[rule.code]), " ".join(rule.bad.split())),
        )
        for rules in groups.values()
        for rule in rules.values()
    )
    return table(head, rows)


def _name(rule: Rule, texts: Texts) -> str:
    return rule.name.zh if texts.language == "zh" else f"{rule.name.en} {rule.name.zh}"
