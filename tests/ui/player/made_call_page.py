"""Call pages as the server sends them: a made conversation of any length, judged by rules."""

from itertools import pairwise
from typing import Any

Page = dict[str, Any]

_TALK = (
    ("agent", "您好，欢迎致电，工号 2063 为您服务，请问有什么可以帮您？"),
    ("customer", "我想问一下，我上个月开的融资融券账户，到现在额度还没有下来。"),
    ("agent", "好的，请您稍等，我帮您查询一下。"),
    ("customer", "你们上次说三个工作日，这都两个多星期了，我已经打了三次电话了。"),
    ("agent", "非常抱歉让您久等了，我这边看到您的申请还在审核。"),
    ("customer", "那到底什么时候能好？"),
    ("agent", "这个我没办法给您准确的时间，您再等等吧。"),
    ("customer", "每次都是让我等，你们有没有人负责啊？"),
    ("agent", "先生您先别激动，这个不归我们部门管。"),
    ("customer", "那我要投诉。"),
    ("agent", "您可以买这只基金，年化百分之八，保证收益，没有风险的。"),
    ("customer", "是吗？那我考虑一下。"),
    ("agent", "请问您还有其他问题吗？"),
    ("customer", "没有了。"),
)

_FAULTS = (
    (
        "TALK-PROMISE",
        "承诺收益",
        "fail",
        True,
        10,
        "保证收益",
        "坐席说“保证收益，没有风险”，属于承诺收益",
    ),
    (
        "TALK-BLAME",
        "指责客户或同事",
        "fail",
        False,
        8,
        "不归我们部门管",
        "坐席说“这个不归我们部门管”，属于推诿",
    ),
    ("CUSTOMER-COMPLAINT", "客户投诉", "fail", False, 9, "投诉", "客户说“那我要投诉”"),
    ("TALK-ADDRESS", "尊称客户", "undetermined", False, 8, "先生", "“先生”识别把握低，无法判定"),
)


def made_page(
    call_id: str = "in-20180611-0042", turns: int = 58, duration_s: float = 300.0
) -> Page:
    """A dissatisfied inbound call with faults of every kind."""
    said = _turns(turns, duration_s)
    return {
        "call": {
            "call_id": call_id,
            "started_at": "2018-06-11T21:14:05+08:00",
            "line": "inbound",
            "agent_id": "2063",
            "agent_name": "王晓梅",
            "team": "二组",
            "customer_name": "陈先生",
            "tier": "金卡",
            "direction": "in",
            "satisfaction": "dissatisfied",
            "ended_by": "customer",
            "duration_s": duration_s,
            "recording": f"/recordings/{call_id}.wav",
            "flags": ["dissatisfied", "complaint", "fatal"],
            "plan": {"kind": "mandatory", "reasons": ["dissatisfied", "fatal"]},
        },
        "missing_recording": False,
        "failure": None,
        "channels": 2,
        "turns": said,
        "silences": _silences(said),
        "overtalk": [[said[6]["end"] - 0.6, said[6]["end"] + 0.4, "agent"]],
        "verdicts": _verdicts(said),
        "risks": _risks(),
        "voice": _voice(said),
        "scorecard": _scorecard(),
        "draft": {"revision": 3, "answers": {}, "comment": "", "total": None, "saved_at": None},
        "machine": {
            "GREETING": {"points": 8, "state": "scored"},
            "FAREWELL": {"points": 0, "state": "scored"},
            "DEAD-AIR": {"points": 8, "state": "scored"},
            "LISTENING": {"points": 8, "state": "scored"},
            "TABOO": {"points": 10, "state": "scored"},
            "PROMISE": {"points": 0, "state": "scored"},
        },
        "annotations": [],
        "categories": [
            {
                "id": 1,
                "name": "服务态度",
                "children": [{"id": 2, "name": "推诿"}, {"id": 3, "name": "不耐烦"}],
            },
            {"id": 4, "name": "业务知识", "children": [{"id": 5, "name": "融资融券"}]},
            {"id": 6, "name": "投诉处理"},
        ],
        "claim": {"by": "li", "until": "2018-06-12T09:30:00+08:00"},
        "readonly": False,
        "versions": [],
    }


def _turns(count: int, duration_s: float) -> list[Page]:
    step = duration_s / count
    turns: list[Page] = []
    for i in range(count):
        role, text = _TALK[i % len(_TALK)]
        start = round(i * step + 0.4, 2)
        # Every tenth turn is short, so that a silence follows.
        end = round(start + (step * 0.25 if i % 10 == 9 else step * 0.85), 2)
        turns.append(
            {
                "i": i,
                "start": start,
                "end": end,
                "role": role,
                "text": text,
                "raw": text.replace("工号", "公号").replace("，", " ").replace("。", ""),
                "confidence": 0.86,
                "words": _words(text, start, end, doubtful="融资融券" in text),
                "corrections": [],
            }
        )
    return turns


def _words(text: str, start: float, end: float, doubtful: bool) -> list[list[object]]:
    chunks = [text[i : i + 2].strip("，。？、 ") for i in range(0, len(text), 2)]
    chunks = [chunk for chunk in chunks if chunk]
    step = (end - start) / max(1, len(chunks))
    return [
        [
            round(start + i * step, 2),
            round(start + (i + 1) * step, 2),
            chunk,
            0.4 if doubtful and "融" in chunk else 0.93,
        ]
        for i, chunk in enumerate(chunks)
    ]


def _silences(turns: list[Page]) -> list[list[object]]:
    pairs = pairwise(turns)
    return [
        [before["end"], after["start"], i % 20 == 9]
        for i, (before, after) in enumerate(pairs)
        if after["start"] - before["end"] >= 3
    ]


def _verdicts(turns: list[Page]) -> list[Page]:
    verdicts = [
        _passed("OPEN-GREETING", "开头语", turns[0]),
        _passed("TALK-TABOO", "服务禁语"),
        _passed("TALK-DEAD-AIR", "冷场"),
        _passed("TALK-INTERRUPTION", "抢话"),
        {**_passed("CLOSE-HANGUP", "抢先挂机"), "state": "not_applicable"},
    ]
    for code, name, state, fatal, spacing, phrase, why in _FAULTS:
        said = [turn for turn in turns if phrase in turn["text"]][::spacing][:4]
        evidence = [_evidence(turn, phrase, why) for turn in said]
        verdicts.append(
            {
                "code": code,
                "name": name,
                "state": state,
                "fatal": fatal,
                "confidence": 0.87,
                "evidence": evidence,
                "decision": None,
            }
        )
    verdicts.append(
        {
            "code": "CLOSE-FAREWELL",
            "name": "结束语",
            "state": "fail",
            "fatal": False,
            "confidence": 0.95,
            "evidence": [{"why": "最后 20 秒里没有听到结束语"}],
            "decision": None,
        }
    )
    return verdicts


def _risks() -> Page:
    reasons = [
        _reason("客户说“有没有人负责”", "the customer says “有没有人负责”", 7, "有没有人负责"),
        _reason("客户说“三次电话”", "the customer says “三次电话”", 3, "三次电话"),
        _reason("客户音量比开头高出偏高(6.2dB)", "high rise of the customer's level (6.2)"),
    ]
    model = "satisfaction-1f0c5e"
    return {
        "satisfaction": {
            "probability": 0.7234,
            "calibrated": True,
            "model": model,
            "reasons": reasons,
        }
    }


def _reason(zh: str, en: str, turn: int | None = None, phrase: str | None = None) -> Page:
    return {"zh": zh, "en": en, "turn": turn, "phrase": phrase}


def _voice(turns: list[Page]) -> list[list[object]]:
    """Louder until the middle; the pitch of every fifth turn is not known."""
    own = [turn for turn in turns if turn["role"] == "customer"]
    middle = len(own) // 2
    points: list[list[object]] = []
    for at, turn in enumerate(own):
        risen = 1 - abs(at - middle) / middle
        pitch = None if at % 5 == 4 else round(3.4 * risen - 0.5, 2)
        time = round((turn["start"] + turn["end"]) / 2, 3)
        points.append([turn["i"], time, round(7.5 * risen - 1.2, 2), pitch])
    return points


def _passed(code: str, name: str, turn: Page | None = None) -> Page:
    evidence = [_evidence(turn, turn["text"][:6], "坐席说了开头语")] if turn else []
    return {
        "code": code,
        "name": name,
        "state": "pass",
        "fatal": False,
        "confidence": 0.97,
        "evidence": evidence,
        "decision": None,
    }


def _evidence(turn: Page, phrase: str, why: str) -> Page:
    at = turn["text"].index(phrase) / len(turn["text"])
    until = (turn["text"].index(phrase) + len(phrase)) / len(turn["text"])
    length = turn["end"] - turn["start"]
    return {
        "why": why,
        "start": round(turn["start"] + length * at, 2),
        "end": round(turn["start"] + length * until, 2),
        "role": turn["role"],
        "quote": turn["text"],
    }


def _scorecard() -> Page:
    def judged(code: str, name: str, points: float, rule: str, fatal: bool = False) -> Page:
        return {
            "code": code,
            "name": name,
            "points": points,
            "weight": 1,
            "fatal": fatal,
            "rules": [rule],
            "human": False,
            "guide": "",
        }

    def asked(code: str, name: str, points: float) -> Page:
        return {
            "code": code,
            "name": name,
            "points": points,
            "weight": 1,
            "fatal": False,
            "rules": [],
            "human": True,
            "guide": "听全程后评分",
        }

    return {
        "name": "呼入热线评分表",
        "sections": [
            {
                "code": "S1",
                "name": "标准话术",
                "criteria": [
                    judged("GREETING", "规范使用开头语", 8, "OPEN-GREETING"),
                    judged("FAREWELL", "规范使用结束语", 8, "CLOSE-FAREWELL"),
                ],
            },
            {
                "code": "S2",
                "name": "响应效率",
                "criteria": [
                    judged("DEAD-AIR", "不冷场，等待前先告知", 8, "TALK-DEAD-AIR"),
                    asked("HANDLING", "处理及时有效", 7),
                ],
            },
            {
                "code": "S3",
                "name": "倾听与亲和",
                "criteria": [
                    judged("LISTENING", "耐心倾听，不抢话", 8, "TALK-INTERRUPTION"),
                    asked("UNDERSTANDING", "理解客户需求", 10),
                    asked("TONE", "语气亲和", 7),
                ],
            },
            {
                "code": "S4",
                "name": "合规与尊重",
                "criteria": [
                    judged("TABOO", "不使用服务禁语", 10, "TALK-TABOO"),
                    judged("PROMISE", "不承诺收益", 5, "TALK-PROMISE", fatal=True),
                ],
            },
            {"code": "S5", "name": "业务质量", "criteria": [asked("ACCURACY", "业务准确性", 15)]},
        ],
    }
