"""Whether a passage names the bodies that a citation says it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from graph.records import BodyType, Party
from loaders.editions import Edition

DESIGNATION = re.compile(
    r"指定的|确定的|授权的|规定的.{0,12}(部门|机关|机构)|指定.{0,14}(部门|机关|机构)|确定.{0,16}(部门|机关|机构)|"
    r"明确.{0,14}(部门|职责|机构)|负责.{2,16}的部门|相对集中|有关(主管)?部门|决定的部门|主管部门"
)
COMMON_ENDING = re.compile(r"(行政)?(主管|管理|监督管理)?(部门|机关|机构|局|厅)$")
# （以下统称古树名木主管部门）: a name that the text gives itself.
OWN_NAME = re.compile(r"(?:以下(?:简称|统称|称)|统称为?)“?([^“”，。；：（）()\s]{3,30})")


def names_of(body_type: BodyType) -> frozenset[str]:
    """Every name a statute may use for the type, with the common endings cut off."""
    names = {body_type.zh, body_type.statutory, *(alias.name for alias in body_type.aliases)}
    stems = {COMMON_ENDING.sub("", name) for name in names}
    return frozenset(names | {stem for stem in stems if len(stem) >= 2})


def own_names(edition: Edition) -> Mapping[str, str]:
    """Names that a text gives to bodies for itself, with the unit that says what they mean."""
    return {name: unit for unit in edition.units for name in OWN_NAME.findall(edition.text(unit))}


def party_findings(party: Party, text: str, names: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """(kind, detail) for what `text` does not say of the party; the type's id stands first in the detail."""
    written = party.as_written or ""
    if party.type and not any(name in text for name in names[party.type]):
        yield "type-not-named", f"{party.type}: {written}" if written else party.type
    if party.designated and not DESIGNATION.search(text):
        yield "formula-not-found", written
    if not _stands_in(written, text):
        yield "not-as-written", written


def _stands_in(written: str, text: str) -> bool:
    """Whether the words stand in the text, where … leaves words out."""
    parts = [re.escape(part) for part in written.split("…") if part]
    return re.search(".*?".join(parts), text, re.DOTALL) is not None
