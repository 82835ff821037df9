"""Check procedures, time limits and announced days against the rest of the corpus and against themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from graph.codes import Certainty, Part
from graph.corpus import Corpus
from graph.make_office import mechanism_named, parties_of
from graph.procedures import Act, CountsFrom, DeadlineRule, Procedure, Report, Roll, Unit
from graph.records import Mechanism

Path_ = tuple[str | int, ...]
Report_ = Callable[[str, Path_, str, str], None]
Tell = Callable[[Path_, str, str], None]


def check_procedures(corpus: Corpus, report: Report_) -> None:
    """Report what leads nowhere or contradicts itself. `report(record, path in it, zh, en)`."""
    for procedure in corpus.procedures.values():
        _check_procedure(corpus, procedure, _teller(report, f"procedure:{procedure.id}"))
    for rule in corpus.deadline_rules.values():
        _check_rule(corpus, rule, _teller(report, f"deadline_rule:{rule.id}"))
    for one in corpus.reports.values():
        _check_report(corpus, one, _teller(report, f"report:{one.id}"))
    _check_calendar(corpus, report)


def _teller(report: Report_, record: str) -> Tell:
    return lambda path, zh, en: report(record, path, zh, en)


def _no_such(tell: Tell, path: Path_, zh: str, en: str, name: str) -> None:
    tell(path, f"没有这个{zh}：{name}", f"no such {en}: {name}")


def _check_procedure(corpus: Corpus, one: Procedure, tell: Tell) -> None:
    found = mechanism_named(corpus, one.mechanism)
    if one.mechanism and found is None:
        _no_such(tell, ("mechanism",), "机制", "mechanism", one.mechanism)
        return
    if found is None:
        _check_house(corpus, one, tell)
    else:
        _check_against_mechanism(one, found[1], tell)
    for index, step in enumerate(one.steps):
        if step.mechanism and mechanism_named(corpus, step.mechanism) is None:
            _no_such(tell, ("steps", index, "mechanism"), "机制", "mechanism", step.mechanism)
    _check_levels(one, tell)
    for path, name, kind in [
        *((("legal",), one.legal, "legal"),),
        *((("internal", n), name, "internal") for n, name in enumerate(one.internal)),
    ]:
        rule = corpus.deadline_rules.get(name or "")
        if name and rule is None:
            _no_such(tell, path, "期限规则", "deadline rule", name)
        elif rule and rule.kind != kind:
            tell(path, f"{name}不是{kind}期限", f"{name} is not a rule of kind {kind}")


def _check_house(corpus: Corpus, one: Procedure, tell: Tell) -> None:
    """A procedure that no instrument sets up says everything itself, and that it is a house rule."""
    for field in ("zh", "en", "area"):
        if getattr(one, field) is None:
            tell((), f"没有出处的程序须写明{field}", f"a procedure without a mechanism needs {field}")
    if one.area is not None and one.area not in corpus.areas:
        _no_such(tell, ("area",), "地区", "area", one.area)
    if one.certainty is not Certainty.ASSUMED:
        tell(
            (), "没有出处的程序须标 certainty: assumed", "a procedure without a source is certainty: assumed"
        )
    for index, condition in enumerate(one.conditions):
        if condition.zh is None or condition.en is None:
            tell(("conditions", index), "条件须有中英文", "the condition needs zh and en")
    for index, route in enumerate(one.routes):
        if bool(route.deciders) == route.clause or route.mechanism_steps:
            tell(
                ("routes", index),
                "没有出处的程序写明 deciders 或 clause，二者取一",
                "a procedure without a mechanism gives either deciders or clause",
            )
        for party in (*route.convenor, *route.deciders):
            if party.type not in corpus.body_types:
                _no_such(tell, ("routes", index), "部门类型", "body type", str(party.type))


def _check_against_mechanism(one: Procedure, mechanism: Mechanism, tell: Tell) -> None:
    if len(one.conditions) != len(mechanism.conditions):
        tell(
            ("conditions",),
            f"机制有{len(mechanism.conditions)}个条件，这里写了{len(one.conditions)}个",
            f"the mechanism has {len(mechanism.conditions)} conditions, {len(one.conditions)} given",
        )
    if any(condition.zh or condition.en for condition in one.conditions):
        tell(
            ("conditions",),
            "条件的文字由机制给出，这里只写 key",
            "the words are the mechanism's: give only keys",
        )
    deciders = {(party.type, party.level) for party in mechanism.decider}
    for index, route in enumerate(one.routes):
        path = ("routes", index)
        if route.deciders or route.convenor or route.clause:
            tell(
                path,
                "召集和决定的机关由机制给出，不在此重复",
                "who convenes and decides is the mechanism's to say",
            )
        if not route.mechanism_steps or not all(0 < n <= len(mechanism.steps) for n in route.mechanism_steps):
            tell(path, "mechanism_steps 须指到机制的步骤", "mechanism_steps must name steps of the mechanism")
            continue
        named = {(party.type, party.level) for party in parties_of(mechanism, route, Part.DECIDER)}
        if not named:
            tell(path, "所指步骤没有决定机关", "the steps named have no decider")
        elif not named <= deciders:
            tell(
                path,
                "步骤的决定机关不在机制的决定机关之列",
                "a step decides through bodies the mechanism does not list",
            )


def _check_levels(one: Procedure, tell: Tell) -> None:
    counted = Counter(level for route in one.routes for level in route.levels)
    for level, times in counted.items():
        if times > 1:
            tell(("routes",), f"{level.value}有两条路径", f"two routes for level {level.value}")
        if not any(s.act is Act.DECIDE and (not s.levels or level in s.levels) for s in one.steps):
            tell(("steps",), f"{level.value}没有决定这一步", f"no step decides at level {level.value}")


def _check_rule(corpus: Corpus, rule: DeadlineRule, tell: Tell) -> None:
    found = mechanism_named(corpus, rule.mechanism)
    stated = found[1].deadline if found else None
    if rule.mechanism and found is None:
        _no_such(tell, ("mechanism",), "机制", "mechanism", rule.mechanism)
    elif rule.mechanism and stated is None:
        tell(("mechanism",), "该机制没有期限", "the mechanism has no time limit")
    given = [rule.count, rule.unit, rule.counts_from]
    if stated is not None and any(one is not None for one in given):
        tell((), "期限长短和起算由机制给出，不在此重复", "length and start are the mechanism's to say")
    if rule.mechanism is None and None in given:
        tell((), "须写明 count、unit、counts_from", "give count, unit and counts_from")
    if rule.instrument is not None and rule.instrument not in corpus.instruments:
        _no_such(tell, ("instrument",), "文件", "instrument", rule.instrument)
    if rule.kind == "legal" and not (rule.mechanism or (rule.instrument and rule.at)):
        tell((), "法定期限须有出处", "a legal limit needs its source")
    if rule.kind == "internal" and (rule.mechanism or rule.instrument):
        tell((), "内部目标没有出处", "an internal target has no source")
    if rule.unit is Unit.WORKING_DAY and rule.roll is not Roll.NONE:
        tell(
            ("roll",),
            "按工作日数的期限总在工作日届满，roll 写 none",
            "a limit in working days ends on one: roll is none",
        )
    if rule.extend_days is not None and not rule.extend:
        tell(("extend_days",), "不能延长就没有延长上限", "extend_days without extend")
    counts_from = CountsFrom(stated.counts_from) if stated else rule.counts_from
    home = found[0] if found else corpus.instruments.get(rule.instrument or "")
    if counts_from is CountsFrom.ISSUE and (home is None or home.published is None):
        tell(
            (),
            "从印发起算的期限，文件须有印发日",
            "a clock from issue needs the day the instrument was issued",
        )


def _check_report(corpus: Corpus, one: Report, tell: Tell) -> None:
    if one.mechanism and mechanism_named(corpus, one.mechanism) is None:
        _no_such(tell, ("mechanism",), "机制", "mechanism", one.mechanism)
    if one.area and one.area not in corpus.areas:
        _no_such(tell, ("area",), "地区", "area", one.area)


def _check_calendar(corpus: Corpus, report: Report_) -> None:
    changes = sorted(corpus.calendar_changes.values(), key=lambda one: (one.since, one.id))
    for one in changes:
        if one.until <= one.since:
            report(
                f"calendar_change:{one.id}",
                ("until",),
                "终止日不晚于起始日",
                "the span ends before it starts",
            )
    for earlier, later in pairwise(changes):
        if later.since < earlier.until:
            report(
                f"calendar_change:{later.id}",
                ("since",),
                f"与{earlier.id}重叠",
                f"overlaps with {earlier.id}",
            )
