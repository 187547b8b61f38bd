"""Drawing a fair sample: equal chances, stratified, repeatable, and stable under late calls.

Two steps, both driven by a hash that is keyed by the caller (seed, day and purpose):

1. How many per stratum. Strata are laid end to end, and a grid of step 1 ÷ rate with a random
   start decides how many fall into each: systematic sampling (Madow & Madow 1944), here of the
   fractions that proportional allocation leaves over. So every stratum gets its share rounded
   up or down, every run of neighbouring strata does too, and so does the whole; no remainder
   is always rounded in the same direction, however small the strata are.
2. Which ones. In each stratum those with the smallest hashes: permanent random numbers
   (Ohlsson 1995). A call that comes late is ranked among the others without moving them.

Given the numbers, step 2 is simple random sampling within the stratum, and step 1 gives a
stratum of N calls N × rate on average: every call is drawn with probability `rate` exactly.
"""

from collections.abc import Collection, Mapping
from fractions import Fraction
from hashlib import blake2b

Stratum = tuple[str, ...]
_BITS = 64


def draw(strata: Mapping[Stratum, Collection[str]], rate: float, key: str) -> frozenset[str]:
    """The drawn ids. Same strata, rate and key: same ids, in whatever order they come.

    Args:
        strata: ids by stratum. The parts of a stratum's name but the last set its place, so
            that strata which share them are neighbours; the last is shuffled by `key`.
        rate: probability of each id, 0–1.
        key: names this draw; another key is an independent draw.
    """
    start = Fraction(_hash(key, "start"), 2**_BITS)
    drawn: set[str] = set()
    before = laid = 0
    for stratum in sorted(strata, key=lambda name: (name[:-1], _hash(key, "stratum", *name), name)):
        ids = strata[stratum]
        laid += len(ids)
        # Exact: with floats a rate of 1 could come out one short or one over.
        until = int(laid * Fraction(rate) + start)
        drawn.update(sorted(ids, key=lambda each: (_hash(key, "id", each), each))[: until - before])
        before = until
    return frozenset(drawn)


def _hash(*parts: str) -> int:
    """Uniform over 0 … 2^64 − 1, and as good as random to whoever does not know the key."""
    digest = blake2b("\x1f".join(parts).encode(), digest_size=_BITS // 8).digest()
    return int.from_bytes(digest)
