"""Topics, places and kinds of bodies as entries of the API."""

from __future__ import annotations

from collections.abc import Mapping

from api.models import AreaEntry, BodyTypeEntry, TopicEntry
from graph.tables import AreaRow, Tables, TopicRow, TypeRow


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
