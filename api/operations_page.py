"""The page of all operations: `python -m api.operations_page` prints `docs/api.md`; a test holds the two equal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

HEAD = """# 接口一览 / the HTTP API

Every operation of the service. The schema with all parameters, models and statuses is at `/openapi.json`; it is generated from the code, and
generated requests hold the code to it in the test run. What all have in common:

- **Errors** are problem details (RFC 9457, `application/problem+json`) in Chinese and English: `detail`, `detail_en`, the `parameter` at fault,
  `choices` where there are some. A parameter that an operation does not have is refused (400), never ignored. A `type` other than `about:blank` leads to a page.
- **Days** are `YYYY-MM-DD` in Asia/Shanghai. `on` is the day asked about; a span holds its first day and not its last.
- **Caching**: answers carry a strong `ETag` (release and request) and `Shuiguan-Release`; `If-None-Match` gives 304. `HEAD` answers like `GET`
  without the body, `OPTIONS` lists the methods of a path.
- **Releases**: where an operation has `release`, the question is asked of that release as it was (ids: `/v1/releases`; 404 for one that is not kept);
  without it, of the one in service.
- **Tables** (`csv`, `md`, `xlsx` beside `json`, some also `svg`, `graphml`, `ics`) by `format=` or `Accept`; pages by `limit` and `cursor`, the next one in
  `next` and as `Link: rel="next"`; a cursor is good for the same release, day and parameters alone (400 otherwise). In CSV a text that a spreadsheet would run gets an apostrophe before it.
- **The office** (`/v1/office/…`) takes `Authorization: Bearer KEY`; every change takes `If-Match` with the `ETag` that was read, and registering an
  `Idempotency-Key`. Roles and operations: [office.md](office.md).

This page is printed by `python -m api.operations_page`.
"""
# Tags in the order of the page, with their headings; operations without one come last.
HEADINGS: Mapping[str, str] = {
    "lookup": "查询 / lookup",
    "topics": "事项 / topics",
    "areas": "地区 / areas",
    "bodies": "部门与机构 / bodies",
    "analysis": "分析 / analysis",
    "calendar": "日历 / calendar",
    "leaders": "领导责任 / leaders",
    "releases": "版本 / releases",
    "sparql": "SPARQL",
    "queries": "存好的查询 / stored queries",
    "linked data": "关联数据 / linked data",
    "data set": "数据集 / data set",
    "office": "协调办公室 / the office",
    "health": "运行状况 / health",
}


def page(schema: Mapping[str, Any]) -> str:
    """The page for a schema, operations in the order of the schema under the heading of their first tag."""
    return "".join(line + "\n" for line in _lines(schema))


def _lines(schema: Mapping[str, Any]) -> Iterator[str]:
    yield HEAD
    found: dict[str, list[str]] = {tag: [] for tag in HEADINGS}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            tag = next(iter(operation.get("tags", ())), "")
            found.setdefault(tag, []).append(_row(method, path, operation))
    for tag, rows in found.items():
        if rows:
            yield f"## {HEADINGS.get(tag, tag or '其他 / other')}"
            yield ""
            yield "| request | operation | what |"
            yield "|---|---|---|"
            yield from rows
            yield ""


def _row(method: str, path: str, operation: Mapping[str, Any]) -> str:
    summary = str(operation.get("summary", "")).replace("|", "\\|")
    return f"| `{method.upper()} {path}` | `{operation['operationId']}` | {summary} |"


if __name__ == "__main__":
    from api.app import create_app

    sys.stdout.write(page(create_app().openapi()))
