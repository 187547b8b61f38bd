"""A company's own rulebooks: one rule with two cases."""

from pathlib import Path

from hand_made import RULEBOOK

CASES = """\
code: OPEN-GREETING
cases:
  - name: 有开头语
    kind: passing
    expect: pass
    call: |
      坐席: 您好,请讲
      客户: 你好
  - name: 没有开头语
    kind: failing
    expect: {expected}
    call: |
      坐席: 什么事
      客户: 你好
"""


def write_rulebooks(folder: Path, rulebook: str = RULEBOOK) -> None:
    (folder / "cases").mkdir(parents=True, exist_ok=True)
    (folder / "inbound.yaml").write_text(rulebook, encoding="utf-8")
    write_cases(folder, "fail")


def write_cases(folder: Path, expected: str) -> None:
    text = CASES.replace("{expected}", expected)
    (folder / "cases/OPEN-GREETING.yaml").write_text(text, encoding="utf-8")
