"""A selection of cases as a page that needs no network: it plays the clips beside it."""

from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from qa.casebook.selection import QUALITIES, ROLES, Exported, clock
from qa.store.remark_values import Quality

_HEAD = """<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="script-src 'none'; object-src 'none'; \
connect-src 'none'; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>案例 / cases</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  max-width: 60rem; margin: 0 auto; padding: 1rem; }
article { border: 1px solid #8886; border-inline-start-width: .4rem; border-radius: .4rem;
  padding: .5rem 1rem; margin: 1rem 0; }
article.good { border-inline-start-color: #2a8a4a; }
article.bad { border-inline-start-color: #b8433a; }
h2 { font-size: 1.1rem; margin: .3rem 0; }
audio { width: 100%; }
dt { font-weight: 600; } dd { margin: 0 0 .4rem; white-space: pre-wrap; }
.said { list-style: none; padding: 0; } .meta { opacity: .75; font-size: .9rem; }
</style>
</head>
<body>
"""


def page(selection: Sequence[Exported]) -> bytes:
    """One HTML file, UTF-8; all that people wrote is shown as text."""
    parts = [_HEAD, f"<h1>案例 {len(selection)} 个 / {len(selection)} cases</h1>\n"]
    for each in selection:
        parts += _article(each)
    return "".join([*parts, "</body>\n</html>\n"]).encode()


def _article(each: Exported) -> Iterator[str]:
    case, text = each.case, each.case.text
    kind = "good" if text.quality is Quality.GOOD else "bad"
    yield f'<article class="{kind}" id="case-{case.key}">\n'
    yield f"<h2>{case.key} · {QUALITIES[text.quality]} · {escape(each.path)}</h2>\n"
    if each.clip:
        label = escape(f"案例 {case.key} 的录音片段", quote=True)
        yield f'<audio controls preload="none" aria-label="{label}" src="{quote(each.clip)}">'
        yield "</audio>\n"
    else:
        yield f"<p>{escape(each.silent)}</p>\n"
    yield '<ul class="said">\n'
    for said in case.excerpt:
        yield f"<li>[{clock(said.start)}] {ROLES[said.role]}: {escape(said.text)}</li>\n"
    yield "</ul>\n<dl>\n"
    for title, value in (
        ("经验教训", text.lesson),
        ("更好的说法", text.better),
        ("标签", " ".join(text.tags)),
        ("相关规则", " ".join(text.rules)),
    ):
        if value:
            yield f"<dt>{title}</dt><dd>{escape(value)}</dd>\n"
    who = " ".join(filter(None, (case.agent_id, case.agent_name, case.team)))
    yield f'</dl>\n<p class="meta">{escape(case.call_id)} · {escape(who)} · '
    yield f"{clock(text.span.start)}–{clock(text.span.end)} · {escape(case.filed_by)} "
    yield f"{each.filed_at:%Y-%m-%d}</p>\n</article>\n"
