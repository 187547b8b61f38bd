"""Corrections as training data for a recogniser."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import BinaryIO

from qa.call import Call, Role
from qa.store import Store
from qa.store.remark_values import Correction


def write_corrections(
    store: Store,
    out: BinaryIO,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> int:
    """Write one JSON object a corrected turn; how many.

    Each has `recording`, `channel` (null where the parties are not apart), `start` and `end`
    in seconds, `original` and `text`, the whole turn before and after all its corrections.

    Args:
        store: where corrections are.
        out: where to; UTF-8.
        since: corrections made at or after it.
        until: corrections made before it.

    Raises:
        StoreError: the database refuses.
    """
    found = store.corrections(since=since, until=until)
    calls = store.calls_of(sorted({each.call_id for each in found}))
    count = 0
    for line in _lines(found, calls):
        out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def corrected(turn_text: str, corrections: Iterable[Correction]) -> str:
    """The turn with all its corrections, which do not overlap."""
    for each in sorted(corrections, key=lambda each: (each.words.start, each.key), reverse=True):
        words = each.words
        turn_text = turn_text[: words.start] + words.text + turn_text[words.end :]
    return turn_text


def _lines(
    found: Iterable[Correction], calls: Mapping[str, Call]
) -> Iterator[Mapping[str, object]]:
    for (call_id, _, text), group in groupby(sorted(found, key=_turn), _turn):
        call, made = calls[call_id], list(group)
        words = made[0].words
        yield {
            "call_id": call_id,
            "recording": call.recording,
            "channel": _channel(call, words.role),
            "role": words.role,
            "start": words.turn_start,
            "end": words.turn_end,
            "original": text,
            "text": corrected(text, made),
            "corrections": [
                {"start": w.start, "end": w.end, "original": w.original, "text": w.text}
                for w in (each.words for each in made)
            ],
            "by": sorted({each.made_by for each in made}),
        }


def _turn(each: Correction) -> tuple[str, int, str]:
    # A later transcript may have another text at the same place.
    return each.call_id, each.words.turn, each.words.turn_text


def _channel(call: Call, role: Role) -> int | None:
    if call.agent_channel is None or role is Role.UNKNOWN:
        return None
    return call.agent_channel if role is Role.AGENT else 1 - call.agent_channel
