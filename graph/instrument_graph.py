"""One instrument edition with its norms, as one named graph."""

from __future__ import annotations

from collections.abc import Sequence

from graph.codes import BEARING_OF_KIND, LEVEL_RANGES
from graph.corpus import duty_id
from graph.records import Duty, Instrument, Mechanism, Party, Trigger
from graph.told_graph import listed, provision, told
from graph.writer import Subject, Writer
from ontology.terms import graph, term, thing


def instrument_graph(instrument: Instrument) -> Writer:
    """The edition, its provisions, duties, mechanisms, triggers, measures and groups."""
    writer = Writer(graph(instrument.id))
    _edition(writer, instrument)
    for duty in instrument.duties:
        _duty(writer, instrument, duty)
    for mechanism in instrument.mechanisms:
        _mechanism(writer, instrument, mechanism)
    for trigger in instrument.triggers:
        _trigger(writer, instrument, trigger)
    told(writer, instrument)
    for group in instrument.groups:
        about = writer.about(group_iri(instrument, group.id), "BodyGroup", "skos:Collection")
        about.words("skos:prefLabel", group.zh, "zh").words("skos:prefLabel", group.en, "en")
        about.links("skos:member", (thing("body-type", member) for member in group.members))
        about.flag("openList", group.open_list).words("skos:note", group.note, "zh")
        about.link("prov:wasDerivedFrom", provision(writer, instrument, group.at))
    return writer


def group_iri(instrument: Instrument, key: str) -> str:
    return thing("group", f"{instrument.id}/{key}")


def _edition(writer: Writer, instrument: Instrument) -> None:
    about = writer.about(thing("instrument", instrument.id), "eli:LegalResource")
    about.words("skos:prefLabel", instrument.title, "zh").words("skos:prefLabel", instrument.en, "en")
    about.words("eli:title_short", instrument.cite, "zh").text("eli:id_local", instrument.number)
    about.coded("eli:type_document", "instrument", instrument.kind)
    about.link("eli:is_member_of", thing("work", instrument.work))
    about.link("dct:spatial", thing("area", instrument.area))
    about.day("eli:date_document", instrument.adopted).day("eli:date_publication", instrument.published)
    about.day("validFrom", instrument.in_force).day("validUntil", instrument.ended)
    about.day("validFromEarliest", instrument.in_force_earliest)
    about.day("validFromLatest", instrument.in_force_latest)
    about.coded("validFromBasis", "date-basis", instrument.in_force_basis)
    about.flag("special", instrument.special).flag("general", instrument.general)
    about.links("covers", (thing("area", area) for area in instrument.covers))
    for issuer in instrument.issuers:
        about.words("eli:passed_by", issuer, "zh")
    for name, names in (
        ("deliberatedBy", instrument.deliberated_by),
        ("dct:publisher", instrument.published_by),
    ):
        for one in names:
            about.words(name, one, "zh")
    listed(about, "addressee", instrument.addressees)
    relations = (
        ("eli:repeals", instrument.repeals),
        ("dct:replaces", instrument.replaces),
        ("eli:based_on", instrument.implements),
        ("eli:cites", instrument.cites),
    )
    for name, others in relations:
        about.links(name, (thing("instrument", other) for other in others))
    about.words("skos:note", instrument.note, "zh")


def _duty(writer: Writer, instrument: Instrument, duty: Duty) -> None:
    key = duty_id(instrument.id, duty)
    about = writer.about(thing("duty", key), "Duty")
    about.words("skos:prefLabel", duty.summary, "zh")
    about.link("statedIn", provision(writer, instrument, duty.at))
    about.links("dct:subject", (thing("topic", topic) for topic in duty.topics))
    about.link("dct:spatial", thing("area", duty.area or instrument.area))
    about.coded("activity", "activity", duty.kind)
    about.coded("bearing", "bearing", duty.bearing or BEARING_OF_KIND[duty.kind])
    about.coded("allocation", "allocation", duty.allocation)
    about.coded("modality", "modality", duty.modality)
    about.coded("certainty", "certainty", duty.certainty)
    about.text("condition", duty.condition).text("consequenceText", duty.consequence)
    about.text("timing", duty.timing).typed("recurrence", duty.recurrence, "duration")
    about.typed("recurrenceDay", f"--{duty.due_day}" if duty.due_day else None, "gMonthDay")
    if duty.due_after:
        about.typed("within", duty.due_after, "duration").coded("countsFrom", "clock", "period-end")
    about.day("dueDate", duty.due)
    about.text("responsibility", duty.responsibility)
    for whom in duty.directed_at:
        about.words("directedAt", whom, "zh")
    about.links("follows", (thing("duty", earlier) for earlier in duty.follows))
    about.words("skos:editorialNote", duty.note, "zh")
    _levels(about, duty.level, duty.by_reference)
    _parties(writer, about, instrument, key, duty.parties)


def _levels(about: Subject, level: str | None, by_reference: str | None = None) -> None:
    for one in LEVEL_RANGES.get(level or "", ()):
        about.coded("atLevel", "level", one)
    for one in LEVEL_RANGES.get(by_reference or "", ()):
        about.coded("atLevelByReference", "level", one)


def _parties(
    writer: Writer, about: Subject, instrument: Instrument, key: str, parties: Sequence[Party]
) -> None:
    for position, party in enumerate(parties, 1):
        about.link(party.part, _participation(writer, about, instrument, key, position, party))


def _participation(
    writer: Writer, about: Subject, instrument: Instrument, key: str, position: int, party: Party
) -> str | None:
    """Write one party with its part and its place in the order. Returns what `_participant` finds."""
    node = writer.about(thing("participation", f"{key}/{position}"), "Participation")
    about.link("participation", node.iri)
    participant = _participant(writer, instrument, key, position, party)
    node.link("part", term(party.part)).link("participant", participant).number("position", position)
    node.text("asWritten", party.as_written).flag("openList", party.open_list)
    _levels(node, party.level)
    return participant


def _participant(writer: Writer, instrument: Instrument, key: str, position: int, party: Party) -> str | None:
    """IRI of who takes part; None for a party the text leaves unnamed."""
    if party.type:
        return thing("body-type", party.type)
    if party.role:
        return thing("role", party.role)
    if party.body:
        return thing("body", party.body)
    if party.group:
        return group_iri(instrument, party.group)
    if not party.designated:
        return None
    iri = thing("designated", f"{key}/{position}")
    about = writer.about(iri, "DesignatedBodyType", "BodyType")
    about.words("skos:prefLabel", party.as_written or "指定的部门", "zh")
    about.links("candidate", (thing("body-type", one) for one in party.candidates))
    about.text("candidateBasis", party.candidates_basis)
    about.link("designator", thing("body-type", party.by) if party.by else None)
    return iri


def _norm(writer: Writer, instrument: Instrument, kind: str, norm: Mechanism | Trigger) -> Subject:
    key = f"{instrument.id}/{norm.id}"
    about = writer.about(
        thing(kind.lower(), key), {"mechanism": "Mechanism"}.get(kind, "AccountabilityTrigger")
    )
    about.words("skos:prefLabel", norm.zh, "zh").words("skos:prefLabel", norm.en, "en")
    about.words("skos:definition", norm.summary, "zh").coded("certainty", "certainty", norm.certainty)
    about.link("statedIn", provision(writer, instrument, norm.at))
    about.link("dct:spatial", thing("area", instrument.area))
    for condition in norm.conditions:
        about.text("condition", condition.zh)
    for consequence in norm.consequences:
        about.text("consequenceText", consequence)
    about.words("skos:editorialNote", norm.note, "zh")
    return about


def _mechanism(writer: Writer, instrument: Instrument, mechanism: Mechanism) -> None:
    about = _norm(writer, instrument, "mechanism", mechanism)
    about.links("dct:subject", (thing("topic", topic) for topic in mechanism.topics))
    about.text("timing", mechanism.timing).typed("recurrence", mechanism.recurrence, "duration")
    about.typed("recurrenceDay", f"--{mechanism.due_day}" if mechanism.due_day else None, "gMonthDay")
    _levels(about, mechanism.level)
    key = f"{instrument.id}/{mechanism.id}"
    _parties(writer, about, instrument, key, (*mechanism.actors, *mechanism.decider))
    if mechanism.deadline:
        about.typed("within", mechanism.deadline.within, "duration")
        about.coded("countsFrom", "clock", mechanism.deadline.counts_from)
        about.day("dueDate", mechanism.deadline.due).flag("oneOff", mechanism.deadline.one_off)
    for position, step in enumerate(mechanism.steps, 1):
        node = writer.about(f"{about.iri}/step/{position}", "prov:Entity").number("position", position)
        node.words("skos:prefLabel", step.summary, "zh").text("condition", step.condition)
        about.link("step", node.iri)
        for number, party in enumerate(step.actors, 1):
            _participation(writer, node, instrument, f"{key}/step-{position}", number, party)


def _trigger(writer: Writer, instrument: Instrument, trigger: Trigger) -> None:
    about = _norm(writer, instrument, "trigger", trigger)
    about.number("number", trigger.number)
    about.links("appliesTo", (thing("role", role) for role in trigger.applies_to))
    key = f"{instrument.id}/{trigger.id}"
    for position, party in enumerate(trigger.initiator, 1):
        about.link("initiator", _participant(writer, instrument, key, position, party))
