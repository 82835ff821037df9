"""The JSON Schema of corpus files, made from the record types, for an editor's tool."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from graph.procedures import CalendarChange, DeadlineRule, Procedure, Report
from graph.records import (
    Area,
    Body,
    BodyType,
    CitationException,
    DutiesPart,
    Instrument,
    Mandate,
    Role,
    Topic,
)

SECTIONS: dict[str, type[Any]] = {
    "areas": Area,
    "bodies": Body,
    "body_types": BodyType,
    "calendar_changes": CalendarChange,
    "deadline_rules": DeadlineRule,
    "exceptions": CitationException,
    "mandates": Mandate,
    "procedures": Procedure,
    "reports": Report,
    "roles": Role,
    "topics": Topic,
}


def corpus_schema() -> dict[str, Any]:
    """One schema for every corpus file: an instrument, a part of one, or lists of the other records."""
    definitions: dict[str, Any] = {}
    refs: dict[str, Any] = {}
    kinds: list[type[Any]] = [Instrument, DutiesPart, *SECTIONS.values()]
    for kind in kinds:
        schema = TypeAdapter(kind).json_schema(ref_template="#/$defs/{model}")
        definitions.update(schema.pop("$defs", {}))
        definitions[kind.__name__] = schema
        refs[kind.__name__] = {"$ref": f"#/$defs/{kind.__name__}"}
    lists = {name: {"type": "array", "items": refs[kind.__name__]} for name, kind in SECTIONS.items()}
    words = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "谁管语料文件 / a file of the shuiguan corpus",
        "anyOf": [
            refs["Instrument"],
            refs["DutiesPart"],
            {
                "type": "object",
                "properties": {**lists, "word_classes": words, "heard": words},
                "additionalProperties": False,
            },
        ],
        "$defs": definitions,
    }
