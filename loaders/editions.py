"""Find the text of each edition of the corpus in a folder, and refuse the text of another edition.

A text says of itself what it is: its first line is the title, the lines after it name the days of
adoption and amendment. File names count only as far as they end in such a day: 噪声污染防治法(2021-12-24).md.
Of a page or document, title and day are what `loaders.documents` proposes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph.corpus import Corpus
from graph.errors import UnreadableDocument, WrongEdition
from graph.records import Instrument
from loaders.documents import read_document
from loaders.documents.metadata import metadata_of
from loaders.repair import decode
from loaders.structure.citations import citations_of
from loaders.structure.numerals import NUMERAL
from loaders.structure.passages import nodes_by_locator, passage
from loaders.structure.read import read_tree, tree_of
from loaders.structure.tree import Division, Node

PLAIN = frozenset({".md", ".markdown", ".txt"})
SUFFIXES = PLAIN | {".html", ".htm", ".shtml", ".docx", ".pdf"}
HEAD_LENGTH = 3000
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:[ \u3000]*(施行))?")
NAMED = re.compile(r"^(?P<title>.+?)[(（](?P<day>\d{4}-\d\d-\d\d)[)）]$")
FIRST_ARTICLE = re.compile(rf"^\s*第{NUMERAL}(?:条|编|章)[ \u3000]", re.MULTILINE)
ABOVE_UNITS = frozenset(
    {Division.DOCUMENT, Division.BOOK, Division.SUBPART, Division.CHAPTER, Division.SECTION}
)
SPACES = re.compile(r"[\s\u3000]+")


@dataclass(frozen=True)
class Head:
    """What a text says of itself. `days` are days of adoption and amendment, `starts` those with 施行.

    `name_day` is the day in the file's name. All days are ISO text. `is_page`: read as a document, not line
    by line.
    """

    title: str
    days: frozenset[str]
    starts: frozenset[str]
    name_day: str | None
    is_page: bool = False


@dataclass(frozen=True)
class Edition:
    """The text of one edition. `name` is the file's or folder's own name, never a path.

    A unit is what is read together to understand a place in it: the article, the question with its answer,
    the section （一）; it is named by its locator.
    """

    instrument: Instrument
    path: Path = field(repr=False)
    is_page: bool = False

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def trees(self) -> tuple[Node, ...]:
        """One tree per file."""
        if self.is_page:
            return (tree_of(read_document(self.path)),)
        return tuple(read_tree(text_of(path)) for path in files_of(self.path))

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Divisions by locator, in the order of the text; chapters of several files are those of the last."""
        return {locator: node for tree in self.trees for locator, node in nodes_by_locator(tree).items()}

    @cached_property
    def articles(self) -> tuple[str, ...]:
        """Locators of the articles, in order."""
        return tuple(key for key, node in self.nodes.items() if node.division is Division.ARTICLE)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Locators of the units, in order; chapters and the like are none."""
        places = (key for key, node in self.nodes.items() if node.division not in ABOVE_UNITS)
        return tuple(unit for unit in dict.fromkeys(map(self.unit, places)) if unit in self.nodes)

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """For each division the headings (编 to 节) it stands under, a line each."""
        return {locator: words for tree in self.trees for locator, words in _headings(tree, "")}

    @cached_property
    def references(self) -> Mapping[str, tuple[str, ...]]:
        """For each unit the other units of this text that it refers to, in order."""
        found: dict[str, dict[str, None]] = {}
        for citation in (one for tree in self.trees for one in citations_of(tree) if not one.title):
            unit = self.unit(citation.source)
            others = dict.fromkeys(self.unit(locator) for locator in citation.locators)
            found.setdefault(unit, {}).update(others)
        return {unit: tuple(one for one in others if one != unit) for unit, others in found.items()}

    @cached_property
    def referring(self) -> Mapping[str, tuple[str, ...]]:
        """For each unit the units that refer to it, in order."""
        found: dict[str, list[str]] = {}
        for unit, others in self.references.items():
            for other in others:
                found.setdefault(other, []).append(unit)
        return {unit: tuple(others) for unit, others in found.items()}

    def unit(self, locator: str) -> str:
        """The unit that a place belongs to: its article or question, or its section down to （一）."""
        steps = locator.split("__")
        return "__".join(steps[: 2 if steps[0].startswith("sec_") else 1])

    def text(self, locator: str) -> str:
        """Words of a division with all below it; empty when the text has no such division."""
        node = self.nodes.get(locator)
        return words_of(node) if node is not None else ""

    def has(self, locator: str) -> bool:
        """Whether the place is there, down to a sentence or a task in a list within a sentence."""
        return passage(self.nodes, locator) is not None


@dataclass(frozen=True)
class Editions:
    """Texts by instrument, and for the file an instrument names but that is another text, why."""

    found: Mapping[str, Edition]
    wrong: Mapping[str, WrongEdition]

    def raise_for_wrong(self) -> None:
        for error in self.wrong.values():
            raise error


def find_editions(corpus: Corpus, folder: Path) -> Editions:
    """The text of every instrument whose text is in `folder`, under whatever name it is kept."""
    titles = {plain_title(instrument.title) for instrument in corpus.instruments.values()}
    named_paths = {folder / one.source_file for one in corpus.instruments.values() if one.source_file}
    heads = {path: _head_of(path, titles, path in named_paths) for path in _texts_in(folder)}
    found: dict[str, Edition] = {}
    wrong: dict[str, WrongEdition] = {}
    for instrument in corpus.instruments.values():
        named = folder / instrument.source_file if instrument.source_file else None
        if named in heads:
            reason = disagreement(instrument, named, heads[named])
            if reason is None:
                found[instrument.id] = Edition(instrument, named, heads[named].is_page)
            else:
                wrong[instrument.id] = _wrong(instrument, named, reason)
            continue
        for path, head in heads.items():
            if disagreement(instrument, path, head) is None:
                found[instrument.id] = Edition(instrument, path, head.is_page)
                break
    return Editions(found, wrong)


def files_of(path: Path) -> list[Path]:
    """A law's file, or the files of a folder that holds one law, in order."""
    return sorted(path.glob("*.md")) if path.is_dir() else [path]


def _texts_in(folder: Path) -> Iterator[Path]:
    """Text files, and folders named like a law (title and day) instead of the files in them."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and NAMED.match(path.name) and files_of(path):
            yield path
        elif path.is_dir():
            yield from _texts_in(path)
        elif path.suffix.lower() in SUFFIXES:
            yield path


def text_of(path: Path) -> str:
    """The text of a plain file: UTF-8 or GB 18030. Raises UnreadableDocument, naming the file."""
    try:
        return decode(path.read_bytes())
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{path.name}：{error.zh}", f"{path.name}: {error.en}") from error


def _head_of(path: Path, titles: AbstractSet[str], is_named: bool) -> Head:
    """The plain head where it is of use; else that of the file read as a document, whatever its kind."""
    if path.is_dir() or is_named:
        return read_head(path)
    if path.suffix.lower() in PLAIN:
        head = read_head(path)
        if plain_title(head.title) in titles and (head.days | head.starts or head.name_day):
            return head
    return page_head(path)


def page_head(path: Path) -> Head:
    """Title and days as a document's metadata propose them; an unreadable or quarantined file says nothing."""
    try:
        metadata = metadata_of(read_document(path))
    except UnreadableDocument:
        return Head("", frozenset(), frozenset(), None, is_page=True)
    title = metadata.title[0].value if metadata.title else ""
    days = (metadata.dates.get(name, ()) for name in ("issued", "published", "adopted"))
    first = frozenset(proposals[0].value for proposals in days if proposals)
    return Head(title, first, frozenset(), None, is_page=True)


def read_head(path: Path) -> Head:
    """Title and days of a text. A folder has them in its name only."""
    named = NAMED.match(path.name if path.is_dir() else path.stem)
    day = named["day"] if named else None
    if path.is_dir():
        return Head(named["title"] if named else path.name, frozenset(), frozenset(), day)
    text = text_of(path)[:HEAD_LENGTH]
    title, _, rest = text.strip().lstrip("\ufeff#").strip().partition("\n")
    first = FIRST_ARTICLE.search(rest)
    days = DAY.findall(rest[: first.start()] if first else rest)
    iso = [(f"{year}-{int(month):02}-{int(date):02}", bool(start)) for year, month, date, start in days]
    return Head(
        title,
        frozenset(one for one, start in iso if not start),
        frozenset(one for one, start in iso if start),
        day,
    )


def disagreement(instrument: Instrument, path: Path, head: Head) -> tuple[str, str] | None:
    """Why the text at `path` is not that edition, in Chinese and English; None when it is.

    The day of adoption (or publication) must stand in the head and be its last. Where the head leaves out
    the last amendment, as mirrors do, the day in the file's name counts if the number of articles agrees.
    """
    if plain_title(head.title) != plain_title(instrument.title):
        return f"标题为“{head.title[:40]}”", f"its title is “{head.title[:40]}”"
    own = {day.isoformat() for day in (instrument.adopted, instrument.published) if day}
    later = sorted(day for day in head.days if own and day > max(own))
    if later:
        return f"已是{later[-1]}的文本", f"it is the text of {later[-1]}"
    if own & head.days:
        return None
    in_force = instrument.in_force.isoformat() if instrument.in_force else None
    if not own and in_force in head.starts:
        return None
    if head.name_day in own and _counts_agree(Edition(instrument, path)):
        return None
    stated = "、".join(sorted(head.days | ({head.name_day} if head.name_day else set()))) or "没有日期"
    return f"文本所载日期：{stated}", f"days in the text: {stated.replace('没有日期', 'none')}"


def plain_title(title: str) -> str:
    """A title without spaces and without the State's name before it."""
    return SPACES.sub("", title).removeprefix("中华人民共和国")


def words_of(node: Node) -> str:
    """Text of a division and of the divisions below that have lines of their own, a line each."""
    return "\n".join(text for one in node.walk() if (one is node or one.source) and (text := one.own_text()))


def _counts_agree(edition: Edition) -> bool:
    return edition.instrument.articles == len(edition.articles)


def _wrong(instrument: Instrument, path: Path, reason: tuple[str, str]) -> WrongEdition:
    day = instrument.adopted or instrument.published or instrument.in_force
    zh, en = reason
    return WrongEdition(
        f"{path.name} 不是《{instrument.title}》（{day}）的文本：{zh}",
        f"{path.name} is not the text of {instrument.id} ({instrument.title}, {day}): {en}",
    )


def _headings(node: Node, above: str) -> Iterator[tuple[str, str]]:
    for child in node.children:
        yield child.locator, above
        heading = SPACES.sub("", child.heading)
        yield from _headings(child, f"{above}\n{heading}".strip() if heading else above)
