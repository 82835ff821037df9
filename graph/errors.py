"""Everything that can go wrong on purpose.

ShuiguanError
├── CorpusFault            one thing wrong in a corpus file, with file, line and reason
├── CorpusRefused          all faults of a corpus at once; nothing is built from it
├── ReleaseMissing         no release has been built, or the named one is not there
├── ReleaseDamaged         a file of a release does not match its manifest
├── UnreadableDocument     a file that is given to be read is empty, too large or no text
├── WrongEdition           a text is not of the edition that the corpus cites
├── BadRequest             the question cannot be asked as it stands
├── UnknownArea            the place is not in the data
├── DeadlineRefused        a time limit cannot be started, paused, resumed or extended so
├── UnknownRelease         the release asked for is not there
├── UnknownQuery           no stored query has this name
└── WrongQuery             a stored query's header is wrong, in which line
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class ShuiguanError(Exception):
    """Carries one sentence in Chinese and one in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en


@dataclass(frozen=True, order=True)
class CorpusFault:
    """One thing wrong in a corpus file. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.zh} / {self.en}"


class CorpusRefused(ShuiguanError):
    """The corpus has faults; `faults` holds every one of them, ordered by file and line."""

    def __init__(self, faults: Sequence[CorpusFault]) -> None:
        super().__init__(
            f"语料有{len(faults)}处错误，未生成新版本",
            f"the corpus has {len(faults)} fault(s); no new release was built",
        )
        self.faults = tuple(sorted(faults))


class ReleaseMissing(ShuiguanError):
    """No release is there to answer from."""


class ReleaseDamaged(ShuiguanError):
    """A release file differs from what its manifest says."""


class UnreadableDocument(ShuiguanError):
    """A file cannot be read as text."""


class WrongEdition(ShuiguanError):
    """A text is of another instrument or another edition than the one cited; names both."""


class BadRequest(ShuiguanError):
    """The question cannot be asked as it stands. `parameter` names what was wrong, `choices` what there is."""

    def __init__(self, parameter: str, zh: str, en: str, choices: Sequence[str] = ()) -> None:
        super().__init__(zh, en)
        self.parameter = parameter
        self.choices = tuple(choices)


class DeadlineRefused(BadRequest):
    """A time limit cannot be started or changed so; the ledger keeps the limit as it was."""


class UnknownRelease(BadRequest):
    """The release asked for is not (or no longer) in the folder of releases."""

    def __init__(self, release: str) -> None:
        shown = release[:40]
        super().__init__("release", f"没有这个版本：{shown}", f"no such release, or no longer: {shown}")


class UnknownArea(BadRequest):
    """The place is not in the data; `choices` are near matches."""

    def __init__(self, zh: str, en: str, choices: Sequence[str] = ()) -> None:
        super().__init__("place", zh, en, choices)


class UnknownQuery(BadRequest):
    """No stored query has this name; `choices` are those there are."""

    def __init__(self, name: str, choices: Sequence[str]) -> None:
        super().__init__("name", f"没有这个查询：{name}", f"there is no such query: {name}", choices)


class WrongQuery(ShuiguanError):
    """The header or form of a stored query is wrong; says in which line, counted from 1."""

    def __init__(self, file: str, line: int, zh: str, en: str) -> None:
        super().__init__(f"{file}:{line}: {zh}", f"{file}:{line}: {en}")
        self.line = line
