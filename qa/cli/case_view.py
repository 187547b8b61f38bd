"""Cases that were judged otherwise, for the terminal and for scripts."""

from qa.reports import record
from qa.rules.cases import CaseResult


def told(result: CaseResult) -> str:
    """What was expected, what came out, and why."""
    case, verdict = result.case, result.verdict
    said = (
        "该业务线没有这条规则 / no such rule" if verdict is None else f"判为 / got {verdict.state}"
    )
    why = "; ".join(item.why for item in verdict.evidence) if verdict else ""
    head = f"✗ {result.code} [{result.line}] {case.name}: 应为 / expected {case.expect}, {said}"
    return f"{head} ({why})" if why else head


def case_dict(result: CaseResult) -> dict[str, object]:
    """The same as plain data."""
    return {
        "code": result.code,
        "line": result.line,
        "case": result.case.name,
        "kind": result.case.kind,
        "expected": result.case.expect,
        "verdict": record.verdict(result.verdict) if result.verdict else None,
    }
