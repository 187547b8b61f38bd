"""How cases are told."""

from collections.abc import Sequence

from qa.call import Role
from qa.casebook.tree import path_of
from qa.store.case_values import Case, Category
from qa.store.remark_values import Quality
from qa.timeline import Span
from qa.ui import signed_in
from qa.ui.language import language, say

QUALITY_COLOURS = {Quality.GOOD: "green", Quality.BAD: "red"}
ROLE_COLOURS = {Role.AGENT: "blue", Role.CUSTOMER: "orange", Role.UNKNOWN: "gray"}


def category_name(category: Category) -> str:
    """In the page's language, as far as it has one."""
    return category.name if language() == "zh" else category.name_en or category.name


def path(tree: Sequence[Category], key: int) -> str:
    """A category after those above it."""
    return " / ".join(map(category_name, path_of(tree, key)))


def rule(code: str) -> str:
    """A rule's name with its code."""
    name = signed_in.bench().rule_names.get(code)
    if name is None:
        return code
    return f"{name.zh if language() == 'zh' else name.en} {code}"


def agent(case: Case) -> str:
    """Name, id and team."""
    return " · ".join(filter(None, (case.agent_name, case.agent_id, case.team)))


def stretch(span: Span) -> str:
    """Where in the call."""
    return "–".join(f"{int(at // 60):02}:{at % 60:04.1f}" for at in (span.start, span.end))


def quality(case: Case) -> str:
    """Good or bad."""
    return say(case.text.quality.value)
