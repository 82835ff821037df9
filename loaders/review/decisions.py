"""Decisions on proposals, remembered per instrument in `reviews/<instrument>.yaml`, outside the corpus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import CorpusFault
from graph.record import Slug, record
from loaders.review.draft import Decision, Place
from loaders.review.faults import DraftRefused, validated
from loaders.review.plain import block_list, flow, plain
from loaders.yaml_file import read_yaml


@dataclass(frozen=True)
class Remembered:
    """What was decided on an instrument, in the order of the decisions, and the digests last read.

    `seen` has the digest of every place that was the same in document and corpus.
    """

    decisions: tuple[Decision, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)

    def at(self, locator: str) -> list[Decision]:
        """The decisions on one place."""
        return [one for one in self.decisions if one.at == locator]


@record
class DecisionsFile:
    """The file's form."""

    instrument: Slug
    seen: dict[Place, str] | None = None
    decisions: tuple[Decision, ...] = ()


def decisions_path(root: Path, instrument: str) -> Path:
    """Where the decisions on an instrument are kept."""
    return root / f"{instrument}.yaml"


def read_remembered(root: Path, instrument: str | None) -> Remembered:
    """The decisions on an instrument; nothing for one that was never decided on. Raises DraftRefused."""
    path = decisions_path(root, instrument) if instrument else None
    if path is None or not path.exists():
        return Remembered()
    faults: list[CorpusFault] = []
    file = read_yaml(path, path.name, faults)
    read = validated(file, (), DecisionsFile, file.value, faults) if file else None
    if read is None or faults:
        raise DraftRefused(faults)
    return Remembered(read.decisions, dict(read.seen or {}))


def decisions_yaml(instrument: str, remembered: Remembered) -> str:
    """The file's text; places in order of first decision."""
    seen = "".join(f"  {at}: {flow(digest)}\n" for at, digest in sorted(remembered.seen.items()))
    return (
        "# 审核决定，由 shuiguan sources decide 写入 / decisions on proposals, written by the review\n"
        f"instrument: {instrument}\n"
        + (f"seen:\n{seen}" if seen else "")
        + block_list("decisions", [plain(one) for one in remembered.decisions])
    )
