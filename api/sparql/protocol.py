"""SPARQL 1.1 Protocol: an HTTP request becomes one `Asked`, or is refused."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from api.sparql.refusal import Refused, bad, forbidden_update

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
MANY = frozenset({"default-graph-uri", "named-graph-uri"})
ONCE = frozenset({"query", "format", "timeout", "release"})
ACCEPT_POST = (("accept-post", f"{FORM}, {DIRECT}"),)


@dataclass(frozen=True)
class Asked:
    """One query as asked. The graphs are None where the request names none of either kind, the release is None
    where it names none."""

    query: str
    format: str | None
    seconds: float
    default_graphs: list[str] | None
    named_graphs: list[str] | None
    release: str | None = None


def read_get(query_string: bytes, limit: float) -> Asked | None:
    """None for a bare request, which is answered by the service description."""
    pairs = _pairs(query_string)
    if not {name for name, _ in pairs} - {"format"}:
        return None
    return _asked(pairs, limit)


def read_format(query_string: bytes) -> str | None:
    """The format of a bare request. Raises Refused when it is given twice."""
    formats = [value for name, value in _pairs(query_string) if name == "format"]
    if len(formats) > 1:
        raise _twice("format")
    return formats[0] if formats else None


def query_in(query_string: bytes, name: str) -> str:
    """The first value of a parameter in a URL that may be wrong in any way; empty where there is none."""
    try:
        pairs = parse_qsl(query_string.decode("utf-8", "replace"), max_num_fields=1000)
    except ValueError:
        return ""
    return next((value for key, value in pairs if key == name), "")


def read_post(content_type: str | None, query_string: bytes, body: bytes, limit: float) -> Asked:
    """The query of a POST by form or by bare text. Raises Refused."""
    kind = _kind(content_type)
    in_url = _pairs(query_string)
    if kind == FORM:
        if any(name in MANY | {"query"} for name, _ in in_url):
            raise bad("query", "参数应都在表单里", "with a form, all parameters belong in the body")
        return _asked(in_url + _pairs(body), limit)
    if any(name == "query" for name, _ in in_url):
        raise bad("query", "请求体和网址里都有查询", "a query in both the body and the URL")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise bad("query", "请求体不是UTF-8", "the body is not UTF-8") from None
    return _asked([*in_url, ("query", text)], limit)


def _kind(content_type: str | None) -> str:
    if not content_type:
        raise Refused(400, "no-content-type", "POST缺Content-Type", "POST without a Content-Type",
                      headers=ACCEPT_POST)  # fmt: skip
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    if kind == UPDATE:
        raise forbidden_update(403, kind)
    charsets = [p.partition("=")[2].strip('" ') for p in parameters if p.startswith("charset")]
    if kind not in (FORM, DIRECT) or any(c not in ("utf-8", "utf8") for c in charsets):
        raise Refused(415, "unsupported-media-type", f"不收这种请求体：{content_type[:80]}",
                      f"no such body: {content_type[:80]}", headers=ACCEPT_POST)  # fmt: skip
    return kind


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    # Raw UTF-8 (a Chinese IRI typed as it is) is taken too; each value is decoded once.
    try:
        return parse_qsl(
            encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=1000
        )
    except ValueError:
        raise bad("query", "参数不是UTF-8，或太多", "parameters are not UTF-8, or too many") from None


def _asked(pairs: list[tuple[str, str]], limit: float) -> Asked:
    names = [name for name, _ in pairs]
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name in names):
        if "query" in names:
            raise bad("update", "query与update不能同时出现", "query and update together")
        raise forbidden_update(403, "update")
    known = tuple(sorted(MANY | ONCE))
    for name in names:
        if name not in known:
            raise Refused(400, "unknown-parameter", f"没有这个参数：{name[:40]}",
                          f"no such parameter: {name[:40]}", parameter=name[:40], choices=known)  # fmt: skip
        if name in ONCE and names.count(name) > 1:
            raise _twice(name)
    given = dict(pairs)
    if not given.get("query", "").strip():
        raise bad("query", "缺少query", "the query is missing")
    default = [value for name, value in pairs if name == "default-graph-uri"]
    named = [value for name, value in pairs if name == "named-graph-uri"]
    for name, value in pairs:
        if name in MANY:
            _check_iri(name, value)
    some = bool(default or named)
    return Asked(
        query=given["query"],
        format=given.get("format"),
        seconds=read_seconds(given.get("timeout"), limit),
        default_graphs=default if some else None,
        named_graphs=named if some else None,
        release=given.get("release") or None,
    )


def _twice(name: str) -> Refused:
    return bad(name, f"参数重复：{name}", f"given twice: {name}")


def _check_iri(name: str, text: str) -> None:
    import pyoxigraph

    try:
        pyoxigraph.NamedNode(text)
    except ValueError:
        raise bad(name, f"不是绝对IRI：{text[:80]}", f"not an absolute IRI: {text[:80]}") from None


def read_seconds(text: str | None, limit: float) -> float:
    """The time a query may take: the limit, or less where less is asked for. Raises Refused."""
    if text is None:
        return limit
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < float("inf"):
        raise bad("timeout", "timeout是大于零的秒数", "timeout is a number of seconds above zero")
    return min(seconds, limit)
