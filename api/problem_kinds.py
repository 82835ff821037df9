"""Every kind of problem that has a type of its own, `/problems/…`: when it comes and what then helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ProblemKind:
    """The statuses it comes with, and when, in both languages; words in backticks are code."""

    statuses: tuple[int, ...]
    zh: str
    en: str


KINDS: Mapping[str, ProblemKind] = {
    "bad-request": ProblemKind(
        (400,),
        "缺少参数、参数重复或值不对",
        "a parameter missing, given twice, or with a bad value",
    ),
    "unknown-parameter": ProblemKind(
        (400,),
        "参数不是 `query`、`format`、`timeout`、`release`、`default-graph-uri`、`named-graph-uri`",
        "a parameter that is not `query`, `format`, `timeout`, `release`, `default-graph-uri`, `named-graph-uri`",
    ),
    "no-content-type": ProblemKind((400,), "POST 没有 `Content-Type`", "a POST without `Content-Type`"),
    "incomplete": ProblemKind((400,), "请求体没有传完", "a body that broke off"),
    "query-syntax": ProblemKind(
        (400,),
        "不合 SPARQL 语法；`line`、`column`、`token`、`hint` 指出位置",
        "not SPARQL; `line`, `column`, `token`, `hint`",
    ),
    "query-evaluation": ProblemKind(
        (400,),
        "SPARQL 无法求值，如没有的函数",
        "SPARQL that cannot be evaluated, such as an unknown function",
    ),
    "update-not-offered": ProblemKind(
        (400, 403),
        "更新语句当作查询或当作更新发来",
        "an update sent as a query, or as an update",
    ),
    "service-forbidden": ProblemKind((403,), "查询里有 `SERVICE`", "`SERVICE`"),
    "unknown-release": ProblemKind(
        (404,),
        "没有这个版本，或者已不保留",
        "a release that is not there, or no longer",
    ),
    "method-not-allowed": ProblemKind(
        (405,), "方法不是 GET、HEAD、POST、OPTIONS", "not GET, HEAD, POST, OPTIONS"
    ),
    "not-acceptable": ProblemKind(
        (406,),
        "没有所要的格式；`choices` 列出有的",
        "no format that was asked for; `choices` are those there are",
    ),
    "query-too-long": ProblemKind((413,), "超过 200,000 字节", "over 200,000 bytes"),
    "unsupported-media-type": ProblemKind(
        (415,),
        "既不是表单，也不是 UTF-8 的 `application/sparql-query`；见 `Accept-Post`",
        "neither a form nor `application/sparql-query` in UTF-8; see `Accept-Post`",
    ),
    "queue-full": ProblemKind(
        (429,),
        "排队的查询太多；过 `Retry-After` 再来",
        "too many wait; come again after `Retry-After`",
    ),
    "queue-timeout": ProblemKind(
        (503,), "等得太久；过 `Retry-After` 再来", "waited too long; come again after `Retry-After`"
    ),
    "data-unavailable": ProblemKind(
        (503,), "数据读不进来；稍后会再试", "the data cannot be loaded; tried again after a pause"
    ),
    "worker-crashed": ProblemKind(
        (503,), "执行查询的进程意外结束", "the process of the query ended unexpectedly"
    ),
    "query-timeout": ProblemKind((504,), "超过时限，已停止", "over its time, and stopped"),
    "memory-limit": ProblemKind((507,), "超过内存上限", "over its memory"),
    "result-too-large": ProblemKind((507,), "结果超过一吉字节", "a result over a gigabyte"),
}
