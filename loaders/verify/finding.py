"""What the check found: verified citations, findings of stable kinds, exceptions with their reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from graph.codes import Certainty
from graph.records import CitationException
from loaders.verify.cited import Cited

# Kinds that an editor's note on an interpreted duty accounts for.
INTERPRETED = frozenset({"type-not-named", "formula-not-found"})


@dataclass(frozen=True)
class Finding:
    """One thing about a citation that a reader should look at. `kind` is a stable word.

    wrong-edition       the file the instrument names is another text
    article-missing     the article (question, section) is not in the text
    paragraph-missing   the paragraph, item or sentence is not there
    type-not-named      no name of the body type stands there, nor where it refers to
    formula-not-found   no words that leave the department to a designation
    not-as-written      the words entered as written are not there
    topic-not-found     the passage speaks far more of other topics
    count-not-found     the stated number is not there
    borrowed-words      our words repeat a sentence of the source
    exception-unused    an exception fits no finding any more
    """

    citation: str
    kind: str
    detail: str


@dataclass(frozen=True)
class Excepted:
    """A finding that a person has accounted for."""

    finding: Finding
    reason: str


@dataclass(frozen=True)
class Report:
    """The whole check. A citation is verified when nothing was found, excepted or not.

    `without_text` counts the citations of each instrument whose text is not at hand.
    """

    citations: int
    verified: int
    findings: tuple[Finding, ...]
    excepted: tuple[Excepted, ...]
    without_text: Mapping[str, int]

    @property
    def checked(self) -> int:
        return self.citations - sum(self.without_text.values())

    def kinds(self) -> Mapping[str, tuple[int, int]]:
        """For each kind how many findings are open and how many excepted."""
        opened = Counter(one.kind for one in self.findings)
        excepted = Counter(one.finding.kind for one in self.excepted)
        return {kind: (opened[kind], excepted[kind]) for kind in sorted(opened | excepted)}


def sort_out(
    found: Iterable[tuple[Cited, Finding]],
    exceptions: Iterable[CitationException],
    is_at_hand: Callable[[str], bool],
) -> Iterator[Finding | Excepted]:
    """Findings with an exception as such; after them the exceptions that fit none, as findings.

    An exception is judged only where the texts that its pattern speaks of are at hand.
    """
    listed = list(exceptions)
    unused = {
        position: set(filter(is_at_hand, exception.citations)) for position, exception in enumerate(listed)
    }
    for cited, finding in found:
        reason = _interpreted(cited, finding)
        for position, exception in enumerate(listed):
            if fitting := _fits(exception, finding):
                unused[position] -= fitting
                reason = exception.reason
        yield Excepted(finding, reason) if reason else finding
    for position, patterns in unused.items():
        for pattern in sorted(patterns):
            yield Finding(pattern, "exception-unused", f"{listed[position].kind} {listed[position].detail}")


def _interpreted(cited: Cited, finding: Finding) -> str | None:
    """An editor's reading is on record as such, with the reason in the note."""
    if cited.certainty is Certainty.INTERPRETED and finding.kind in INTERPRETED:
        return cited.note
    return None


def _fits(exception: CitationException, finding: Finding) -> set[str]:
    if exception.kind != finding.kind or not fnmatchcase(finding.detail, exception.detail):
        return set()
    return {pattern for pattern in exception.citations if fnmatchcase(finding.citation, pattern)}
