"""The names of kinds of bodies as texts write them: stems that need an ending, and whole names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypedDict

import yaml
from pydantic import TypeAdapter

from graph.records import BodyType


class _Names(TypedDict):
    """The sections of `names.yaml`."""

    stems: dict[str, list[str]]
    whole: dict[str, list[str]]
    shared: dict[str, list[str]]
    posts: list[str]
    verbs: list[str]


NAMES = Path(__file__).with_name("names.yaml")
ENDINGS = (
    "行政主管部门",
    "主管部门",
    "行政管理部门",
    "监督管理部门",
    "管理部门",
    "行政部门",
    "部门",
    "主管机关",
    "机关",
    "主管机构",
    "管理机构",
    "监督管理机构",
    "机构",
)
OFFICES = ("局", "厅", "委", "委员会")


@dataclass(frozen=True)
class Lexicon:
    """`stems` and `whole` give the ids of body types by name; `labels` the names of listed types by id.

    A type that is not one of the listed departments has the label of the listed one it is a kind of, or those
    of the listed ones that share it (野生动物保护), or none.
    """

    stems: Mapping[str, tuple[str, ...]]
    whole: Mapping[str, tuple[str, ...]]
    posts: frozenset[str]
    labels: Mapping[str, tuple[str, ...]]

    @cached_property
    def whole_names(self) -> tuple[str, ...]:
        """Every whole name, the posts and 国务院 with them, in a fixed order."""
        return tuple(sorted({*self.whole, *self.posts, "国务院"}))

    @cached_property
    def longest_stem(self) -> int:
        return max(map(len, self.stems))


def read_lexicon(corpus: Path) -> Lexicon:
    """The lexicon of a corpus folder; reads its body types only."""
    return lexicon_of(read_body_types(corpus))


def read_body_types(corpus: Path) -> tuple[BodyType, ...]:
    """The body types of a corpus folder alone, for what does not need the rest of it."""
    value = yaml.load((corpus / "body-types.yaml").read_text("utf-8"), _loader())
    return TypeAdapter(tuple[BodyType, ...]).validate_python(value["body_types"])


def lexicon_of(body_types: Iterable[BodyType]) -> Lexicon:
    """Names from `names.yaml` first; those of the corpus fill in what it does not have."""
    listed = {one.id: one for one in body_types}
    names = _names()
    stems, whole = _inverted(names["stems"]), _inverted(names["whole"])
    for one in listed.values():
        for name in (one.statutory, one.zh, *(alias.name for alias in one.aliases)):
            _take_name(name, one.id, stems, whole)

    def known(ids: Iterable[str]) -> tuple[str, ...]:
        """Names of authorities that the corpus has no type for (人民防空) are names all the same."""
        return tuple(key for key in ids if key in listed)

    return Lexicon(
        {name: known(ids) for name, ids in stems.items() if name not in names["verbs"]},
        {name: known(ids) for name, ids in whole.items()},
        frozenset(names["posts"]),
        {key: _labels(key, listed, names["shared"]) for key in listed},
    )


def _take_name(name: str, key: str, stems: dict[str, list[str]], whole: dict[str, list[str]]) -> None:
    """A name with an ending gives a stem, an office gives a stem too; other names stand for themselves."""
    for ending in (*ENDINGS, *OFFICES):
        stem = name.removesuffix(ending)
        if stem != name and len(stem) >= 2:
            stems.setdefault(stem, [key])
            return


def _labels(key: str, listed: Mapping[str, BodyType], shared: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    one = listed[key]
    if one.listed:
        return (one.zh,)
    if one.broader:
        return _labels(one.broader, listed, shared)
    return tuple(listed[other].zh for other in shared.get(key, ()))


def _inverted(by_type: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for key, listed in by_type.items():
        for name in listed:
            names.setdefault(name, []).append(key)
    return names


@lru_cache(maxsize=1)
def _names() -> _Names:
    value: _Names = yaml.load(NAMES.read_text("utf-8"), _loader())
    return value


def _loader() -> type[yaml.SafeLoader]:
    """The same safe loader in C where it is there; the file is read at every start of a command."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
