"""Every article the corpus cites exists in the texts, wherever the texts are at hand."""

from __future__ import annotations

from pathlib import Path

from graph.corpus import Corpus
from loaders.verify import verify


def test_every_cited_article_and_paragraph_exists(corpus: Corpus, sources: Path) -> None:
    missing = [f for f in verify(corpus, sources) if f.kind in {"article-missing", "paragraph-missing"}]
    assert missing == []


def test_no_summary_is_a_sentence_of_its_source(corpus: Corpus, sources: Path) -> None:
    assert [f for f in verify(corpus, sources) if f.kind == "borrowed-words"] == []


def test_a_party_not_named_in_its_article_is_marked_as_interpreted(corpus: Corpus, sources: Path) -> None:
    stated = {
        finding.duty
        for finding in verify(corpus, sources)
        if finding.kind in {"type-not-named", "formula-not-found"}
        and corpus.duty_by_id[finding.duty].duty.certainty == "stated"
    }
    assert stated == set()
