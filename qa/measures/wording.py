"""The words that timeline measures listen for, and how they are recognised by sound.

The one home of these lists. A pattern is a regular expression over characters that is
matched over their toneless pinyin, because a recogniser misspells by sound (少等 for 稍等).
Characters and Latin letters stand for their sound, `.` for any one character; punctuation,
spaces and case never count.
"""

import re
from functools import cache

_ASKS_TO_WAIT = (
    # Wait: 稍等, 请您稍候, 稍微等我一下, 等一会儿, 等我两分钟. Not past (等了一会), not "later"
    # (稍后再拨), not a time of day (等下午).
    "稍微?等(?!了|的时间)",
    "(请|您|你|先|再|麻烦)稍候(?!再|会|将|就|我们|给|对|有|收|请|拨|联系|留意|注意)",
    "等(我|您|你)?(上|个)?(一|两|几|半|三|五)?个?(下|会|分钟|秒)(?!后|之后|再|会|将|有|还|左右|午|周|次|月|个|计)",
    "请(您|你)?等(?!于|级)|等一等|(您|你|先)等等",
    "(等|候|给我)片刻|(请|耐心).{0,4}等待",
    "(给我|需要).{0,4}(分钟|点时间|会儿|一会|片刻)(?!后|之后)",
    # Stay on the line: 不要挂机, 先别挂, 请保持通话. Not 挂失, 挂单.
    "(别|不要|勿|不用|先不)挂(?!失|单|号|牌)",
    "保持(通话|在线|电话|线路)",
    "(别|不要|勿)(离开|走开)",
    # The agent goes off to look: 我帮您查一下, 为您核实, 我看看. Not done already (查到了),
    # not the customer who is to look (您看一下短信, 帮我看一下).
    "(帮|为|给|替)(?!我)(您|你)?((?!您|你).){0,4}"
    "(查|看|核实|核对|确认|了解|问|记录|登记|处理|操作|联系|请示|转|申请|算|催)"
    "(?!了|过|到|完|好).{0,2}(一下|下吧|下哈)",
    "(帮|为|给|替)(您|你).{0,2}(查询|核实|核对|查看|查一查|查查|看看|确认|转接)(?!了|过|到|完|好|的)",
    "(?<!帮)(?<!给)(?<!替)(?<!为)我们?(这边|这里|先|再|来|这就|马上|立刻|现在|需要|要|得|还|也|在|系统|后台|里|跟|同事|主管|领导){0,4}"
    "(查|看|问|核实|查询|确认|请示|操作|调取|翻)(?!了|过|到|完|好)(一下|下|一看|一查|看|查)",
    "我(这边|这里|先)?去.{0,3}(问|查|拿|核实|确认|找|请示)",
    "(马上|立刻|很快)就好",
    # The agent grants the customer time, so the pause is agreed just the same.
    "(不着急|不用急|不用着急|慢慢(找|看|来|想|填|说|试|弄|操作|输|翻))",
    "(我|这边)等(您|你|着)|线.等(您|你|着)",
    "(one|a|just)(moment|second|minute)",
    "holdon|pleasehold|hangon|bearwithme|pleasewait|letme(check|look|see|find)",
)
_WAIT_IS_OVER = (
    "久等",
    "(感谢|谢谢).{0,4}(等待|等候)",
    "等了",
    "(查|核实|确认|看|查询)(到了?|完了|好了|过了)",
    "thanksforwaiting|thankyouforwaiting|thanksforholding|thankyouforholding",
)
_BACKCHANNELS = (
    # Bare signals, with the spellings that recognisers give them.
    "嗯|恩|唔|呣|呃|哦|啊|哎|诶|呀|哈|哼|嘿|嚯|哟|m|h",
    # Assent and understanding.
    "好(的|嘞|啦|吧|呀)?|对(的|啊|呀|吧)?|是(的|啊|呀|吧|吗|么)?|行(的|啊|吧)?|可以(的|啊)?",
    "没错|没事|没问题|当然|明白(了|的)?|我?知道(了|的)?|了解(了|的)?|清楚(了|的)?|懂了?|晓得(了)?",
    "(原来)?(是)?(这样|如此)(子|啊|的)?|那好|那行|真的(吗)?",
    # Courtesy and "go on", said over the other without taking the turn.
    "(谢谢|感谢)(您|你|啊|了)?|不客气|(您|你|请)(说|讲|继续)",
    "okay|ok|yes|yeah|yep|right|sure|uhhuh|mmhmm|isee|gotit|thanks|thankyou",
)

_MANY = 40
"""Characters; nobody only listens for so long, and longer texts are not worth their pinyin."""
_ATOM = re.compile(r"[\u4e00-\u9fffA-Za-z]|\.")


def asks_to_wait(text: str, since: int = 0) -> bool:
    """Whether the last word on waiting in cleaned `text` is a request to wait.

    Args:
        text: cleaned words of the agent up to a silence.
        since: requests that end at or before this index are too long ago.
    """
    spoken = _sound(text, folded=True)
    asked = _last_end(_any_of(_ASKS_TO_WAIT, folded=True), spoken)
    over = _last_end(_any_of(_WAIT_IS_OVER, folded=True), spoken)
    return asked > since and asked > over


def only_backchannels(text: str) -> bool:
    """Whether cleaned `text` is one or more backchannels and nothing else.

    By sound, but with zh/z and the like kept apart: 是 must not become 四.
    """
    if len(text) > _MANY:
        return False
    one = _any_of(_BACKCHANNELS, folded=False).pattern
    # Atomic: 对啊对啊对啊… can be cut in 2ⁿ ways, and a looping recogniser does write that.
    return re.fullmatch(f"(?>{one})++", _sound(text, folded=False)) is not None


def _last_end(pattern: re.Pattern[str], spoken: str) -> int:
    """Characters up to the end of the last match; 0 without one."""
    ends = [match.end() for match in pattern.finditer(spoken)]
    return spoken.count(" ", 0, ends[-1]) if ends else 0


@cache
def _any_of(patterns: tuple[str, ...], folded: bool) -> re.Pattern[str]:
    def atom(match: re.Match[str]) -> str:
        return r"(?:\S+ )" if match[0] == "." else f"(?:{_sound(match[0], folded)})"

    return re.compile("|".join(f"(?:{_ATOM.sub(atom, pattern)})" for pattern in patterns))


def _sound(text: str, folded: bool) -> str:
    """The syllables of `text`, each followed by a space; Latin letters marked, o is not 哦."""
    # Imported late: the pinyin tables take a quarter of a second, and whoever only wants the
    # value types of this package should not wait for them.
    from qa.language.pinyin import fold, syllables

    sounds = map(fold, syllables(text)) if folded else syllables(text)
    pairs = zip(text, sounds, strict=True)
    return "".join(f"'{sound} " if char.isascii() else f"{sound} " for char, sound in pairs)
