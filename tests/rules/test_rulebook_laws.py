"""What of a rulebook changes no verdict: names, order, and the other rules."""

from collections.abc import Mapping, Sequence

from calls import measured
from generated import Written, documents, loaded
from generated_calls import called
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.call import Call, Transcript
from qa.rules.engine import judge
from qa.rules.verdict import Verdict

Calls = Sequence[tuple[Call, Transcript]]
calls = st.lists(called(), min_size=3, max_size=3)
law = settings(max_examples=30, deadline=None)


def verdicts(document: Written, spoken: Calls) -> list[Mapping[str, Verdict]]:
    book = loaded(document)
    return [
        {verdict.code: verdict for verdict in judge(book, row, transcript, measured(transcript))}
        for row, transcript in spoken
    ]


def renamed(written: object, names: Mapping[str, str]) -> object:
    """The same with other names of conditions, wherever they are referred to."""
    if isinstance(written, list):
        return [renamed(each, names) for each in written]
    if not isinstance(written, dict):
        return written
    return {
        key: names[value] if key == "condition" else renamed(value, names)
        for key, value in written.items()
    }


@law
@given(documents(), calls)
def test_names_of_conditions_change_nothing(document: Written, spoken: Calls) -> None:
    names = {"a": "zeta", "b": "a", "c": "客户"}
    conditions = document["conditions"]
    assert isinstance(conditions, dict)
    other = {
        **document,
        "conditions": {names[name]: renamed(each, names) for name, each in conditions.items()},
        "rules": renamed(document["rules"], names),
    }
    for one, two in zip(verdicts(document, spoken), verdicts(other, spoken), strict=True):
        assert {code: each.state for code, each in one.items()} == {
            code: each.state for code, each in two.items()
        }


@law
@given(documents(), calls)
def test_the_order_of_rules_and_conditions_changes_nothing(
    document: Written, spoken: Calls
) -> None:
    conditions, rules = document["conditions"], document["rules"]
    assert isinstance(conditions, dict)
    assert isinstance(rules, list)
    backwards = dict(reversed(conditions.items()))
    other = {**document, "conditions": backwards, "rules": rules[::-1]}
    assert verdicts(document, spoken) == verdicts(other, spoken)


@law
@given(documents(3), calls)
def test_a_rule_judges_alone_as_among_others(document: Written, spoken: Calls) -> None:
    together = verdicts(document, spoken)
    rules = document["rules"]
    assert isinstance(rules, list)
    for rule in rules:
        alone = verdicts({**document, "rules": [rule]}, spoken)
        for one, all_of_them in zip(alone, together, strict=True):
            assert one[rule["code"]] == all_of_them[rule["code"]]
