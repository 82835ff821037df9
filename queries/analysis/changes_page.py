"""Print `docs/changes.md`: worked comparisons with their counts, as the current release gives them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from graph.release import current
from graph.tables import Tables
from queries.analysis.diff import Diff, Difference, diff_editions, repealed_by
from queries.analysis.kinds_of_change import CHANGE_WORDS, Change

CODE = "eco-code-2026"
NOISE = (("noise-law-2018", "noise-law-2021"), ("noise-law-2021", CODE), ("noise-law-2018", CODE))
NOISE_NOTE = (
    "从2018-12-29修正的环境噪声污染防治法起：手头只有这一版的文本，1996年的原法没有来源。"
    "The chain begins with the text as amended on 2018-12-29; there is no source for the original of 1996."
)
# What a reader of the ten laws looks for first; the rest is in the table itself.
TELLING = (
    Change.MOVED,
    Change.UNNAMED,
    Change.NAMED,
    Change.DESIGNATION_GAINED,
    Change.DESIGNATION_LOST,
    Change.DROPPED,
)


def page(tables: Tables) -> str:
    """The page as it stands in docs, built from one release."""
    head = (files("queries.analysis") / "changes-head.md").read_text("utf-8")
    return head + "\n".join(_lines(tables)) + "\n"


def _lines(tables: Tables) -> Iterator[str]:
    cites = {one.id: one.cite for one in tables.instruments}
    laws = repealed_by(tables, CODE)
    parts = {law: diff_editions(tables, [law], [CODE]) for law in laws}
    whole = diff_editions(tables, laws, [CODE])
    chain = {pair: diff_editions(tables, [pair[0]], [pair[1]]) for pair in NOISE}
    yield "## 十部法与法典：每种变化的数目 / the ten laws and the Code, changes per kind"
    yield ""
    yield from _counts({cites[law]: diff for law, diff in parts.items()} | {"合计": whole})
    yield ""
    yield "## 噪声法 2018 → 2021 → 法典 / the chain of the noise laws"
    yield ""
    yield NOISE_NOTE
    yield ""
    yield from _counts({f"{cites[old]} → {cites[new]}": diff for (old, new), diff in chain.items()})
    for pair in NOISE[:2]:
        yield ""
        yield f"### {cites[pair[0]]} → {cites[pair[1]]}"
        yield ""
        yield from _rows(
            chain[pair], (one for one in chain[pair].differences if one.change is not Change.UNCHANGED)
        )
    yield ""
    yield "## 十部法：换了部门的、点名和指定变了的、取消的 / the ten laws: moved, named, designated, dropped"
    yield ""
    yield "其余种类见 `shuiguan diff --repealed-by eco-code-2026`。"
    yield ""
    yield from _rows(whole, (one for one in whole.differences if one.change in TELLING))


def _counts(diffs: dict[str, Diff]) -> Iterator[str]:
    """A line per kind of change, a column per comparison; rows above the kinds count duties and pairs."""
    counts = [diff.counts() for diff in diffs.values()]
    duties = [len({one.old.id for one in diff.differences if one.old}) for diff in diffs.values()]
    pairs = [
        len({(one.old.id, one.new.id) for one in diff.differences if one.old and one.new})
        for diff in diffs.values()
    ]
    yield _row(["", *diffs])
    yield "|---|" + "---:|" * len(diffs)
    yield _row(["原事项 / old duties", *map(str, duties)])
    yield _row(["配对 / pairs", *map(str, pairs)])
    yield _row(["条款对 / pairs of clauses", *(str(diff.clause_pairs()) for diff in diffs.values())])
    for change in Change:
        words = CHANGE_WORDS[change]
        yield _row([f"{words.zh} / {words.en}", *(str(one[change]) for one in counts)])


def _rows(diff: Diff, differences: Iterable[Difference]) -> Iterator[str]:
    yield _row(["变化", "原条款", "现条款", "摘要（本库自写）", "变了什么"])
    yield "|---|---|---|---|---|"
    shown: dict[tuple[str, ...], str] = {}
    for one in differences:
        old = diff.old_names.place(one.old) if one.old else ""
        new = diff.new_names.place(one.new) if one.new else ""
        duty = one.new or one.old
        summary = duty.summary if duty else ""
        split = () if old and new else (summary,)
        shown.setdefault((CHANGE_WORDS[one.change].zh, old, new, one.what.zh, *split), summary)
    for (change, old, new, what, *_), summary in shown.items():
        yield _row([change, old, new, summary, what])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def main(arguments: list[str]) -> int:
    """`python -m queries.analysis.changes_page [RELEASES]`, by default `releases` beside the code."""
    here = Path(__file__).resolve().parents[2] / "releases"
    sys.stdout.write(page(current(Path(arguments[0]) if arguments else here).tables()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
