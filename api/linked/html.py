"""The frame of every page and the small pieces they share. No scripts; Chinese first, English beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib.resources import files

from api.linked.places import Place, local
from graph.dataset_graph import LICENCE
from queries.spans import Span
from queries.thing import Named, Words

DURATION = re.compile(r"P(\d+)([DMY])")
UNITS = {"D": ("天", "day"), "M": ("个月", "month"), "Y": ("年", "year")}


@lru_cache(maxsize=1)
def _style() -> str:
    return (files("api.linked") / "style.css").read_text("utf-8")


@dataclass(frozen=True)
class Frame:
    """What a page stands in: its address, the release, its canonical IRI and the links of its head.

    `site` is False where nothing but this page is served: then it links to no other and names no licence.
    """

    place: Place
    release: str
    canonical: str
    alternates: tuple[tuple[str, str, str | None], ...] = ()
    site: bool = True


def page(frame: Frame, title: str, body: Iterable[str]) -> bytes:
    """A whole page; `body` goes into its main part."""
    root = frame.place.root
    links = "".join(
        f'<link rel="{relation}" href="{escape(target)}"' + (f' type="{kind}">' if kind else ">")
        for target, relation, kind in frame.alternates
    )
    return f"""<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · 谁管</title><link rel="canonical" href="{escape(frame.canonical)}">{links}
<style>{_style()}</style></head><body>
<a class="skip" href="#main">跳到正文 <span lang="en">skip to content</span></a>
{_header(root) if frame.site else ""}<main id="main">
{"".join(body)}
</main>
<footer><p>数据版本 <span lang="en">release</span> <code>{escape(frame.release)}</code>{_licence() if frame.site else ""}</p></footer>
</body></html>
""".encode()


def _header(root: str) -> str:
    return f"""<header><a class="brand" href="{root}/dataset">谁管 <span lang="en">shuiguan</span></a>
<nav aria-label="主导航 main"><ul><li><a href="{root}/dataset">数据集 <span lang="en">data set</span></a></li>
<li><a href="{root}/def">词表 <span lang="en">vocabulary</span></a></li>
<li><a href="{root}/sparql">SPARQL</a></li></ul></nav></header>
"""


def _licence() -> str:
    return f"""
· 许可 <span lang="en">licence</span> <a href="{LICENCE}">Apache-2.0</a>"""


def both(zh: str, en: str | None) -> str:
    """Chinese with the English beside it."""
    return escape(zh) + (f' <span lang="en">{escape(en)}</span>' if en else "")


def named(one: Named, place: Place, *, when: bool = True) -> str:
    """A link to a thing, with its names and its span."""
    href = escape(local(one.iri, place))
    text = f'<a href="{href}">{escape(one.zh)}</a>' + (
        f' <span lang="en">{escape(one.en)}</span>' if one.en else ""
    )
    if one.source and when:
        text += f' <span class="source">{escape(one.source)}</span>'
    span = short_span(one.span) if when else ""
    return text + (f' <span class="when">{span}</span>' if span else "")


def short_span(span: Span | None) -> str:
    """`2022-06-05 至 2026-08-15 前`; empty for a thing without a span."""
    if span is None:
        return ""
    start = f"{span.start} 起" if span.start else "起点不明"
    if span.earliest is not None and span.start is not None:
        start = f"{span.earliest} 至 {span.start} 之间起"
    return start + (f"，{span.until} 前" if span.until else "")


def long_span(span: Span) -> str:
    """The span as a sentence in both languages."""
    zh, en = [], []
    if span.start is None:
        zh.append("起点不明")
        en.append("start not known")
    elif span.earliest is not None:
        zh.append(f"自 {span.earliest} 至 {span.start} 之间某日起有效")
        en.append(f"in force from some day between {span.earliest} and {span.start}")
    else:
        zh.append(f"自 {span.start} 起有效")
        en.append(f"in force from {span.start}")
    if span.until is not None:
        zh.append(f"{span.until} 起不再有效")
        en.append(f"no longer from {span.until}")
    return both("，".join(zh), ", ".join(en))


def words(one: Words) -> str:
    """A literal, marked with its language where that is not Chinese."""
    if one.datatype and one.datatype.endswith("#boolean"):
        return both("是", "yes") if one.text == "true" else both("否", "no")
    found = DURATION.fullmatch(one.text) if one.datatype and one.datatype.endswith("#duration") else None
    if found is not None:
        zh, en = UNITS[found[2]]
        plural = "" if found[1] == "1" else "s"
        return both(f"{found[1]}{zh}", f"{found[1]} {en}{plural}")
    if one.language and one.language != "zh":
        return f'<span lang="{escape(one.language)}">{escape(one.text)}</span>'
    return escape(one.text)


def section(heading: str, body: str, key: str) -> str:
    """A section named by its heading; nothing for nothing."""
    if not body:
        return ""
    return f'<section aria-labelledby="{key}"><h2 id="{key}">{heading}</h2>{body}</section>\n'


def listed(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>" if items else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """A table with a header row; the first cell of each row is its header. Cells are HTML."""
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    named_by = f"<caption>{caption}</caption>" if caption else ""
    return (
        f'<div class="wide"><table>{named_by}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )
