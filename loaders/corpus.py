"""Read the corpus folder into records, and refuse it with every fault at once.

    python -m loaders.corpus CORPUS_DIR [--file PART_OF_NAME]

prints the faults (file, line, reason) or what was read. `corpus/README.md` says what lies where.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from graph.corpus import Corpus, duty_id
from graph.errors import CorpusFault, CorpusRefused
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
from loaders.procedure_references import check_procedures
from loaders.references import check_references
from loaders.yaml_file import Path_, YamlFile, read_yaml

T = TypeVar("T")
Where = dict[str, tuple[YamlFile, Path_]]


@dataclass
class Reading:
    """What has been read so far, where each record stands, and what was wrong."""

    root: Path
    faults: list[CorpusFault] = field(default_factory=list)
    where: Where = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    body_types: dict[str, BodyType] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    mandates: list[Mandate] = field(default_factory=list)
    roles: dict[str, Role] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    word_classes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    heard: dict[str, tuple[str, ...]] = field(default_factory=dict)
    exceptions: list[CitationException] = field(default_factory=list)
    procedures: dict[str, Procedure] = field(default_factory=dict)
    deadline_rules: dict[str, DeadlineRule] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    calendar_changes: dict[str, CalendarChange] = field(default_factory=dict)

    def fault(self, record: str, path: Path_, zh: str, en: str) -> None:
        """Note a fault of a record already read, at the line where its part `path` stands."""
        file, start = self.where[record]
        self.faults.append(CorpusFault(file.name, file.line_of((*start, *path)), zh, en))

    def corpus(self) -> Corpus:
        def ordered(records: Mapping[str, T]) -> dict[str, T]:
            return dict(sorted(records.items()))

        return Corpus(
            instruments=ordered(self.instruments),
            body_types=ordered(self.body_types),
            bodies=ordered(self.bodies),
            mandates=tuple(sorted(self.mandates, key=lambda m: (m.body, m.acts_as, m.area))),
            roles=ordered(self.roles),
            topics=ordered(self.topics),
            areas=ordered(self.areas),
            word_classes=ordered(self.word_classes),
            heard=ordered(self.heard),
            exceptions=tuple(self.exceptions),
            procedures=ordered(self.procedures),
            deadline_rules=ordered(self.deadline_rules),
            reports=ordered(self.reports),
            calendar_changes=ordered(self.calendar_changes),
        )


def read_corpus(root: Path) -> Corpus:
    """All records under `root`. Raises CorpusRefused with every fault found."""
    reading = read_files(root)
    if not reading.faults:
        check_all(reading)
    if reading.faults:
        raise CorpusRefused(reading.faults)
    return reading.corpus()


def check_all(reading: Reading) -> None:
    """Add a fault for every reference between records that leads nowhere."""
    corpus = reading.corpus()
    check_references(corpus, reading.fault)
    check_procedures(corpus, reading.fault)


def read_files(root: Path) -> Reading:
    """Every file read by itself; references between records are not checked yet."""
    reading = Reading(root)
    parts: list[tuple[YamlFile, DutiesPart]] = []
    for path in sorted(root.rglob("*.yaml")):
        file = read_yaml(path, path.relative_to(root).as_posix(), reading.faults)
        if file is not None:
            _read_file(reading, file, parts)
    for file, part in parts:
        _join_part(reading, file, part)
    return reading


def _read_file(reading: Reading, file: YamlFile, parts: list[tuple[YamlFile, DutiesPart]]) -> None:
    top = file.name.split("/")[0]
    if top == "instruments":
        _read_instrument(reading, file, parts)
    elif isinstance(file.value, dict):
        for key, value in file.value.items():
            reader = _SECTIONS.get(key)
            if reader is None:
                line = file.line_of((key,))
                reading.faults.append(
                    CorpusFault(file.name, line, f"未知部分：{key}", f"unknown section: {key}")
                )
            else:
                reader(reading, file, key, value)
    elif file.value is not None:
        reading.faults.append(CorpusFault(file.name, 1, "应为键值结构", "expected a mapping"))


def _validated(reading: Reading, file: YamlFile, path: Path_, kind: type[T], value: object) -> T | None:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        for detail in error.errors():
            place = tuple(p for p in detail["loc"] if p not in ("tuple", kind.__name__))
            line = file.line_of((*path, *place))
            words = ".".join(str(p) for p in place) or kind.__name__
            given = "" if detail["type"] == "missing" else f" ({str(detail['input'])[:40]!r})"
            reading.faults.append(
                CorpusFault(file.name, line, f"{words} 不合要求{given}", f"{words}: {detail['msg']}{given}")
            )
    return None


def _add(
    reading: Reading, store: dict[str, T], key: str, name: str, record: T, file: YamlFile, path: Path_
) -> None:
    if key in store:
        line = file.line_of(path)
        reading.faults.append(CorpusFault(file.name, line, f"编号重复：{key}", f"duplicate id: {key}"))
        return
    store[key] = record
    reading.where[f"{name}:{key}"] = (file, path)


def _read_instrument(reading: Reading, file: YamlFile, parts: list[tuple[YamlFile, DutiesPart]]) -> None:
    if isinstance(file.value, dict) and "instrument" in file.value:
        part = _validated(reading, file, (), DutiesPart, file.value)
        if part is not None:
            parts.append((file, part))
        return
    instrument = _validated(reading, file, (), Instrument, file.value)
    if instrument is not None:
        _add(reading, reading.instruments, instrument.id, "instrument", instrument, file, ())
        _place_duties(reading, file, instrument.id, instrument.duties)


def _join_part(reading: Reading, file: YamlFile, part: DutiesPart) -> None:
    head = reading.instruments.get(part.instrument)
    if head is None:
        line = file.line_of(("instrument",))
        reading.faults.append(
            CorpusFault(
                file.name, line, f"没有这个文件：{part.instrument}", f"no such instrument: {part.instrument}"
            )
        )
        return
    reading.instruments[head.id] = replace(head, duties=head.duties + part.duties)
    _place_duties(reading, file, head.id, part.duties)


def _place_duties(reading: Reading, file: YamlFile, instrument: str, duties: Iterable[Any]) -> None:
    for index, duty in enumerate(duties):
        key = duty_id(instrument, duty)
        if f"duty:{key}" in reading.where:
            line = file.line_of(("duties", index))
            reading.faults.append(
                CorpusFault(
                    file.name, line, f"编号重复：{key}（加 key 区分）", f"duplicate id: {key} (add a key)"
                )
            )
        else:
            reading.where[f"duty:{key}"] = (file, ("duties", index))


def _list_section(kind: type[Any], name: str) -> Callable[[Reading, YamlFile, str, object], None]:
    def read(reading: Reading, file: YamlFile, key: str, value: object) -> None:
        if not isinstance(value, list):
            line = file.line_of((key,))
            reading.faults.append(CorpusFault(file.name, line, f"{key} 应为列表", f"{key} must be a list"))
            return
        for index, entry in enumerate(value):
            record = _validated(reading, file, (key, index), kind, entry)
            if record is None:
                continue
            if kind is Mandate:
                reading.where[f"mandate:{len(reading.mandates)}"] = (file, (key, index))
                reading.mandates.append(record)
            else:
                _add(reading, getattr(reading, key), record.id, name, record, file, (key, index))

    return read


def _exceptions_section(reading: Reading, file: YamlFile, key: str, value: object) -> None:
    read = _validated(reading, file, (key,), tuple[CitationException, ...], value)
    reading.exceptions.extend(read or ())


def _words_section(name: str) -> Callable[[Reading, YamlFile, str, object], None]:
    def read(reading: Reading, file: YamlFile, key: str, value: object) -> None:
        lists = _validated(reading, file, (key,), dict[str, tuple[str, ...]], value)
        for entry, words in (lists or {}).items():
            _add(reading, getattr(reading, key), entry, name, words, file, (key, entry))

    return read


_SECTIONS: Mapping[str, Callable[[Reading, YamlFile, str, object], None]] = {
    "body_types": _list_section(BodyType, "body_type"),
    "bodies": _list_section(Body, "body"),
    "mandates": _list_section(Mandate, "mandate"),
    "roles": _list_section(Role, "role"),
    "topics": _list_section(Topic, "topic"),
    "areas": _list_section(Area, "area"),
    "procedures": _list_section(Procedure, "procedure"),
    "deadline_rules": _list_section(DeadlineRule, "deadline_rule"),
    "reports": _list_section(Report, "report"),
    "calendar_changes": _list_section(CalendarChange, "calendar_change"),
    "exceptions": _exceptions_section,
    "word_classes": _words_section("word_class"),
    "heard": _words_section("heard"),
}


def main(arguments: list[str]) -> int:
    reading = read_files(Path(arguments[0]))
    if not reading.faults:
        check_all(reading)
    wanted = arguments[2] if len(arguments) > 2 else ""
    faults = [fault for fault in sorted(reading.faults) if wanted in fault.file]
    for fault in faults:
        print(fault)
    duties = sum(len(i.duties) for i in reading.instruments.values())
    print(
        f"{len(faults)} faults; {len(reading.instruments)} instruments, {duties} duties, {len(reading.topics)} topics"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
