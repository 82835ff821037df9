"""The page of the data set: what is in it, how to get it, how to ask it, which releases there were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from pyoxigraph import Literal, NamedNode

from api.linked.example_queries import example_list
from api.linked.html import Frame, both, named, page, section, table
from api.linked.places import EXTENSION_OF, HTML, OFFERED
from graph.dataset_graph import COUNTS_NOTE, DATASET, DESCRIPTION, TITLE, VOID
from graph.release import Release
from outputs.dataset import Described
from outputs.export import SUMS, File
from queries.thing import Things

Rows = list[tuple[str, ...]]


def dataset_page(
    one: Described, files: Sequence[File], kept: Iterable[Release], things: Things, frame: Frame
) -> bytes:
    return page(frame, "数据集", _body(one, files, kept, things, frame))


def _body(
    one: Described, files: Sequence[File], kept: Iterable[Release], things: Things, frame: Frame
) -> Iterator[str]:
    counts = one.counts()
    yield f'<p class="kind">{both("数据集", "data set")}</p><h1>{escape(TITLE[0])}</h1>\n'
    yield f'<p lang="en">{escape(TITLE[1])}</p>\n<p>{both(*DESCRIPTION)}</p>\n'
    yield f"<p>{both('数据截至', 'kept up to')} {escape(one.cut_off)} · {counts['triples']:,} {both('条陈述', 'statements')} · "
    yield f"{len(one.graphs)} {both('个图', 'named graphs')}</p>\n"
    yield section(both("下载", "downloads"), _downloads(one, files, frame), "downloads")
    yield section(both("查询示例", "example queries"), example_list(one.own, frame.place.root), "examples")
    yield section(both("各类事物", "classes"), _classes(one, things, frame), "classes")
    yield section(both("属性", "properties"), _properties(one, things, frame), "properties")
    yield section(both("各图", "named graphs"), _graphs(one, files, frame), "graphs")
    yield section(both("版本", "releases"), _releases(one, kept, frame), "releases")
    yield section(both("引用与格式", "cite and formats"), _cite(one, frame), "cite")


def _downloads(one: Described, files: Sequence[File], frame: Frame) -> str:
    rows = [_file(one.release.id, file, frame) for file in files if file.graph is None]
    head = (both("文件", "file"), both("字节", "bytes"), "SHA-256")
    sums = f'<a href="{frame.place.root}/download/{one.release.id}/{SUMS}">{SUMS}</a>'
    note = both("一行命令核对：", "Check with:") + f" <code>sha256sum -c --ignore-missing {SUMS}</code>"
    return table(head, rows) + f"<p>{sums} · {note}</p>"


def _file(release: str, file: File, frame: Frame) -> tuple[str, str, str]:
    href = f"{frame.place.root}/download/{release}/{file.name}"
    return (
        f'<a href="{href}" download>{escape(file.name)}</a>',
        f"{file.size:,}",
        f"<code>{file.sha256}</code>",
    )


def _classes(one: Described, things: Things, frame: Frame) -> str:
    rows = _partition(one, "class", "entities", things, frame)
    head = (both("类", "class"), both("个数", "entities"))
    return table(head, rows, both(*COUNTS_NOTE))


def _properties(one: Described, things: Things, frame: Frame) -> str:
    rows = _partition(one, "property", "triples", things, frame)
    return table((both("属性", "property"), both("陈述数", "statements")), rows)


def _partition(one: Described, kind: str, count: str, things: Things, frame: Frame) -> Rows:
    """The partitions of the whole data set by class or property, largest first."""
    top = {t.object for t in one.own if t.subject == NamedNode(DATASET)}
    of = {t.subject: t.object for t in one.own if t.predicate.value == VOID + kind and t.subject in top}
    sizes = {
        t.subject: int(t.object.value)
        for t in one.own
        if t.predicate.value == VOID + count and t.subject in of and isinstance(t.object, Literal)
    }
    ordered = sorted(sizes, key=lambda node: (-sizes[node], str(of[node])))
    return [(named(things.name(of[node]), frame.place), f"{sizes[node]:,}") for node in ordered]


def _graphs(one: Described, files: Sequence[File], frame: Frame) -> str:
    by_graph: dict[str, list[File]] = {}
    for file in files:
        if file.graph:
            by_graph.setdefault(file.graph, []).append(file)
    rows: Rows = []
    for graph in one.graphs:
        links = " · ".join(
            f'<a href="{frame.place.root}/download/{one.release.id}/{file.name}" download>{file.kind}</a>'
            for file in by_graph.get(graph.iri, ())
        )
        rows.append((f"{both(graph.zh, graph.en)}<br><span class=\"iri\">{escape(graph.iri)}</span>", f"{graph.triples:,}", links))  # fmt: skip
    return table((both("图", "graph"), both("陈述数", "statements"), both("下载", "download")), rows)


def _releases(one: Described, kept: Iterable[Release], frame: Frame) -> str:
    rows: Rows = []
    for release in kept:
        now = both("在用", "in service") if release.id == one.release.id else ""
        link = f'<a href="{frame.place.root}/download/{release.id}/{SUMS}">{SUMS}</a>'
        rows.append(
            (f"<code>{escape(release.id)}</code>", escape(str(release.manifest()["cut_off"])), link, now)
        )
    head = (
        both("版本", "release"),
        both("数据截至", "kept up to"),
        both("文件", "files"),
        both("状态", "state"),
    )
    return table(head, rows)


def _cite(one: Described, frame: Frame) -> str:
    forms = " · ".join(
        f'<a href="{escape(frame.place.address(media))}" type="{media}">{EXTENSION_OF[media]}</a>'
        for media in OFFERED
        if media != HTML
    )
    cited = f"{TITLE[0]}。版本 {one.release.id}，数据截至 {one.cut_off}。{DATASET}"
    return f'<p class="cite">{escape(cited)}</p><p>{both("这份说明的其他格式", "this description as")} {forms}</p>'
