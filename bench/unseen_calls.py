"""Verdicts on calls that were written by people who did not know the rules.

    python -m bench.unseen_calls [text|asr] [--set H6] [--half odd|even] [--counts]

The calls are text: each turn as spoken (`text`) and as a recogniser would misspell it (`asr`),
with the verdicts that a careful inspector would give. Times are made up at five characters a
second, so speech rate and interruptions are not judged. With `--counts` only figures are printed,
a line for each rule, so that a half kept unseen can be measured without being read.
"""

import argparse
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from qa.call import Acoustics, AudioCondition, Call, EndedBy, Role, Transcript, Turn, Word
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
_PACE = Acoustics(rate_cpm=60 / _CHARACTER_S)


def main(argv: list[str] | None = None) -> None:
    """Print every disagreement, or counts for each rule, then precision and recall of `fail`."""
    wanted = _parser().parse_args(argv)
    rulebooks = load_rulebooks(None)
    judged: list[_Judged] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not _chosen(entry["call_id"], wanted.set, wanted.half):
            continue
        call, transcript = _heard(entry, wanted.spelling)
        measures = measure(transcript, MeasureOptions())
        verdicts = judge(rulebooks[call.business_line], call, transcript, measures)
        judged += _compared(entry, {verdict.code: verdict for verdict in verdicts})
    if wanted.counts:
        for code in sorted({each.code for each in judged}):
            print(f"{code:26}", _figures([each for each in judged if each.code == code]))
    else:
        for each in judged:
            if each.outcome in _DISAGREEMENTS:
                print(each.line)
    print(_figures(judged))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("spelling", nargs="?", choices=("text", "asr"), default="asr")
    parser.add_argument("--set", help="only the calls of this set, such as H6")
    parser.add_argument("--half", choices=("odd", "even"), help="only calls of such numbers")
    parser.add_argument("--counts", action="store_true", help="figures only")
    return parser


def _chosen(call_id: str, of_set: str | None, half: str | None) -> bool:
    prefix, *_, number = call_id.split("-")
    if of_set and prefix != of_set:
        return False
    return half is None or int(number) % 2 == (half == "odd")


@dataclass(frozen=True)
class _Judged:
    code: str
    outcome: str
    line: str


_DISAGREEMENTS = ("missed", "wrong", "other")


def _compared(entry: dict[str, Any], verdicts: dict[str, Verdict]) -> list[_Judged]:
    judged: list[_Judged] = []
    for code, wanted in entry["verdicts"].items():
        also = (entry.get("also_acceptable") or {}).get(code) or []
        verdict = verdicts[code]
        agreed = verdict.state == wanted or verdict.state in also
        if verdict.state is State.FAIL:
            outcome = "found" if wanted == "fail" else "agreed" if agreed else "wrong"
        elif wanted == "fail" and not agreed:
            outcome = "missed"
        else:
            outcome = "agreed" if agreed else "other"
        why = verdict.evidence[0].why if verdict.evidence else ""
        line = f"{entry['call_id']} {code} {wanted} ≠ {verdict.state} {why}"
        judged.append(_Judged(code, outcome, line))
    return judged


def _figures(judged: list[_Judged]) -> str:
    counts = Counter(each.outcome for each in judged)
    found, missed, wrong, other = (counts[o] for o in ("found", *_DISAGREEMENTS))
    agreement = 1 - (missed + wrong + other) / len(judged)
    return (
        f"found {found}  missed {missed}  wrong {wrong}  "
        f"precision {_share(found, wrong)}  recall {_share(found, missed)}  "
        f"agreement {agreement:.3f}  verdicts {len(judged)}"
    )


def _share(these: int, others: int) -> str:
    return f"{these / (these + others):.3f}" if these + others else "-"


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
    return Turn(at, at + duration, Role(said["role"]), text, raw, confidence, words, _PACE)


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
    main()
