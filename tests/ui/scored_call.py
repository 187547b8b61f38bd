"""A risk for a call that was really recognised."""

import re

from qa.call import Role
from qa.scoring.satisfaction.risk import Reason, Risk
from qa.store import Store

TELLING = re.compile("亏|投诉")


def risk_of(store: Store, call_id: str) -> Risk:
    """As a model would say it: raised by what the customer fears or threatens, and by the sound."""
    judged = store.load(call_id)
    assert judged
    assert judged.transcript
    turns = enumerate(judged.transcript.turns)
    said = [each for each in turns if each[1].role is Role.CUSTOMER and each[1].text]
    turn, telling = next((each for each in said if TELLING.search(each[1].text)), said[-1])
    phrase = re.split("[,。?]", telling.text)[0]
    reasons = (
        Reason(f"客户说“{phrase}”", f"the customer says “{phrase}”", 1.2, turn, phrase),
        Reason("客户音量比开头高出偏高(4.1dB)", "high rise of the customer's level (4.1)", 0.4),
    )
    return Risk(0.7234, reasons, "satisfaction-1f0c5e", calibrated=True)
