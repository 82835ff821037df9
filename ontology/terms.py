"""Names of the vocabulary in Python; a test holds them equal to the Turtle files beside this module."""

from __future__ import annotations

from importlib.resources import files

BASE = "https://w3id.org/shuiguan/"
SG = BASE + "def#"
CODE = BASE + "code/"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
SHAPES = BASE + "shapes"

CLASSES = frozenset(
    [
        "AccountabilityTrigger",
        "Area",
        "Assignment",
        "BodyGroup",
        "BodyType",
        "DesignatedBodyType",
        "Discrepancy",
        "Duty",
        "Excerpt",
        "Figure",
        "Mandate",
        "Measure",
        "Mechanism",
        "NamedList",
        "Norm",
        "Participation",
        "Proposal",
        "ProposedParty",
        "UnassignedMatter",
        "UnstatedFact",
    ]
)

PARTIES = ("lead", "cooperator", "supervisor", "decider", "punisher", "permitter", "recipient")

PROPERTIES = frozenset(
    [
        "account",
        "activity",
        "actsAs",
        "addressee",
        "against",
        "allocation",
        "appliesTo",
        "asWritten",
        "atLevel",
        "atLevelByReference",
        "bearing",
        "belongsTo",
        "bound",
        "candidate",
        "candidateBasis",
        "category",
        "certainty",
        "compound",
        "condition",
        "confidence",
        "consequence",
        "consequenceText",
        "countsFrom",
        "covers",
        "cut",
        "deliberatedBy",
        "designator",
        "digest",
        "directedAt",
        "dueDate",
        "duty",
        "editionName",
        "firedRule",
        "follows",
        "general",
        "holder",
        "initiator",
        "item",
        "level",
        "loadedCount",
        "locator",
        "modality",
        "named",
        "number",
        "oneOff",
        "openList",
        "outOfScope",
        "oversees",
        "part",
        "participant",
        "participation",
        "partner",
        "party",
        "position",
        "proposedFrom",
        "proposedParty",
        "proposedTopic",
        "quote",
        "recurrence",
        "recurrenceDay",
        "responsibility",
        "roleIn",
        "scope",
        "sitsIn",
        "special",
        "statedCount",
        "statedIn",
        "status",
        "step",
        "timing",
        "unit",
        "validFrom",
        "validFromBasis",
        "validFromEarliest",
        "validFromLatest",
        "validUntil",
        "value",
        "within",
    ]
) | frozenset(PARTIES)

CODE_LISTS = frozenset(
    [
        "activity",
        "allocation",
        "bearing",
        "bound",
        "candidate-basis",
        "certainty",
        "clock",
        "consequence",
        "date-basis",
        "instrument",
        "level",
        "measure",
        "modality",
        "scope",
    ]
)


def term(name: str) -> str:
    """IRI of a class or property of the vocabulary. Raises KeyError for a name it does not have."""
    if name not in CLASSES and name not in PROPERTIES:
        raise KeyError(name)
    return SG + name


def code(scheme: str, word: str) -> str:
    """IRI of a code, e.g. `code("level", "county")`. Raises KeyError for an unknown list."""
    if scheme not in CODE_LISTS:
        raise KeyError(scheme)
    return f"{CODE}{scheme}-{word}"


def thing(kind: str, key: str) -> str:
    """IRI of a thing: `thing("area", "cn-630104")`."""
    return f"{ID}{kind}/{key}"


def graph(name: str) -> str:
    """IRI of a named graph."""
    return GRAPH + name


def turtle(name: str) -> str:
    """Text of a Turtle file of this folder."""
    return (files("ontology") / name).read_text("utf-8")
