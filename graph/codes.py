"""Closed lists of words that records use; `ontology/codes.ttl` says what each means."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal


class Level(StrEnum):
    """Administrative level of a place or of a body that a norm binds."""

    NATIONAL = "national"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"


LEVELS: tuple[Level, ...] = tuple(Level)
# Position from the top: 0 is national.
LEVEL_ORDER: Mapping[str, int] = {level.value: position for position, level in enumerate(LEVELS)}

# "county+" is 县级以上: that level and all above it; "local" is 地方各级.
LEVEL_RANGES: Mapping[str, tuple[Level, ...]] = {
    **{level.value: (level,) for level in Level},
    **{f"{level.value}+": LEVELS[: i + 1] for i, level in enumerate(LEVELS) if i},
    "local": LEVELS[1:],
    "local-county+": LEVELS[1:4],
    "local-prefecture+": LEVELS[1:3],
    "all": LEVELS,
}

LevelRange = Literal[
    "national",
    "province",
    "prefecture",
    "county",
    "township",
    "province+",
    "prefecture+",
    "county+",
    "township+",
    "local",
    "local-county+",
    "local-prefecture+",
    "all",
]


class Part(StrEnum):
    """How a party takes part; each is a sub-property of `sg:party`."""

    LEAD = "lead"
    COOPERATOR = "cooperator"
    SUPERVISOR = "supervisor"
    DECIDER = "decider"
    PUNISHER = "punisher"
    PERMITTER = "permitter"
    RECIPIENT = "recipient"


class Kind(StrEnum):
    """What the duty is about, as an activity."""

    SUPERVISION = "supervision"
    ENFORCEMENT = "enforcement"
    PERMIT = "permit"
    OPERATION = "operation"
    HANDLING = "handling"
    MONITORING = "monitoring"
    EMERGENCY = "emergency"
    PLANNING = "planning"
    STANDARD = "standard"
    DISCLOSURE = "disclosure"
    ASSESSMENT = "assessment"
    COMPENSATION = "compensation"
    COORDINATION = "coordination"
    LEADERSHIP = "leadership"
    SUPPORT = "support"


class Bearing(StrEnum):
    """How directly a duty answers "who handles this?"."""

    PRINCIPAL = "principal"
    SUPPORTING = "supporting"
    BACKGROUND = "background"


BEARING_OF_KIND: Mapping[Kind, Bearing] = {
    Kind.SUPERVISION: Bearing.PRINCIPAL,
    Kind.ENFORCEMENT: Bearing.PRINCIPAL,
    Kind.OPERATION: Bearing.PRINCIPAL,
    Kind.HANDLING: Bearing.PRINCIPAL,
    Kind.EMERGENCY: Bearing.PRINCIPAL,
    Kind.COMPENSATION: Bearing.PRINCIPAL,
    Kind.PERMIT: Bearing.SUPPORTING,
    Kind.MONITORING: Bearing.SUPPORTING,
    Kind.DISCLOSURE: Bearing.SUPPORTING,
    Kind.COORDINATION: Bearing.SUPPORTING,
    Kind.ASSESSMENT: Bearing.BACKGROUND,
    Kind.PLANNING: Bearing.BACKGROUND,
    Kind.STANDARD: Bearing.BACKGROUND,
    Kind.LEADERSHIP: Bearing.BACKGROUND,
    Kind.SUPPORT: Bearing.BACKGROUND,
}


class Certainty(StrEnum):
    """How sure we are: five words, no score."""

    STATED = "stated"
    INTERPRETED = "interpreted"
    REPORTED = "reported"
    ASSUMED = "assumed"
    EXAMPLE = "example"


class Allocation(StrEnum):
    """How several equal parties share one duty."""

    RESPECTIVE = "respective"
    JOINT = "joint"
    EITHER = "either"


class Modality(StrEnum):
    """Whether a text binds a body to act (应当, or plainly says that it acts) or lets it (可以)."""

    MUST = "must"
    MAY = "may"


class InstrumentKind(StrEnum):
    """Type of instrument, strongest first; the order is used for precedence."""

    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative-regulation"
    PARTY_RULE = "party-rule"
    LOCAL_REGULATION = "local-regulation"
    RULE = "rule"
    JUDICIAL_INTERPRETATION = "judicial-interpretation"
    OPINION = "opinion"
    NOTICE = "notice"
    LIST = "list"
    DECISION = "decision"
    INTERVIEW = "interview"
    NEWS = "news"


# What one place has laid down on one matter: it says nothing of other places, nor of other matters there.
OF_ONE_MATTER = frozenset({InstrumentKind.LOCAL_REGULATION, InstrumentKind.RULE, InstrumentKind.DECISION})


class Bound(StrEnum):
    """How a reported quantity stands to the true one."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"


class DateBasis(StrEnum):
    """Where a date comes from."""

    STATED = "stated"
    ISSUED = "issued"
    NO_LATER = "no-later"
    GENERAL_KNOWLEDGE = "general-knowledge"
