"""`shuiguan office key`: the keys of the API. Whoever may open the database may make and revoke them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping

from graph.errors import BadRequest
from office.access import Operation, operation, operations
from office.codes import Role
from office.keys import KeyEntry, KeyEvent, Keys
from shuiguan import office_commands
from shuiguan.__main__ import DONE
from shuiguan.commands import emit, say
from shuiguan.office_commands import day, opened_office


def key(given: argparse.Namespace) -> int:
    return ACTIONS[given.action](given)


def _keys(given: argparse.Namespace) -> Keys:
    return Keys(opened_office(given).ledger.engine)


def add(given: argparse.Namespace) -> int:
    """The key itself goes to stdout, alone, so that it can be piped; it is never shown again."""
    made, entry = _keys(given).make(
        given.holder,
        [_role(word) for word in given.roles],
        by=given.by,
        at=office_commands.now(),
        reason=given.reason,
        scopes=[_scope(word) for word in given.scopes] if given.scopes else None,
        ends_on=day(given.ends_on),
    )
    if given.json:
        emit({"key": made, "entry": entry})
        return DONE
    say(f"{show_key(entry)}\n只显示这一次 / shown this once:")
    print(made)
    return DONE


def list_(given: argparse.Namespace) -> int:
    for entry in _keys(given).entries():
        if given.json:
            emit(entry)
        else:
            print(show_key(entry))
    return DONE


def revoke(given: argparse.Namespace) -> int:
    entry = _keys(given).revoke(given.id, by=given.by, at=office_commands.now(), reason=given.reason)
    if given.json:
        emit(entry)
    else:
        print(show_key(entry))
    return DONE


def log(given: argparse.Namespace) -> int:
    keys, after = _keys(given), 0
    while page := keys.events(after):
        for one in page:
            if given.json:
                emit(one)
            else:
                print(
                    f"{one.seq}  {one.at.isoformat()}  {one.actor}  {one.action}  {one.key}  {one.reason}{_granted(one)}"
                )
        after = page[-1].seq
    return DONE


def _granted(event: KeyEvent) -> str:
    """What was given with a key: who had which role from when on."""
    if event.action != "make":
        return ""
    given = json.loads(event.granted)
    scopes = f"范围 {given['scopes']}" if given["scopes"] is not None else "全部"
    until = f"  至{given['ends_on']}前一日" if given["ends_on"] else ""
    return f"  {given['holder']}  {given['roles']}  {scopes}{until}"


def show_key(entry: KeyEntry) -> str:
    """One line: id, holder, roles, scopes, end, by whom and why it was made, whether it is revoked."""
    cells = [entry.id, entry.holder, ",".join(entry.roles)]
    cells.append("范围 " + ",".join(entry.scopes) if entry.scopes is not None else "全部")
    cells.append(f"至{entry.ends_on}前一日" if entry.ends_on else "无期限")
    cells.append(f"{entry.made_by}发：{entry.made_because}")
    if entry.revoked_by is not None:
        cells.append(f"{entry.revoked_by}撤销：{entry.revoked_because}")
    return "  ".join(cells)


def _role(word: str) -> Role:
    if word not in set(Role):
        raise BadRequest("--roles", f"没有这个角色：{word}", f"no such role: {word}", list(Role))
    return Role(word)


def _scope(word: str) -> Operation:
    try:
        return operation(word)
    except ValueError:
        known = ", ".join(operations())
        raise BadRequest("--scopes", f"没有这种操作：{word}（可用：{known}）", f"one of {known}") from None


ACTIONS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "add": add,
    "list": list_,
    "revoke": revoke,
    "log": log,
}
COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {"key": key}
