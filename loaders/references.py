"""Check what single files cannot show: that every record named exists, and spans and parties make sense."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

import networkx as nx

from graph.corpus import Corpus, StatedDuty
from graph.records import Instrument, Party, Topic

Path_ = tuple[str | int, ...]
Report = Callable[[str, Path_, str, str], None]
CLASS = re.compile(r"<([^<>]*)>")


def check_references(corpus: Corpus, report: Report) -> None:
    """Report every reference that leads nowhere. `report(record, path in it, zh, en)`."""
    for instrument in corpus.instruments.values():
        _check_instrument(corpus, instrument, report)
    for stated in corpus.duties():
        _check_duty(corpus, stated, report)
    for topic in corpus.topics.values():
        _check_topic(corpus, topic, report)
    for topic_id in corpus.heard:
        _missing(corpus.topics, topic_id, f"heard:{topic_id}", (), ("事项", "topic"), report)
    _check_places(corpus, report)
    _check_circles(corpus, report)


def _missing(
    known: Iterable[str], wanted: str | None, record: str, path: Path_, what: tuple[str, str], report: Report
) -> None:
    if wanted is not None and wanted not in known:
        report(record, path, f"没有这个{what[0]}：{wanted}", f"no such {what[1]}: {wanted}")


def _check_span(record: str, path: Path_, start: date | None, end: date | None, report: Report) -> None:
    if start and end and end <= start:
        report(
            record,
            path,
            f"终止日{end}不晚于起始日{start}",
            f"the span ends ({end}) before it starts ({start})",
        )


def _check_instrument(corpus: Corpus, instrument: Instrument, report: Report) -> None:
    name = f"instrument:{instrument.id}"
    for relation in ("repeals", "replaces", "implements", "cites"):
        for index, other in enumerate(getattr(instrument, relation)):
            _missing(corpus.instruments, other, name, (relation, index), ("文件", "instrument"), report)
    _missing(corpus.areas, instrument.area, name, ("area",), ("地区", "area"), report)
    _check_span(name, ("ended",), instrument.in_force, instrument.ended, report)
    groups = {group.id for group in instrument.groups}
    for section in ("mechanisms", "triggers"):
        for index, entry in enumerate(getattr(instrument, section)):
            for field in ("actors", "decider", "initiator"):
                for n, party in enumerate(getattr(entry, field, ())):
                    _check_party(corpus, party, groups, name, (section, index, field, n), report)
    for index, group in enumerate(instrument.groups):
        for n, member in enumerate(group.members):
            _missing(
                corpus.body_types,
                member,
                name,
                ("groups", index, "members", n),
                ("部门类型", "body type"),
                report,
            )
    for index, trigger in enumerate(instrument.triggers):
        for n, role in enumerate(trigger.applies_to):
            _missing(corpus.roles, role, name, ("triggers", index, "applies_to", n), ("岗位", "role"), report)
    for section in ("measures", "figures"):
        for index, entry in enumerate(getattr(instrument, section)):
            _missing(corpus.areas, entry.area, name, (section, index, "area"), ("地区", "area"), report)
    for index, discrepancy in enumerate(instrument.discrepancies):
        for n, account in enumerate(discrepancy.accounts):
            path = ("discrepancies", index, "accounts", n, "instrument")
            _missing(corpus.instruments, account.instrument, name, path, ("文件", "instrument"), report)
    for index, count in enumerate(instrument.stated_counts):
        _missing(corpus.roles, count.role, name, ("stated_counts", index, "role"), ("岗位", "role"), report)


def _check_duty(corpus: Corpus, stated: StatedDuty, report: Report) -> None:
    name, duty = f"duty:{stated.id}", stated.duty
    for index, topic in enumerate(duty.topics):
        _missing(corpus.topics, topic, name, ("topics", index), ("事项", "topic"), report)
    groups = {group.id for group in stated.instrument.groups}
    for index, party in enumerate(duty.parties):
        _check_party(corpus, party, groups, name, ("parties", index), report)
    for index, earlier in enumerate(duty.follows):
        _missing(corpus.duty_by_id, earlier, name, ("follows", index), ("责任事项", "duty"), report)
    _missing(corpus.areas, duty.area, name, ("area",), ("地区", "area"), report)
    start = duty.valid_from or stated.instrument.in_force
    _check_span(name, ("valid_until",), start, duty.valid_until, report)


def _check_party(
    corpus: Corpus, party: Party, groups: set[str], name: str, path: Path_, report: Report
) -> None:
    given = [party.type, party.role, party.group, party.body, party.designated or None, party.unnamed or None]
    if sum(value is not None for value in given) != 1:
        report(
            name,
            path,
            "type、role、group、body、designated、unnamed 应恰有一个",
            "give exactly one of type, role, group, body, designated, unnamed",
        )
    _missing(corpus.body_types, party.type, name, (*path, "type"), ("部门类型", "body type"), report)
    _missing(corpus.roles, party.role, name, (*path, "role"), ("岗位", "role"), report)
    _missing(corpus.bodies, party.body, name, (*path, "body"), ("机构", "body"), report)
    _missing(groups, party.group, name, (*path, "group"), ("部门组", "group"), report)
    _missing(corpus.body_types, party.by, name, (*path, "by"), ("部门类型", "body type"), report)
    for index, candidate in enumerate(party.candidates):
        place = (*path, "candidates", index)
        _missing(corpus.body_types, candidate, name, place, ("部门类型", "body type"), report)
    if party.candidates and not party.designated:
        report(
            name, (*path, "candidates"), "只有待指定部门才有候选", "only a designated party has candidates"
        )
    if party.candidates and party.candidates_basis is None:
        report(name, (*path, "candidates"), "候选部门须注明依据", "candidates need candidates_basis")


def _check_topic(corpus: Corpus, topic: Topic, report: Report) -> None:
    name = f"topic:{topic.id}"
    _missing(corpus.topics, topic.broader, name, ("broader",), ("事项", "topic"), report)
    for index, other in enumerate(topic.choices):
        _missing(corpus.topics, other, name, ("choices", index), ("事项", "topic"), report)
    for field in ("said", "against"):
        for index, entry in enumerate(getattr(topic, field)):
            for word_class in CLASS.findall(entry):
                _missing(
                    corpus.word_classes, word_class, name, (field, index), ("词类", "word class"), report
                )


def _check_places(corpus: Corpus, report: Report) -> None:
    for body_type in corpus.body_types.values():
        name = f"body_type:{body_type.id}"
        for other in (body_type.broader, *body_type.sits_in):
            _missing(corpus.body_types, other, name, (), ("部门类型", "body type"), report)
    for area in corpus.areas.values():
        for index, outer in enumerate(area.within):
            _missing(corpus.areas, outer, f"area:{area.id}", ("within", index), ("地区", "area"), report)
    for body in corpus.bodies.values():
        _missing(corpus.areas, body.area, f"body:{body.id}", ("area",), ("地区", "area"), report)
        _missing(corpus.bodies, body.parent, f"body:{body.id}", ("parent",), ("机构", "body"), report)
        _check_span(f"body:{body.id}", ("valid_until",), body.valid_from, body.valid_until, report)
    for role in corpus.roles.values():
        for other in (role.in_type, *role.oversees):
            _missing(corpus.body_types, other, f"role:{role.id}", (), ("部门类型", "body type"), report)
    for index, mandate in enumerate(corpus.mandates):
        # Mandates are sorted in the corpus, so a fault names the record, not the line.
        if (
            mandate.body not in corpus.bodies
            or mandate.acts_as not in corpus.body_types
            or mandate.area not in corpus.areas
        ):
            report(
                f"mandate:{index}",
                (),
                f"职能承担引用了没有的机构、类型或地区：{mandate.body} {mandate.acts_as} {mandate.area}",
                f"mandate names an unknown body, type or area: {mandate.body} {mandate.acts_as} {mandate.area}",
            )
        _check_span(f"mandate:{index}", ("valid_until",), mandate.valid_from, mandate.valid_until, report)


def _check_circles(corpus: Corpus, report: Report) -> None:
    for kind, edges in (
        ("topic", [(t.id, t.broader) for t in corpus.topics.values() if t.broader]),
        ("area", [(a.id, outer) for a in corpus.areas.values() for outer in a.within]),
        ("body_type", [(b.id, b.broader) for b in corpus.body_types.values() if b.broader]),
    ):
        hierarchy: nx.DiGraph[str] = nx.DiGraph(edges)
        for circle in nx.simple_cycles(hierarchy):
            names = " → ".join(circle)
            report(
                f"{kind}:{circle[0]}", (), f"上下级成环：{names}", f"the hierarchy runs in a circle: {names}"
            )
