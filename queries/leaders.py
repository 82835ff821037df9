"""The leader ladder: who among leaders answers for a matter whose lead is a given body type.

Rule: 地方党政领导干部生态环境保护责任制规定（试行）, as told in the Q&A published 2025-08-01, question 4 and 5;
for Sichuan also 川环委〔2023〕1号 三（一）. Categories: 1 党委主要, 2 政府主要, 3 政府分管环保, 4 政府分管重要部门,
5 其他成员, 6 生态环境部门负责人, 7 其他重要部门负责人.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.tables import RoleRow, Tables
from queries.answer import LeaderView

RULES = "leader-responsibility-rules-2025"
PRINCIPALS = (1, 2)


def categories_for(leads: Sequence[str]) -> tuple[int, ...]:
    """Leader categories reached by a matter, given the body types that answer for it, best first."""
    if not leads:
        return PRINCIPALS
    reached = set(PRINCIPALS)
    reached |= {3, 6} if leads[0] == "ecology" else {4, 7}
    return tuple(sorted(reached))


def ladder(tables: Tables, leads: Sequence[str], level: str | None, on: int) -> tuple[LeaderView, ...]:
    """Steps of the ladder in order of category. Empty before the rules are known to be in force."""
    rules = next((i for i in tables.instruments if i.id == RULES), None)
    if rules is None or not rules.start <= on < rules.end:
        return ()
    wanted = categories_for(leads)
    roles = sorted(
        (role for role in tables.roles if role.category in wanted), key=lambda role: role.category or 0
    )
    return tuple(
        _view(role, level) for role in roles if not level or level in (*role.levels, *role.by_reference)
    )


def _view(role: RoleRow, level: str | None) -> LeaderView:
    by_reference = bool(level and level not in role.levels and level in role.by_reference)
    return LeaderView(
        role.id, role.zh, role.en, role.category, role.responsibility, role.scope, by_reference, role.source
    )
