"""Topics, places and kinds of bodies as entries of the API."""

from __future__ import annotations

from collections.abc import Mapping

from api.models import AreaEntry, BodyEntry, BodyTypeEntry, TopicEntry
from graph.tables import AreaRow, MandateRow, Tables, TopicRow, TypeRow
from graph.text import normalise
from queries.views import day_of


def topic_entry(topic: TopicRow, tables: Tables) -> TopicEntry:
    """A topic; `duties` counts those on the topic itself, on any day."""
    own = {duty for duty, _, distance in tables.rows[topic.id] if distance == 0}
    return TopicEntry(
        id=topic.id,
        zh=topic.zh,
        en=topic.en,
        broader=list(topic.ancestors),
        narrower=list(topic.children),
        out_of_scope=topic.out_of_scope,
        belongs_to=topic.belongs_to,
        terms=list(topic.terms),
        said=list(topic.said),
        duties=len(own),
    )


def area_entry(area: AreaRow, areas: Mapping[str, AreaRow]) -> AreaEntry:
    return AreaEntry(
        id=area.id,
        zh=area.zh,
        level=area.level,
        within=[areas[key].zh for key in area.chain[1:]],
        names=list(area.names),
        special=area.special,
        note=area.note,
    )


def body_type_entry(body_type: TypeRow) -> BodyTypeEntry:
    return BodyTypeEntry(
        id=body_type.id,
        zh=body_type.zh,
        en=body_type.en,
        statutory=body_type.statutory,
        broader=body_type.broader,
        sits_in=list(body_type.sits_in),
        names=[name for name, _ in body_type.names],
    )


def bodies_found(tables: Tables, words: str) -> list[BodyEntry]:
    """Real bodies whose name holds `words`, all where it is empty; by id."""
    wanted = normalise(words)
    kept = [m for m in tables.mandates if wanted in m.body_zh or wanted in m.body_en.lower()]
    return [_body_entry(tables, key) for key in sorted({m.body for m in kept})]


def body_entry(tables: Tables, key: str) -> BodyEntry | None:
    return _body_entry(tables, key) if any(m.body == key for m in tables.mandates) else None


def _body_entry(tables: Tables, key: str) -> BodyEntry:
    held: list[MandateRow] = [m for m in tables.mandates if m.body == key]
    first = held[0]
    return BodyEntry(
        id=key,
        zh=first.body_zh,
        en=first.body_en,
        area=first.area,
        acts_as=sorted({m.acts_as for m in held}),
        in_force=day_of(min(m.start for m in held)),
        ended=day_of(max(m.end for m in held)),
        certainty=first.certainty,
    )
