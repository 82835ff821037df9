"""Records as YAML in the corpus' own form: one member per line, short lists and parties on one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum

import yaml

WIDEST = 1_000_000


def plain(record: object, always: Sequence[str] = ()) -> dict[str, object]:
    """The members of a record that are not at their default, and those in `always`, as plain values."""
    assert is_dataclass(record)
    members: dict[str, object] = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if one.name in always or one.default is MISSING or value != one.default:
            members[one.name] = _value(value)
    return members


def _value(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    if is_dataclass(value):
        return plain(value)
    return value


class _Dumper(yaml.SafeDumper):
    """Keeps every text on one line."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if len(text.splitlines()) > 1 or not text.isprintable() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def flow(value: object) -> str:
    """A value on one line; nothing for a member that is to be filled in."""
    if value is None:
        return ""
    text = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=WIDEST
    )
    return str(text).removesuffix("...\n").strip()


def members(record: Mapping[str, object], indent: str = "") -> str:
    """One member per line; lists of mappings have an element per line."""
    lines = []
    for name, value in record.items():
        if isinstance(value, list) and any(isinstance(one, dict) for one in value):
            lines += [f"{indent}{name}:", *(f"{indent}- {flow(one)}" for one in value)]
        else:
            lines.append(f"{indent}{name}: {flow(value)}".rstrip())
    return "".join(f"{line}\n" for line in lines)


def block_list(name: str, records: Sequence[Mapping[str, object]], comments: Sequence[str] = ()) -> str:
    """A list of records, an element per block; `comments` stand above the elements, one each, or ""."""
    if not records:
        return f"{name}: []\n"
    blocks = [f"{name}:\n"]
    for position, record in enumerate(records):
        blocks.append(comments[position] if comments else "")
        blocks.append(f"- {members(record, '  ')[2:]}")
    return "".join(blocks)
