"""May and must in the corpus, held against the texts: 可 in a consequence stands where the text says 可以."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from graph.corpus import Corpus
from graph.tables import Tables
from loaders.editions import find_editions
from queries.analysis.diff import repealed_by
from queries.analysis.measures import measures_in
from queries.analysis.pairing import instrument_of

CODE = "eco-code-2026"
IN_TEXT = {
    "罚款": "罚款", "没收": "没收", "限产停产": "停产整治|限制生产", "停业关闭": "停业|关闭", "吊销许可": "吊销",
    "代为治理": "代为(?:治理|处置|处理)", "移送公安": "移送公安", "查封扣押": "查封|扣押",
}  # fmt: skip


def ways_in(text: str, measure: str) -> Iterator[str]:
    """Each way in which a paragraph has the measure: 可以 before it, or in what it hangs on, or a choice of two."""
    stretches = re.split("[，；。：]", text)
    for before, stretch in zip(["", *stretches], stretches, strict=False):
        if found := re.search(IN_TEXT[measure], stretch):
            lead = stretch[: found.start()]
            hangs = re.search("可以(?:报经|根据)", before)
            choice = measure == "限产停产" and "责令改正" in lead and "或者" in lead
            yield "may" if "可以" in lead or hangs or choice else "must"


def test_every_measure_is_may_or_must_as_its_paragraph_has_it(
    corpus: Corpus, tables: Tables, sources: Path
) -> None:
    # 法典第一千二百四十二条 lists the ten laws; the noise law of 2018 begins the chain.
    compared = {*repealed_by(tables, CODE), CODE, "noise-law-2018"}
    editions = find_editions(corpus, sources).found
    wrong = []
    for duty in tables.duties:
        if instrument_of(duty) in compared:
            paragraph = editions[instrument_of(duty)].text(re.sub("__item.*", "", duty.locator))
            for measure, way in measures_in(duty.consequence).items():
                ways = set(ways_in(paragraph, measure))
                if ways and way not in ways:
                    wrong.append((duty.id, measure, way))
    assert wrong == []
