"""Topics that somebody supervises and nobody punishes or leads; bodies that only cooperate; roles without a duty."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.tables import DutyRow, PartyRow, RoleRow
from queries.analysis.names import Parties, clause
from queries.analysis.scope import Scope, acts_at, duties_in, is_named, rows_of_topics, scoped_table
from queries.attribution import Attribution
from queries.table import Cell, Column, Table, Words
from queries.words import CERTAINTY_ZH, levels_zh

NEEDED = ("punisher", "lead")
# How a part is filled, best first.
NAMED, OPEN, BROADER, UNNAMED, NONE = "named", "open", "broader", "unnamed", "none"
# A designation is a gap of its own kind, listed by `queries.analysis.designations`.
LACKING = frozenset({BROADER, UNNAMED, NONE})
HOW_ZH = {
    NAMED: "有",
    OPEN: "留待指定",
    BROADER: "只有上位事项的条款",
    UNNAMED: "条文只说有关部门等",
    NONE: "没有",
}
EXAMPLES = 3


def lacking_table(attribution: Attribution, scope: Scope) -> Table:
    """Topics whose own duties name a supervisor, but nobody to punish or nobody to lead."""
    names = Parties(attribution, scope)
    duties = attribution.tables.duties
    rows: list[tuple[Cell, ...]] = []
    for topic, found in rows_of_topics(attribution, scope):
        parties = [
            (duties[number], party, distance)
            for number, position, distance in found
            if acts_at(party := duties[number].parties[position], scope.level)
        ]
        supervisors = [
            (d, p) for d, p, distance in parties if p.part == "supervisor" and not distance and is_named(p)
        ]
        how = {part: _how(names, parties, part) for part in NEEDED}
        if supervisors and any(how[part] in LACKING for part in NEEDED):
            who = dict.fromkeys(names.party(duty, party) for duty, party in supervisors)
            clauses = dict.fromkeys(clause(attribution.tables, duty) for duty, _ in supervisors)
            cells = [cell for part in NEEDED for cell in (how[part], HOW_ZH[how[part]])]
            rows.append((topic.id, topic.zh, "、".join(who), "、".join(list(clauses)[:EXAMPLES]), *cells))
    return scoped_table(
        attribution,
        scope,
        name="supervised-only",
        title=Words(
            "有人监管、无人处罚或牵头的事项", "Topics with supervisors but nobody to punish or to lead"
        ),
        columns=(
            Column("topic", "事项编号", "topic", "iri"),
            Column("topic_zh", "事项", "topic, in Chinese"),
            Column("supervisors", "监督管理部门", "supervisors that the topic's own clauses name"),
            Column("clauses", "监管条款（前三）", "clauses of supervision, the first three"),
            Column("punisher", "处罚", "punisher: named, open, broader, unnamed or none"),
            Column("punisher_zh", "处罚（说明）", "punisher, in Chinese"),
            Column("lead", "牵头", "lead: named, open, broader, unnamed or none"),
            Column("lead_zh", "牵头（说明）", "lead, in Chinese"),
        ),
        rows=rows,
        notes=(
            Words(
                "named 条文写明；open 留待指定；broader 只有上位事项的条款写明；unnamed 条文只说有关部门；none 在册条款中没有。",
                "named: the text says who; open: left to a designation; broader: only a clause on a broader topic says who; unnamed: the text only says departments concerned; none: in no clause on record.",
            ),
            Words(
                "none 是在册条款中没有，不等于法律没有；监管部门有时按一般条款处罚。表是空的：每个有人监管的事项都写明了处罚和牵头，或留待指定。",
                "none means in no clause on record, not that law has none; supervisors may punish under a general clause. An empty table: every supervised topic has both, or leaves them to a designation.",
            ),
        ),
    )


def _how(names: Parties, parties: Iterable[tuple[DutyRow, PartyRow, int]], part: str) -> str:
    """How the part is filled, the best way of all; what a broader topic's clause says counts only as such."""
    found = {
        (_way(names, duty, party), distance > 0) for duty, party, distance in parties if party.part == part
    }
    for way in (NAMED, OPEN):
        if (way, False) in found:
            return way
    if (NAMED, True) in found or (OPEN, True) in found:
        return BROADER
    return UNNAMED if found else NONE


def _way(names: Parties, duty: DutyRow, party: PartyRow) -> str:
    if party.designated:
        return NAMED if names.settled(duty) else OPEN
    return NAMED if is_named(party) else UNNAMED


def only_cooperating_table(attribution: Attribution, scope: Scope) -> Table:
    """Body types that take part in duties of the scope, and in each of them only as cooperator."""
    names = Parties(attribution, scope)
    parts, where = parts_of_types(attribution, names, scope)
    rows = tuple(
        (
            key,
            names.type(key),
            counts["cooperator"],
            "、".join(clause(attribution.tables, duty) for duty in where[key][:EXAMPLES]),
            "、".join(dict.fromkeys(duty.summary for duty in where[key][:EXAMPLES])),
            "、".join(dict.fromkeys(duty.certainty for duty in where[key])),
        )
        for key, counts in sorted(parts.items())
        if set(counts) == {"cooperator"}
    )
    silent = [one.zh for one in attribution.tables.body_types if one.id not in parts]
    return scoped_table(
        attribution,
        scope,
        name="only-cooperating",
        title=Words("只配合、从不牵头的部门类型", "Kinds of body that only ever cooperate"),
        columns=(
            Column("body_type", "部门类型编号", "body type", "iri"),
            Column("body_type_zh", "部门类型", "body type, in Chinese"),
            Column("duties", "配合的责任数", "duties it cooperates in", "number"),
            Column("clauses", "条款（前三）", "clauses, the first three"),
            Column("about", "内容（前三）", "what they are about"),
            Column("certainty", "可靠程度", "certainty of the duties", codes=CERTAINTY_ZH),
        ),
        rows=rows,
        notes=(
            Words(
                "在范围内每项责任里都只是配合（会同、协助）的，才列出；以部门组名义参与的也算。表是空的：没有这样的部门类型。",
                "Listed are those that in every duty of the scope only cooperate; taking part as one of a group counts. An empty table: there are none.",
            ),
            Words(
                f"范围内没有任何责任在册的部门类型另有{len(silent)}类，不列：{'、'.join(silent) or '无'}。这是没有数据，不是只配合。",
                f"{len(silent)} more kinds have no duty on record in the scope and are not listed: no data is not the same as only cooperating.",
            ),
        ),
    )


def parts_of_types(
    attribution: Attribution, names: Parties, scope: Scope
) -> tuple[Mapping[str, Counter[str]], Mapping[str, Sequence[DutyRow]]]:
    """By body type, how many duties it has in which part; and those duties, each once."""
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    where: dict[str, dict[str, DutyRow]] = defaultdict(dict)
    for number in duties_in(attribution, scope):
        duty = attribution.tables.duties[number]
        acting = [party for party in duty.parties if acts_at(party, scope.level)]
        taking = {(key, party.part) for party in acting for key in names.types_of(duty, party)}
        for key, part in taking:
            parts[key][part] += 1
            where[key][duty.id] = duty
    return parts, {key: list(found.values()) for key, found in where.items()}


def idle_roles_table(attribution: Attribution, scope: Scope) -> Table:
    """Leader roles that no duty of the scope names."""
    duties = attribution.tables.duties
    bound = {party.role for number in duties_in(attribution, scope) for party in duties[number].parties}
    roles = [role for role in attribution.tables.roles if _exists(attribution, role, scope)]
    rows = tuple(
        (role.id, role.zh, role.category, levels_zh(role.levels), role.source)
        for role in roles
        if role.id not in bound
    )
    return scoped_table(
        attribution,
        scope,
        name="roles-without-duty",
        title=Words("没有责任在册的领导岗位", "Leader roles without a duty on record"),
        columns=(
            Column("role", "岗位编号", "role", "iri"),
            Column("role_zh", "岗位", "role, in Chinese"),
            Column("category", "类别", "leader category, 1 to 7", "number"),
            Column("levels", "层级", "levels at which the role exists"),
            Column("source", "出处", "where the role is stated"),
        ),
        rows=rows,
        notes=(
            Words(
                "岗位的出处这天在这里施行，但范围内没有一项责任以它为主体：多半是文件只提岗位，没有写它做什么。",
                "The role's source is in force here on the day, but no duty in the scope names the role: mostly the text mentions it and does not say what it is to do.",
            ),
            Words(
                f"范围内共{len(roles)}个岗位。表是空的：每个岗位都有责任在册。不列人名。",
                f"{len(roles)} roles in the scope. An empty table: every role has a duty. Persons are out of scope.",
            ),
        ),
    )


def _exists(attribution: Attribution, role: RoleRow, scope: Scope) -> bool:
    """Whether the role is one of the level and its source is in force here on the day."""
    at_level = scope.level is None or not role.levels or scope.level in (*role.levels, *role.by_reference)
    source = (role.source or "").split("/")[0]
    stated = next((one for one in attribution.tables.instruments if one.id == source), None)
    chain = scope.area.chain if scope.area else ("cn",)
    return at_level and (stated is None or (stated.start <= scope.day < stated.end and stated.area in chain))
