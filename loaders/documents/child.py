"""Read a file in a process of its own, which ends when it needs too much time or memory.

A crafted PDF can keep a parser busy for hours and two cells of a workbook can ask for a matrix of billions,
inside libraries that offer no limit. Only a process can be stopped from outside, at the price of starting
one. The answer comes back as JSON, never as pickled objects, since the child has read what it cannot trust.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from graph.errors import UnreadableDocument
from loaders.documents.document import Line, Table
from loaders.documents.found import Found
from loaders.documents.limits import LARGEST_TEXT, MEMORY, SECONDS

START = "from loaders.documents.child import main; main()"
READ, REFUSED = 0, 3


def read_in_child(kind: str, raw: bytes, seconds: float = SECONDS) -> Found:
    """What the reader of a kind finds. Raises UnreadableDocument, also for time or memory used up."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-W", "ignore", "-c", START, kind, str(seconds)]
    try:
        done = subprocess.run(
            command, input=raw, env=environment, timeout=seconds, check=False, capture_output=True
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocument(
            f"{seconds:.0f}秒内没有读完，已停止（{kind}）",
            f"not read within {seconds:.0f} seconds, stopped ({kind})",
        ) from None
    return _answer(kind, done.returncode, done.stdout)


def _answer(kind: str, code: int, out: bytes) -> Found:
    if code == READ:
        return _received(msgspec.convert(json.loads(out), Answer))
    if code == REFUSED:
        zh, en = json.loads(out)
        raise UnreadableDocument(zh, en)
    raise UnreadableDocument(
        f"读取中途停止：所需内存超过{MEMORY // 1_000_000}MB，或文件使解析程序出错（{kind}）",
        f"reading broke off: it needs more than {MEMORY // 1_000_000} MB or the file crashes its parser ({kind})",
    )


@dataclass(frozen=True)
class Piece:
    """One block on the wire: a line or a table."""

    line: Line | None
    table: Table | None


@dataclass(frozen=True)
class Answer:
    """What was found, in a form that JSON tells apart."""

    pieces: tuple[Piece, ...]
    declared: Mapping[str, str]
    warnings: tuple[str, ...]
    around: str


def _sent(found: Found) -> Answer:
    pieces = (Piece(b, None) if isinstance(b, Line) else Piece(None, b) for b in found.blocks)
    return Answer(tuple(pieces), found.declared, found.warnings, found.around)


def _received(answer: Answer) -> Found:
    blocks = (block for piece in answer.pieces if (block := piece.line or piece.table))
    return Found(tuple(blocks), answer.declared, answer.warnings, answer.around)


def main() -> None:
    """The child: a kind and seconds as arguments, the file on stdin, the answer on stdout."""
    from loaders.documents.readers import READERS

    kind, seconds = sys.argv[1], float(sys.argv[2])
    _limit(seconds)
    try:
        found = READERS[kind](sys.stdin.buffer.read())
        _check_length(found)
    except UnreadableDocument as error:
        _end((error.zh, error.en), REFUSED)
    except MemoryError:
        _end(_too_much(kind), REFUSED)
    except Exception as error:  # parsers raise anything at all on a damaged file
        _end(_damaged(kind, error), REFUSED)
    else:
        _end(msgspec.to_builtins(_sent(found)), READ)


def _limit(seconds: float) -> None:
    """No more memory or processor time than allowed, where the system knows such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _check_length(found: Found) -> None:
    lines = sum(len(block.text) for block in found.blocks if isinstance(block, Line))
    cells = (sum(map(len, row)) for b in found.blocks if isinstance(b, Table) for row in b.rows)
    if lines + sum(cells) > LARGEST_TEXT:
        raise UnreadableDocument(
            f"文字超过{LARGEST_TEXT}字", f"the text is longer than {LARGEST_TEXT} characters"
        )


def _too_much(kind: str) -> tuple[str, str]:
    size = MEMORY // 1_000_000
    return (f"读取所需内存超过{size}MB（{kind}）", f"reading needs more than {size} MB of memory ({kind})")


def _damaged(kind: str, error: Exception) -> tuple[str, str]:
    what = f"{type(error).__name__}: {error}"[:200]
    return (f"文件已损坏或不完整（{kind}）：{what}", f"the file is damaged or cut off ({kind}): {what}")


def _end(answer: object, code: int) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode())
    sys.stdout.flush()
    sys.exit(code)
