"""The endpoint for people: a form with examples that work, results as a table, refusals in words. No scripts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from msgspec.structs import replace
from pyoxigraph import BlankNode, NamedNode

from api.linked.example_queries import example_list
from api.linked.html import Frame, both, page, section
from api.linked.places import Place
from api.sparql.accept import EXCEL
from api.sparql.config import Edition
from api.sparql.description import Described
from api.sparql.frames import Job, Ready
from api.sparql.protocol import Asked, query_in
from api.sparql.refusal import Headers, QueryProblem, Refused
from api.sparql.shape import shape_of
from api.sparql.table import JSON, N_TRIPLES, Rows, read_rows, table_of
from graph.dataset_graph import DATASET, PREFIXES

# A page is for reading; whole results come in the other formats.
PAGE_ROWS, PAGE_BYTES = 1000, 20_000_000
ROW_FORMATS = ("csv", EXCEL, "tsv", "json", "xml")
GRAPH_FORMATS = ("ttl", "nt", "jsonld", "rdfxml", "trig", "nq")
FORMATS = ("html", *ROW_FORMATS, *GRAPH_FORMATS)
ANYWHERE = "SELECT ?type (COUNT(*) AS ?count) WHERE { ?thing a ?type } GROUP BY ?type ORDER BY DESC(?count)"
HERE = """PREFIX sg:   <https://w3id.org/shuiguan/def#>
PREFIX dct:  <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
# 哪些条款规定谁来处罚建筑施工噪声，从哪天到哪天 / who punishes building-site noise under which clause, and when
SELECT ?责任 ?处罚部门 ?条款 ?起 ?止 WHERE {
  ?事项 skos:prefLabel "建筑施工噪声"@zh .
  ?d dct:subject ?事项 ; skos:prefLabel ?责任 ;
     sg:punisher/skos:prefLabel ?处罚部门 ; sg:statedIn/skos:prefLabel ?条款 .
  OPTIONAL { ?d sg:validFrom ?起 }
  OPTIONAL { ?d sg:validUntil ?止 }
  FILTER(LANGMATCHES(LANG(?处罚部门), "zh"))
} ORDER BY ?起 ?条款"""


@dataclass(frozen=True)
class Desk:
    """Where the page is and of what: the path of the endpoint, the path of a proxy before it, what is served."""

    path: str
    root: str
    edition: Edition

    @property
    def site(self) -> bool:
        """Whether the rest of the site is there too: a release says of itself what a bare file does not."""
        return self.edition.more is not None

    def whole(self, title: str, body: Iterator[str]) -> bytes:
        # The endpoint's own path, not one below it: it may be mounted anywhere.
        place = Place(self.path.removeprefix(self.root), self.root)
        return page(Frame(place, self.edition.release, self.path, site=self.site), title, body)


UNION = (
    "默认图是所有图的合并，除非查询或请求指明数据集。",
    "The default graph is the union of all graphs, unless the query or the request names a data set.",
)
PLAIN = (
    "默认图不含命名图，要用GRAPH或FROM指明。",
    "The default graph holds none of the named graphs: name them by GRAPH or FROM.",
)


def form_page(desk: Desk, ready: Ready, union: bool) -> bytes:
    """The page of a bare request. Reads what the release says of itself, which may take a while."""
    return desk.whole("SPARQL", _form_body(desk, ready, union))


def _form_body(desk: Desk, ready: Ready, union: bool) -> Iterator[str]:
    sizes = (
        f"{ready.quads:,} {both('条陈述', 'statements')} · {len(ready.graphs)} {both('个图', 'named graphs')}"
    )
    yield f"<h1>SPARQL</h1><p>{sizes}。{both(*(UNION if union else PLAIN))}</p>\n"
    yield _form(desk, HERE if desk.site else ANYWHERE)
    if desk.edition.more is not None:
        node = BlankNode()
        said = desk.edition.more(Described(NamedNode(DATASET), node, node))
        yield section(both("查询示例", "example queries"), example_list(said, desk.root), "examples")
        yield section(both("前缀", "prefixes"), _prefixes(), "prefixes")
        yield section(both("另见", "see also"), _elsewhere(desk.root), "elsewhere")
    graphs = "".join(f"<li><code>{escape(iri)}</code> {count:,}</li>" for iri, count in ready.graphs)
    listed = f"<details><summary>{len(ready.graphs)}</summary><ul>{graphs}</ul></details>"
    yield section(both("图", "named graphs"), listed, "graphs")


def _prefixes() -> str:
    lines = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
    return f"<details><summary>{len(PREFIXES)}</summary><pre>{escape(lines)}</pre></details>"


def _elsewhere(root: str) -> str:
    links = (
        ("/v1/queries", "带参数的预存查询", "stored queries with parameters"),
        ("/def", "词表：类和属性的中英文名称", "the vocabulary: classes and properties by name"),
        ("/dataset", "数据集说明、下载、引用", "the data set: description, downloads, citation"),
    )
    return "<ul>" + "".join(f'<li><a href="{root}{path}">{both(zh, en)}</a></li>' for path, zh, en in links) + "</ul>"  # fmt: skip


def first_rows(job: Job, form: str | None) -> Job:
    """The job whose answer a page shows: no more rows than it has, in a form it can read."""
    return replace(
        job,
        media=JSON if form in ("SELECT", "ASK") else N_TRIPLES,
        capped_query=shape_of(job.query, PAGE_ROWS).capped,
        rows=PAGE_ROWS,
        result_bytes=PAGE_BYTES,
        # All of it is held back, so that a cut is known before the first byte.
        hold_bytes=PAGE_BYTES + 1,
    )


def result_page(desk: Desk, asked: Asked, body: bytes, media: str, cut: bool) -> bytes:
    """What a query has found; `cut` when there is more than a page shows."""
    return desk.whole("SPARQL", _result_body(desk, asked, read_rows(body, media), cut))


def _result_body(desk: Desk, asked: Asked, rows: Rows, cut: bool) -> Iterator[str]:
    yield f"<h1>{both('查询结果', 'result')}</h1>\n"
    count = f"{len(rows.rows):,} {both('行', 'row' if len(rows.rows) == 1 else 'rows')}"
    if cut:
        only = both(
            f"只列前 {PAGE_ROWS} 行，不是全部；", f"only the first {PAGE_ROWS} rows are shown, not all;"
        )
        count = f'<div class="notice"><p>{only} {both("全部结果：", "all of them:")} {_others(desk, asked, rows)}</p></div>'  # fmt: skip
    elif rows.answer is None:
        count = f"<p>{count} · {both('其他格式', 'other formats')} {_others(desk, asked, rows)}</p>"
    else:
        yes = both("是", "yes") if rows.answer else both("否", "no")
        count = f"<p><strong>{yes}</strong> · {_others(desk, asked, rows)}</p>"
    yield count + "\n"
    if rows.answer is None:
        yield table_of(rows, desk.root, desk.site)
    if desk.site:
        cited = f"谁管 shuiguan 数据，版本 {desk.edition.release}，SPARQL 查询结果。{DATASET}"
        fixed_to = dataclasses.replace(asked, release=desk.edition.release)
        pairs = [("query", asked.query), *_named(fixed_to)]
        href = escape(f"{desk.path}?{urlencode(pairs)}")
        fixed = both("固定在这个版本的链接，查询在其中", "link fixed to this release, which holds the query")
        yield f'<p class="cite">{escape(cited)}</p><p><a href="{href}">{fixed}</a></p>'
    yield section(both("改一改再问", "change it and ask again"), _form(desk, asked.query, _named(asked)), "again")  # fmt: skip


def _others(desk: Desk, asked: Asked, rows: Rows) -> str:
    formats = GRAPH_FORMATS if rows.graph else ROW_FORMATS if rows.answer is None else ("json", "xml")
    pairs = [("query", asked.query), *_named(asked)]
    links = ((name, urlencode([*pairs, ("format", name)])) for name in formats)
    return " · ".join(f'<a href="{escape(f"{desk.path}?{query}")}">{name}</a>' for name, query in links)


def _named(asked: Asked) -> list[tuple[str, str]]:
    """The data set and the release of the request, as its parameters name them."""
    return [
        *([("release", asked.release)] if asked.release else []),
        *(("default-graph-uri", iri) for iri in asked.default_graphs or ()),
        *(("named-graph-uri", iri) for iri in asked.named_graphs or ()),
    ]


def problem_page(desk: Desk, query_string: bytes, refused: Refused) -> tuple[Headers, bytes]:
    """Why a query has no answer, with the query to mend where it stands in the address."""
    headers: Headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"no-store"),
        *((name.encode(), value.encode()) for name, value in refused.headers),
    ]
    query = query_in(query_string, "query")
    return headers, desk.whole(refused.problem.title, _problem_body(desk, query, refused.problem))


def _problem_body(desk: Desk, query: str, problem: QueryProblem) -> Iterator[str]:
    yield f'<p class="kind">HTTP {problem.status}</p><h1>{escape(problem.title)}</h1>\n'
    yield f'<div class="notice"><p>{both(problem.detail, problem.detail_en)}</p>'
    if problem.hint:
        yield f"<p>{both(problem.hint, problem.hint_en)}</p>"
    yield "</div>\n"
    if problem.line is not None and problem.column is not None:
        yield _marked(query, problem.line, problem.column, problem.token)
    if problem.choices:
        yield f"<p>{both('可用', 'there are')}: {', '.join(f'<code>{escape(one)}</code>' for one in problem.choices)}</p>"
    if desk.site:
        yield f'<p><a href="{escape(desk.root + problem.type)}">{both("这种错误的说明", "what this kind of problem means")}</a></p>'
    yield _form(desk, query or (HERE if desk.site else ANYWHERE))


def _marked(query: str, line: int, column: int, token: str | None) -> str:
    """The line of the fault with the place marked."""
    text = (query.split("\n")[line - 1 : line] or [""])[0]
    after = text[column - 1 :].lstrip()
    before = text[: len(text) - len(after)]
    word = token if token and after.startswith(token) else after[:1]
    return f"<pre>{line}: {escape(before)}<mark>{escape(word) or '&nbsp;'}</mark>{escape(after[len(word) :])}</pre>\n"


def _form(desk: Desk, query: str, kept: Sequence[tuple[str, str]] = ()) -> str:
    options = "".join(f'<option value="{name}">{name}</option>' for name in FORMATS)
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in kept)
    rows = min(max(8, query.count("\n") + 2), 24)
    return f"""<form action="{escape(desk.path)}" method="get">{hidden}
<label for="query">{both("查询", "query")}</label>
<textarea id="query" name="query" rows="{rows}" spellcheck="false" required>{escape(query)}</textarea>
<label for="format">{both("格式", "format")}</label>
<select id="format" name="format">{options}</select> <button>{both("执行", "run")}</button></form>
"""
