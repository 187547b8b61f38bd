"""The charts of the overview, two beside one another."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from qa.accounts.permissions import Action, may
from qa.review.overview import Charts, FailingRule
from qa.rules.verdict import State
from qa.store.overview_values import VerdictCount
from qa.ui import address, signed_in
from qa.ui.charts import agents, rates, rules, scores, volume, work
from qa.ui.charts.drawn import Drawn, show
from qa.ui.charts.parts import labels
from qa.ui.language import language, say
from qa.ui.navigation import VIEWS

_RULES = 10
_LINES = 5
"""Rules whose rates are drawn when none is chosen: more cannot be told apart."""


def board(charts: Charts) -> None:
    """All charts."""
    names = labels(charts.periods, charts.range.step)
    volumes = charts.volume()
    _beside(volume.volume(volumes, names), volume.coverage(volumes, names))
    _beside(
        scores.scores(charts.average_scores(), names),
        rates.dissatisfaction(charts.dissatisfaction(), names),
    )
    failing = charts.failing_rules(_RULES)
    left, right = st.columns(2)
    with left:
        drawn = rules.failing_rules(failing, lambda each: _name(each.code, each.name))
        show(drawn, partial(_to_queue, charts, failing))
    with right:
        _verdicts(charts, failing, names)
    _beside(
        rates.invitations(charts.invitations(), names),
        work.throughput(charts.throughput(), names),
    )
    _agents(charts, names)


def _beside(*drawn: Drawn) -> None:
    for column, each in zip(st.columns(len(drawn)), drawn, strict=True):
        with column:
            show(each)


def _verdicts(charts: Charts, failing: Sequence[FailingRule], names: Sequence[str]) -> None:
    known = {each.code: each.name for each in failing}
    chosen = st.query_params.get("rule")
    asked = [chosen] if chosen else list(known)[:_LINES]
    found = charts.verdict_rates(asked, by_team=bool(chosen)) if asked else []
    drawn = rates.failing(found, names, _rule_of, by_team=bool(chosen))
    show(drawn, partial(_rule_to_show, known))


def _rule_to_show(known: Mapping[str, str]) -> None:
    codes = [*known, *(code for code in signed_in.bench().rule_names if code not in known)]
    address.select(
        st.container(),
        say("Rule"),
        "rule",
        codes,
        lambda code: _name(code, known.get(code, code)),
        none=say("The five failed most often"),
        visible=False,
    )


def _rule_of(each: VerdictCount) -> str:
    return _name(each.code, each.name)


def _name(code: str, name: str) -> str:
    """A rule's name in the page's language; as the verdicts have it where no rulebook does."""
    known = signed_in.bench().rule_names.get(code)
    if known is None:
        return name
    return known.zh if language() == "zh" else known.en


def _to_queue(charts: Charts, failing: Sequence[FailingRule]) -> None:
    me = charts.person
    action: tuple[str, str] | None = None
    if may(me, Action.SEE_QUEUE):
        action = ("queue", say("Show its calls in the queue"))
    elif may(me, Action.SEARCH_CALLS):
        action = ("calls", say("Show its calls"))
    if action is None or not failing:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by_code = {each.code: each.name for each in failing}
        code = st.selectbox(
            say("Rule"),
            list(by_code),
            format_func=lambda code: _name(code, by_code[code]),
            label_visibility="collapsed",
        )
        if st.button(action[1], icon=":material/arrow_forward:", width="content"):
            query = {**charts.filter.query(), "rule": [code], "state": [State.FAIL.value]}
            query |= {"since": [f"{charts.range.first}"], "until": [f"{charts.range.last}"]}
            st.switch_page(VIEWS / f"{action[0]}.py", query_params=query)


def _agents(charts: Charts, names: Sequence[str]) -> None:
    found = charts.agents()
    by_id = {each.agent_id: agents.agent_name(each) for each in found}
    chosen = [each for each in st.query_params.get_all("agents") if each]
    drawn = agents.agents(found, names, chosen or agents.lowest(found))
    show(drawn, partial(_agents_to_show, by_id))


def _agents_to_show(by_id: Mapping[str, str]) -> None:
    address.several(
        st.container(),
        say("Agents"),
        "agents",
        sorted(by_id),
        lambda key: by_id.get(key, key),
        none=say("Those with the lowest scores"),
        visible=False,
    )
