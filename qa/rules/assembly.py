"""The documents of a rulebook put together: names resolved, all problems collected."""

from collections.abc import Iterator, Mapping

from qa.errors import Problem, RulebookError
from qa.rules.condition import Condition
from qa.rules.names import label_in
from qa.rules.nesting import MAX_NESTING, in_circles, levels, levels_of
from qa.rules.phraselists import phrase_lists, synonyms_of
from qa.rules.rule import Fragment, Rule, RulebookFile
from qa.yamlfile import Document, validate

Read = list[tuple[Document, Fragment]]


def assembled(
    top: str, documents: Mapping[str, Document]
) -> tuple[RulebookFile, tuple[Rule, ...], Mapping[str, Condition]]:
    """The top file, and the rules and named conditions of all files.

    Raises:
        RulebookError: all that is wrong in the documents.
    """
    synonyms, problems = synonyms_of(documents)
    lists, malformed = phrase_lists(documents, synonyms)
    names, repeated = _condition_names(documents)
    problems += malformed + repeated
    context = {"lists": lists, "synonyms": synonyms, "conditions": names}
    fragments: Read = []
    for name, document in documents.items():
        try:
            model = RulebookFile if name == top else Fragment
            fragments.append((document, validate(document, model, context)))
        except RulebookError as error:
            problems += error.problems
    rules, twice = _rules(fragments)
    conditions, circles = _conditions(fragments)
    problems += (*twice, *circles, *_too_deep(fragments, conditions))
    file = next((each for _, each in fragments if isinstance(each, RulebookFile)), None)
    if problems or file is None:
        raise RulebookError(list(dict.fromkeys(problems)))
    return file, rules, conditions


def _condition_names(
    documents: Mapping[str, Document],
) -> tuple[Mapping[str, str], list[Problem]]:
    """The names of all conditions with their labels, and a problem for every name given twice."""
    names: dict[str, str] = {}
    problems = []
    for document in documents.values():
        data = document.data
        conditions = data.get("conditions") if isinstance(data, dict) else None
        for name, condition in conditions.items() if isinstance(conditions, dict) else ():
            if name in names:
                what = f"the condition {name!r} exists already"
                problems.append(document.problem(("conditions", name), what))
            names[name] = label_in(condition)
    return names, problems


def _rules(fragments: Read) -> tuple[tuple[Rule, ...], list[Problem]]:
    """All rules in order, and a problem for every code that appears twice."""
    rules: dict[str, Rule] = {}
    problems = []
    for document, fragment in fragments:
        for at, rule in enumerate(fragment.rules):
            if rule.code in rules:
                what = f"the rule code {rule.code!r} appears twice"
                problems.append(document.problem(("rules", at, "code"), what))
            rules[rule.code] = rule
    return tuple(rules.values()), problems


def _conditions(fragments: Read) -> tuple[Mapping[str, Condition], list[Problem]]:
    """All named conditions, and a problem for every one that depends on itself."""
    found = {
        name: condition
        for _, fragment in fragments
        for name, condition in fragment.conditions.items()
    }
    circles = in_circles(found)
    problems = [
        document.problem(("conditions", name), f"the condition {name!r} depends on itself")
        for document, fragment in fragments
        for name in fragment.conditions
        if name in circles
    ]
    return found, problems


def _too_deep(fragments: Read, conditions: Mapping[str, Condition]) -> Iterator[Problem]:
    """A problem for every condition, named or of a rule, that is nested too deep."""
    named = levels(conditions)
    what = f"nested more than {MAX_NESTING} deep, named conditions with what they refer to"
    for document, fragment in fragments:
        for name in fragment.conditions:
            if named.get(name, 0) > MAX_NESTING:
                yield document.problem(("conditions", name), what)
        for at, rule in enumerate(fragment.rules):
            if max(levels_of(tree, named) for tree in rule.conditions) > MAX_NESTING:
                yield document.problem(("rules", at), what)
