"""Calls that a person has evaluated, in the store of a page's test."""

from datetime import datetime, timedelta

from judged_calls import INSPECTOR, MANAGER, NOW, all_answers, judged, put
from people_made import AGENT_ID, TEAM
from screens import hostile
from served_workbench import ROOT

from qa.review import evaluating, publishing
from qa.review.desk import Desk

CODE = "OPEN-GREETING"
"""A rule that fails."""
OWN, OTHERS = "call-0", "call-1"
"""A call of the agent who signs in, and one of somebody else."""
RECORDING = str(ROOT / "sample_audio" / "calls" / "in01-allotment.wav")
MINUTES_AGO = NOW - timedelta(minutes=5)


def evaluated(desk: Desk, *, publish: bool = True, at: datetime = MINUTES_AGO) -> None:
    """Two evaluated calls of two agents, published or not, and a third that waits."""
    put(
        desk.store,
        [
            judged(
                0,
                [CODE],
                agent_id=AGENT_ID,
                team=TEAM,
                agent_name=hostile("葛<b>亮</b>"),
                recording=RECORDING,
            ),
            judged(1, [CODE], agent_id="A002", team="二组"),
            judged(2, agent_id=AGENT_ID, team=TEAM),
        ],
    )
    overall = hostile("**好**")
    for call_id in (OWN, OTHERS):
        saved = evaluating.save_draft(desk, INSPECTOR, at, call_id, 0, all_answers(1), overall)
        evaluating.submit(desk, INSPECTOR, at, call_id, saved.revision)
    if publish:
        publishing.publish(desk, MANAGER, at, [OWN, OTHERS])
