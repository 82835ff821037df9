"""Records that many instruments share, as RDF: areas, body types, bodies and mandates, roles, topics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.codes import LEVEL_RANGES
from graph.corpus import Corpus
from graph.match_tables import is_compound
from graph.records import Body, BodyType, Mandate, Role, Topic
from graph.writer import Writer
from ontology.terms import graph, thing


def reference_graphs(corpus: Corpus) -> Iterator[Writer]:
    """One named graph each for areas, body types, bodies, roles and topics."""
    yield areas_graph(corpus)
    yield body_types_graph(corpus)
    yield bodies_graph(corpus)
    yield roles_graph(corpus)
    yield topics_graph(corpus)


def areas_graph(corpus: Corpus) -> Writer:
    writer = Writer(graph("areas"))
    for area in corpus.areas.values():
        about = writer.about(thing("area", area.id), "Area").words("skos:prefLabel", area.zh, "zh")
        about.coded("level", "level", area.level)
        about.links("dct:isPartOf", (thing("area", outer) for outer in area.within))
        for name in area.names:
            about.words("skos:altLabel", name, "zh")
        about.words("skos:note", area.note, "zh")
        digits = area.id.removeprefix("cn-")
        about.text("skos:notation", digits.ljust(6, "0") if digits.isdigit() else None)
    return writer


def body_types_graph(corpus: Corpus) -> Writer:
    writer = Writer(graph("body-types"))
    scheme = thing("scheme", "body-types")
    writer.about(scheme, "skos:ConceptScheme").words("skos:prefLabel", "部门类型", "zh").words(
        "skos:prefLabel", "body types", "en"
    )
    for body_type in corpus.body_types.values():
        _body_type(writer, scheme, body_type)
    return writer


def _body_type(writer: Writer, scheme: str, body_type: BodyType) -> None:
    about = writer.about(thing("body-type", body_type.id), "BodyType", "skos:Concept")
    about.words("skos:prefLabel", body_type.zh, "zh").words("skos:prefLabel", body_type.en, "en")
    about.words("skos:definition", body_type.statutory, "zh").link("skos:inScheme", scheme)
    if body_type.broader:
        about.link("skos:broader", thing("body-type", body_type.broader))
    about.links("sitsIn", (thing("body-type", other) for other in body_type.sits_in))
    for alias in body_type.aliases:
        about.words("skos:altLabel", alias.name, "zh")
    about.words("skos:note", body_type.note, "zh")


def bodies_graph(corpus: Corpus) -> Writer:
    writer = Writer(graph("bodies"))
    write_bodies(writer, corpus.bodies.values(), corpus.mandates)
    return writer


def write_bodies(writer: Writer, bodies: Iterable[Body], mandates: Iterable[Mandate]) -> None:
    """Bodies and what they act as."""
    for body in bodies:
        _body(writer, body)
    for mandate in mandates:
        _mandate(writer, mandate)


def _body(writer: Writer, body: Body) -> None:
    about = writer.about(thing("body", body.id), "org:FormalOrganization")
    about.words("skos:prefLabel", body.zh, "zh").words("skos:prefLabel", body.en, "en")
    about.link("dct:spatial", thing("area", body.area)).coded("certainty", "certainty", body.certainty)
    about.day("validFrom", body.valid_from).day("validUntil", body.valid_until)
    about.flag("special", body.special).words("dct:source", body.source, "zh")
    if body.parent:
        about.link("org:subOrganizationOf", thing("body", body.parent))
    for name in body.names:
        about.words("skos:altLabel", name.name, "zh")
    about.words("skos:note", body.note, "zh")


def mandate_key(mandate: Mandate) -> str:
    """Stable key of a mandate: a body acts as one type in one area once per start day.

    A designation for certain duties is told apart by the instrument that makes it.
    """
    start = mandate.valid_from.isoformat() if mandate.valid_from else "open"
    key = f"{mandate.body}--{mandate.acts_as}--{mandate.area}--{start}"
    return f"{key}--{mandate.source.split('/')[0]}" if mandate.decides and mandate.source else key


def _mandate(writer: Writer, mandate: Mandate) -> None:
    about = writer.about(thing("mandate", mandate_key(mandate)), "Mandate")
    about.link("holder", thing("body", mandate.body))
    about.link("actsAs", thing("body-type", mandate.acts_as))
    about.link("dct:spatial", thing("area", mandate.area))
    about.coded("certainty", "certainty", mandate.certainty)
    about.day("validFrom", mandate.valid_from).day("validUntil", mandate.valid_until)
    about.links("duty", (thing("duty", duty) for duty in mandate.decides))
    about.words("dct:source", mandate.source, "zh").words("skos:note", mandate.note, "zh")


def roles_graph(corpus: Corpus) -> Writer:
    writer = Writer(graph("roles"))
    for role in corpus.roles.values():
        _role(writer, role)
    return writer


def _role(writer: Writer, role: Role) -> None:
    about = writer.about(thing("role", role.id), "org:Role")
    about.words("skos:prefLabel", role.zh, "zh").words("skos:prefLabel", role.en, "en")
    about.number("category", role.category).number("statedCount", role.stated_duties)
    about.coded("scope", "scope", role.scope).words("dct:source", role.source, "zh")
    if role.in_type:
        about.link("roleIn", thing("body-type", role.in_type))
    about.links("oversees", (thing("body-type", other) for other in role.oversees))
    for words in role.responsibility:
        about.text("responsibility", words)
    for level in LEVEL_RANGES.get(role.level or "", ()):
        about.coded("atLevel", "level", level)
    for level in LEVEL_RANGES.get(role.by_reference or "", ()):
        about.coded("atLevelByReference", "level", level)
    about.words("skos:note", role.note, "zh")


def topics_graph(corpus: Corpus) -> Writer:
    writer = Writer(graph("topics"))
    scheme = thing("scheme", "topics")
    writer.about(scheme, "skos:ConceptScheme").words("skos:prefLabel", "事项", "zh").words(
        "skos:prefLabel", "topics", "en"
    )
    for topic in corpus.topics.values():
        _topic(writer, scheme, topic)
    return writer


def _topic(writer: Writer, scheme: str, topic: Topic) -> None:
    about = writer.about(thing("topic", topic.id), "skos:Concept").link("skos:inScheme", scheme)
    about.words("skos:prefLabel", topic.zh, "zh").words("skos:prefLabel", topic.en, "en")
    if topic.broader:
        about.link("skos:broader", thing("topic", topic.broader))
    for term in topic.terms:
        about.words("skos:altLabel", term, "zh")
    for words in topic.said:
        if is_compound(words):
            about.text("compound", words)
        else:
            about.words("skos:hiddenLabel", words, "zh")
    about.links("skos:related", (thing("topic", other) for other in topic.choices))
    for words in topic.against:
        about.text("against", words)
    about.flag("outOfScope", topic.out_of_scope).words("belongsTo", topic.belongs_to, "zh")
    about.words("skos:note", topic.note, "zh")
