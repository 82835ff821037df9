"""What an instrument tells beside its norms, as RDF in its own named graph."""

from __future__ import annotations

from collections.abc import Sequence

from graph.names import place_name
from graph.records import Instrument
from graph.told import Discrepancy, Figure, Measure, NamedList, StatedCount, UnstatedFact
from graph.writer import Subject, Writer
from ontology.terms import thing


def told(writer: Writer, instrument: Instrument) -> None:
    """Measures, counts, lists, figures, unstated facts and discrepancies of one edition."""
    for measure in instrument.measures:
        _measure(writer, instrument, measure)
    for count in instrument.stated_counts:
        _count(writer, instrument, count)
    for one in instrument.lists:
        _list(writer, instrument, one)
    for figure in instrument.figures:
        _figure(writer, instrument, figure)
    for fact in instrument.unstated:
        _unstated(writer, instrument, fact)
    for discrepancy in instrument.discrepancies:
        _discrepancy(writer, instrument, discrepancy)


def provision(writer: Writer, instrument: Instrument, locator: str) -> str:
    """IRI of a place in the instrument, which is described in its graph."""
    iri = thing("instrument", f"{instrument.id}/{locator}")
    about = writer.about(iri, "eli:LegalResourceSubdivision")
    about.link("eli:is_part_of", thing("instrument", instrument.id)).text("locator", locator)
    about.words("skos:prefLabel", instrument.cite + place_name(locator), "zh")
    return iri


def listed(about: Subject, name: str, words: Sequence[str]) -> None:
    """Words in their order: one node each, with its position."""
    for position, one in enumerate(words, 1):
        node = about.writer.about(f"{about.iri}/{name}/{position}", "prov:Entity")
        node.number("position", position).words("skos:prefLabel", one, "zh")
        about.link(name, node.iri)


def _key(instrument: Instrument, kind: str, key: str) -> str:
    return thing(kind, f"{instrument.id}/{key}")


def _measure(writer: Writer, instrument: Instrument, measure: Measure) -> None:
    about = writer.about(_key(instrument, "measure", measure.id), "Measure")
    about.words("skos:prefLabel", measure.zh, "zh").number("number", measure.number)
    about.link("dct:spatial", thing("area", measure.area)).coded("status", "measure", measure.status)
    about.link("prov:wasDerivedFrom", provision(writer, instrument, measure.at))
    for name in measure.named:
        about.words("named", name, "zh")
    for partner in measure.partners:
        about.words("partner", partner, "zh")
    about.words("skos:note", measure.note, "zh")


def _count(writer: Writer, instrument: Instrument, count: StatedCount) -> None:
    about = writer.about(_key(instrument, "count", count.id), "prov:Entity")
    about.words("skos:prefLabel", count.of, "zh").number("statedCount", count.count)
    about.link("prov:wasDerivedFrom", provision(writer, instrument, count.at))
    about.words("skos:note", count.note, "zh")


def _list(writer: Writer, instrument: Instrument, one: NamedList) -> None:
    about = writer.about(_key(instrument, "list", one.id), "NamedList")
    about.words("skos:prefLabel", one.of, "zh")
    about.flag("openList", one.open_list).coded("certainty", "certainty", one.certainty)
    about.link("prov:wasDerivedFrom", provision(writer, instrument, one.at))
    listed(about, "item", one.items)
    about.words("skos:note", one.note, "zh")


def _figure(writer: Writer, instrument: Instrument, figure: Figure) -> None:
    about = writer.about(_key(instrument, "figure", figure.id), "Figure")
    about.words("skos:prefLabel", figure.of, "zh").typed("value", figure.value, "decimal")
    about.words("unit", figure.unit, "zh").coded("bound", "bound", figure.bound)
    about.link("dct:spatial", thing("area", figure.area))
    about.link("prov:wasDerivedFrom", provision(writer, instrument, figure.at))
    about.words("skos:note", figure.note, "zh")


def _unstated(writer: Writer, instrument: Instrument, fact: UnstatedFact) -> None:
    about = writer.about(_key(instrument, "unstated", fact.id), "UnstatedFact")
    about.words("skos:prefLabel", fact.of, "zh").words("skos:definition", fact.known, "zh")
    about.link("dct:subject", thing("instrument", instrument.id))
    if fact.at is not None:
        about.link("prov:wasDerivedFrom", provision(writer, instrument, fact.at))


def _discrepancy(writer: Writer, instrument: Instrument, discrepancy: Discrepancy) -> None:
    about = writer.about(_key(instrument, "discrepancy", discrepancy.id), "Discrepancy")
    about.words("skos:prefLabel", discrepancy.of, "zh")
    about.words("skos:editorialNote", discrepancy.reading, "zh")
    for position, account in enumerate(discrepancy.accounts, 1):
        node = writer.about(f"{about.iri}/account/{position}", "prov:Entity").number("position", position)
        node.words("skos:prefLabel", account.says, "zh").text("locator", account.at)
        # A place in another instrument is described in that instrument's graph, so only it is named here.
        node.link("dct:source", thing("instrument", account.instrument or instrument.id))
        about.link("account", node.iri)
