"""Many judged calls of sixty turns, made from the sample scripts, to replay rules on.

    python -m bench.replay_corpus sqlite:///corpus.db --calls 100000 [--varied 0.6]

Every call begins and ends as one of the inbound scripts does; between, exchanges of all inbound
scripts follow each other. With `--varied` that share of the turns is changed, so that hardly any
of them was said before: numbers are others, and sentences of several turns are put together.
The same arguments give the same calls. The verdicts are those of the shipped rulebook; they have
no evidence, which a replay does not read.
"""

import argparse
import random
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from itertools import islice
from pathlib import Path

import yaml
from sqlalchemy import insert

from qa import __version__
from qa.call import AudioCondition, Call, EndedBy, Role, Transcript, Turn
from qa.config import MeasureOptions
from qa.config.machine import cores
from qa.language.normalise import normalise
from qa.measures import measure
from qa.rules.engine import hear, state
from qa.rules.rulebook import Rulebook, load_rulebooks
from qa.rules.verdict import Evidence, Verdict
from qa.scoring.values import JudgedCall, Provenance
from qa.store import open_store, upgrade
from qa.store.codec import dump_transcript
from qa.store.engine import Database
from qa.store.rows import to_row
from qa.store.saving import result_row, verdict_rows
from qa.store.tables import calls, results, transcripts, verdicts
from qa.timeline import union

SCRIPTS = Path(__file__).parents[1] / "sample_audio" / "scripts"
FIRST_CALL = datetime(2026, 1, 5, 1, tzinfo=UTC)
TURNS = 60
VARIED = 0.6
"""Of turns, where many have to be of their own. Real calls repeat greetings, closings, answers."""
_CHARACTER_S = 0.2
_WHOLE = 8
"""Turns of a script that is a conversation; some are there for their broken recording."""
_BATCH = 500
_NO_EVIDENCE = (Evidence("corpus"),)


@dataclass(frozen=True, slots=True)
class Said:
    """A turn of a script."""

    role: Role
    text: str


@cache
def scripts() -> tuple[tuple[Said, ...], ...]:
    """The turns of every inbound script."""
    found = []
    for path in sorted(SCRIPTS.glob("in*.yaml")):
        turns = yaml.safe_load(path.read_text("utf-8")).get("turns", ())
        spoken = [(role, turn[role]) for turn in turns for role in Role if role in turn]
        if len(spoken) < _WHOLE:
            continue
        found.append(tuple(Said(role, normalise(text)) for role, text in spoken))
    return tuple(found)


def made_call(number: int, varied: float = 0.0) -> tuple[Call, Transcript]:
    """The call of a number, so much of its turns varied."""
    luck = random.Random(number)
    turns: list[Turn] = []
    at = 0.5
    for said in _sequence(luck):
        text = _varied(said, luck) if luck.random() < varied else said.text
        length = max(1, len(text)) * _CHARACTER_S
        confidence = round(luck.uniform(0.7, 0.95), 3)
        turns.append(Turn(round(at, 2), round(at + length, 2), said.role, text, text, confidence))
        at = turns[-1].end + luck.uniform(0.2, 1.2)
    speech = {role: union(t.span for t in turns if t.role is role) for role in Role}
    call = Call(
        call_id=f"replay-{number:07}",
        recording=f"/corpus/{number:07}.wav",
        started_at=FIRST_CALL + timedelta(seconds=20 * number),
        business_line="inbound",
        agent_id=f"A{number % 60:03}",
        ended_by=EndedBy.CUSTOMER if luck.random() < 0.7 else EndedBy.AGENT,
    )
    transcript = Transcript(
        duration_s=turns[-1].end + 0.5,
        turns=tuple(turns),
        speech={role: spans for role, spans in speech.items() if spans},
        condition=AudioCondition(channels=2, sample_rate_hz=8000),
        recogniser="corpus",
        audio_sha256=f"{number:064x}",
    )
    return call, transcript


def _sequence(luck: random.Random) -> list[Said]:
    frame = luck.choice(scripts())
    turns = list(frame[:3])
    while len(turns) < TURNS - 3:
        script = luck.choice(scripts())
        start = luck.randrange(2, max(3, len(script) - 4))
        turns += script[start : start + 2]
    return [*turns[: TURNS - 3], *frame[-3:]]


def _varied(said: Said, luck: random.Random) -> str:
    """Other numbers, and a sentence of another turn of the same role."""
    others = [each.text for each in luck.choice(scripts()) if each.role is said.role]
    sentences = re.findall("[^。?!]+[。?!]?", said.text + (luck.choice(others) if others else ""))
    kept = luck.sample(sentences, k=min(len(sentences), luck.choice((1, 2, 2, 3))))
    return re.sub(r"\d", lambda _: str(luck.randrange(10)), "".join(kept))


def judged_call(number: int, varied: float, book: Rulebook) -> JudgedCall:
    """The call with its verdicts."""
    call, transcript = made_call(number, varied)
    measures = measure(transcript, MeasureOptions())
    made_by = Provenance(f"{__version__}+corpus", "corpus", book.identity, transcript.audio_sha256)
    hearing = hear(book, call, transcript, measures)
    verdicts = tuple(
        Verdict(rule.code, rule.name.zh, state(rule, hearing), evidence=_NO_EVIDENCE)
        for rule in book.rules
    )
    return JudgedCall(
        call=call,
        provenance=made_by,
        transcript=transcript,
        measures=measures,
        verdicts=verdicts,
    )


Rows = tuple[list[dict[str, object]], ...]


def _rows(varied: float, numbers: range) -> Rows:
    """The rows of calls, results, transcripts and verdicts; no search index."""
    book = _book()
    rows: Rows = ([], [], [], [])
    for number in numbers:
        judged = judged_call(number, varied, book)
        key = number + 1
        rows[0].append({"id": key, **to_row(judged.call)})
        rows[1].append({"call": key, **result_row(judged, FIRST_CALL)})
        assert judged.transcript is not None
        body, words = dump_transcript(judged.transcript)
        rows[2].append({"call": key, "body": body, "words": words})
        rows[3].extend(verdict_rows(key, judged.verdicts))
    return rows


@cache
def _book() -> Rulebook:
    return load_rulebooks(None)["inbound"]


def fill(url: str, count: int, varied: float = 0.0) -> None:
    """Create the schema and save `count` calls and the rulebook that judged them."""
    upgrade(url)
    with closing(open_store(url)) as store:
        store.keep_rulebook(_book().version, FIRST_CALL)
    database = Database(url)
    batches = (range(at, min(at + _BATCH, count)) for at in range(0, count, _BATCH))
    tables = (calls, results, transcripts, verdicts)
    with ProcessPoolExecutor(cores()) as pool:
        while some := list(islice(batches, 2 * cores())):
            for rows in pool.map(partial(_rows, varied), some):
                with database.writing() as connection:
                    for table, made in zip(tables, rows, strict=True):
                        connection.execute(insert(table), made)
    database.close()


def other_clauses() -> Iterator[str]:
    """Clauses of three to ten characters from the scripts of other lines, each once."""
    texts = [
        text
        for path in sorted(SCRIPTS.glob("*.yaml"))
        if not path.name.startswith("in")
        for turn in yaml.safe_load(path.read_text("utf-8")).get("turns", ())
        for text in turn.values()
        if isinstance(text, str)
    ]
    yield from dict.fromkeys(
        re.findall(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{3,10}(?![\u4e00-\u9fff])", " ".join(texts))
    )


def distinct_share(count: int, varied: float) -> float:
    """How many different texts so many calls have, by turn."""
    texts = [turn.text for n in range(count) for turn in made_call(n, varied)[1].turns]
    return len(set(texts)) / len(texts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fill a database with calls to replay rules on.")
    parser.add_argument("url")
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--varied", type=float, default=0.0)
    asked = parser.parse_args()
    fill(asked.url, asked.calls, asked.varied)
