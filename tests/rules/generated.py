"""Random rulebooks of few words, so that things do hit in the calls of `generated_calls`.

Everything is made from a seed: drawn one by one, so many choices would come out as the simplest
ones far too often.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import cast

from calls import rule
from hypothesis import strategies as st

from qa.rules.assembly import assembled
from qa.rules.ear import Ear
from qa.rules.operators.base import ear_of
from qa.rules.rulebook import Rulebook
from qa.yamlfile import Data, Document

seeds = st.integers(0, 2**24)
Written = dict[str, object]
"""A condition, an operator or a rule as it stands in a rulebook."""
PHRASES = (
    "请稍等", "久等了", "再见", "=再见", "不知道", "(我要)?投诉", "保证{0-6}收益", "保证", "收益",
    "工号{digits}为您服务", "祝您生活愉快", "您好",
)  # fmt: skip
EXCEPTIONS = ("不知道您", "不能保证", "投诉电话", "但是", "您好")
PATTERNS = ("再见", "工号[0-9]+", "(不|我)知道", "保证.{0,4}收益", "投诉|收益", "见|您.?")
ROLES = ("agent", "customer", "any")
SECONDS = (0.5, 1, 2.5, 5, 12)
BOUNDS: Mapping[str, Sequence[float]] = {
    "turn": (1, 2, 4, -1, -2, -4),
    "s": (0, 2.5, 9, -1, -6.5),
    "percent": (0, 25, 60, 100),
}


def maybe(random: Random, share: float, **given: object) -> Written:
    """Keys (`_` ends those that are words of Python), in this share of cases."""
    return {k.rstrip("_"): v for k, v in given.items()} if random.random() < share else {}


def some(random: Random, known: Sequence[str], most: int = 3) -> list[str]:
    return random.sample(known, random.randint(1, most))


def window(random: Random) -> Written:
    return random.choice([{"turns": random.randint(1, 3)}, {"seconds": random.choice(SECONDS)}])


def between(random: Random) -> Written:
    unit = random.choice(list(BOUNDS))
    low, high = random.choices(BOUNDS[unit], k=2)
    if low > high and (low >= 0) == (high >= 0):
        low, high = high, low
    ends = {f"from_{unit}": low, f"to_{unit}": high}
    for end in random.sample(list(ends), random.choice([0, 0, 1])):
        del ends[end]
    return ends


def anchor(random: Random, names: Sequence[str]) -> Written:
    side = random.choice(["before", "after", "around"])
    hit = random.choice(["any", "any", "every", "every", 1, 2, -1])
    return {"condition": random.choice(names), side: window(random), "hit": hit}


def scope(random: Random, names: Sequence[str]) -> Written:
    kinds = ["", "", "first", "last", "between", *["anchor"] * (4 if names else 0)]
    kind = random.choice(kinds)
    makes = {"first": window, "last": window, "between": between}
    position = {kind: makes[kind](random)} if kind in makes else {}
    if kind == "anchor":
        position = {kind: anchor(random, names)}
    return {
        "role": random.choice(ROLES),
        **position,
        **maybe(random, 0.3, unknown_role="counts"),
        **maybe(random, 0.1, absence_needs=random.choice([[], ["start"], ["end", "file"]])),
    }


def phrase(random: Random, names: Sequence[str]) -> Written:
    return {
        **scope(random, names),
        "phrases": some(random, PHRASES, 5),
        "tolerance": random.choice(["characters", "sound", "edits"]),
        **maybe(random, 0.1, match="all"),
        **maybe(random, 0.2, at_least=2),
        **maybe(random, 0.2, together_in=random.choice(["turn", "sentence"])),
        **maybe(random, 0.2, except_=some(random, EXCEPTIONS)),
        **maybe(random, 0.2, except_before=some(random, EXCEPTIONS)),
        **maybe(random, 0.2, except_after=some(random, EXCEPTIONS)),
        **maybe(random, 0.3, within=random.randint(0, 4)),
        **maybe(random, 0.3, across_sentences=True),
    }


def regex(random: Random, names: Sequence[str]) -> Written:
    pattern, void = random.sample(PATTERNS, 2)
    return {**scope(random, names), "pattern": pattern, **maybe(random, 0.3, except_=void)}


def near(random: Random, names: Sequence[str]) -> Written:
    return {
        **scope(random, names),
        "phrases": some(random, PHRASES),
        random.choice(["with", "without"]): some(random, PHRASES),
        random.choice(["chars", "turns"]): random.randint(0, 4),
        "tolerance": random.choice(["characters", "sound", "edits"]),
        **maybe(random, 0.4, with_role=random.choice(ROLES)),
        **maybe(random, 0.3, ordered=True),
        **maybe(random, 0.2, except_=some(random, EXCEPTIONS)),
    }


def metadata(random: Random, _: Sequence[str]) -> Written:
    return random.choice([
        {"field": "ended_by", "equals": "customer"}, {"field": "team", "known": True},
        {"field": "queue_s", "above": 60}, {"field": "attributes.vip", "one_of": ["y", "yes"]},
    ])  # fmt: skip


def duration(random: Random, _: Sequence[str]) -> Written:
    return random.choice([{"above_s": 10}, {"below_s": 20}])


def silence(random: Random, names: Sequence[str]) -> Written:
    where = scope(random, names)
    position = {k: v for k, v in where.items() if k in ("first", "last", "between", "anchor")}
    announced = random.choice([True, False, "any"])
    return {
        **position,
        "longer_than_s": random.choice([2, 3.5, 4]),
        "announced": announced,
        **maybe(random, 0.3, at_least=2),
        **maybe(random, 0.5 * (announced != "any"), announced_by=some(random, PHRASES)),
        **maybe(random, 0.2, except_before=some(random, PHRASES)),
        **maybe(random, 0.2, except_after=some(random, PHRASES)),
        **maybe(random, 0.3, window_s=random.choice([0, 1, 3])),
        **maybe(random, 0.3, trailing=True),
    }


def count(random: Random, names: Sequence[str]) -> Written:
    test = random.choice(["above", "below", "at_least", "at_most"])
    return {"condition": random.choice(names), test: random.randint(0, 3)}


OPERATORS = (*[phrase] * 4, regex, near, near, silence, metadata, duration)


def operator(random: Random, names: Sequence[str]) -> Written:
    """One operator, which may look at these conditions."""
    make = random.choice([*OPERATORS, count] if names else OPERATORS)
    return {make.__name__: make(random, names)}


def condition(random: Random, names: Sequence[str], depth: int = 3) -> Written:
    """Conditions nested up to so deep, which may name others."""
    shown = maybe(random, 0.1, evidence=False)
    kind = random.choice(["", "", "", "all", "any", "at_least", "not"]) if depth else ""
    if not kind:
        named = {"condition": random.choice(names)} if names and random.random() < 0.2 else {}
        return shown | (named or operator(random, names))
    if kind == "not":
        return shown | {kind: condition(random, names, depth - 1)}
    parts = [condition(random, names, depth - 1) for _ in range(random.randint(1, 3))]
    enough = {"count": random.randint(1, len(parts)), "of": parts}
    return shown | {kind: enough if kind == "at_least" else parts}


def document(random: Random, rules: int, names: Sequence[str] = ("a", "b", "c")) -> Written:
    """A rulebook as written; a named condition may refer to those before it."""
    named = {name: condition(random, names[:at], 2) for at, name in enumerate(names)}
    named[names[0]] = {"phrase": {"phrases": some(random, PHRASES, 5)}}  # Something to anchor to.
    return {
        "line": "inbound",
        "name": {"zh": "测试", "en": "test"},
        "min_confidence": random.choice([0, 0, 0.437, 0.713]),
        "conditions": named,
        "rules": [
            rule(
                code=f"R{number}",
                **{random.choice(["requires", "fails_when"]): condition(random, names)},
                **maybe(random, 0.4, applies_when=condition(random, names, 1)),
                **maybe(random, 0.4, excused_when=condition(random, names, 1)),
            )
            for number in range(rules)
        ],
    }


def documents(rules: int = 4) -> st.SearchStrategy[Written]:
    return seeds.map(lambda seed: document(Random(seed), rules))


def conditions(names: Sequence[str] = (), depth: int = 3) -> st.SearchStrategy[Written]:
    return seeds.map(lambda seed: condition(Random(seed), names, depth))


def loaded(document: Written) -> Rulebook:
    """The rulebook, without the time that it takes to read YAML."""
    name = "inbound.yaml"
    file, rules, conditions = assembled(name, {name: Document(name, b"", cast(Data, document), {})})
    book = Rulebook(
        file.line, file.name, rules, conditions, file.min_confidence, files={}, ear=Ear(())
    )
    return replace(book, ear=ear_of(book.operators))
