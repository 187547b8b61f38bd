from collections import Counter
from math import ceil, floor, sqrt

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.scoring.sampling import draw

sizes = st.dictionaries(
    st.tuples(st.sampled_from(["inbound", "callback"]), st.integers(0, 9).map(str)),
    st.integers(1, 60),
    max_size=12,
)
rates = st.floats(0, 1)


def strata_of(some):
    return {name: [f"{'-'.join(name)}-{n}" for n in range(size)] for name, size in some.items()}


def within_one(count, expected):
    return floor(expected - 1e-9) <= count <= ceil(expected + 1e-9)


@given(sizes, rates, st.text(max_size=5))
def test_each_stratum_each_group_and_the_whole_get_their_share_rounded(some, rate, key):
    strata = strata_of(some)
    drawn = draw(strata, rate, key)
    groups = {name[:1] for name in strata} | set(strata) | {()}
    for group in groups:
        ids = [i for name, ids in strata.items() if name[: len(group)] == group for i in ids]
        assert within_one(len(drawn.intersection(ids)), len(ids) * rate)


@given(sizes, rates, st.randoms())
def test_the_order_of_strata_and_ids_does_not_matter(some, rate, shuffler):
    strata = strata_of(some)
    mixed = list(strata.items())
    shuffler.shuffle(mixed)
    for _, ids in mixed:
        shuffler.shuffle(ids)
    assert draw(dict(mixed), rate, "k") == draw(strata_of(some), rate, "k")


@given(sizes)
def test_nothing_and_everything(some):
    strata = strata_of(some)
    assert draw(strata, 0.0, "k") == frozenset()
    assert draw(strata, 1.0, "k") == {i for ids in strata.values() for i in ids}


def test_every_call_has_the_same_chance_however_small_its_stratum():
    strata = strata_of({("a", "1"): 1, ("a", "2"): 2, ("a", "3"): 3, ("b", "1"): 40, ("b", "2"): 7})
    rate, rounds = 0.15, 8000
    counts = Counter(i for n in range(rounds) for i in draw(strata, rate, f"day {n}"))
    sigma = sqrt(rounds * rate * (1 - rate))
    ids = [i for each in strata.values() for i in each]
    assert all(abs(counts[i] - rounds * rate) < 4 * sigma for i in ids)
    chi_squared = sum((counts[i] - rounds * rate) ** 2 for i in ids) / sigma**2
    # 53 calls: mean 53 if independent, standard deviation about 10.
    assert chi_squared < 53 + 4 * 10.3


def test_another_key_draws_others():
    strata = strata_of({("a", "1"): 1000})
    one, other = draw(strata, 0.1, "2018-05-12"), draw(strata, 0.1, "2018-05-13")
    assert len(one) == len(other) == 100
    assert len(one & other) < 30


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_a_late_call_moves_few_others(seed):
    some = {("inbound", str(n)): 90 for n in range(60)}
    strata = strata_of(some)
    before = draw(strata, 0.0334, str(seed))
    strata["inbound", str(seed % 60)].append("late")
    after = draw(strata, 0.0334, str(seed))
    # A neighbour's remainder may pass from one agent to the next, never a whole stratum's draw.
    assert len((before ^ after) - {"late"}) <= 16
    assert len(before) > 150
