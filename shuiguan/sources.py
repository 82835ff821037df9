"""`shuiguan sources`: read a document, find duties in it, propose them for review, verify the corpus."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from graph.corpus import Corpus
from graph.errors import BadRequest, UnreadableDocument
from graph.proposed_graph import ProposedDuty
from loaders.extraction import extract as extracted
from loaders.extraction.candidate import Candidate
from loaders.extraction.lexicon import Lexicon, lexicon_of, read_body_types
from loaders.reading import Source, Vocabulary, candidates_in, read_source
from loaders.review import (
    Match,
    Provision,
    instrument_of,
    proposed_records,
    provisions_of,
    provisions_of_rows,
)
from loaders.structure.citations import citations_of
from loaders.structure.tree import Division, Node
from loaders.verify.finding import Report
from shuiguan.__main__ import DONE, NO, WRONG_INPUT
from shuiguan.commands import emit, say, stands_in_corpus


def run(given: argparse.Namespace) -> int:
    """Run one of the subcommands; returns the exit code."""
    if "corpus" in given:
        _checked(
            given.corpus / "body-types.yaml",
            Path.is_file,
            "没有这个语料文件夹",
            "there is no such corpus folder",
        )
    subcommands: dict[str, Callable[[argparse.Namespace], int]] = {
        "read": read,
        "extract": extract,
        "propose": propose,
        "decide": decide,
        "verify": verify,
    }
    return subcommands[given.subcommand](given)


def read(given: argparse.Namespace) -> int:
    source = _source(given.file, given.quarantined)
    _say_of(source)
    if given.json:
        emit(_as_data(source))
    else:
        for line in _outline(source):
            print(line)
    return _code(source, given.quarantined)


def _source(path: Path, quarantined: bool) -> Source:
    return read_source(path, stands_in_corpus, quarantined=quarantined)


def _code(source: Source, quarantined: bool) -> int:
    return NO if source.document.quarantine and not quarantined else DONE


def _say_of(source: Source) -> None:
    """What a person should know of the reading: warnings, quarantine, spots left, rows left out."""
    for warning in source.document.warnings:
        say(warning)
    if source.document.quarantine:
        say(f"{source.document.quarantine.zh}\n{source.document.quarantine.en}")
    for one in source.document.left:
        say(f"留待人工 / left: {one.words}\t{one.zh} / {one.en}")
    if _may_be_list(source):
        for left in source.listed.left_out:
            say(f"未列入 / left out: {left.place}\t{left.words[:30]}\t{left.zh} / {left.en}")


def _may_be_list(source: Source) -> bool:
    """Whether a person would expect rows: it has some, or it has tables."""
    return bool(source.listed.rows) or any(source.document.tables)


def _as_data(source: Source) -> dict[str, object]:
    """The reading as data: the likeliest title, number, issuer and date at the top, all proposals in `found`."""
    document, metadata = source.document, source.metadata
    dates = {name: _values(proposals) for name, proposals in metadata.dates.items()}
    day = next((dates[name][0] for name in ("issued", "published", "adopted") if dates.get(name)), None)
    return {
        "name": document.name,
        "kind": document.kind,
        "digest": document.digest,
        "title": next(iter(_values(metadata.title)), None),
        "number": next(iter(_values(metadata.number)), None),
        "issuer": "、".join(_values(metadata.issuers)) or None,
        "issuers": _values(metadata.issuers),
        "date": day,
        "dates": {name: values[0] for name, values in dates.items() if values},
        "area": next(iter(_values(metadata.area)), None),
        "found": metadata,
        "declared": document.declared,
        "outline": [_node(child) for child in source.tree.children],
        "citations": list(citations_of(source.tree)),
        "rows": [_row(row) for row in source.listed.rows],
        "left_out": source.listed.left_out if _may_be_list(source) else (),
        "tables": list(document.tables),
        "repairs": len(document.repairs),
        "left": document.left,
        "quarantine": document.quarantine,
        "warnings": document.warnings,
    }


def _values(proposals: Iterable[object]) -> list[str]:
    return [getattr(one, "value") for one in proposals]  # noqa: B009  # a Proposal, whose module is heavy


def _row(row: object) -> dict[str, object]:
    import msgspec

    built = msgspec.to_builtins(row)
    assert isinstance(built, dict)
    return {name: value for name, value in built.items() if name != "header"}


def _node(node: Node) -> dict[str, object]:
    """A division with what stands under it."""
    return {
        "locator": node.locator,
        "division": node.division.value,
        "label": node.label,
        "heading": node.heading,
        "text": node.text,
        "children": [_node(child) for child in node.children],
    }


def _outline(source: Source) -> Iterator[str]:
    data = _as_data(source)
    for name in ("title", "number", "issuer", "date", "area"):
        if data[name]:
            yield f"{name}\t{data[name]}"
    for depth, node in _with_depth(source.tree):
        if node.division is not Division.PARAGRAPH and node is not source.tree:
            words = node.heading or node.text[:30]
            yield f"{'  ' * (depth - 1)}{node.locator.rpartition('__')[2]}\t{node.label} {words}".rstrip()
    for row in source.listed.rows:
        yield f"{row.at}\t{row.department}\t{row.item}\t{'；'.join(row.basis)}"


def _with_depth(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    yield depth, node
    for child in node.children:
        yield from _with_depth(child, depth + 1)


def _checked(path: Path, is_right: Callable[[Path], bool], zh: str, en: str) -> Path:
    """The path when it is what it should be. Raises BadRequest."""
    if not is_right(path):
        raise BadRequest(str(path), zh, en)
    return path


def extract(given: argparse.Namespace) -> int:
    """Candidates of files and folders, one file in memory at a time; unreadable ones are named and passed over."""
    vocabulary = Vocabulary.of(read_body_types(given.corpus))
    paths = list(_files(given.files))
    code = DONE
    for number, path in enumerate(paths, 1):
        if len(paths) > 1:
            say(f"{number}/{len(paths)} {path.name}")
        try:
            source = _source(path, given.quarantined)
        except UnreadableDocument as error:
            say(f"{path}: {error.zh}\n{path}: {error.en}")
            code = WRONG_INPUT
            continue
        _say_of(source)
        code = max(code, _code(source, given.quarantined))
        for candidate in candidates_in(source, vocabulary):
            if given.jsonl:
                emit(_prediction(path.name, candidate, vocabulary.lexicon))
            else:
                print("\n".join(_shown(candidate, vocabulary.lexicon)))
    return code


def _files(given: Iterable[Path]) -> Iterator[Path]:
    """The files given, and those of the folders given, by name; README files of a folder are no sources."""
    for path in given:
        if path.is_dir():
            inside = (one for one in sorted(path.rglob("*")) if one.is_file())
            yield from (one for one in inside if not one.name.startswith(("README", "INDEX", ".")))
        elif path.exists():
            yield path
        else:
            raise BadRequest("FILE", f"没有这个文件：{path}", f"no such file: {path}")


def _prediction(file: str, candidate: Candidate, lexicon: Lexicon) -> dict[str, object]:
    """A candidate in the form that `eval/score_extraction.py` reads, with what it does not read beside it."""
    parties = [
        {
            "types": labels_of(party.types, lexicon),
            "part": party.part.value,
            "designated": party.designated,
            "open_list": party.open_list,
            "inherited": party.inherited,
            "as_written": party.as_written,
            "level": party.level,
            "role": party.role,
            "body_types": party.types,
            "confidence": party.confidence,
            "fired": party.fired,
        }
        for party in candidate.parties
    ]
    return {
        "file": file,
        "locator": candidate.at,
        "assigns": bool(parties),
        "parties": parties,
        "matter": candidate.matter,
        "condition": candidate.condition,
        "consequence": candidate.consequence,
        "deadline_or_frequency": candidate.timing,
        "recurrence": candidate.recurrence,
        "due_day": candidate.due_day,
        "triggers": candidate.triggers,
        "cites": candidate.cites,
        "confidence": candidate.confidence,
        "digest": candidate.digest,
    }


def labels_of(types: Iterable[str], lexicon: Lexicon) -> list[str]:
    """Names of the listed department types for ids of body types, each once; none for those that fit none."""
    return list(dict.fromkeys(name for one in types for name in lexicon.labels.get(one, ())))


def _shown(candidate: Candidate, lexicon: Lexicon) -> Iterator[str]:
    yield f"{candidate.at}\t{candidate.matter}"
    for party in candidate.parties:
        kinds = "、".join(labels_of(party.types, lexicon)) or ("待指定" if party.designated else "—")
        words = " … ".join(one.words for one in party.fired)
        yield f"  {party.part.value}\t{kinds}\t{party.as_written}\t{party.confidence:.2f}\t{words}"


def propose(given: argparse.Namespace) -> int:
    """Write a draft for review; nothing in the corpus changes."""
    from loaders.corpus import read_corpus
    from loaders.review import draft_yaml, read_remembered
    from loaders.review import propose as proposed

    source = _source(given.file, given.quarantined)
    _say_of(source)
    corpus = read_corpus(given.corpus)
    match, provisions, candidates = _beside(source, given.file, corpus)
    say(match.how)
    remembered = read_remembered(given.reviews, match.instrument)
    draft = proposed(source.document, source.metadata, provisions, candidates, corpus, match, remembered)
    new = sum(entry.state == "new" for entry in draft.entries)
    say(
        f"新 {new}，变 {len(draft.entries) - new}，同 {len(draft.same)}，失 {len(draft.gone)}"
        f" / {new} new, {len(draft.entries) - new} changed, {len(draft.same)} same, {len(draft.gone)} gone"
    )
    text = draft_yaml(draft)
    if given.output:
        _write_new(given.output, text)
    else:
        sys.stdout.write(text)
    return _code(source, given.quarantined)


def _beside(source: Source, path: Path, corpus: Corpus) -> tuple[Match, list[Provision], list[Candidate]]:
    """Which instrument of the corpus a document is, its provisions, and its candidates."""
    match = instrument_of(source.document, source.metadata, corpus, folder=path.resolve().parent.name)
    provisions = [*provisions_of(source.tree), *provisions_of_rows(source.listed.rows)]
    return match, provisions, list(candidates_in(source, Vocabulary.of(corpus.body_types.values())))


def proposals_of(paths: Iterable[Path], corpus: Corpus) -> list[ProposedDuty]:
    """What the files propose, for a graph of its own. Raises UnreadableDocument, or BadRequest for no such file."""
    found: list[ProposedDuty] = []
    for path in _files(paths):
        try:
            source = _source(path, quarantined=False)
        except UnreadableDocument as error:
            raise UnreadableDocument(f"{path}：{error.zh}", f"{path}: {error.en}") from error
        _say_of(source)
        if source.document.quarantine:
            raise BadRequest(str(path), source.document.quarantine.zh, source.document.quarantine.en)
        match, provisions, candidates = _beside(source, path, corpus)
        found += proposed_records(source.document, source.metadata, provisions, candidates, corpus, match)
    return found


def _write_new(path: Path, text: str) -> None:
    """Write a file that must not be there: a person's edits are never written over."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        if not isinstance(error, FileExistsError):
            raise BadRequest(
                "--output",
                f"无法写入：{path}（{error.strerror}）",
                f"cannot be written: {path} ({error.strerror})",
            ) from error
        raise BadRequest(
            "--output", f"文件已存在，未覆盖：{path}", f"the file is there and was not written over: {path}"
        ) from error


def decide(given: argparse.Namespace) -> int:
    """Carry out the decisions of an edited draft: all or none."""
    from api.service import today_in_shanghai
    from loaders.corpus import read_corpus
    from loaders.review import apply, read_decisions

    _checked(given.draft, Path.is_file, "没有这个草稿", "there is no such draft")
    draft = read_decisions(given.draft, read_corpus(given.corpus))
    applied = apply(draft, given.corpus, given.reviews, given.by, today_in_shanghai())
    for path in applied.files:
        print(path)
    say(
        f"收入 {len(applied.entered)}，撤下 {len(applied.removed)}，否决 {len(applied.rejected)}"
        f" / {len(applied.entered)} entered, {len(applied.removed)} taken out, {len(applied.rejected)} rejected"
    )
    return DONE


def verify(given: argparse.Namespace) -> int:
    """Check every citation against the texts of a folder; with --coverage also what the corpus leaves out."""
    from loaders.corpus import read_corpus
    from loaders.coverage import coverage
    from loaders.editions import find_editions
    from loaders.verify import check

    _checked(given.folder, Path.is_dir, "没有这个文件夹", "there is no such folder")
    corpus = read_corpus(given.corpus)
    editions = find_editions(corpus, given.folder)
    report = check(corpus, editions, progress=_progress)
    lexicon = lexicon_of(tuple(corpus.body_types.values()))
    covered = (
        list(coverage(corpus, editions, lambda tree: _assigned(tree, lexicon))) if given.coverage else []
    )
    if given.json:
        emit({"report": report, "kinds": report.kinds(), "coverage": covered})
    else:
        for finding in report.findings:
            print(f"{finding.citation}\t{finding.kind}\t{finding.detail}")
        for one in covered:
            print(f"{one.instrument}\t{one.naming}\t{one.covered}\t{one.uncovered}")
            for missing in (*one.articles_missing, *one.paragraphs_missing):
                print(f"  {missing.locator}\t{'、'.join(missing.types)}")
    for line in _said_of(report):
        say(line)
    if not report.checked:
        raise BadRequest(
            str(given.folder),
            "文件夹里没有语料所引的文本",
            "no text in the folder is one that the corpus cites",
        )
    return NO if report.findings else DONE


def _progress(done: int, of: int) -> None:
    if done % 1000 == 0:
        say(f"{done}/{of}")


def _assigned(tree: Node, lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Kinds of bodies that each provision assigns something to, by locator."""
    found = {
        c.at: tuple(dict.fromkeys(t for p in c.parties for t in p.types)) for c in extracted(tree, lexicon)
    }
    return {at: types for at, types in found.items() if types}


def _said_of(report: Report) -> Iterator[str]:
    for kind, (unresolved, excepted) in sorted(report.kinds().items()):
        yield f"{kind}: 未决 {unresolved}，说明 {excepted} / {unresolved} open, {excepted} excepted"
    for instrument, citations in report.without_text.items():
        yield f"无文本 / no text: {instrument} ({citations})"
    yield (
        f"引用 {report.citations}，有文本 {report.checked}，核实 {report.verified}，未决 {len(report.findings)}"
        f" / {report.citations} citations, {report.checked} with a text, {report.verified} verified,"
        f" {len(report.findings)} open"
    )
