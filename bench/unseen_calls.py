"""Verdicts on calls that were written by people who did not know the rules.

    python -m bench.unseen_calls [text|asr]

The calls are text: each turn as spoken (`text`) and as a recogniser would misspell it (`asr`),
with the verdicts that a careful inspector would give. Times are made up at five characters a
second, so speech rate and interruptions are not judged.
"""

import sys
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from qa.call import AudioCondition, Call, EndedBy, Role, Transcript, Turn, Word
from qa.config import MeasureOptions
from qa.language.edits import apply
from qa.language.normalise import normalise
from qa.measures import measure
from qa.rules.engine import judge
from qa.rules.rulebook import load_rulebooks
from qa.rules.verdict import State, Verdict
from qa.timeline import Span, union
from qa.transcribe.lexicon import Lexicon, load_lexicon

FOLDER = Path(__file__).parent / "unseen"
_CHARACTER_S = 0.2
_SHORTEST_S = 0.35
_SURE = 0.85


def main(spelling: str = "asr") -> None:
    """Print every disagreement, then precision and recall of `fail`."""
    rulebooks = load_rulebooks(None)
    counts: Counter[str] = Counter()
    for path in sorted(FOLDER.glob("*.yaml")):
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        call, transcript = _heard(entry, spelling)
        measures = measure(transcript, MeasureOptions())
        verdicts = judge(rulebooks[call.business_line], call, transcript, measures)
        counts += _compared(entry, {verdict.code: verdict for verdict in verdicts})
    found, missed, wrong = counts["found"], counts["missed"], counts["wrong"]
    print(
        f"precision {found / (found + wrong):.3f}  recall {found / (found + missed):.3f}  "
        f"agreement {counts['agreed'] / counts['all']:.3f}  verdicts {counts['all']}"
    )


def _compared(entry: dict[str, Any], verdicts: dict[str, Verdict]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for code, wanted in entry["verdicts"].items():
        also = (entry.get("also_acceptable") or {}).get(code) or []
        verdict = verdicts[code]
        agreed = verdict.state == wanted or verdict.state in also
        counts.update({"all": 1, "agreed": int(agreed)})
        if verdict.state is State.FAIL:
            counts["found" if wanted == "fail" else "agreed_fail" if agreed else "wrong"] += 1
        elif wanted == "fail":
            counts["missed"] += 1
        if not agreed:
            why = verdict.evidence[0].why if verdict.evidence else ""
            print(entry["call_id"], code, f"{wanted} ≠ {verdict.state}", why)
    return counts


def _heard(entry: dict[str, Any], spelling: str) -> tuple[Call, Transcript]:
    turns: list[Turn] = []
    at = 0.5
    for said in entry["turns"]:
        at += float(said.get("pause", 0.4))
        turns.append(_turn(said, spelling, at))
        at = turns[-1].end
    transcript = Transcript(
        duration_s=at + 0.8,
        turns=tuple(turns),
        speech={
            role: union(Span(turn.start, turn.end) for turn in turns if turn.role is role)
            for role in (Role.AGENT, Role.CUSTOMER)
        },
        condition=AudioCondition(channels=2, sample_rate_hz=8000),
        recogniser="written",
        audio_sha256="",
    )
    return _call(entry), transcript


@cache
def _lexicon() -> Lexicon:
    return load_lexicon()


def _turn(said: dict[str, Any], spelling: str, at: float) -> Turn:
    raw = said.get(spelling, said["text"])
    text = normalise(apply(raw, _lexicon().repairs(raw)) if spelling == "asr" else raw)
    duration = max(_SHORTEST_S, len(said["text"]) * _CHARACTER_S)
    step = duration / max(1, len(text))
    words = tuple(Word(at + i * step, at + (i + 1) * step, c, _SURE) for i, c in enumerate(text))
    confidence = _SURE if text else 0.0
    return Turn(at, at + duration, Role(said["role"]), text, raw, confidence, words)


def _call(entry: dict[str, Any]) -> Call:
    metadata = entry.get("metadata") or {}
    ended_by = metadata.get("ended_by")
    return Call(
        call_id=entry["call_id"],
        recording="",
        started_at=datetime(2026, 3, 12, 10, tzinfo=ZoneInfo("Asia/Shanghai")),
        business_line=entry["business_line"],
        agent_id="1",
        agent_channel=0,
        customer_name=metadata.get("customer_name"),
        ended_by=EndedBy(ended_by) if ended_by else None,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
