"""Carry out a draft's decisions: into the corpus what was accepted, into memory what was decided.

Everything is tried on a copy of the corpus first. Then each file is replaced in one step, and all of them
are put back when one cannot be written; carrying out the same draft again changes nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from graph.corpus import duty_id
from graph.errors import CorpusFault
from graph.records import Duty
from loaders.corpus import Reading, read_corpus, read_files
from loaders.review.decisions import Remembered, decisions_path, decisions_yaml, read_remembered
from loaders.review.draft import Choice, Decision, Draft, Gone, Head
from loaders.review.faults import DraftRefused
from loaders.review.plain import block_list, members, plain
from loaders.review.read import accepted_duties
from loaders.yaml_file import YamlFile

PART = "reviewed.yaml"


@dataclass(frozen=True)
class Applied:
    """What was done: ids entered and taken out, places rejected, and the files written."""

    entered: tuple[str, ...]
    removed: tuple[str, ...]
    rejected: tuple[str, ...]
    files: tuple[Path, ...]


def apply(draft: Draft, corpus_root: Path, decisions_root: Path, who: str, when: date) -> Applied:
    """Carry out a draft that `read_decisions` let pass. `who` decided, on the day `when`.

    Raises DraftRefused or CorpusRefused, with every fault, before anything is written.
    """
    instrument = draft.target
    if instrument is None or not who.strip():
        raise DraftRefused(
            [CorpusFault(draft.document.name, 0, "缺文件 id 或审核人", "no instrument id, or nobody decided")]
        )
    reading = read_files(corpus_root)
    accepted = {duty_id(instrument, duty): duty for _, duty in accepted_duties(draft)}
    duties = {key: duty for key, duty in accepted.items() if _standing(reading, instrument).get(key) != duty}
    removed = tuple(
        duty for duty in draft.removed if f"duty:{duty}" in reading.where and duty not in accepted
    )
    texts = dict(_corpus_files(reading, draft, instrument, duties, removed))
    _try_on_copy(corpus_root, texts)
    remembered = remember(read_remembered(decisions_root, instrument), draft, instrument, who, when)
    files = {corpus_root / name: text for name, text in texts.items()}
    files[decisions_path(decisions_root, instrument)] = decisions_yaml(instrument, remembered)
    _replace_all(files)
    rejected = tuple(one.at for one in draft.entries if one.decision is Choice.REJECT)
    return Applied(tuple(duties), removed, rejected, tuple(files))


def _corpus_files(
    reading: Reading, draft: Draft, instrument: str, duties: Mapping[str, Duty], removed: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """New texts of the corpus files that change, by their names."""
    texts: dict[str, str] = {}
    going = [key for key in (*removed, *duties) if f"duty:{key}" in reading.where]
    for file, indexes in _by_file(reading, going):
        texts[file.name] = without_duties((reading.root / file.name).read_text("utf-8"), file, indexes)
    part = f"instruments/{instrument}/{PART}"
    if duties:
        before = texts.get(part) or _text(reading.root / part)
        texts[part] = with_duties(before, instrument, list(duties.values()))
    if draft.head and duties and instrument not in reading.instruments:
        texts[f"instruments/{instrument}/head.yaml"] = _head_text(draft.head)
    yield from texts.items()


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _head_text(head: Head) -> str:
    given = plain(head, [one.name for one in fields(Head)])
    return members({name: value for name, value in given.items() if value not in (None, [])}) + "duties: []\n"


def _standing(reading: Reading, instrument: str) -> dict[str, Duty]:
    """The duties of an instrument as they stand, by id."""
    head = reading.instruments.get(instrument)
    return {duty_id(instrument, duty): duty for duty in head.duties} if head else {}


def _by_file(reading: Reading, duties: list[str]) -> list[tuple[YamlFile, list[int]]]:
    """Positions of duties in the lists of their files."""
    found: dict[str, tuple[YamlFile, list[int]]] = {}
    for duty in duties:
        file, path = reading.where[f"duty:{duty}"]
        found.setdefault(file.name, (file, []))[1].append(int(path[1]))
    return list(found.values())


def without_duties(text: str, file: YamlFile, indexes: list[int]) -> str:
    """The text of a corpus file without some of its duties; comments above the others stay."""
    lines = text.splitlines(keepends=True)
    starts = sorted(
        line
        for path, line in file.lines.items()
        if len(path) == 1 or (len(path) == 2 and path[0] == "duties")
    )
    for index in sorted(indexes, reverse=True):
        first = file.lines["duties", index]
        end = next((line for line in starts if line > first), len(lines) + 1)
        while end - 2 >= first and lines[end - 2].lstrip().startswith(("#", "\n")):
            end -= 1
        lines[first - 1 : end - 1] = []
    if sum(path[0] == "duties" and len(path) == 2 for path in file.lines if path) == len(indexes):
        lines[file.lines["duties",] - 1] = "duties: []\n"
    return "".join(lines)


def with_duties(text: str, instrument: str, duties: list[Duty]) -> str:
    """The text of a part file with duties added at its end."""
    added = block_list("duties", [plain(duty) for duty in duties])
    if not text:
        return f"instrument: {instrument}\n{added}"
    if text.endswith("duties: []\n"):
        return text.removesuffix("duties: []\n") + added
    return text.rstrip("\n") + "\n" + added.removeprefix("duties:\n")


def _try_on_copy(corpus_root: Path, texts: Mapping[str, str]) -> None:
    """Read the corpus as it would be. Raises CorpusRefused."""
    if not texts:
        return
    with tempfile.TemporaryDirectory(prefix="shuiguan-review-") as scratch:
        copy = Path(scratch) / "corpus"
        shutil.copytree(corpus_root, copy)
        for name, text in texts.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(text, "utf-8")
        read_corpus(copy)


def remember(before: Remembered, draft: Draft, instrument: str, who: str, when: date) -> Remembered:
    """What is remembered after a draft: its decisions in place of older ones on the same places."""
    new = tuple(_decisions(draft, instrument, who, when))
    places = {one.at for one in new}
    kept = tuple(one for one in before.decisions if one.at not in places)
    held = {
        (one.at, one.digest, one.signature, one.decision, one.duty, one.reason): one
        for one in before.decisions
    }
    unchanged = (
        held.get((one.at, one.digest, one.signature, one.decision, one.duty, one.reason), one) for one in new
    )
    seen = {at: digest for at, digest in before.seen.items() if at not in places}
    return Remembered((*kept, *unchanged), {**seen, **{one.at: one.digest for one in draft.same}})


def _decisions(draft: Draft, instrument: str, who: str, when: date) -> Iterator[Decision]:
    for entry in draft.entries:
        if entry.decision:
            duty = duty_id(instrument, entry.duty()) if entry.is_accepted else None
            yield Decision(
                at=entry.at,
                decision=entry.decision,
                digest=entry.digest,
                signature=entry.signature,
                duty=duty,
                reason=entry.reason,
                who=who,
                when=when,
            )
    for one in draft.gone:
        if one.decision:
            yield _on_gone(one, one.decision, who, when)


def _on_gone(gone: Gone, decision: Choice, who: str, when: date) -> Decision:
    return Decision(
        at=gone.at,
        decision=decision,
        digest=gone.digest,
        duty=gone.duty,
        reason=gone.reason,
        who=who,
        when=when,
    )


def _replace_all(files: Mapping[Path, str]) -> None:
    """Write every file beside its place, then put each into place; on failure the old ones come back."""
    old = {path: path.read_bytes() if path.exists() else None for path in files}
    scratch: dict[Path, Path] = {}
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            scratch[path] = path.with_name(f".{path.name}.new")
            scratch[path].write_text(text, "utf-8")
        for path, new in scratch.items():
            new.replace(path)
    except BaseException:
        for path, data in old.items():
            _restore(path, data)
        raise
    finally:
        for new in scratch.values():
            new.unlink(missing_ok=True)


def _restore(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    elif path.read_bytes() != data:
        path.write_bytes(data)
