"""What the styles and lists of a Word document give to its paragraphs: outline level and numbering."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from loaders.documents.numbering import Level, Numbered

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Xml

HEADINGS = {f"heading {n}": n for n in range(1, 10)} | {f"标题 {n}": n for n in range(1, 10)}
TITLES = ("title", "标题")
LONGEST_CHAIN = 20


def local(element: Xml) -> str:
    """The tag without its namespace; "" for a comment."""
    return str(element.tag).rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def attribute(element: Xml, name: str) -> str | None:
    return next(
        (str(said) for key, said in element.attrib.items() if str(key).rsplit("}", 1)[-1] == name), None
    )


def value(element: Xml) -> str | None:
    return attribute(element, "val")


def child(parent: Xml | None, name: str) -> Xml | None:
    return None if parent is None else next((one for one in parent if local(one) == name), None)


def value_in(parent: Xml | None, name: str) -> str | None:
    found = child(parent, name)
    return None if found is None else value(found)


def _number(said: str | None) -> int | None:
    return int(said) if said and said.lstrip("-").isdecimal() and len(said) < 9 else None


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, root: Xml) -> None:
        self._styles = {attribute(one, "styleId") or "": one for one in root if local(one) == "style"}

    def outline(self, paragraph: Xml) -> int:
        """The outline level of a paragraph from 1, 0 for running text."""
        own = _number(value_in(child(paragraph, "pPr"), "outlineLvl"))
        if own is not None:
            return own + 1 if 0 <= own < 9 else 0
        for style in self._chain(paragraph):
            level = _number(value_in(child(style, "pPr"), "outlineLvl"))
            name = (value_in(style, "name") or "").lower()
            if level is not None:
                return level + 1 if 0 <= level < 9 else 0
            if name in HEADINGS or name in TITLES:
                return HEADINGS.get(name, 1)
        return 0

    def numbering(self, paragraph: Xml) -> tuple[str, int] | None:
        """The list and level that a paragraph belongs to, by itself or by its style; None for none."""
        name = level = None
        for source in (paragraph, *self._chain(paragraph)):
            properties = child(child(source, "pPr"), "numPr")
            level = _number(value_in(properties, "ilvl")) if level is None else level
            name = value_in(properties, "numId") if name is None else name
        return (name, level or 0) if name not in (None, "0") else None

    def _chain(self, paragraph: Xml) -> Iterator[Xml]:
        """The style of a paragraph and those it is based on."""
        name = value_in(child(paragraph, "pPr"), "pStyle")
        for _ in range(LONGEST_CHAIN):
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            name = value_in(style, "basedOn")


def lists_of(root: Xml) -> Mapping[str, Numbered]:
    """The lists of a document by the name that paragraphs use (numId)."""
    abstract = {attribute(one, "abstractNumId") or "": one for one in root if local(one) == "abstractNum"}
    links = {
        value_in(one, "styleLink"): key
        for key, one in abstract.items()
        if child(one, "styleLink") is not None
    }
    found = {}
    for num in (one for one in root if local(one) == "num"):
        key = value_in(num, "abstractNumId") or ""
        key = links.get(value_in(abstract.get(key), "numStyleLink"), key)
        if key in abstract:
            found[attribute(num, "numId") or ""] = _numbered(num, key, abstract[key])
    return found


def _numbered(num: Xml, key: str, abstract: Xml) -> Numbered:
    levels = dict(_levels(abstract))
    starts = {}
    for override in (one for one in num if local(one) == "lvlOverride"):
        at = _number(attribute(override, "ilvl")) or 0
        levels |= dict(_levels(override))
        start = _number(value_in(override, "startOverride"))
        if start is not None:
            starts[at] = start
    return Numbered(key, levels, starts)


def _levels(parent: Xml) -> Iterator[tuple[int, Level]]:
    for one in (one for one in parent if local(one) == "lvl"):
        start = _number(value_in(one, "start"))
        legal = child(one, "isLgl")
        yield (
            _number(attribute(one, "ilvl")) or 0,
            Level(
                start=1 if start is None else start,
                format=_format(one),
                text=value_in(one, "lvlText") or "",
                suffix=value_in(one, "suff") or "tab",
                restart=_number(value_in(one, "lvlRestart")),
                is_legal=legal is not None and value(legal) not in ("0", "false"),
            ),
        )


def _format(level: Xml) -> str:
    """Its number format; newer ones stand in an alternative that older readers pass over."""
    said = value_in(level, "numFmt")
    choice = child(child(level, "AlternateContent"), "Choice")
    return said or value_in(choice, "numFmt") or "decimal"
