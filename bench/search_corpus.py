"""Many made-up calls, quickly, to measure search and storage with.

    python bench/search_corpus.py sqlite:///corpus.db --calls 100000

fills an empty database and prints, as JSON, how long searches take. The calls have the shape of
a securities hotline's: four minutes, forty turns, some nine hundred characters. Their words
follow Zipf's law over a made-up vocabulary of real characters, framed by the phrases that every
call has; the words that are searched for are sown at known rates. One seed gives the same calls.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from itertools import accumulate, islice
from statistics import median

from qa.call import Acoustics, AudioCondition, Call, Role, Transcript, Turn, Word
from qa.measures.values import Measures, Metrics, Silence
from qa.rules.verdict import Evidence, State, Verdict
from qa.scoring.values import Flag, JudgedCall, Provenance
from qa.store import Store, open_store, upgrade
from qa.store.engine import Database
from qa.timeline import Span

CHINA = timezone(timedelta(hours=8))
FIRST_CALL = datetime(2026, 1, 1, 9, tzinfo=CHINA)
GREETING = "您好,很高兴为您服务,请问有什么可以帮您?"
FAREWELL = "感谢您的来电,请对我的服务做出评价,再见。"
SOWN = {"投诉": 0.02, "销户": 0.005, "12386": 0.001, "保本保息": 0.0001, "ETF": 0.01}
"""Words to search for and the share of calls that say them."""

METRICS = Metrics(
    agent_talk_s=120.5,
    customer_talk_s=110.25,
    silence_s=4.0,
    overtalk_s=0.0,
    agent_talk_share=0.52,
    customer_talk_share=0.48,
    agent_speech_rate_cpm=231.4,
    customer_speech_rate_cpm=228.9,
    interruptions_by_agent=0,
    interruptions_by_customer=0,
    longest_silence_s=4.0,
    longest_monologue_s=5.5,
    first_response_s=0.0,
    agent_level_dbfs=-20.5,
    customer_level_dbfs=-20.6,
    mean_confidence=0.5,
)

_CHARACTERS = [
    bytes((high, low)).decode("gb2312")
    for high in range(0xB0, 0xD7)
    for low in range(0xA1, 0xFF)
    if (high, low) < (0xD7, 0xFA)
]
"""The 3,755 most frequent ones: level one of GB 2312."""


def judged_calls(count: int, *, seed: int = 1, words: bool = False) -> Iterator[JudgedCall]:
    """Calls in order of time, one every five seconds; with words four times as slow to make."""
    luck = random.Random(seed)
    vocabulary = _vocabulary(luck)
    weights = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    for number in range(count):
        said = luck.choices(vocabulary, cum_weights=weights, k=400)
        said[200:200] = [word for word, rate in SOWN.items() if luck.random() < rate]
        yield _judged(number, _turns(said, luck, words))


def _vocabulary(luck: random.Random) -> list[str]:
    characters = list(_CHARACTERS)
    luck.shuffle(characters)
    common = list(accumulate(1 / rank for rank in range(1, len(characters) + 1)))
    return [
        "".join(luck.choices(characters, cum_weights=common, k=luck.choice((1, 2, 2, 2, 3, 4))))
        for _ in range(12_000)
    ]


def _turns(said: list[str], luck: random.Random, words: bool) -> tuple[Turn, ...]:
    texts = [GREETING, *("".join(said[i : i + 10]) + "。" for i in range(0, len(said), 10))]
    texts.append(FAREWELL)
    return tuple(
        _turn(place * 6.0, (Role.AGENT, Role.CUSTOMER)[place % 2], text, luck, words)
        for place, text in enumerate(texts)
    )


def _turn(start: float, role: Role, text: str, luck: random.Random, words: bool) -> Turn:
    step = 5.5 / len(text)
    spoken = tuple(
        Word(start + i * step, start + (i + 1) * step, text[i], luck.random())
        for i in range(len(text) if words else 0)
    )
    sound = Acoustics(-20 - luck.random(), 120 + luck.random(), 5.0, 230 + luck.random())
    return Turn(start, start + 5.5, role, text, text, luck.random(), spoken, sound)


def _judged(number: int, turns: tuple[Turn, ...]) -> JudgedCall:
    call = Call(
        call_id=f"corpus-{number:07}",
        recording=f"/corpus/{number:07}.wav",
        started_at=FIRST_CALL + timedelta(seconds=5 * number),
        business_line=("inbound", "inbound", "callback", "offsite")[number % 4],
        agent_id=f"A{number % 160:03}",
    )
    late = Evidence("没有听到开头语", turns[0].span, Role.AGENT, turns[0].text)
    end = turns[-1].end
    return JudgedCall(
        call=call,
        provenance=Provenance("1", "corpus", "corpus", f"{number:064x}"),
        transcript=Transcript(
            duration_s=end,
            turns=turns,
            speech={role: tuple(t.span for t in turns if t.role is role) for role in Role},
            condition=AudioCondition(channels=2, sample_rate_hz=8000),
            recogniser="corpus",
            audio_sha256=f"{number:064x}",
        ),
        measures=Measures((Silence(Span(end - 4, end), announced=False),), (), METRICS, Role.AGENT),
        verdicts=tuple(
            Verdict(f"RULE-{i:02}", f"规则{i}", State.FAIL, evidence=(late,))
            if i == number % 40
            else Verdict(f"RULE-{i:02}", f"规则{i}", State.PASS)
            for i in range(12)
        ),
        flags=(Flag.LONG,) if number % 20 == 0 else (),
    )


class BulkStore(Store):
    """Saves many calls in one transaction: only to fill a database for a measurement."""

    def save_all(self, calls: Sequence[JudgedCall]) -> None:
        """Ingest and save, as `ingest` and `save` do."""
        self.ingest([judged.call for judged in calls])
        with self._database.writing() as connection:
            for judged in calls:
                self._replace(connection, judged, "corpus", "f", FIRST_CALL)


def fill(url: str, count: int) -> None:
    """Create the schema and save `count` calls."""
    upgrade(url)
    store = BulkStore(Database(url))
    calls = judged_calls(count)
    while chunk := list(islice(calls, 500)):
        store.save_all(chunk)
    store.close()


def search_times_ms(store: Store, queries: Sequence[str]) -> dict[str, dict[str, float]]:
    """Of each query, the first time and the median of the next five, with its hits."""
    times: dict[str, dict[str, float]] = {}
    for query in queries:
        taken: list[float] = []
        for _ in range(6):
            begun = time.perf_counter()
            hits = store.search(query)
            taken.append((time.perf_counter() - begun) * 1000)
        times[query] = {
            "hits": len(hits),
            "first_ms": round(taken[0], 1),
            "median_ms": round(median(taken[1:]), 1),
        }
    return times


def queries(seed: int = 1) -> list[str]:
    """Of one, two, three and more characters, rare and common, absent, Latin and digits."""
    vocabulary = _vocabulary(random.Random(seed))
    pairs = [word for word in vocabulary if len(word) == 2]
    common, middle, rare = pairs[0], pairs[len(pairs) // 20], pairs[-1]
    phrases = [GREETING[:3], GREETING[-9:-1], vocabulary[0] + vocabulary[1] + vocabulary[2]]
    return [*SOWN, "您", common[0], common, middle, rare, common + middle, *phrases, "不存在的词语"]


def main() -> None:
    """Fill the database named on the command line and print the figures."""
    parser = argparse.ArgumentParser(description="Fill a database with calls and time searches.")
    parser.add_argument("url")
    parser.add_argument("--calls", type=int, default=100_000)
    asked = parser.parse_args()
    begun = time.perf_counter()
    fill(asked.url, asked.calls)
    filled_s = time.perf_counter() - begun
    store = open_store(asked.url)
    figures = {"calls": asked.calls, "filled_s": round(filled_s, 1)}
    print(json.dumps(figures | search_times_ms(store, queries()), ensure_ascii=False, indent=2))
    store.close()


if __name__ == "__main__":
    main()
