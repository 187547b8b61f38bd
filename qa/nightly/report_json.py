"""The run report for programs."""

from dataclasses import asdict

from qa.nightly import risk_section
from qa.nightly.observer import Progress
from qa.nightly.report import RuleRow, RunReport, Totals
from qa.rules.verdict import State
from qa.scoring.coverage import CoverageRow

SCHEMA = "earmark.run/1"


def as_json(report: RunReport) -> dict[str, object]:
    """The report as JSON's types: keys are stable, times are ISO 8601 with offset."""
    facts = report.run
    return {
        "schema": SCHEMA,
        "exit_code": report.exit_code,
        "manifest": facts.manifest,
        "day": facts.day and facts.day.isoformat(),
        "started_at": facts.started_at.isoformat(),
        "finished_at": facts.finished_at.isoformat(),
        "elapsed_s": facts.elapsed_s,
        "workers": facts.worked.workers,
        "pipeline": report.versions.pipeline,
        "recognisers": list(report.versions.recognisers),
        "rulebooks": list(report.versions.rulebooks),
        "interrupted": facts.interrupted,
        "calls": _totals(report.totals),
        "this_run": _worked(facts.worked),
        "failures": [asdict(failed) for failed in report.failures],
        "problems": [asdict(problem) for problem in report.problems],
        "warnings": [asdict(warning) for warning in report.warnings],
        "conditions": {name: list(ids) for name, ids in report.conditions.items()},
        "rules": [_rule(rule) for rule in report.rules],
        "flags": {flag.value: dict(by_line) for flag, by_line in report.flags.items()},
        "review_plan": {
            day.isoformat(): [_coverage(row) for row in rows]
            for day, rows in report.coverage.items()
        },
        "risks": [risk_section.as_dict(risk) for risk in report.risks],
    }


def _totals(totals: Totals) -> dict[str, object]:
    return {**asdict(totals), "open": totals.open}


def _worked(worked: Progress) -> dict[str, object]:
    return {
        "due": worked.due,
        "done": worked.done,
        "failed": worked.failed,
        "elsewhere": worked.elsewhere,
        "audio_s": worked.audio_s,
        "work_s": worked.work_s,
        "elapsed_s": worked.elapsed_s,
        "audio_hours_per_hour": worked.audio_hours_per_hour,
    }


def _rule(rule: RuleRow) -> dict[str, object]:
    return {
        "business_line": rule.business_line,
        "code": rule.code,
        "name": rule.name,
        "fatal": rule.fatal,
        **{state.value: rule.counts.get(state, 0) for state in State},
        "fail_rate": rule.fail_rate,
    }


def _coverage(row: CoverageRow) -> dict[str, object]:
    return {
        "kind": row.kind.value,
        "reason": row.reason,
        "calls": row.calls,
        "planned": row.planned,
        "share": row.share,
    }
