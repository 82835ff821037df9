"""What the endpoint says when it does not answer: problem details with a stable type, in both languages."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from api.models import Problem
from api.problems import MEDIA_TYPE, TITLES

if TYPE_CHECKING:
    from api.sparql.tokens import Token

TITLES_HERE = TITLES | {
    403: ("不允许", "forbidden"),
    429: ("请求过多", "too many requests"),
    503: ("暂时不能回答", "unavailable for now"),
    504: ("查询超时", "query timed out"),
    507: ("超出资源限制", "over a resource limit"),
}
AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
Headers = list[tuple[bytes, bytes]]


class QueryProblem(Problem):
    """A problem with a query: where it is and what may help. Lines and columns count from 1."""

    line: int | None = None
    column: int | None = None
    token: str | None = None
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
        token: str | None = None,
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
            token=token,
            hint=hint[0] if hint else None,
            hint_en=hint[1] if hint else None,
        )

    def response(self, root: str = "") -> tuple[int, Headers, bytes]:
        """Status, headers and body; the page of its type is below the path `root` of a proxy."""
        placed = self.problem.model_copy(update={"type": root + self.problem.type})
        body = placed.model_dump_json(exclude_none=True).encode()
        headers: Headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            *((name.encode(), value.encode()) for name, value in self.headers),
        ]
        return self.problem.status, headers, body


def bad(parameter: str, zh: str, en: str) -> Refused:
    return Refused(400, "bad-request", zh, en, parameter=parameter)


def check_release(named: str | None, answers: str) -> None:
    """Raises Refused where another release was put in service while a query that names one waited for its turn."""
    if named is not None and named != answers:
        raise Refused(503, "data-unavailable", "刚换了版本，请再试一次", "the release was changed just now; try again",
                      headers=(("retry-after", "1"),))  # fmt: skip


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
    """The 400 of a query that does not parse: where, at which word, and why as far as the parser knows."""
    found = re.search(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if found is None:
        position, token, why = None, None, " ".join(message.split())[:200]
    else:
        position = (int(found[1]), int(found[2]))
        token, why = _token_at(query, position), _reason(found[3])
        if "Prefix not found" in why and (name := _undeclared(query)) is not None:
            # The parser stops behind the name; a reader looks for the name itself.
            before = query[: name.start]
            position = (before.count("\n") + 1, name.start - (before.rfind("\n") + 1) + 1)
            token, why = name.text[:40], ""
    line, column = position or (1, 1)
    zh = f"第{line}行第{column}列，{f'在“{token}”处' if token else '在末尾'}"
    en = f"line {line}, column {column}, {f'at “{token}”' if token else 'at the end'}"
    return Refused(
        400, "query-syntax", f"查询不合SPARQL语法：{zh}{why and '：' + why}", f"not SPARQL: {en}{why and ': ' + why}",
        parameter="query", position=position, token=token, hint=_hint(query, message),
    )  # fmt: skip


def _reason(expected: str) -> str:
    """The sentences among what the parser expected; its keywords are those of any rule it tried, and mislead."""
    words = re.sub(r"^expected (one of )?|\[[^\[\]]*\]", "", " ".join(expected.split()))
    return "; ".join(part for word in words.split(", ") if " " in (part := word.strip()) and "'" not in part)


def _token_at(query: str, position: tuple[int, int]) -> str | None:
    """The token at a place; None at the end of the query."""
    from api.sparql.tokens import tokens

    line, column = position
    lines = query.split("\n")
    start = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    for token in tokens(query):
        if token.start + len(token.text) > start:
            return token.text[:40]
    return None


def _undeclared(query: str) -> Token | None:
    """The first name whose prefix no PREFIX declares."""
    from api.sparql.tokens import tokens

    found = list(tokens(query))
    declared = {b.text for a, b in pairwise(found) if a.text.upper() == "PREFIX"}
    names = (one for one in found if one.kind == "name" and not one.text.startswith("_:"))
    return next((one for one in names if one.text.partition(":")[0] + ":" not in declared), None)


def _hint(query: str, message: str) -> tuple[str, str]:
    from api.sparql.shape import FORMS
    from api.sparql.tokens import tokens

    if (name := _undeclared(query)) is not None:
        prefix = name.text.partition(":")[0] + ":"
        return f"前缀 {prefix} 没有用PREFIX声明", f"the prefix {prefix} is not declared with PREFIX"
    found = list(tokens(query))
    if (
        full := next((t.text for t in found if t.text in "（），；“”。：" and t.kind == "mark"), None)
    ) is not None:
        return f"有全角符号 {full}，应用半角", f"the full-width mark {full} should be an ASCII one"
    if "variable that is unbound" in message:
        return (
            "SELECT里的变量应在GROUP BY里，或在聚合函数里",
            "a variable in SELECT has to be in GROUP BY or inside an aggregate",
        )
    if not any(t.kind == "word" and t.text.upper() in FORMS for t in found):
        return "查询应有SELECT、ASK、CONSTRUCT或DESCRIBE", "a query is a SELECT, ASK, CONSTRUCT or DESCRIBE"
    if any(a.text.upper() == "SELECT" and b.text.upper() in AGGREGATES for a, b in pairwise(found)):
        return "聚合要写成 (COUNT(*) AS ?n)", "an aggregate is written (COUNT(*) AS ?n)"
    if any(t.kind == "open" for t in found):
        return "有没有闭合的引号", "a quotation mark is not closed"
    opened = sum(t.text == "{" for t in found) - sum(t.text == "}" for t in found)
    if opened:
        return "花括号不成对", "the braces do not pair"
    return "看看所指位置之前的词和标点", "look at the word and punctuation just before that place"
