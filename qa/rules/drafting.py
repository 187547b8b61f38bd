"""The beginning of rules of one's own: a copy of the shipped rulebooks, a new rule, its cases."""

import shutil
from pathlib import Path

from qa.errors import Problem, RulebookError
from qa.rules.rule_schema import SCHEMA_NAME, schema_text
from qa.rules.rulebook import load_rulebooks, shipped_rulebooks

OWN = "own"
"""The folder, below that of the rulebooks, that new rules go to."""
_RULE = """\
# yaml-language-server: $schema=../{schema}
# 新规则:先改例句与条件,再写案例,然后 qa rules check / test / replay。
rules:
  - code: {code}
    name: {{zh: 新规则 {code}, en: New rule {code}}}
    group: talk                  # opening, closing, talk, compliance, customer
    severity: minor              # notice, minor, major, fatal
    good: 请您稍等,我帮您查询一下。
    bad: 等着。
    fails_when:                  # 或 requires: 必须做到的事
      phrase:
        label: 命令客户等待
        phrases: ["=等着", "你(先)?等着"]
        tolerance: sound         # 禁止的事宜严:characters, sound, edits
        role: agent
"""
_CASES = """\
# 每条规则至少三个通过、三个不通过、两个近似案例。
code: {code}
cases:
  - name: 礼貌地请客户等待
    kind: passing
    expect: pass
    call: |
      坐席: 请您稍等,我帮您查询一下
  - name: 命令客户等待
    kind: failing
    expect: fail
    call: |
      坐席: 等着
  - name: 客户说的不算
    kind: near_miss
    expect: pass
    call: |
      坐席: 您好,请报一下您的身份证号
      客户: 等着,我拿一下身份证
"""


def copy_shipped(folder: Path) -> list[Path]:
    """The shipped rulebooks and their cases as a folder of one's own, with the schema beside.

    Raises:
        RulebookError: the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        fix = "name a new folder, or give the code of a rule to add"
        raise RulebookError([Problem(str(folder), "is not empty", fix)])
    shutil.copytree(shipped_rulebooks(), folder, dirs_exist_ok=True)
    (folder / SCHEMA_NAME).write_text(schema_text(), encoding="utf-8")
    return sorted(path for path in folder.rglob("*.yaml"))


def add_rule(folder: Path, line: str, code: str) -> list[Path]:
    """A new rule and its first cases, included in the rulebook of a line.

    The files that were written. What was there stays as it is but for the line that includes
    the new file; should the rulebooks no longer be right with it, nothing is changed.

    Raises:
        RulebookError: there is no such rulebook, the code is taken or malformed.
    """
    books = load_rulebooks(folder)
    if line not in books:
        fix = f"one of {', '.join(books)}"
        raise RulebookError([Problem(str(folder), f"no rulebook for line {line!r}", fix)])
    taken = {rule.code for book in books.values() for rule in book.rules}
    if code in taken:
        raise RulebookError([Problem(str(folder), f"the rule {code} exists already")])
    top = folder / books[line].top
    before = top.read_bytes()
    rule, cases = folder / OWN / f"{code.lower()}.yaml", folder / "cases" / f"{code}.yaml"
    try:
        _write(rule, _RULE.format(code=code, schema=SCHEMA_NAME))
        _write(cases, _CASES.format(code=code))
        top.write_text(_including(before.decode("utf-8-sig"), f"{OWN}/{rule.name}"), "utf-8")
        load_rulebooks(folder)
    except BaseException:
        top.write_bytes(before)
        rule.unlink(missing_ok=True)
        cases.unlink(missing_ok=True)
        raise
    (folder / SCHEMA_NAME).write_text(schema_text(), encoding="utf-8")
    return [rule, cases, top]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise RulebookError([Problem(str(path), "exists already")])
    path.write_text(text, encoding="utf-8")


def _including(text: str, name: str) -> str:
    """The rulebook with one more file included, comments and order kept."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.rstrip() == "include:":
            lines.insert(number + 1, f"  - {name}")
            return "\n".join(lines) + "\n"
        if line.startswith("include:") and line.rstrip().endswith("]"):
            lines[number] = line.rstrip().removesuffix("]").rstrip(", ") + f", {name}]"
            return "\n".join(lines) + "\n"
    return text.rstrip("\n") + f"\n\ninclude:\n  - {name}\n"
