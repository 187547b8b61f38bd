"""`qa rules replay` on many stored calls, with the shipped inbound rulebook."""

import json
import shutil
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from bench import replay_corpus
from bench.processes import BenchError, Measured, measured
from bench.straightforward import naive_phrases, search
from bench.table import Line, Outcome, Target
from bench.workbench import Workbench
from qa.config.machine import cores
from qa.rules.rulebook import Rulebook, load_rulebook, shipped_rulebooks

CALLS = 20_000
THOROUGH = 100_000
OF_THEIR_OWN = 12_000
"""Calls in which most turns were never said before."""
FEW = 3_000
QUICK = 400
RATE = Target("≥", 1_000)
TIMES_FASTER = Target("≥", 20)
FLAT = Target("≤", 1.1)
MORE_PHRASES = Target("≤", 2)
PHRASES = 200
_NAIVE_CALLS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One replay."""

    calls: int
    wall_s: float
    """From starting the command to its end."""
    peak_mb: float
    """Of its largest process."""

    @property
    def rate(self) -> float:
        """Calls a second and core."""
        return self.calls / self.wall_s / cores()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaying:
    """All runs; every rule is judged again in all but `one_rule`."""

    scripted: Run
    """Turns as the scripts have them: what is said comes again and again."""
    own: Run
    """Most turns of their own."""
    few: Run
    """The same, on fewer calls."""
    more_phrases: Run
    """The fewer calls by a rulebook of so many phrases more."""
    one_rule: Run
    """The calls of their own by a draft in which one rule is another."""
    naive_s: float
    """Per call, the straightforward way."""
    own_share: float
    """How many different texts the calls of their own have, by turn."""

    def outcome(self) -> Outcome:
        """Rates, and what they hang on."""
        own = f"{self.own.calls:,} calls, {self.own_share:.0%} of the turns with a text of its own"
        naive = 1 / self.naive_s
        phrases = self.more_phrases.wall_s / self.few.wall_s
        lines = [
            Line("calls a second and core", self.scripted.rate, "", RATE,
                 f"{self.scripted.calls:,} calls, turns as in the scripts", 0),
            Line("calls a second and core", self.own.rate, "", None, own, 0),
            Line("calls a second and core, one rule changed", self.one_rule.rate, "", RATE, own, 0),
            Line("÷ straightforward way", self.scripted.rate / naive, "×", TIMES_FASTER,
                 f"{naive:.1f} calls a second and core", 0),
            Line("÷ straightforward way", self.own.rate / naive, "×", TIMES_FASTER, own, 0),
            Line("memory ÷ that for fewer calls", self.own.peak_mb / self.few.peak_mb, "×", FLAT,
                 f"{self.own.calls:,} ÷ {self.few.calls:,} calls, {self.own.peak_mb:.0f} MB"),
            Line(f"time with {PHRASES} phrases more", phrases, "×", MORE_PHRASES),
        ]  # fmt: skip
        return Outcome(lines, (), asdict(self))


def replaying(bench: Workbench) -> Replaying:
    """Fill two databases and replay."""
    scripted = THOROUGH if bench.thorough else CALLS
    calls, own, few = (QUICK,) * 3 if bench.quick else (scripted, OF_THEIR_OWN, FEW)
    scripted_db = f"sqlite:///{bench.scratch / 'scripted.db'}"
    own_db = f"sqlite:///{bench.scratch / 'own.db'}"
    replay_corpus.fill(scripted_db, calls)
    replay_corpus.fill(own_db, own, replay_corpus.VARIED)
    book = shipped_rulebooks() / "inbound.yaml"
    again, latest = ("--anew",), ("--limit", str(few))
    return Replaying(
        scripted=_run(bench, scripted_db, book, again),
        own=_run(bench, own_db, book, again),
        few=_run(bench, own_db, book, (*again, *latest)),
        more_phrases=_run(bench, own_db, _longer(bench.scratch, book), (*again, *latest)),
        one_rule=_run(bench, own_db, _changed(bench.scratch, book), ()),
        naive_s=_naive_s(load_rulebook(book)),
        own_share=replay_corpus.distinct_share(few, replay_corpus.VARIED),
    )


def _run(bench: Workbench, url: str, book: Path, options: Iterable[str]) -> Run:
    qa = Path(sys.executable).parent / "qa"
    command = [qa, "rules", "replay", "--rulebook", book, "--db", url, "--json", *options]
    process: Measured = measured(command, bench.scratch)
    calls = json.loads(process.output)["calls"]
    if not calls:
        raise BenchError("nothing was replayed")
    peak_mb = max(process.peak_mb, *process.worker_peaks_mb, 0.0)
    return Run(calls=calls, wall_s=process.wall_s, peak_mb=peak_mb)


def _longer(scratch: Path, book: Path) -> Path:
    """The rulebook with a rule of so many phrases more, which are clauses of other scripts."""
    clauses = replay_corpus.other_clauses()
    phrases = ", ".join(islice(clauses, PHRASES))
    return _with(
        scratch / "longer",
        book,
        f"""
  - code: BENCH-PHRASES
    name: {{zh: 更多词, en: More phrases}}
    group: talk
    severity: notice
    good: 好
    bad: 坏
    fails_when: {{phrase: {{phrases: [{phrases}], role: agent}}}}
""",
    )


def _changed(scratch: Path, book: Path) -> Path:
    """The rulebook with a rule that no call was judged by."""
    return _with(
        scratch / "changed",
        book,
        """
  - code: BENCH-ONE
    name: {zh: 一条新规则, en: One new rule}
    group: talk
    severity: notice
    good: 好
    bad: 坏
    fails_when:
      phrase:
        phrases: ["这个我(也)?(不清楚|不太清楚)", "您自己(看|查)(一下|下)"]
        except_after: [就可以]
        role: agent
""",
    )


def _with(folder: Path, book: Path, rule: str) -> Path:
    """A copy of the shipped rulebooks with one rule more in the top file."""
    shutil.copytree(book.parent, folder)
    top = folder / book.name
    text = top.read_text("utf-8")
    rules = "" if "\nrules:" in text else "\nrules:"
    top.write_text(f"{text.rstrip()}\n{rules}{rule}", "utf-8")
    return top


def _naive_s(book: Rulebook) -> float:
    phrases = naive_phrases(book)
    texts = [
        turn.text
        for number in range(_NAIVE_CALLS)
        for turn in replay_corpus.made_call(number, replay_corpus.VARIED)[1].turns
    ]
    began = time.process_time()
    search(phrases, texts)
    return (time.process_time() - began) / _NAIVE_CALLS
