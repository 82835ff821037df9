"""What OpenAPI says beyond the routes: problem documents under their own media type, examples, and `/sparql`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from api.examples import lookup_examples
from api.problems import MEDIA_TYPE
from api.sparql.accept import GRAPH_TYPES, SELECT_TYPES

Schema = dict[str, Any]
PROBLEM: Schema = {"$ref": "#/components/schemas/Problem"}
PROBLEMS: Schema = {"content": {MEDIA_TYPE: {"schema": PROBLEM}}}
REFUSALS = {
    "400": "查询或参数有误 / bad query or parameter",
    "403": "不许可：更新、SERVICE / forbidden: updates, SERVICE",
    "404": "没有这个版本 / no such release",
    "406": "不提供所要的格式 / not acceptable",
    "413": "查询太长 / query too long",
    "415": "请求体格式不支持 / unsupported media type",
    "429": "排队的查询太多 / too many queries are waiting",
    "503": "等不到空闲的进程 / no process came free",
    "504": "查询超时，已停止 / the query took too long and was stopped",
    "507": "内存或结果超限 / memory or result over the limit",
}
DATASET = ("default-graph-uri", "named-graph-uri")
FORM = "application/x-www-form-urlencoded"


def extend_schema(app: FastAPI) -> None:
    """Complete the schema when it is first asked for; it is made once."""
    plain = app.openapi

    def whole() -> Schema:
        schema = plain()
        if "/sparql" not in schema["paths"]:
            schema["paths"]["/sparql"] = {"get": _sparql_get(), "post": _sparql_post()}
            for operation in _operations(schema):
                _complete(operation)
            lookup = schema["paths"]["/v1/lookup"]["get"]["responses"]["200"]["content"]["application/json"]
            lookup["examples"] = lookup_examples(app.state.service)
        return schema

    app.openapi = whole  # type: ignore[method-assign]  # FastAPI's documented way to extend it


def _operations(schema: Schema) -> Iterator[Schema]:
    for operations in schema["paths"].values():
        yield from operations.values()


def _complete(operation: Schema) -> None:
    """Statuses that hold for many routes, and problems under their own media type."""
    responses = operation["responses"]
    # Every route refuses a parameter that it does not have.
    responses.setdefault("400", {"description": "请求有误 / bad request", **PROBLEMS})
    if any(one["name"] == "release" for one in operation.get("parameters", ())):
        responses.setdefault(
            "503", {"description": "这个版本读不了 / the release cannot be read", **PROBLEMS}
        )
    for response in responses.values():
        _name_problems(response)


def _name_problems(response: Schema) -> None:
    """FastAPI writes every model under the route's own media type; problems are sent as problem+json."""
    for media, body in list(response.get("content", {}).items()):
        if media != MEDIA_TYPE and body.get("schema", {}).get("$ref", "").endswith("Problem"):
            response["content"][MEDIA_TYPE] = response["content"].pop(media)


def _sparql_get() -> Schema:
    query = _parameter("query", "SPARQL 1.1；缺省得到服务说明 / without it the service description")
    return _operation("sparqlGet", {"parameters": [query, *_beside_the_query("可重复 / may repeat")]})


def _beside_the_query(of_dataset: str) -> list[Schema]:
    return [
        _parameter("format", "json xml csv tsv ttl nt jsonld rdfxml trig nq html；先于 Accept"),
        _parameter("timeout", "秒，只能调低上限 / seconds, may only lower the limit"),
        _parameter("release", "哪个版本；缺省为现行版本 / which release; the current one without it"),
        *(_parameter(name, of_dataset, many=True) for name in DATASET),
    ]


def _sparql_post() -> Schema:
    names = ("query", "format", "timeout", "release")
    properties: Schema = {name: {"type": "string"} for name in names}
    properties |= {name: {"type": "array", "items": {"type": "string"}} for name in DATASET}
    form = {"schema": {"type": "object", "required": ["query"], "properties": properties}}
    body = {FORM: form, "application/sparql-query": {"schema": {"type": "string"}}}
    words = "查询直接作请求体时；可重复 / where the query is the body; may repeat"
    asked = {"parameters": _beside_the_query(words), "requestBody": {"required": True, "content": body}}
    return _operation("sparqlPost", asked)


def _parameter(name: str, description: str, many: bool = False) -> Schema:
    text: Schema = {"type": "string"}
    schema = {"type": "array", "items": text} if many else text
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _operation(name: str, asked: Schema) -> Schema:
    types = (*SELECT_TYPES, *GRAPH_TYPES, "text/html")
    results = {media: {"schema": {"type": "string"}} for media in types}
    # JSON results are objects; a reader that checks them against "a string" would call them wrong.
    results["application/sparql-results+json"] = results["application/ld+json"] = {"schema": {}}
    responses: Schema = {
        "200": {
            "description": "结果、图或服务说明 / results, a graph or the description",
            "content": results,
        },
    }
    if name == "sparqlGet":
        responses["304"] = {"description": "没有变化 / not modified"}
    for status, text in REFUSALS.items():
        told = {**PROBLEMS["content"], "text/html": {"schema": {"type": "string"}}}
        responses[status] = {"description": text, "content": told}
    return {
        "operationId": name,
        "summary": "SPARQL 1.1 查询 / query",
        "tags": ["sparql"],
        **asked,
        "responses": responses,
    }
