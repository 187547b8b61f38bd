"""A risk for a call that was really recognised."""

from qa.call import Role
from qa.scoring.satisfaction.risk import Reason, Risk
from qa.store import Store


def risk_of(store: Store, call_id: str) -> Risk:
    """As a model would say it: raised by what the customer says last, and by the sound."""
    judged = store.load(call_id)
    assert judged
    assert judged.transcript
    turns = enumerate(judged.transcript.turns)
    turn, said = [each for each in turns if each[1].role is Role.CUSTOMER and each[1].text][-1]
    phrase = said.text[:8]
    reasons = (
        Reason(f"客户说“{phrase}”", f"the customer says “{phrase}”", 1.2, turn, phrase),
        Reason("客户音量比开头高出偏高(4.1dB)", "high rise of the customer's level (4.1)", 0.4),
    )
    return Risk(0.7234, reasons, "satisfaction-1f0c5e", calibrated=True)
