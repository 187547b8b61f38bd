"""Dense features of what is said: how much, by whom, how often again, and which kinds of words."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from qa.call import Role
from qa.language.units import letters
from qa.scoring.satisfaction import lexicon
from qa.scoring.satisfaction.feature import NAN, Feature
from qa.scoring.satisfaction.grams import sound_of
from qa.scoring.satisfaction.talk import Talk, Utterance

_ROLES: Final = {Role.CUSTOMER: ("客户", "the customer"), Role.AGENT: ("坐席", "the agent")}
_KINDS: Final = {
    "apology": ("致歉用语", "apologies"),
    "thanks": ("致谢用语", "thanks"),
    "praise": ("肯定用语", "praise"),
    "solved": ("表示已解决的用语", "words that it is settled"),
    "complaint": ("投诉用语", "talk of complaining"),
    "anger": ("愤怒用语", "angry words"),
    "repetition": ("“又、一直、多次”等反复用语", "words like “again and again”"),
    "question": ("疑问用语", "question words"),
    "negation": ("否定用语", "negations"),
    "waiting": ("等待、催促用语", "words of waiting"),
    "off_loading": ("转交、反馈等套话", "phrases that pass the matter on"),
}


def _of_role(role: Role) -> Iterator[Feature]:
    zh, en = _ROLES[role]
    yield Feature(f"{role}_turns", "turns", f"{zh}话轮数", f"turns of {en}")
    yield Feature(f"{role}_length", "characters", f"{zh}说话字数", f"characters said by {en}")
    yield Feature(f"{role}_longest", "characters", f"{zh}最长一轮", f"longest turn of {en}")
    yield Feature(f"{role}_last_length", "characters", f"{zh}末轮字数", f"last turn of {en}")
    yield Feature(f"{role}_repeats", "0–1", f"{zh}重复自己的话", f"self-repetition of {en}")
    yield Feature(f"{role}_exclaims", "per 100", f"{zh}感叹号", f"exclamation marks of {en}")
    yield Feature(f"{role}_asks", "per 100", f"{zh}问号", f"question marks of {en}")
    for kind, (kind_zh, kind_en) in _KINDS.items():
        yield Feature(f"{role}_{kind}", "per 100", f"{zh}{kind_zh}", f"{kind_en} of {en}")
    yield Feature(f"{role}_last_thanks", "times", f"{zh}末轮致谢", f"thanks in the end of {en}")
    yield Feature(f"{role}_last_anger", "times", f"{zh}末轮愤怒", f"anger in the end of {en}")


FEATURES = (
    *_of_role(Role.CUSTOMER),
    *_of_role(Role.AGENT),
    Feature("customer_share", "0–1", "客户字数占比", "the customer's share of what is said"),
    Feature("unanswered", "turns", "没有得到回应的客户提问", "the customer's unanswered questions"),
    Feature("echo", "0–1", "坐席答复与客户所说的重合", "likeness of replies to what was said"),
    Feature("customer_last", "yes", "最后说话的是客户", "the customer has the last word"),
)


def measure(talk: Talk) -> Mapping[str, float]:
    """All of `FEATURES`. Lengths are 0 when a role says nothing; rates are then unknown."""
    found: dict[str, float] = {}
    for role in _ROLES:
        found |= {f"{role}_{name}": value for name, value in _role(talk.said_by(role)).items()}
    said = found["customer_length"] + found["agent_length"]
    found["customer_share"] = found["customer_length"] / said if said else NAN
    found["unanswered"] = _unanswered(talk.utterances)
    found["echo"] = _echo(talk.utterances)
    found["customer_last"] = (
        float(talk.utterances[-1].role is Role.CUSTOMER) if talk.utterances else NAN
    )
    return found


def _role(turns: Sequence[Utterance]) -> dict[str, float]:
    text = "\n".join(turn.text for turn in turns)
    sizes = [len(letters(turn.text)) for turn in turns]
    kinds = lexicon.counts(text)
    last = lexicon.counts(turns[-1].text) if turns else {}
    per_100 = 100 / sum(sizes) if sum(sizes) else NAN
    return {
        "turns": len(turns),
        "length": sum(sizes),
        "longest": max(sizes, default=0),
        "last_length": sizes[-1] if sizes else NAN,
        "repeats": _repeats(turns),
        "exclaims": per_100 * sum(map(text.count, "!！")),
        "asks": per_100 * sum(map(text.count, "?？")),
        **{kind: per_100 * kinds[kind] for kind in _KINDS},
        "last_thanks": last.get("thanks", NAN),
        "last_anger": last.get("anger", NAN),
    }


def _repeats(turns: Sequence[Utterance]) -> float:
    """Greatest likeness of a turn to an earlier one of the same role; unknown below two turns."""
    pairs = [_pairs(turn.text) for turn in turns]
    likeness = [
        _likeness(later, earlier) for at, later in enumerate(pairs) for earlier in pairs[:at]
    ]
    return max(likeness, default=NAN)


def _echo(turns: Sequence[Utterance]) -> float:
    """Mean likeness of the agent's turns to the customer's turn just before."""
    found = [
        _likeness(_pairs(reply.text), _pairs(before.text))
        for before, reply in pairwise(turns)
        if before.role is Role.CUSTOMER and reply.role is Role.AGENT
    ]
    return sum(found) / len(found) if found else NAN


def _unanswered(turns: Sequence[Utterance]) -> float:
    """Turns in which the customer asks and after which the agent says nothing."""
    following = [turn.role if turn.text else None for turn in turns[1:]] + [None]
    return sum(
        turn.role is Role.CUSTOMER
        and after is not Role.AGENT
        and ("?" in turn.text or "？" in turn.text or lexicon.counts(turn.text)["question"] > 0)
        for turn, after in zip(turns, following, strict=False)
    )


def _pairs(text: str) -> frozenset[tuple[int, int]]:
    return frozenset(pairwise(map(sound_of, letters(text))))


def _likeness(left: frozenset[tuple[int, int]], right: frozenset[tuple[int, int]]) -> float:
    """Jaccard's: shared pairs of syllables over all."""
    return len(left & right) / len(left | right) if left | right else 0.0
