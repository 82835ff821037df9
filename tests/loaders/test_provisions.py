from __future__ import annotations

import csv
from pathlib import Path

from loaders.provisions import read_articles, read_law

TEXT = """# 示例法

2020年1月1日通过
<!-- INFO END -->

## 第一章 总则

第一条 为了试验，制定本法。

第二条 下列部门负责：
（一）甲部门；
（二）乙部门。
前款以外的，由丙部门负责。

第二条之一　丁部门也负责。
"""


def test_articles_paragraphs_and_items_get_stable_locators() -> None:
    first, second, inserted = read_articles(TEXT)
    assert [p.locator for p in first.paragraphs] == ["art_1__para_1"]
    assert [p.locator for p in second.paragraphs] == ["art_2__para_1", "art_2__para_2"]
    assert [locator for locator, _ in second.paragraphs[0].items] == [
        "art_2__para_1__item_1",
        "art_2__para_1__item_2",
    ]
    assert inserted.locator == "art_2-1"


def test_every_indexed_law_has_its_number_of_articles_in_order(sources: Path) -> None:
    with (sources / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["articles"]]
    for row in rows:
        articles = read_law(sources / row["file"])
        assert len(articles) == int(row["articles"]), row["file"]
        numbers = [(article.number, article.insertion) for article in articles]
        assert numbers == sorted(set(numbers)), row["file"]
