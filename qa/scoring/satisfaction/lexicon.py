"""Words that say how a talk goes, by what they do; counted as features and by the cold start.

Short everyday words of complaint handling, written for this module. They are looked up by sound,
so that a homophone of the recogniser is found as well.
"""

from collections.abc import Mapping
from functools import cache

from qa.language.pinyin import syllables

WORDS: Mapping[str, tuple[str, ...]] = {
    "apology": ("抱歉", "对不起", "不好意思", "歉意", "见谅", "谅解"),
    "thanks": ("谢谢", "感谢", "多谢", "谢了", "辛苦了", "麻烦你了"),
    "praise": ("不错", "很好", "太好了", "真好", "满意", "给力", "点赞", "好评", "支持你们"),
    "solved": ("好了", "可以了", "解决了", "收到了", "明白了", "知道了", "搞定", "弄好了"),
    "complaint": (
        *("投诉", "举报", "曝光", "消协", "工信部", "证监会", "维权", "赔偿", "起诉"),
        *("态度差", "不满意", "差评", "说法", "负责任"),
    ),
    "anger": (
        *("垃圾", "坑爹", "坑人", "骗子", "欺骗", "忽悠", "流氓", "霸王", "无耻", "恶心"),
        *("气死", "太差", "什么玩意", "过分", "无语", "坑钱", "乱扣", "凭什么"),
    ),
    "repetition": (
        *("又", "还是", "还没", "一直", "多次", "几次", "无数次", "反复", "再次", "每次"),
        *("总是", "老是", "好几天", "到现在", "说了"),
    ),
    "question": ("为什么", "怎么", "什么时候", "多久", "吗", "呢", "难道", "到底", "谁"),
    "negation": ("不", "没", "无法", "别"),
    "waiting": ("等", "催", "慢", "半天", "迟迟", "多少天", "快点", "尽快"),
    "off_loading": ("私信", "反馈", "记录", "转交", "核实", "相关部门", "拨打", "建议您", "理解"),
}
"""Kind → words. The kinds are part of the feature version."""


def counts(text: str, shortest: int = 1) -> Mapping[str, int]:
    """Kind → how many places of `text` sound like one of its words.

    Args:
        text: what was said.
        shortest: characters that a word must have: 又 alone sounds like 有.
    """
    spoken = _spoken(text)
    return {kind: sum(map(spoken.count, _sounding(kind, shortest))) for kind in WORDS}


def first(text: str, kind: str, shortest: int = 1) -> str | None:
    """What of `text` sounds like a word of this kind, the first such place; None without one."""
    spoken = _spoken(text)
    found = [(at, word) for word in _sounding(kind, shortest) if (at := spoken.find(word)) >= 0]
    if not found:
        return None
    at, word = min(found)
    start = spoken.count("|", 0, at) // 2
    return text[start : start + word.count("|") // 2]


@cache
def _sounding(kind: str, shortest: int) -> tuple[str, ...]:
    return tuple(_spoken(word) for word in WORDS[kind] if len(word) >= shortest)


def _spoken(text: str) -> str:
    """Syllables between marks, so that none is found within another."""
    return "".join(map(_sound, text))


@cache
def _sound(char: str) -> str:
    return f"|{syllables(char)[0]}|"
