"""The names that a release knows, and the faults of what people enter against them."""

from __future__ import annotations

from datetime import date

from graph.errors import BadRequest
from graph.tables import AreaRow, MandateRow, Tables
from office.matter import Department


class Faults:
    """Collects what is wrong with a request, so that all of it is said at once."""

    def __init__(self) -> None:
        self.found: list[BadRequest] = []

    def add(self, member: str, zh: str, en: str) -> None:
        self.found.append(BadRequest(member, zh, en))

    def raise_all(self) -> None:
        """Raise BadRequest naming the first member, with the sentences of all."""
        if len(self.found) == 1:
            raise self.found[0]
        if self.found:
            zh = "；".join(f"{one.parameter}：{one.zh}" for one in self.found)
            en = "; ".join(f"{one.parameter}: {one.en}" for one in self.found)
            raise BadRequest(self.found[0].parameter, zh, en)


class Register:
    """The names that a release knows, for checking what people enter."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.types = {one.id: one for one in tables.body_types}
        self.topics = {one.id: one for one in tables.topics}
        self.areas = {one.id: one for one in tables.areas}
        self.duties = {one.id: one for one in tables.duties}
        self._mandates: dict[str, list[MandateRow]] = {}
        for mandate in tables.mandates:
            self._mandates.setdefault(mandate.body, []).append(mandate)

    def check_department(
        self, member: str, department: Department, place: str, on: date, faults: Faults
    ) -> None:
        """The kind of body exists; a body on record acts as that kind on the day, around the place or within it."""
        if department.type not in self.types:
            faults.add(
                member,
                f"没有这个部门类型：{department.type}",
                f"no such kind of department: {department.type}",
            )
        if department.body is not None and department.name is not None:
            faults.add(member, "机构编号和名称只给一个", "give a body's id or its name, not both")
        if department.body is None:
            return
        areas = self._areas(department.body, department.type, on)
        if not areas:
            faults.add(
                member,
                f"没有这个机构，或它在{on}不承担该类型：{department.body}",
                f"no such body, or it does not act as that kind on {on}: {department.body}",
            )
        elif place in self.areas and not any(self.touch(one, place) for one in areas):
            faults.add(
                member,
                f"机构不管{self.areas[place].zh}：{department.body}",
                f"the body is of another place than {self.areas[place].zh}: {department.body}",
            )

    def _areas(self, body: str, kind: str, on: date) -> set[str]:
        """The areas in which a body acts as a kind on the day."""
        day, mandates = on.toordinal(), self._mandates.get(body, ())
        return {one.area for one in mandates if one.acts_as == kind and one.start <= day < one.end}

    def touch(self, one: str, other: str) -> bool:
        """Whether one of two areas lies in the other, or they are the same."""
        chains = (self.areas[one].chain if one in self.areas else (), self.areas[other].chain)
        return one in chains[1] or other in chains[0]

    def place_faults(self, member: str, area: str, faults: Faults) -> AreaRow | None:
        if area not in self.areas:
            faults.add(member, f"没有这个地区：{area[:40]}", f"no such area: {area[:40]}")
        return self.areas.get(area)
