"""Where two answers to the same question differ, entry by entry: what is no longer there, what is new, what reads otherwise.

Entries of a list are the same where what names them is the same (a basis by its duty, a body by its type), whatever
their places: one basis that is gone is one difference, not one for each that moved up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeGuard

import msgspec

Value = object
# What every release says otherwise of itself.
OWN = frozenset({"release", "receipt"})
MOST_DIFFERENCES = 100
LONGEST_VALUE = 200
# Members that say which entry of a list one is, the first that it has; and those in which it reads.
IDENTITY = ("duty", "type", "id", "role", "code", "label", "name")
WORDING = ("label", "zh", "summary")


@dataclass(frozen=True)
class Difference:
    """A place in the answer, such as `bodies[ecology].weight`, with its value then and now.

    Null where it has none: an entry with null for `now` is no longer there, one with null for `then` is new.
    """

    field: str
    then: str | None
    now: str | None


def differences(then: Mapping[str, Value], now: Mapping[str, Value]) -> tuple[Difference, ...]:
    """The first `MOST_DIFFERENCES`, in the order of the answer's members."""
    found = _members("", _comparable(then), _comparable(now))
    return tuple(islice(found, MOST_DIFFERENCES))


def _comparable(answer: Mapping[str, Value]) -> dict[str, Value]:
    """The answer without what each release says of itself; bodies name their basis by its duty, not its place."""
    kept = {key: value for key, value in answer.items() if key not in OWN}
    names = _names(kept.get("basis"))
    bodies = kept.get("bodies")
    if names and _is_list(bodies):
        kept["bodies"] = [_with_basis(body, names) for body in bodies]
    return kept


def _with_basis(body: Value, names: Sequence[str]) -> Value:
    if not isinstance(body, Mapping) or not _is_list(basis := body.get("basis")):
        return body
    known = range(len(names))
    return {**body, "basis": [names[one] if isinstance(one, int) and one in known else one for one in basis]}


def _members(place: str, then: Mapping[str, Value], now: Mapping[str, Value]) -> Iterator[Difference]:
    for key in dict.fromkeys([*then, *now]):
        yield from _values(f"{place}.{key}" if place else str(key), then.get(key), now.get(key))


def _values(place: str, then: Value, now: Value) -> Iterator[Difference]:
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        yield from _members(place, then, now)
    elif _is_list(then) and _is_list(now) and (named := _entries(then, now)):
        yield from _lists(place, *named)
    elif then != now:
        yield Difference(place, _shown(then), _shown(now))


def _lists(place: str, then: Mapping[str, Value], now: Mapping[str, Value]) -> Iterator[Difference]:
    for name in dict.fromkeys([*then, *now]):
        yield from _values(f"{place}[{name}]", then.get(name), now.get(name))
    stayed, stays = [one for one in then if one in now], [one for one in now if one in then]
    if stayed != stays:
        yield Difference(place, _shown("、".join(stayed)), _shown("、".join(stays)))


def _entries(then: Sequence[Value], now: Sequence[Value]) -> tuple[dict[str, Value], dict[str, Value]] | None:
    """Both lists by what names their entries; None where an entry has no name."""
    names = [_names(one) for one in (then, now)]
    if len(names[0]) < len(then) or len(names[1]) < len(now):
        return None
    return dict(zip(names[0], then, strict=True)), dict(zip(names[1], now, strict=True))


def _names(entries: Value) -> list[str]:
    """What names each entry, told apart by a number where several share a name; empty where one has none."""
    if not _is_list(entries):
        return []
    seen: Counter[str] = Counter()
    names = []
    for entry in entries:
        name = _identity(entry)
        if name is None:
            return []
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return names


def _identity(entry: Value) -> str | None:
    if not isinstance(entry, Mapping):
        return None
    return next((one for key in IDENTITY if isinstance(one := entry.get(key), str)), None)


def _is_list(value: Value) -> TypeGuard[Sequence[Value]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _shown(value: Value) -> str | None:
    """A value in words: an entry by its label and summary, anything else as it is, cut where it is long."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        value = "：".join(one for key in WORDING if isinstance(one := value.get(key), str)) or value
    elif _is_list(value):
        words = [one for one in value if isinstance(one, str)]
        value = "、".join(words) if len(words) == len(value) else value
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
