"""The few pages that work without Streamlit, and without JavaScript."""

import base64
from hashlib import sha256
from html import escape

from starlette.responses import HTMLResponse

STYLE = """
:root{color-scheme:light dark;--ink:#1d2129;--paper:#f4f5f7;--card:#fff;--line:#8a919f;
--accent:#1456c8;--on:#fff;--bad:#b3261e;--soft:#565d6b}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaee;--paper:#14161b;--card:#1f2229;
--line:#7d8492;--accent:#8ab4ff;--on:#10131a;--bad:#ff9d94;--soft:#a9b0bd}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;
background:var(--paper);color:var(--ink);
font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{width:100%;max-width:26rem;background:var(--card);padding:2rem;border-radius:12px;
box-shadow:0 1px 3px #0003}
h1{font-size:1.35rem;margin:0 0 .25rem}
p{margin:.25rem 0 1rem}
small,.en{color:var(--soft);font-size:.9rem}
label{display:block;margin:1rem 0 .3rem;font-weight:600}
label .en{font-weight:400}
input{width:100%;font:inherit;padding:.6rem .7rem;border:1px solid var(--line);border-radius:8px;
background:transparent;color:inherit}
button,.button{display:block;width:100%;margin-top:1.5rem;padding:.7rem;border:0;
border-radius:8px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;
text-align:center;text-decoration:none;cursor:pointer}
.second{background:transparent;color:var(--accent);border:1px solid var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.alert{border-left:4px solid var(--bad);padding:.5rem .8rem;margin:1rem 0;color:var(--bad)}
.alert p{margin:0}
.note{border-left:4px solid var(--accent);padding:.5rem .8rem;margin:1rem 0}
"""
_STYLE_HASH = base64.b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def page(
    title_zh: str, title_en: str, body: str, *, status: int = 200, head: str = ""
) -> HTMLResponse:
    """A page; `body` and `head` are HTML already, the titles are not."""
    zh, en = escape(title_zh), escape(title_en)
    text = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>{zh} · 耳唛 Earmark</title>{head}'
        f"<style>{STYLE}</style></head><body><main>"
        f'<h1>{zh} <span class="en" lang="en">{en}</span></h1>{body}</main></body></html>'
    )
    return HTMLResponse(text, status_code=status, headers=HEADERS)


def field(
    name: str,
    zh: str,
    en: str,
    *,
    kind: str = "text",
    value: str = "",
    autocomplete: str = "off",
    focus: bool = False,
    most: int = 128,
) -> str:
    """A labelled input that must be filled in."""
    return (
        f'<label for="{name}">{escape(zh)} <span class="en" lang="en">{escape(en)}</span></label>'
        f'<input id="{name}" name="{name}" type="{kind}" value="{escape(value)}" required '
        f'maxlength="{most}" autocomplete="{autocomplete}" autocapitalize="none" '
        f'spellcheck="false"{" autofocus" if focus else ""}>'
    )


def hidden(name: str, value: str) -> str:
    """A value that the form carries along."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def form(action: str, inside: str, zh: str, en: str, *, second: bool = False) -> str:
    """A form with one button."""
    look = ' class="second"' if second else ""
    return (
        f'<form method="post" action="{escape(action)}">{inside}<button{look}>{escape(zh)} '
        f'<span lang="en">{escape(en)}</span></button></form>'
    )


def alert(text: str) -> str:
    """What went wrong, read out at once by a screen reader; one paragraph a line."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    return f'<div class="alert" role="alert">{lines}</div>'


def note(zh: str, en: str) -> str:
    """What went well."""
    return f'<p class="note" role="status">{escape(zh)} <span class="en">{escape(en)}</span></p>'
