"""What is wrong in a draft or a file of decisions: every fault at once, with its line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from graph.errors import CorpusFault, CorpusRefused, ShuiguanError
from loaders.yaml_file import Path_, YamlFile

T = TypeVar("T")
WORDS = {
    "decision": ("只能是 accept 或 reject", "must be accept or reject"),
    "at": ("不是定位符（如 art_8__para_1）", "is no locator (as art_8__para_1)"),
    "kind": ("没有这个类别", "no such kind"),
}


class DraftRefused(CorpusRefused):
    """A draft has faults and nothing was written; `faults` holds every one, ordered by line."""

    def __init__(self, faults: Sequence[CorpusFault]) -> None:
        ShuiguanError.__init__(
            self,
            f"草稿有{len(faults)}处错误，什么都没有写入",
            f"the draft has {len(faults)} fault(s); nothing was written",
        )
        self.faults = tuple(sorted(faults))


def validated(
    file: YamlFile, path: Path_, kind: type[T], value: object, faults: list[CorpusFault]
) -> T | None:
    """The value as a record, or None with every reason added to `faults`."""
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        for detail in error.errors():
            place = tuple(one for one in detail["loc"] if one not in ("tuple", kind.__name__))
            name = str(place[0]) if place else kind.__name__
            zh, en = WORDS.get(name, ("不合要求", detail["msg"]))
            given = "" if detail["type"] == "missing" else f" ({str(detail['input'])[:40]!r})"
            words = ".".join(map(str, place)) or kind.__name__
            faults.append(
                CorpusFault(
                    file.name, file.line_of((*path, *place)), f"{words} {zh}{given}", f"{words}: {en}{given}"
                )
            )
    return None
