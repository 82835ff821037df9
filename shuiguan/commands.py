"""What each command does. Imports stand inside the functions, so that `--help` and `lookup` start fast."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from graph.errors import BadRequest, CorpusRefused, UnreadableDocument
from shuiguan.__main__ import DONE, NO, WRONG_INPUT, corpus_folder

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from graph.decision import DecisionRecords
    from office.ledger import Ledger


def say(message: str) -> None:
    """Talk, on stderr."""
    print(message, file=sys.stderr, flush=True)


def say_faults(error: CorpusRefused) -> None:
    for fault in error.faults:
        say(str(fault))
    say(f"{error.zh}\n{error.en}")


def emit(value: object) -> None:
    """Data for programs, on stdout, as one line of JSON."""
    import msgspec

    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")


def cut_off(corpus: Path) -> date:
    """The day up to which the corpus was kept, from `corpus/cut-off.txt`."""
    return date.fromisoformat((corpus / "cut-off.txt").read_text("utf-8").strip())


def build(given: argparse.Namespace) -> int:
    from graph.publish import build_release, digest_of_code, digests_of_corpus
    from loaders.corpus import read_corpus
    from loaders.quotations import quotations_for
    from queries.examples import stored_examples

    say("读取语料 / reading the corpus")
    corpus = read_corpus(given.corpus)
    if given.sources and not given.sources.is_dir():
        raise BadRequest(str(given.sources), "没有这个文件夹", "there is no such folder")
    quotations = quotations_for(corpus, given.sources) if given.sources else None
    proposed = []
    if given.proposed:
        from shuiguan.sources import proposals_of

        proposed = proposals_of(given.proposed, corpus)
        say(f"候选 {len(proposed)} 项，未经审核 / {len(proposed)} proposals, not reviewed")
    code = digest_of_code(Path(__file__).resolve().parent.parent)
    release = build_release(
        corpus,
        digests_of_corpus(given.corpus),
        code,
        given.releases,
        cut_off(given.corpus),
        say,
        quotations,
        proposed,
        decisions=lambda: published_decisions(given),
        examples=stored_examples(),
    )
    manifest = release.manifest()
    if given.json:
        emit(manifest)
    else:
        say(f"版本 {release.id} 已启用 / release {release.id} is in service: {manifest['counts']}")
        print(release.id)
    return DONE


def published_decisions(given: argparse.Namespace) -> Sequence[DecisionRecords]:
    """Decisions of the office's ledger, so that a rebuild does not lose them; none where there is no ledger."""
    ledger = _ledger(given.releases, given.office)
    if ledger is None:
        return ()
    from office.decision_records import standing_decisions

    decisions = standing_decisions(ledger.decided())
    say(f"决定 {len(decisions)} 项 / {len(decisions)} decisions of the office")
    return decisions


def _ledger(releases: Path, given: str | None = None) -> Ledger | None:
    """The ledger given, or the usual one where there is one."""
    from shuiguan.office import office_url

    url = given or office_url(releases)
    if not given and "://" not in url and not Path(url.removeprefix("sqlite:///")).exists():
        return None
    from office.database import open_engine
    from office.ledger import Ledger

    return Ledger(open_engine(url))


def check(given: argparse.Namespace) -> int:
    from loaders.corpus import read_corpus
    from loaders.schema import corpus_schema

    if given.schema:
        emit(corpus_schema())
        return DONE
    try:
        read_corpus(given.corpus)
    except CorpusRefused as error:
        if given.json:
            emit({"faults": error.faults})
            return NO
        raise
    if given.json:
        emit({"faults": []})
    say("语料无误 / no faults")
    return DONE


def lookup(given: argparse.Namespace) -> int:
    from api.service import today_in_shanghai
    from graph.release import current
    from queries.lookup import Lookup
    from shuiguan.show import show

    release = current(given.releases)
    answers = Lookup(release.tables(), release.quotations())
    answer = answers.ask(given.issue, given.place, given.level, given.on, today=today_in_shanghai())
    if given.json:
        emit(answer)
    else:
        print(show(answer))
    return DONE


def listen(app: ASGIApp, given: argparse.Namespace) -> None:
    import uvicorn

    from api.one_write import OneWriteProtocol

    uvicorn.run(
        app, host=given.host, port=given.port, root_path=given.root_path, log_level="warning",
        access_log=False, http=OneWriteProtocol,
    )  # fmt: skip


def serve(given: argparse.Namespace) -> int:
    from api.settings import Settings
    from api.sparql.config import SparqlConfig
    from api.sparql.endpoint import sparql_app
    from api.sparql.front import limits

    if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*", given.root_path):
        shown = given.root_path[:80]
        raise BadRequest("--root-path", f"应如 /shuiguan，末尾没有斜线：{shown}", f"such as /shuiguan, with no slash at its end: {shown}")  # fmt: skip
    if given.data:
        if not given.data.is_file():
            raise BadRequest("--data", f"没有这个文件：{given.data}", f"no such file: {given.data}")
        settings = Settings()
        plain = given.plain or settings.sparql_plain
        # A file may change under its name, so its time is part of what names an answer.
        release = f"{given.data.name}@{given.data.stat().st_mtime_ns:x}"
        config = SparqlConfig(given.data.resolve(), release, limits(settings), plain)
        say(f"http://{given.host}:{given.port}/sparql  Ctrl-C 结束 / to stop")
        listen(sparql_app(config), given)
        return DONE
    from api.app import create_app

    app = create_app(Settings(releases=given.releases))
    say(f"http://{given.host}:{given.port}/v1/lookup?issue=…  Ctrl-C 结束 / to stop")
    listen(app, given)
    return DONE


def eval(given: argparse.Namespace) -> int:
    import msgspec

    from api.service import today_in_shanghai
    from graph.release import current
    from queries.lookup import Lookup
    from queries.predict import prediction

    answers = Lookup(current(given.releases).tables())
    for number, line in enumerate(given.file.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            item = msgspec.json.decode(line)
            asked = (item["text"], item.get("place"), item.get("level"), item.get("date"))
            answer = answers.ask(*asked, today=today_in_shanghai())
            emit(prediction(item["id"], answer, answers.tables))
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            say(f"第{number}行不合格式 / line {number} is not as expected: {error!r}")
            return WRONG_INPUT
        except BadRequest as error:
            say(f"第{number}行 / line {number}: {error}")
            emit({"id": item["id"], "lead": [], "unassigned": False, "out_of_scope": False})
    return DONE


def releases(given: argparse.Namespace) -> int:
    from graph.release import current, history

    if given.use:
        _use(given.releases, given.use)
    in_service = current(given.releases).id
    listed = [{"id": r.id, "current": r.id == in_service} for r in history(given.releases)]
    if given.json:
        emit(listed)
    else:
        for entry in listed:
            print(("* " if entry["current"] else "  ") + str(entry["id"]))
    return DONE


def _use(releases: Path, key: str) -> None:
    """Put a release into service, with the decisions of the office where there is a ledger."""
    from graph.on_disk import locked
    from graph.release import make_current, named

    ledger = _ledger(releases)
    if ledger is None:
        with locked(releases):
            make_current(releases, named(releases, key).id)
        return
    from office.publication import Publisher

    used = Publisher(ledger, releases).use(key)
    if used.id != key:
        say(f"{key} 加上台账的决定：{used.id} / {key} with the office's decisions is {used.id}")


def sources(given: argparse.Namespace) -> int:
    from shuiguan.sources import run

    return run(given)


def repair(given: argparse.Namespace) -> int:
    from loaders.repair import printable
    from loaders.repair import repair as repaired_text

    text = text_of(given.file)
    repaired = repaired_text(text, known=stands_in_corpus, quarantined=given.quarantined)
    for one in repaired.left:
        say(f"留待人工 / left: {one.stands_at}\t{printable(one.words)}\t{one.zh} / {one.en}")
    if repaired.quarantine:
        say(f"{repaired.quarantine.zh}\n{repaired.quarantine.en}")
    if given.json:
        _emit_with_lost_bytes(repaired)
    else:
        sys.stdout.buffer.write(printable(repaired.text).encode())
    return NO if repaired.quarantine and not given.quarantined else DONE


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """A file or, for `-`, stdin, to read bytes from. Raises UnreadableDocument."""
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
            yield stream
    except OSError as error:
        raise UnreadableDocument(
            f"无法打开文件（{error.strerror}）", f"the file cannot be opened ({error.strerror})"
        ) from error


def text_of(file: str) -> str:
    """The text of a file or of stdin, in UTF-8 or GB 18030. Raises UnreadableDocument."""
    from loaders.repair import read_text

    with opened(file) as stream:
        return read_text(stream)


@lru_cache(maxsize=1)
def _corpus_text() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(corpus_folder().rglob("*.yaml")))


@lru_cache(maxsize=65536)
def stands_in_corpus(pair: str) -> bool:
    """Whether two characters stand beside each other in the corpus: settles a byte lost in copying."""
    return pair in _corpus_text()


def _emit_with_lost_bytes(value: object) -> None:
    """Like `emit`; bytes that could not be read stand as lone surrogate escapes, so that nothing is lost."""
    import json

    import msgspec

    line = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
