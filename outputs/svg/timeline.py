"""A topic through time as a picture: a bar for each edition, who answers for the topic under it written in words."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element

from outputs.svg.canvas import FAINT, INK, SMALL, Frame, picture, put, put_text, width_of, wrapped
from queries.analysis.timeline import Span, Timeline, notes_of, title_of, who_words
from queries.table import Words

WIDTH, BAR, GAP, AXIS = 620.0, 20.0, 12.0, 26.0
STEP = 15.0
LONGEST_NAME, LONGEST_CLAUSES = 230.0, 400.0
# Keeps words readable where a year's line runs through them.
HALO: dict[str, str | float] = {"stroke": "#ffffff", "stroke_width": 3.0, "paint_order": "stroke"}
# At most so many years have their own figure on the axis.
MOST_YEARS = 14


def draw_timeline(timeline: Timeline) -> bytes:
    """The timeline as SVG. An open bar ends in an arrow; a dashed beginning means that only bounds are known."""
    first, last = _bounds(timeline)
    names = [wrapped(span.cite, LONGEST_NAME) for span in timeline.spans]
    left = max((width_of(line) for name in names for line in name), default=0.0) + 14
    drawing = Element("g")
    y = AXIS
    for span, name in zip(timeline.spans, names, strict=True):
        y = _draw_span(drawing, span, name, left, y, (first, last))
    # Beneath the bars and their words.
    drawing.insert(0, _axis(left, y, (first, last)))
    return picture(_frame(timeline), drawing, left + WIDTH + 16, y)


def _bounds(timeline: Timeline) -> tuple[date, date]:
    """From the year of the first known day to the year after the data were kept, or the last change if later."""
    starts = [day for span in timeline.spans for day in (span.earliest, span.start) if day]
    ends = [span.end for span in timeline.spans if span.end]
    first = min([*starts, *ends, timeline.cut_off])
    last = max([*ends, *starts, timeline.cut_off])
    return date(first.year, 1, 1), date(last.year + 1, 12, 31)


def _place(day: date, left: float, bounds: tuple[date, date]) -> float:
    first, last = bounds
    return left + WIDTH * (day - first).days / (last - first).days


def _draw_span(
    drawing: Element, span: Span, name: list[str], left: float, y: float, bounds: tuple[date, date]
) -> float:
    """Draw one bar with its words; returns where the next may begin."""
    start = _place(span.start, left, bounds) if span.start else left
    end = _place(span.end, left, bounds) if span.end else left + WIDTH
    group = put(drawing, "g", role="listitem")
    put(group, "title", f"{span.cite}：{_span_words(span)}；{who_words(span)}")
    for number, line in enumerate(name):
        put_text(group, left - 8, y + 14 + STEP * number, line, text_anchor="end")
    fill = "#ffffff" if span.end else "#d9e6ef"
    put(group, "rect", x=start, y=y, width=max(2.0, end - start), height=BAR, fill=fill, stroke=INK)
    if span.earliest:
        before = _place(span.earliest, left, bounds)
        put(
            group,
            "rect",
            x=before,
            y=y,
            width=max(2.0, start - before),
            height=BAR,
            fill="none",
            stroke=INK,
            stroke_dasharray="3 3",
        )
    if not span.end:
        put(group, "path", d=f"M {end:.1f} {y:.1f} l 12 {BAR / 2:.1f} l -12 {BAR / 2:.1f} z", fill=INK)
    lines = wrapped(f"{_span_words(span)}：{who_words(span)}", WIDTH, SMALL)
    for number, line in enumerate(lines):
        put_text(group, left, y + BAR + 13 + STEP * number, line, font_size=SMALL, **HALO)
    return y + max(BAR + STEP * len(lines), STEP * len(name)) + GAP + 4


def _span_words(span: Span) -> str:
    since = str(span.start) if span.start else "起点不明"
    if span.earliest:
        since = f"不晚于{since}（最早{span.earliest}）"
    return f"{since} 起" + (f"，{span.end} 止" if span.end else "，仍在施行")


def _axis(left: float, bottom: float, bounds: tuple[date, date]) -> Element:
    first, last = bounds
    years = last.year - first.year + 1
    step = next(one for one in (1, 2, 5, 10, 20, 50) if years / one <= MOST_YEARS or one == 50)
    axis = Element("g")
    put(axis, "line", x1=left, y1=AXIS - 8, x2=left + WIDTH, y2=AXIS - 8, stroke=INK)
    for year in range(-(-first.year // step) * step, last.year + 1, step):
        x = _place(date(year, 1, 1), left, bounds)
        put(axis, "line", x1=x, y1=AXIS - 12, x2=x, y2=bottom, stroke=FAINT, stroke_width=0.3)
        put_text(axis, x, AXIS - 15, str(year), font_size=SMALL, text_anchor="middle")
    return axis


def _frame(timeline: Timeline) -> Frame:
    head = ("文件", "起", "止（不含）", "条款")
    rows = tuple(row for span in timeline.spans for row in _figures(span))
    spans = "；".join(f"{s.cite}，{_span_words(s)}，{who_words(s)}" for s in timeline.spans)
    return Frame(
        title=title_of(timeline),
        description=Words(
            spans or "没有收录有关规定。",
            f"{len(timeline.spans)} editions on {timeline.topic}, by first day.",
        ),
        figures=(head, *rows),
        notes=notes_of(timeline),
        release=timeline.release,
    )


def _figures(span: Span) -> list[tuple[str, ...]]:
    """The figures of a span; clauses that fill more than a line go on in rows of their own."""
    lines = wrapped("；".join(span.articles), LONGEST_CLAUSES, SMALL) or [""]
    first = (span.cite, str(span.start or "不明"), str(span.end or ""), lines[0])
    return [first, *(("", "", "", line) for line in lines[1:])]
