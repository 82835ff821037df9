"""Read an edited draft, and refuse it with every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from graph.corpus import Corpus, duty_id
from graph.errors import CorpusFault
from graph.records import Duty, Instrument
from loaders.references import check_references
from loaders.review.draft import Choice, Decision, Draft, Entry, Gone, Head, Origin, Same
from loaders.review.faults import DraftRefused, validated
from loaders.yaml_file import Path_, YamlFile, read_yaml

T = TypeVar("T")
SECTIONS = ("instrument", "document", "matched", "head", "duties", "gone", "same", "remembered")
NEEDED = (
    ("summary", "概要", "a summary"),
    ("topics", "事项", "topics"),
    ("kind", "类别", "a kind"),
    ("parties", "责任主体", "parties"),
)


@dataclass
class Reading:
    """A draft file with what could be read of it. `lines` gives the place of each entry and gone duty."""

    file: YamlFile
    faults: list[CorpusFault]
    draft: Draft
    lines: dict[int, Path_]

    def fault(self, record: object, path: Path_, zh: str, en: str) -> None:
        """Note a fault of an entry, a gone duty or the head, at the line of its member `path`."""
        start = self.lines.get(id(record), ())
        self.faults.append(CorpusFault(self.file.name, self.file.line_of((*start, *path)), zh, en))


def read_draft(path: Path) -> Draft:
    """The draft as it stands in the file. Raises DraftRefused with every fault of its form."""
    reading = _reading(path)
    if reading.faults:
        raise DraftRefused(reading.faults)
    return reading.draft


def read_decisions(path: Path, corpus: Corpus) -> Draft:
    """A draft whose decisions can be carried out. Raises DraftRefused with every fault, of form and content.

    A rejection needs a reason; an accepted duty needs everything that a duty of the corpus needs, and every
    topic, body type and instrument that it names must be there.
    """
    reading = _reading(path)
    _check_reasons(reading)
    _check_accepted(reading)
    _check_target(reading, corpus)
    _check_corpus(reading, corpus)
    if reading.faults:
        raise DraftRefused(reading.faults)
    return reading.draft


def _reading(path: Path) -> Reading:
    """Raises DraftRefused at once when the file is no draft at all."""
    faults: list[CorpusFault] = []
    file = read_yaml(path, path.name, faults)
    if file is None or not isinstance(file.value, dict):
        raise DraftRefused(faults or [CorpusFault(path.name, 1, "不是审核草稿", "this is no draft")])
    value = file.value
    for name in value:
        if name not in SECTIONS:
            faults.append(
                CorpusFault(file.name, file.line_of((name,)), f"未知部分：{name}", f"unknown section: {name}")
            )
    lines: dict[int, Path_] = {}

    def listed(name: str, kind: type[T]) -> tuple[T, ...]:
        return tuple(_listed(file, name, kind, faults, lines))

    head = validated(file, ("head",), Head, value["head"], faults) if value.get("head") else None
    lines[id(head)] = ("head",)
    draft = Draft(
        document=validated(file, ("document",), Origin, value.get("document"), faults)
        or Origin(name="", kind="", digest=""),
        instrument=value.get("instrument") or None,
        matched=str(value.get("matched") or ""),
        head=head,
        entries=listed("duties", Entry),
        gone=listed("gone", Gone),
        same=listed("same", Same),
        remembered=listed("remembered", Decision),
    )
    return Reading(file, faults, draft, lines)


def _listed(
    file: YamlFile, name: str, kind: type[T], faults: list[CorpusFault], lines: dict[int, Path_]
) -> Iterator[T]:
    """The records of a list that can be read."""
    assert isinstance(file.value, dict)
    values = file.value.get(name) or []
    if not isinstance(values, list):
        faults.append(
            CorpusFault(file.name, file.line_of((name,)), f"{name} 应为列表", f"{name} must be a list")
        )
        return
    for index, value in enumerate(values):
        record = validated(file, (name, index), kind, value, faults)
        if record is not None:
            lines[id(record)] = (name, index)
            yield record


def _check_reasons(reading: Reading) -> None:
    asked: list[Entry | Gone] = [*reading.draft.entries, *reading.draft.gone]
    for one in asked:
        if one.decision is Choice.REJECT and not one.reason.strip():
            reading.fault(one, ("decision",), "不接受须写 reason", "a rejection needs a reason")


def _check_accepted(reading: Reading) -> None:
    """Members that an accepted entry lacks; what is ill-formed was reported already."""
    for entry in reading.draft.accepted:
        missing = [one for one in NEEDED if not getattr(entry, one[0])]
        for name, zh, en in missing:
            reading.fault(entry, (name,), f"接受的条目须有{zh}（{name}）", f"an accepted entry needs {en}")
        if not missing:
            _try(lambda entry=entry: entry.duty(), entry, reading)  # type: ignore[misc]  # bound per turn


def _try(make: Callable[[], T], record: object, reading: Reading) -> T | None:
    """What `make` makes, or None with its faults noted."""
    try:
        return make()
    except ValidationError as error:
        for detail in error.errors():
            path = tuple(detail["loc"])
            words = ".".join(map(str, path))
            reading.fault(record, path, f"{words} 不合要求", f"{words}: {detail['msg']}")
    return None


def _check_target(reading: Reading, corpus: Corpus) -> None:
    """Decisions need an instrument: one of the corpus, or a head that is filled in."""
    draft = reading.draft
    is_decided = any(one.decision for one in draft.entries) or any(one.decision for one in draft.gone)
    if draft.instrument and draft.instrument not in corpus.instruments:
        line = reading.file.line_of(("instrument",))
        zh, en = f"没有这个文件：{draft.instrument}", f"no such instrument: {draft.instrument}"
        reading.faults.append(CorpusFault(reading.file.name, line, zh, en))
    if draft.instrument or not is_decided:
        return
    head = draft.head
    if head is None or not head.id:
        reading.fault(head, ("id",), "请填写文件的 id 再作决定", "give the instrument an id before deciding")
    elif head.id in corpus.instruments and draft.accepted and not _is_entered(draft, corpus):
        reading.fault(
            head, ("id",), f"语料已有此 id：{head.id}", f"the corpus has this id already: {head.id}"
        )
    if head is not None and draft.accepted:
        _try(head.instrument, head, reading)
    if head is not None and head.id in corpus.instruments and not _is_as_entered(head, corpus):
        zh = f"文件头已在语料中，请直接改 instruments/{head.id}"
        en = f"the head is in the corpus already: edit it under instruments/{head.id}"
        reading.fault(head, ("id",), zh, en)


def _is_as_entered(head: Head, corpus: Corpus) -> bool:
    """Whether the head says what the corpus has; a draft does not change the head of an instrument."""
    standing = corpus.instruments[head.id or ""]
    return all(getattr(head, one.name) in (getattr(standing, one.name), None, "", ()) for one in fields(head))


def _is_entered(draft: Draft, corpus: Corpus) -> bool:
    """Whether the same draft was carried out before, wholly or in part."""
    assert draft.head is not None and draft.head.id
    return corpus.instruments[draft.head.id].title == draft.head.title


def _check_corpus(reading: Reading, corpus: Corpus) -> None:
    """Faults that only show beside the rest of the corpus: unknown names, ids that come twice."""
    draft = reading.draft
    instrument = target_of(draft, corpus)
    if instrument is None:
        return
    stated = {duty_id(instrument.id, duty): duty for duty in instrument.duties}
    for one in draft.entries:
        for index, replaced in enumerate(one.replaces):
            if one.is_accepted and replaced not in stated:
                reading.fault(
                    one, ("replaces", index), f"没有这个责任事项：{replaced}", f"no such duty: {replaced}"
                )
    kept = {key: duty for key, duty in stated.items() if key not in draft.removed}
    entered: dict[str, Entry] = {}
    duties: dict[str, Duty] = {}
    for entry, duty in accepted_duties(draft):
        key = duty_id(instrument.id, duty)
        if key in entered or kept.get(key, duty) != duty:
            reading.fault(
                entry, ("at",), f"编号重复：{key}（加 key 区分）", f"duplicate id: {key} (add a key)"
            )
        entered[key], duties[key] = entry, duty
    trial = replace(instrument, duties=tuple({**kept, **duties}.values()))

    def report(record: str, path: Path_, zh: str, en: str) -> None:
        entry = entered.get(record.removeprefix("duty:"))
        if entry is not None:
            reading.fault(entry, path, zh, en)
        elif reading.lines:
            reading.faults.append(CorpusFault(reading.file.name, 0, f"{record}：{zh}", f"{record}: {en}"))

    check_references(replace(corpus, instruments={**corpus.instruments, instrument.id: trial}), report)


def accepted_duties(draft: Draft) -> Iterator[tuple[Entry, Duty]]:
    """Accepted entries that are complete, with their duties."""
    for entry in draft.accepted:
        try:
            yield entry, entry.duty()
        except ValidationError:
            continue


def target_of(draft: Draft, corpus: Corpus) -> Instrument | None:
    """The instrument that the decisions are about, as it stands now; None for an unfinished head."""
    if draft.target and draft.target in corpus.instruments:
        return corpus.instruments[draft.target]
    try:
        return draft.head.instrument() if draft.head else None
    except ValidationError:
        return None
