"""Check every citation of the corpus against a folder of texts.

    python -m loaders.verify CORPUS_DIR SOURCES_DIR [PART_OF_ID]

A duty is verified when its article and paragraph exist in that edition, the article names the kinds of
bodies the duty names (or the designation formula), and the summary is not a sentence of the source.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.corpus import Corpus, StatedDuty, duties_of
from graph.records import BodyType, Party
from loaders.corpus import read_corpus
from loaders.provisions import Article, read_law

DESIGNATION = re.compile(
    r"指定的|确定的|授权的|规定的.{0,12}(部门|机关|机构)|指定.{0,14}(部门|机关|机构)|确定.{0,16}(部门|机关|机构)|"
    r"明确.{0,14}(部门|职责|机构)|相对集中|有关(主管)?部门|决定的部门|主管部门"
)
LONGEST_BORROWED = 19
CHINESE_RUN = re.compile(r"[\u4e00-\u9fff，、；：]+")


@dataclass(frozen=True)
class Finding:
    """One thing about a citation that a reader should look at. `kind` is a stable word."""

    duty: str
    kind: str
    detail: str


def names_of(body_type: BodyType) -> frozenset[str]:
    """Every name a statute may use for the type, with the common endings cut off."""
    names = {body_type.zh, body_type.statutory, *(alias.name for alias in body_type.aliases)}
    stems = {re.sub(r"(行政)?(主管|管理|监督管理)?(部门|机关|机构|局|厅)$", "", name) for name in names}
    return frozenset(names | {stem for stem in stems if len(stem) >= 2})


def verify(corpus: Corpus, sources: Path) -> Iterator[Finding]:
    """Findings in the order of the corpus; none for instruments whose text is not in `sources`."""
    names = {key: names_of(body_type) for key, body_type in corpus.body_types.items()}
    for instrument in corpus.instruments.values():
        path = sources / (instrument.source_file or "-")
        if not path.exists():
            continue
        articles = {article.locator: article for article in read_law(path)}
        for stated in duties_of(instrument):
            yield from _verify_duty(stated, articles, names)


def _verify_duty(
    stated: StatedDuty, articles: Mapping[str, Article], names: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    place = stated.duty.at.split("__")
    article = articles.get(place[0])
    if article is None:
        yield Finding(stated.id, "article-missing", place[0])
        return
    locators = {p.locator for p in article.paragraphs} | {
        locator for p in article.paragraphs for locator, _ in p.items
    }
    if stated.duty.at not in locators | {article.locator}:
        yield Finding(stated.id, "paragraph-missing", stated.duty.at)
    for party in stated.duty.parties:
        yield from _verify_party(stated.id, party, article.text, names)
    yield from _verify_words(stated, article.text)


def _verify_party(
    duty: str, party: Party, text: str, names: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    if party.type and not any(name in text for name in names[party.type]):
        yield Finding(duty, "type-not-named", party.type)
    if party.designated and not DESIGNATION.search(text):
        yield Finding(duty, "formula-not-found", party.as_written or "")
    if party.as_written and party.as_written.replace("…", "") not in text and "…" not in party.as_written:
        yield Finding(duty, "not-as-written", party.as_written)


def _verify_words(stated: StatedDuty, text: str) -> Iterator[Finding]:
    for words in (stated.duty.summary, stated.duty.condition or "", stated.duty.consequence or ""):
        for run in CHINESE_RUN.findall(words):
            for start in range(len(run) - LONGEST_BORROWED):
                if run[start : start + LONGEST_BORROWED + 1] in text:
                    yield Finding(stated.id, "borrowed-words", run[start : start + 24])
                    break


def main(arguments: list[str]) -> int:
    corpus = read_corpus(Path(arguments[0]))
    wanted = arguments[2] if len(arguments) > 2 else ""
    findings = [f for f in verify(corpus, Path(arguments[1])) if wanted in f.duty]
    for finding in findings:
        print(f"{finding.duty}\t{finding.kind}\t{finding.detail}")
    print(f"{len(findings)} findings", file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
