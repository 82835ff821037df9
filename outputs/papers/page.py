"""A paper as one HTML file: no script, nothing fetched, printed on A4."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from outputs.papers.paper import Block, Facts, Grid, Heading, Paper, Space, Text, writable

MEDIA_TYPE = "text/html; charset=utf-8"
STYLE = """
@page { size: A4; margin: 9mm 16mm }
:root { --line: #444; --soft: #f1f1ec; --ink: #111; --faint: #555 }
* { box-sizing: border-box }
body { color: var(--ink); background: #fff; margin: 0 auto; max-width: 178mm; padding: 6mm 0;
  font: 9.5pt/1.42 "FangSong", "STFangsong", "Noto Serif CJK SC", "Songti SC", "SimSun", serif }
header { border-bottom: 1.5pt solid #a11; margin-bottom: 2mm; padding-bottom: 1.5mm; text-align: center }
.kind { color: #a11; letter-spacing: .35em; font-size: 9pt; margin: 0 }
h1 { font: 700 15pt/1.3 "SimHei", "Heiti SC", "Noto Sans CJK SC", sans-serif; margin: .5mm 0 0 }
h2 { font: 700 10pt/1.3 "SimHei", "Heiti SC", "Noto Sans CJK SC", sans-serif; margin: 2.2mm 0 .8mm }
p { margin: .6mm 0; white-space: pre-line }
.note { color: var(--faint); font-size: 8.3pt }
.strong { font-weight: 700 }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border: .5pt solid var(--line); padding: .6mm 1.3mm; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; white-space: pre-line }
th { background: var(--soft); font-weight: 700 }
.facts th { width: 14%; white-space: nowrap }
.grid { font-size: 8.6pt; line-height: 1.34 }
thead { display: table-header-group }
tr { break-inside: avoid }
.space { border: .5pt solid var(--line); padding: 1mm 1.5mm; display: flex; flex-direction: column;
  justify-content: space-between; break-inside: avoid; margin-top: 2mm }
.space p:last-child { text-align: right }
@media print {
  body, main { display: flex; flex-direction: column }
  body { min-height: 272mm }
  main, .space { flex: 1 0 auto }
  body { padding: 0; font-size: 9.1pt; line-height: 1.25 }
  th, td { padding: .3mm 1.2mm }
  .grid { font-size: 8.2pt; line-height: 1.18 }
  p { margin: .3mm 0 }
  h2 { margin: 1.1mm 0 .4mm }
  footer { margin-top: .8mm; padding-top: .5mm }
}
footer { color: var(--faint); font-size: 7.6pt; margin-top: 1.5mm; border-top: .5pt solid #999; padding-top: 1mm }
"""


def write_page(paper: Paper) -> bytes:
    """The paper as HTML in UTF-8."""
    blocks = "\n".join(_block(block) for block in paper.blocks)
    return f"""<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_safe(paper.title)}</title>
<style>{STYLE}</style>
</head>
<body>
<header><p class="kind">{_safe(paper.kind)}</p><h1>{_safe(paper.title)}</h1></header>
<main>
{blocks}
</main>
<footer>{_safe(paper.foot)}</footer>
</body>
</html>
""".encode()


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h2>{_safe(block.text)}</h2>"
    if isinstance(block, Text):
        kinds = [name for name, on in (("note", block.note), ("strong", block.strong)) if on]
        given = f' class="{" ".join(kinds)}"' if kinds else ""
        return f"<p{given}>{_safe(block.text)}</p>"
    if isinstance(block, Facts):
        return _facts(block)
    if isinstance(block, Grid):
        return _grid(block)
    return _space(block)


def _facts(facts: Facts) -> str:
    rows = []
    for index in range(0, len(facts.pairs), 2):
        pairs = facts.pairs[index : index + 2]
        span = ' colspan="3"' if len(pairs) == 1 else ""
        rows.append(_row(f'<th scope="row">{_safe(n)}</th><td{span}>{_safe(v)}</td>' for n, v in pairs))
    rows += [_row([f'<th scope="row">{_safe(n)}</th><td colspan="3">{_safe(v)}</td>']) for n, v in facts.wide]
    return f'<table class="facts"><tbody>{"".join(rows)}</tbody></table>'


def _grid(grid: Grid) -> str:
    whole = sum(grid.widths)
    columns = "".join(f'<col style="width:{100 * width / whole:.1f}%">' for width in grid.widths)
    head = _row(f'<th scope="col">{_safe(cell)}</th>' for cell in grid.head)
    rows = "".join(_row(f"<td>{_safe(cell)}</td>" for cell in row) for row in grid.rows)
    return f'<table class="grid"><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{rows}</tbody></table>'


def _space(space: Space) -> str:
    height = 5 + 5 * space.lines
    return f'<div class="space" style="min-height:{height}mm"><p>{_safe(space.label)}</p><p>{_safe(space.signed)}</p></div>'


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>\n"


def _safe(text: str) -> str:
    return escape(writable(text))
