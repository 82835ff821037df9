"""What the endpoint says when it does not answer: problem details with a stable type, in both languages."""

from __future__ import annotations

import re
from itertools import pairwise

from api.models import Problem
from api.problems import MEDIA_TYPE, TITLES

TITLES_HERE = TITLES | {
    403: ("不允许", "forbidden"),
    429: ("请求过多", "too many requests"),
    503: ("暂时不能回答", "unavailable for now"),
    504: ("查询超时", "query timed out"),
    507: ("超出资源限制", "over a resource limit"),
}
Headers = list[tuple[bytes, bytes]]


class QueryProblem(Problem):
    """A problem with a query: where it is and what may help. Lines and columns count from 1."""

    line: int | None = None
    column: int | None = None
    hint: str | None = None
    hint_en: str | None = None


class Refused(Exception):
    """The request is not answered; carries the problem and further headers."""

    def __init__(
        self,
        status: int,
        kind: str,
        zh: str,
        en: str,
        *,
        parameter: str | None = None,
        choices: tuple[str, ...] = (),
        position: tuple[int, int] | None = None,
        hint: tuple[str, str] | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(en)
        self.headers = headers
        self.problem = QueryProblem(
            type=f"/problems/{kind}",
            title=" / ".join(TITLES_HERE.get(status, ("请求未能完成", "request failed"))),
            status=status,
            detail=zh,
            detail_en=en,
            parameter=parameter,
            choices=list(choices),
            line=position[0] if position else None,
            column=position[1] if position else None,
            hint=hint[0] if hint else None,
            hint_en=hint[1] if hint else None,
        )

    def response(self) -> tuple[int, Headers, bytes]:
        """Status, headers and body."""
        body = self.problem.model_dump_json(exclude_none=True).encode()
        headers: Headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            *((name.encode(), value.encode()) for name, value in self.headers),
        ]
        return self.problem.status, headers, body


def bad(parameter: str, zh: str, en: str) -> Refused:
    return Refused(400, "bad-request", zh, en, parameter=parameter)


def forbidden_service() -> Refused:
    return Refused(
        403, "service-forbidden", "这里不执行SERVICE", "SERVICE is not carried out here",
        hint=("请在自己的端点上做联合查询", "federate from an endpoint of your own"),
    )  # fmt: skip


def forbidden_update(status: int, word: str) -> Refused:
    return Refused(
        status, "update-not-offered", f"这里只可查询，不可更新：{word}", f"read only, no updates: {word}"
    )


def unparsable(message: str, query: str) -> Refused:
    """The 400 of a query that does not parse."""
    found = re.search(r"(\d+):(\d+)", message)
    message = " ".join(message.split())[:200]
    position = (int(found[1]), int(found[2])) if found else None
    return Refused(
        400, "query-syntax", f"查询不合SPARQL语法：{message}", f"not SPARQL: {message}",
        parameter="query", position=position, hint=_hint(query),
    )  # fmt: skip


def _hint(query: str) -> tuple[str, str]:
    from api.sparql.tokens import tokens

    found = list(tokens(query))
    declared = {b.text for a, b in pairwise(found) if a.text.upper() == "PREFIX"}
    for token in found:
        if token.kind == "name" and not token.text.startswith("_:"):
            prefix = token.text.partition(":")[0] + ":"
            if prefix not in declared:
                return f"前缀 {prefix} 没有用PREFIX声明", f"the prefix {prefix} is not declared with PREFIX"
    if (
        full := next((t.text for t in found if t.text in "（），；“”。：" and t.kind == "mark"), None)
    ) is not None:
        return f"有全角符号 {full}，应用半角", f"the full-width mark {full} should be an ASCII one"
    opened = sum(t.text == "{" for t in found) - sum(t.text == "}" for t in found)
    if opened:
        return "花括号不成对", "the braces do not pair"
    return "看看所指位置之前的词和标点", "look at the word and punctuation just before that place"
