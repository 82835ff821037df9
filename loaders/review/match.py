"""Which instrument of the corpus a document is: by its file, its number, or its title and date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from graph.codes import InstrumentKind
from graph.corpus import Corpus
from graph.records import Instrument
from loaders.documents.document import Document, Metadata
from loaders.review.draft import Head

DAY_IN_NAME = re.compile(r"[（(](\d{4}-\d{2}-\d{2})[）)]")
SUFFIX = re.compile(r"\.[A-Za-z]{2,5}$")
NOT_IN_TITLE = re.compile(r"[《》\s]|^中华人民共和国")
KINDS: tuple[tuple[str, InstrumentKind], ...] = (
    ("清单", InstrumentKind.LIST),
    ("法典?$", InstrumentKind.LAW),
    ("意见$", InstrumentKind.OPINION),
    ("通知$", InstrumentKind.NOTICE),
)


@dataclass(frozen=True)
class Match:
    """The instrument's id, or None; `how` says in both languages by what it was recognised, or why not."""

    instrument: str | None
    how: str


def instrument_of(document: Document, metadata: Metadata, corpus: Corpus, folder: str = "") -> Match:
    """The edition a document is. A file's name counts only with its title. Another edition of the same title is no match: it may say other things.

    `folder` is the name of the folder it lies in, which may hold one instrument in several files.
    """
    instruments = list(corpus.instruments.values())
    names = {document.name, _stem(document.name), folder} - {""}
    titles = {_title(title) for title in (*_titles(document, metadata), DAY_IN_NAME.sub("", folder))}
    by_file = [one.id for one in instruments if one.source_file in names and _title(one.title) in titles]
    if len(by_file) == 1:
        return Match(by_file[0], "按文件名认定 / recognised by its file")
    numbers = {_number(found.value) for found in metadata.number}
    by_number = [one.id for one in instruments if one.number and _number(one.number) in numbers]
    if len(by_number) == 1:
        return Match(by_number[0], "按文号认定 / recognised by its number")
    return _by_title([one for one in instruments if _title(one.title) in titles], _days(document, metadata))


def _by_title(editions: list[Instrument], days: set[date]) -> Match:
    dated = [one.id for one in editions if days & {one.adopted, one.published}]
    if len(dated) == 1:
        return Match(dated[0], "按标题和日期认定 / recognised by title and date")
    undated = [one.id for one in editions if not days or not (one.adopted or one.published)]
    if len(editions) == 1 and undated:
        return Match(undated[0], "只按标题认定，请核对版本 / recognised by title alone, check the edition")
    if editions:
        names = ", ".join(one.id for one in editions)
        return Match(None, f"标题相同而版本不能确定：{names} / same title, edition unclear: {names}")
    return Match(None, "语料没有此文件 / not in the corpus")


def _stem(name: str) -> str:
    return SUFFIX.sub("", name)


def _titles(document: Document, metadata: Metadata) -> Iterator[str]:
    yield from (found.value for found in metadata.title)
    yield DAY_IN_NAME.sub("", _stem(document.name))


def _title(title: str) -> str:
    return NOT_IN_TITLE.sub("", NOT_IN_TITLE.sub("", title))


def _number(number: str) -> str:
    return re.sub(r"[\s〔〕\[\]（）()【】]", "", number)


def _days(document: Document, metadata: Metadata) -> set[date]:
    found = [one.value for kind in ("adopted", "published", "issued") for one in metadata.dates.get(kind, ())]
    return set(_read_days([*found, *DAY_IN_NAME.findall(document.name)]))


def _read_days(texts: Iterable[str]) -> Iterator[date]:
    for text in texts:
        try:
            yield date.fromisoformat(text)
        except ValueError:
            continue


def head_of(document: Document, metadata: Metadata) -> Head:
    """What a document tells of itself, for an instrument that is to be entered; the rest stays empty."""
    title = next((found.value for found in metadata.title), DAY_IN_NAME.sub("", _stem(document.name)))
    first = {
        kind: next(_read_days(one.value for one in found), None) for kind, found in metadata.dates.items()
    }
    in_name = next(_read_days(DAY_IN_NAME.findall(document.name)), None)
    return Head(
        title=title,
        cite=title,
        kind=next((kind for words, kind in KINDS if re.search(words, title)), None),
        issuers=tuple(found.value for found in metadata.issuers),
        number=next((found.value for found in metadata.number), None),
        adopted=first.get("adopted") or in_name,
        published=first.get("published") or first.get("issued"),
        in_force=first.get("in_force"),
        source_file=document.name,
    )
