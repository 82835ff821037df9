"""The pictures of analyses: the matrix of topics and bodies, and the network of bodies."""

from __future__ import annotations

from outputs.svg.canvas import Frame
from outputs.svg.matrix import MOST_COLUMNS, MOST_ROWS, Matrix, draw_matrix
from outputs.svg.network import draw_network
from queries.analysis.matrix import LEAD_COLUMNS, LETTERS, LETTERS_NOTE, READ_IN_MARK
from queries.analysis.network import Network, body_graph
from queries.table import Table, Words

MEDIA_TYPE = "image/svg+xml"
PART_OF = {letter: part for part, letter in LETTERS.items()} | {READ_IN_MARK: "read-in"}
# Figures beneath a picture: as many rows as a page bears.
MOST_FIGURES = 20


def matrix_picture(table: Table, asked: Words) -> bytes:
    """The table of `matrix_table` drawn, `asked` in its title: as many rows as a page bears, and the bodies that have a part in them.

    Signs stand for the letters of the table, so the note on letters gives way to the legend.
    """
    what = table.columns[LEAD_COLUMNS - 1]
    of = Words("事项", "topics") if what.key == "topic_zh" else Words("责任", "duties")
    rows = table.rows[:MOST_ROWS]
    counts = [
        sum(row[number] is not None for row in rows) for number in range(LEAD_COLUMNS, len(table.columns))
    ]
    used = sorted((number for number, count in enumerate(counts) if count), key=lambda n: (-counts[n], n))
    shown = sorted(used[:MOST_COLUMNS])
    cells = {
        (number, place): tuple(PART_OF[letter] for letter in str(row[column + LEAD_COLUMNS]))
        for number, row in enumerate(rows)
        for place, column in enumerate(shown)
        if row[column + LEAD_COLUMNS] is not None
    }
    names = [column.zh for column in table.columns[LEAD_COLUMNS:]]
    matrix = Matrix(tuple(str(row[1]) for row in rows), tuple(names[one] for one in shown), cells)
    figures = [(names[one], str(counts[one])) for one in used[:MOST_FIGURES]]
    frame = Frame(
        _asked(table.title, asked),
        Words(
            f"{len(rows)}个{of.zh}、{len(shown)}类部门；格中的符号是部门在其中的角色。",
            f"{len(rows)} {of.en} and {len(shown)} kinds of body; a sign is the part a body has in it.",
        ),
        (("部门", f"有角色的{of.zh}数"), *figures),
        (
            *_left_out(of, len(table.rows) - len(rows), len(used) - len(shown)),
            *(note for note in table.notes if note is not LETTERS_NOTE),
        ),
        table.release,
    )
    return draw_matrix(matrix, frame)


def network_picture(graph: Network, release: str, asked: Words) -> bytes:
    """Bodies in a ring, tied where one cooperates under the other."""
    bodies = body_graph(graph)
    title = Words("部门之间谁配合谁", "Which bodies cooperate")
    order = sorted(bodies, key=lambda one: (-bodies.nodes[one]["weight"], one))
    figures = [
        (bodies.nodes[one]["zh"], str(bodies.nodes[one]["weight"]), str(bodies.degree[one]))
        for one in order[:MOST_FIGURES]
    ]
    frame = Frame(
        _asked(title, asked),
        Words(
            f"{len(bodies)}类部门，{bodies.number_of_edges()}条配合关系。圆的大小是领责（牵头、监管、处罚、许可）的事项数，线的粗细是共同的责任数。",
            f"{len(bodies)} kinds of body, {bodies.number_of_edges()} ties. A circle is as large as the topics with a leading part (lead, supervise, punish, permit), a line as thick as the duties shared.",
        ),
        (("部门", "领责的事项", "有配合关系的部门"), *figures),
        (
            Words(
                "圆越大，领责（牵头、监管、处罚、许可）的事项越多；线越粗，共同的责任越多。粗黑圈：少了它，有的事项就没有领责部门。"
                "一种颜色是配合较多的一群，灰色的不属于较大的群。表中最多二十类，全部数字见同一地址的表。",
                "The larger a circle, the more topics it leads (leads, supervises, punishes, permits); the thicker a line, the more duties are shared. A thick ring: without it some topic has nobody with a leading part. A colour is a group that cooperates mostly among itself; grey is in none of the larger ones. The table holds twenty at most; all figures are in the table at the same address.",
            ),
        ),
        release,
    )
    return draw_network(bodies, frame)


def _asked(title: Words, asked: Words) -> Words:
    return Words(f"{title.zh}（{asked.zh}）", f"{title.en} ({asked.en})")


def _left_out(of: Words, rows: int, columns: int) -> tuple[Words, ...]:
    if not rows and not columns:
        return ()
    return (
        Words(
            f"一页画不下：另有{rows}个{of.zh}、{columns}类部门，见同一地址的表。",
            f"More than a page holds: {rows} {of.en} and {columns} kinds of body are left out; see the table at the same address.",
        ),
    )
