"""Reading, structure and extraction of a folder of texts: share of time by step, and memory by number of files."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.measure import ROOT, ROUNDS, line
from loaders.documents import read_bytes
from loaders.documents.metadata import metadata_of
from loaders.extraction import extract
from loaders.extraction.lexicon import read_lexicon
from loaders.lists import read_list
from loaders.repair import decode
from loaders.structure.citations import citations_of
from loaders.structure.read import tree_of

FOLDER = ROOT.parent / "shared" / "sources"
STEPS = ("decode", "read", "metadata", "lists", "structure", "citations", "extract")


def run() -> Iterator[str]:
    paths = [path for path in sorted(FOLDER.rglob("*.md")) if path.name != "README.md"]
    if not paths:
        yield "sources: no folder of texts beside the project, not measured"
        return
    size = sum(path.stat().st_size for path in paths)
    rounds = [steps_of(paths) for _ in range(ROUNDS)]
    seconds = {step: statistics.median(one[step] for one in rounds) for step in STEPS}
    total = sum(seconds[step] for step in STEPS[1:])
    yield line(
        "src", f"{len(paths)} texts, {size / 1e6:.1f} MB, all steps", size / 1e6 / total, "MB/s", "none"
    )
    yield line("src", "all steps / reading and decoding alone", total / seconds["decode"], "×", "none")
    for step in STEPS[1:]:
        yield line("src", f"share of {step}", 100 * seconds[step] / total, "%", "none")
    first, last = memory_by_files(paths)
    yield line("src", "largest memory after all files / after the largest one", last / first, "×", "none")


def steps_of(paths: Sequence[Path]) -> dict[str, float]:
    """Seconds of every step over all files; a file is let go before the next is read."""
    lexicon = read_lexicon(ROOT / "corpus")
    seconds = dict.fromkeys(STEPS, 0.0)
    for path in paths:
        marks = [time.perf_counter()]
        raw = path.read_bytes()
        decode(raw)
        marks.append(time.perf_counter())
        document = read_bytes(raw, path.name)
        marks.append(time.perf_counter())
        metadata_of(document)
        marks.append(time.perf_counter())
        read_list(document)
        marks.append(time.perf_counter())
        tree = tree_of(document)
        marks.append(time.perf_counter())
        sum(1 for _ in citations_of(tree))
        marks.append(time.perf_counter())
        sum(1 for _ in extract(tree, lexicon))
        marks.append(time.perf_counter())
        for step, before, after in zip(STEPS, marks, marks[1:], strict=False):
            seconds[step] += after - before
    return seconds


def memory_by_files(paths: Sequence[Path]) -> tuple[int, int]:
    """Largest resident size in kilobytes after the largest file, and after every file three times over."""
    steps_of([max(paths, key=lambda path: path.stat().st_size)])
    first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(3):
        steps_of(paths)
    return first, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
