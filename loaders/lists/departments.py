"""The department cell of a list: names on several lines, and who of them leads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.lists.bodies import NamedBody, bodies_in, is_body_name, level_of
from loaders.lists.cells import NONE, joined, without_number

LEADS = r"(?:牵头|主办|主责|主管|责任)(?:责任)?(?:单位|部门)?[：:]"
COOPERATES = r"(?:配合|协办|协同|参与|协助)(?:责任)?(?:单位|部门)?[：:]"
LABELLED = re.compile(
    rf"^\s*(?:{LEADS})?(.*?)\s*(?:[；;。\n]|^|(?<=[局厅委部办府]))\s*{COOPERATES}(.*)$", re.DOTALL
)
LABEL = re.compile(f"^(?:{LEADS})")
IN_WORDS = re.compile(r"^([^；;。]{2,40}?)牵头[，,；;、]\s*([^；;。]{2,80}?)(?:等)?(?:配合|协助|参与)$")


@dataclass(frozen=True)
class Departments:
    """Who answers and who cooperates, as written; `department` may hold several names."""

    department: str
    cooperators: tuple[str, ...] = ()


def departments_of(cell: str) -> Departments:
    """Read 甲局（牵头）、乙局 and 牵头单位：甲局；配合单位：乙局; else the whole cell is the department."""
    labelled = LABELLED.match(cell) or IN_WORDS.match(joined(cell))
    if labelled and labelled.group(1).strip():
        return Departments(department_name(labelled.group(1)), cooperators_of(labelled.group(2)))
    name = department_name(cell)
    bodies, _ = bodies_in(name)
    if not any(body.is_lead or body.is_cooperator for body in bodies):
        return Departments(name)
    has_leads = any(body.is_lead for body in bodies)
    leads = [b.as_written for b in bodies if (b.is_lead if has_leads else not b.is_cooperator)]
    return Departments("、".join(leads), _others(bodies, leads))


def _others(bodies: list[NamedBody], leads: list[str]) -> tuple[str, ...]:
    return tuple(body.as_written for body in bodies if body.as_written not in leads)


def department_name(cell: str) -> str:
    """The words of a department cell on one line; a name per line is a list of names."""
    lines = [joined(line) for line in cell.splitlines() if line.strip()]
    levels = {level_of(line)[0] is None for line in lines}
    if len(lines) > 1 and all(map(is_body_name, lines)) and len(levels) == 1:
        return "、".join(lines)
    text = LABEL.sub("", joined(cell)).strip()
    bare = without_number(text)
    return bare.rstrip("：:；;。") or text


def cooperators_of(cell: str) -> tuple[str, ...]:
    """The names in a cell of cooperating bodies, each as written. Empty for an empty cell or a dash."""
    if NONE.match(cell):
        return ()
    bodies, is_open = bodies_in(department_name(cell))
    names = [body.as_written for body in bodies]
    return (*names[:-1], f"{names[-1]}等") if is_open and names else tuple(names)
