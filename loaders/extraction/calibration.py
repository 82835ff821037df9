"""Count how often each rule was right on labelled provisions; the counts stand in `confidence`.

    python -m loaders.extraction.calibration LABELS.jsonl FOLDER_OF_TEXTS [...]

prints the counts of the provisions that are not held out, and how well the confidences fit those that are:
the mean confidence beside the share that is right, by tenths.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.extraction import extract
from loaders.extraction.candidate import CandidateParty
from loaders.extraction.confidence import key_of
from loaders.extraction.lexicon import Lexicon, read_lexicon
from loaders.structure.read import read_tree

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@dataclass(frozen=True)
class Judged:
    """A party found in a labelled provision, and whether its kinds and its part are among the labels."""

    party: CandidateParty
    is_right: bool
    is_held_out: bool


def judged_parties(labels: Path, folders: Sequence[Path], lexicon: Lexicon) -> Iterator[Judged]:
    """Every typed party found in the labelled provisions whose text is in one of the folders."""
    rows: dict[str, dict[str, Mapping[str, object]]] = defaultdict(dict)
    for line in labels.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["file"]][row["locator"]] = row
    for folder in folders:
        for path in sorted(folder.rglob("*.md")):
            if path.name in rows:
                yield from _judged(path, rows[path.name], lexicon)


def _judged(path: Path, rows: Mapping[str, Mapping[str, object]], lexicon: Lexicon) -> Iterator[Judged]:
    for candidate in extract(read_tree(path.read_text("utf-8")), lexicon):
        row = rows.get(candidate.at)
        if row is None:
            continue
        labelled = {(kind, party["part"]) for party in _parties(row) for kind in party["types"]}
        for party in candidate.parties:
            found = {
                (name, party.part.value) for kind in party.types for name in lexicon.labels.get(kind, ())
            }
            if found:
                yield Judged(party, found <= labelled, bool(row["held_out"]))


def _parties(row: Mapping[str, object]) -> Sequence[Mapping[str, Sequence[str]]]:
    parties = row["parties"]
    assert isinstance(parties, list)
    return parties


def counts_of(judged: Sequence[Judged]) -> dict[str, tuple[int, int]]:
    """Cases and right ones by rules, of what is not held out."""
    cases, right = Counter[str](), Counter[str]()
    for one in judged:
        if not one.is_held_out:
            key = key_of(*one.party.fired)
            cases[key] += 1
            right[key] += one.is_right
    return {key: (cases[key], right[key]) for key in sorted(cases)}


def fit_of(judged: Sequence[Judged]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number of the held-out parties, by tenths of confidence."""
    tenths: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        if one.is_held_out:
            tenths[int(one.party.confidence * 10)].append(one)
    return [
        (
            sum(one.party.confidence for one in group) / len(group),
            sum(one.is_right for one in group) / len(group),
            len(group),
        )
        for _, group in sorted(tenths.items())
    ]


def main(arguments: Sequence[str]) -> None:
    judged = list(judged_parties(Path(arguments[0]), [Path(a) for a in arguments[1:]], read_lexicon(CORPUS)))
    for key, (cases, right) in counts_of(judged).items():
        print(f'    "{key}": ({cases}, {right}),')
    for mean, share, number in fit_of(judged):
        print(f"{mean:.2f} {share:.2f} {number}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
