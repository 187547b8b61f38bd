"""Run reports written by hand."""

from datetime import UTC, date, datetime

from qa.errors import Problem
from qa.nightly.observer import Progress
from qa.nightly.report import FailedCall, RuleRow, RunFacts, RunReport, Totals, Versions
from qa.nightly.risk_report import RiskReport
from qa.rules.verdict import State
from qa.scoring.coverage import CoverageRow
from qa.scoring.satisfaction.drift import Shift
from qa.scoring.satisfaction.target import TargetName
from qa.scoring.values import Flag, PlanKind

PASS, FAIL, UNDETERMINED, NOT_APPLICABLE = State

FULL = RunReport(
    run=RunFacts(
        manifest="2026-03-02.csv",
        day=date(2026, 3, 2),
        started_at=datetime(2026, 3, 2, 16, 0, tzinfo=UTC),
        finished_at=datetime(2026, 3, 2, 17, 2, 3, tzinfo=UTC),
        interrupted=False,
        worked=Progress(
            due=180,
            due_bytes=9_000_000,
            done=176,
            failed=3,
            elsewhere=1,
            settled_bytes=9_000_000,
            audio_s=43_200.0,
            work_s=7_000.0,
            elapsed_s=3_600.0,
            workers=2,
        ),
    ),
    versions=Versions(
        pipeline="0.1.0+5f2c9a1e",
        recognisers=("faster-whisper 1.2 base int8 beam 1",),
        rulebooks=("inbound@0123456789ab", "inbound@cdef01234567"),
        superseded=("inbound@cdef01234567",),
    ),
    totals=Totals(listed=200, refused=1, other_days=12, done=196, failed=4, audio_s=48_000.0),
    failures=(
        FailedCall("c17", "recording_missing", "/calls/c17.wav: 找不到录音 / no such recording"),
        FailedCall("c<b>18|", "worker_crashed", "c18.wav: signal SIGKILL [link](http://x)"),
        FailedCall("c19", "own_kind", "多行\n说明"),
    ),
    problems=(
        Problem(
            "2026-03-02.csv 第7行 started_at",
            "“昨天”不是完整的日期时间",
            "写成 2026-01-31T09:30:00+08:00",
        ),
    ),
    warnings=(Problem("2026-03-02.csv", "不认识列 “satisfacton”", "是否想写 satisfaction?"),),
    conditions={"mono": [f"m{n}" for n in range(7)], "truncated": ["t1"]},
    rules=(
        RuleRow(
            business_line="inbound",
            code="OPEN-GREETING",
            name="开头语",
            fatal=False,
            counts={PASS: 150, FAIL: 30, UNDETERMINED: 16},
        ),
        RuleRow(
            business_line="inbound",
            code="TALK-PROMISE",
            name="承诺收益",
            fatal=True,
            counts={PASS: 195, FAIL: 1},
        ),
        RuleRow(
            business_line="wealth",
            code="OFFSITE-WILL",
            name="本人意愿",
            fatal=False,
            counts={NOT_APPLICABLE: 4},
        ),
    ),
    flags={Flag.LONG: {"inbound": 3}, Flag.FATAL: {"inbound": 1, "wealth": 2}},
    coverage={
        date(2026, 3, 2): (
            CoverageRow(PlanKind.MANDATORY, "long", 3, 3),
            CoverageRow(PlanKind.MANDATORY, "complaint", 0, 0),
            CoverageRow(PlanKind.MANDATORY, "", 6, 6),
            CoverageRow(PlanKind.TARGETED, "night_shift", 10, 2),
            CoverageRow(PlanKind.TARGETED, "", 10, 2),
            CoverageRow(PlanKind.RANDOM, "random", 192, 7),
            CoverageRow(PlanKind.NONE, "", 200, 185),
        )
    },
    risks=(
        RiskReport(
            target=TargetName.SATISFACTION,
            model="satisfaction-1f0c5e7a9b3d",
            calibrated=True,
            problem="",
            scored=195,
            unknown=1,
            chosen=20,
            drift=(
                Shift(name="score", psi=0.31, then=0.125, now=0.25),
                Shift(name="queue", psi=0.42, then=35.5, now=None),
            ),
            new_labels=612,
            retrain=True,
        ),
        RiskReport(
            target=TargetName.COMPLAINT,
            model="",
            calibrated=False,
            problem="models/complaint-1/weights.skops: was changed <b>",
            new_labels=3,
            retrain=False,
        ),
    ),
)

INTERRUPTED = RunReport(
    run=RunFacts(
        manifest="night.jsonl",
        day=None,
        started_at=datetime(2026, 3, 2, 16, 0, tzinfo=UTC),
        finished_at=datetime(2026, 3, 2, 16, 0, 5, tzinfo=UTC),
        interrupted=True,
        worked=Progress(due=3, due_bytes=100, elapsed_s=5.0, workers=2),
    ),
    versions=Versions(pipeline="0.1.0+5f2c9a1e", recognisers=(), rulebooks=(), superseded=()),
    totals=Totals(listed=3, refused=0, other_days=0, done=0, failed=0, audio_s=0.0),
    failures=(),
    problems=(),
    warnings=(),
    conditions={},
    rules=(),
    flags={},
    coverage={},
)
