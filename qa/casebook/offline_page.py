"""A selection of cases as a page that needs no network: it plays the clips beside it."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from urllib.parse import quote

from qa.call import Role
from qa.casebook.clips import AROUND_S
from qa.casebook.selection import QUALITIES, ROLES, Exported, clock
from qa.store.case_values import Said
from qa.store.remark_values import Quality
from qa.timeline import Seconds

_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>案例集 · 耳唛</title>
<style>
{style}</style>
</head>
<body>
<header><div><h1>案例集</h1><span>共 {count} 个案例 · <span lang="en">{count} cases</span></span>
<div id="tools" hidden>
<input id="query" type="search" placeholder="搜索(按 /)" aria-label="搜索">
<select id="quality" aria-label="好坏"><option value="">全部</option>
<option value="good">正面</option><option value="bad">反面</option></select>
<select id="category" aria-label="分类"><option value="">全部分类</option></select>
<output id="shown"></output>
</div></div></header>
<main>
{articles}</main>
<script>{script}</script>
</body>
</html>
"""


def page(selection: Sequence[Exported]) -> bytes:
    """One HTML file, UTF-8; all that people wrote is shown as text."""
    style, script = _part("style.css"), _part("script.js")
    own = b64encode(sha256(script.encode()).digest()).decode()
    policy = (
        # Nothing comes from elsewhere and no other script runs, even if escaping were forgotten.
        f"default-src 'none'; script-src 'sha256-{own}'; style-src 'unsafe-inline'; "
        "media-src 'self' file:; form-action 'none'; base-uri 'none'"
    )
    articles = "".join(part for each in selection for part in _article(each))
    made = _PAGE.format(
        policy=policy, style=style, script=script, count=len(selection), articles=articles
    )
    return made.encode()


@cache
def _part(name: str) -> str:
    return files("qa.casebook").joinpath("offline", name).read_text("utf-8")


def _article(each: Exported) -> Iterator[str]:
    case, text = each.case, each.case.text
    kind = "good" if text.quality is Quality.GOOD else "bad"
    path = escape(each.path, quote=True)
    yield f'<article class="{kind}" id="case-{case.key}" data-path="{path}">\n'
    yield f"<h2><strong>{QUALITIES[text.quality]}</strong> {path} <span>#{case.key}</span></h2>\n"
    yield _player(each)
    yield '<ul class="said">\n'
    begins = max(0.0, text.span.start - AROUND_S)
    yield from (_line(said, begins, plays=each.clip is not None) for said in case.excerpt)
    yield "</ul>\n<dl>\n"
    for title, value, kind in (
        ("点评", text.lesson, "lesson"),
        ("更好的说法", text.better, "better"),
        ("相关规则", "、".join(each.rules), ""),
        ("标签", "、".join(text.tags), ""),
    ):
        if value:
            yield f'<dt>{title}</dt><dd class="{kind}">{escape(value)}</dd>\n'
    who = " ".join(filter(None, (case.agent_name, case.agent_id, case.team)))
    yield f'</dl>\n<p class="meta">坐席 {escape(who)} · 通话 {escape(case.call_id)} '
    yield f"{clock(text.span.start)}–{clock(text.span.end)} · "
    yield f"{escape(case.filed_by)} 归档于 {each.filed_at:%Y-%m-%d}</p>\n</article>\n"


def _player(each: Exported) -> str:
    if each.clip is None:
        return f'<p class="silent">{escape(each.silent)}</p>\n'
    label = f"案例 {each.case.key} 的录音片段"
    return (
        f'<audio controls preload="none" aria-label="{label}" src="{quote(each.clip)}"></audio>\n'
    )


def _line(said: Said, begins: Seconds, *, plays: bool) -> str:
    """A turn; a click on its time plays from there."""
    kind = "agent" if said.role is Role.AGENT else "customer"
    at = clock(said.start)
    if plays:
        at = f'<button type="button" data-at="{max(0.0, said.start - begins):.2f}">{at}</button>'
    small = f"<small>{ROLES[said.role]} {at}</small>"
    return f'<li class="{kind}">{small}{escape(said.text)}</li>\n'
