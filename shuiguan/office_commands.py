"""What each subcommand of `shuiguan office` does."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from graph.errors import BadRequest
from graph.text import normalise
from office.codes import Role, State
from office.database import open_engine
from office.errors import OfficeRefused
from office.events import plain
from office.ledger import Head
from office.matter import Department, Matter, Position, Proposal, Publication, Revocation, Transfer
from office.migrations import is_current, upgrade
from office.requests import Actor, By, Closing, Consultation, Correction, NewMatter
from office.service import Office
from office.verify import PROVES
from queries.dates import SHANGHAI, read_day
from queries.replay import receipt_in
from shuiguan.__main__ import DONE, NO
from shuiguan.commands import emit, say, text_of
from shuiguan.office import office_url
from shuiguan.office_show import show_matter, show_preview, show_row
from shuiguan.receipts import read_json

T = TypeVar("T")
# Whoever may open the database holds every role; four eyes still takes two names.
EVERY_ROLE = frozenset(Role)


def now() -> datetime:
    """The clock, read only here."""
    return datetime.now(SHANGHAI)


def opened_office(given: argparse.Namespace) -> Office:
    """The office at the URL given. Raises OfficeRefused when its tables are not made."""
    engine = open_engine(given.office or office_url(given.releases))
    if not is_current(engine):
        raise OfficeRefused(
            "数据表未建立或已过时，请先运行 shuiguan office migrate",
            "the tables are missing or old; run shuiguan office migrate first",
        )
    return Office(engine, given.releases)


def by(given: argparse.Namespace) -> By:
    return By(actor=Actor(given.by, EVERY_ROLE), at=now(), reason=given.reason, key=given.key)


def checked(kind: type[T], values: Mapping[str, object]) -> T:
    """A record from what was given; what was not given is left to its default. Raises BadRequest."""
    try:
        return TypeAdapter(kind).validate_python(
            {name: value for name, value in values.items() if value not in (None, ())}
        )
    except ValidationError as error:
        first = error.errors()[0]
        member = ".".join(str(part) for part in first["loc"]) or kind.__name__
        raise BadRequest(member, f"不合要求：{first['msg']}", first["msg"]) from error


def day(text: str | None, by_: By | None = None) -> date | None:
    """A day as given; without one today, where `by_` says when that is."""
    return read_day(text) if text else by_.today if by_ else None


def department(office: Office, text: str | None) -> Department | None:
    """`housing`, `住房城乡建设`, `housing=xining-housing`, `housing:城西区住房和建设局`. Raises BadRequest."""
    if text is None:
        return None
    kind, body, name = text, None, None
    if "=" in text:
        kind, body = text.split("=", 1)
    elif ":" in text or "：" in text:
        kind, name = text.replace("：", ":").split(":", 1)
    words = normalise(kind)
    types = office.register.types.values()
    known = next((one.id for one in types if words in (one.id, one.zh, one.statutory)), None)
    if known is None:
        raise BadRequest("department", f"没有这个部门类型：{kind}", f"no such kind of department: {kind}")
    return checked(Department, {"type": known, "body": body, "name": name})


def area(office: Office, text: str | None) -> str | None:
    """The id of a place by name. Raises UnknownArea, or BadRequest for a name that several places bear."""
    return None if text is None else office.place(text).id


def version(office: Office, given: argparse.Namespace) -> int:
    return office.matter(given.matter).version if given.version is None else int(given.version)


def told(office: Office, given: argparse.Namespace, matter: Matter) -> int:
    """Print a matter after a change."""
    if given.json:
        emit(plain(matter))
    else:
        print(show_row(matter))
    return DONE


# ---------------------------------------------------------------- the ledger


def migrate(given: argparse.Namespace) -> int:
    upgrade(open_engine(given.office or office_url(given.releases)))
    say("数据表已是最新 / the tables are up to date")
    return DONE


def head(given: argparse.Namespace) -> int:
    emit(opened_office(given).head())
    return DONE


def verify(given: argparse.Namespace) -> int:
    exported = None
    if given.head:
        try:
            exported = checked(Head, json.loads(text_of(str(given.head))))
        except (json.JSONDecodeError, AttributeError) as error:
            raise BadRequest("--head", "不是导出的链头", "this is no exported head") from error
    office = opened_office(given)
    found, agrees = office.verify(exported), office.graph_agrees()
    if given.json:
        emit({**vars(found), "graph_agrees": agrees})
    else:
        for fault in found.faults:
            where = f"#{fault.seq} " if fault.seq is not None else ""
            print(f"{where}{fault.zh} / {fault.en}")
    say(f"{found.head.seq}个事件，{found.matters}件事项，{len(found.faults)}处不符")
    if not agrees:
        say("图谱与台账不一致，请运行 shuiguan office reconcile")
        say("the release in service has other decisions than the ledger; run shuiguan office reconcile")
    say("\n".join(PROVES))
    return DONE if agrees and not found.faults else NO


def reconcile(given: argparse.Namespace) -> int:
    print(opened_office(given).reconcile().id)
    return DONE


def list_(given: argparse.Namespace) -> int:
    office = opened_office(given)
    if given.state and given.state not in set(State):
        raise BadRequest("--state", f"没有这个状态：{given.state}", f"one of {', '.join(State)}")
    state = State(given.state) if given.state else None
    found = office.matters(state, given.topic, area(office, given.place), limit=10_000)
    for matter in found:
        if given.json:
            emit(plain(matter))
        else:
            print(show_row(matter))
    return DONE


def show(given: argparse.Namespace) -> int:
    office = opened_office(given)
    matter, today = office.matter(given.matter), now().date()
    if given.json:
        emit(
            {
                "matter": plain(matter),
                "procedure": office.procedure_for(matter),
                "deadlines": office.deadlines_for(matter, today),
                "events": [plain(vars(one)) for one in office.history(matter.id)],
            }
        )
    else:
        print(show_matter(office, matter, today))
    return DONE


# ---------------------------------------------------------------- intake


def asked_of(file: str | None) -> dict[str, object]:
    """What the lookup in a file asked, with its receipt; nothing without a file. Raises BadRequest."""
    if file is None:
        return {}
    receipt, _ = receipt_in(read_json(file))
    asked = receipt.question
    return {
        "description": asked.issue,
        "place": asked.place,
        "level": asked.level,
        "occurred_on": asked.on,
        "receipt": {"release": receipt.release, "digest": receipt.digest},
    }


def open_(given: argparse.Namespace) -> int:
    office = opened_office(given)
    if given.lookup is None and None in (given.description, given.place):
        raise BadRequest(
            "--place", "写明事项和地点，或用 --lookup 给一次查询", "say what and where, or give a --lookup"
        )
    said = {
        "description": given.description,
        "place": given.place,
        "level": given.level,
        "occurred_on": day(given.on),
        "channel": given.channel,
        "source_number": given.number,
        "topic": given.topic,
        "keep_personal_data": given.keep_personal_data,
        "draft": given.draft,
    }
    given_here = {name: value for name, value in said.items() if value is not None}
    new = checked(NewMatter, asked_of(given.lookup) | given_here)
    matter = office.open(new, by(given))
    for like in office.similar(matter.id).duplicates:
        say(f"可能重复 / may repeat: {show_row(like.matter)}")
    return told(office, given, matter)


def paste(given: argparse.Namespace) -> int:
    office, text, signed = opened_office(given), text_of(given.file), by(given)
    if given.preview:
        shown = office.preview(text, signed)
        if given.json:
            emit(plain(shown))
        else:
            print(show_preview(shown))
        return NO if shown.faults else DONE
    for matter in office.open_pasted(text, signed):
        told(office, given, matter)
    return DONE


def accept(given: argparse.Namespace) -> int:
    office = opened_office(given)
    return told(office, given, office.accept(given.matter, version(office, given), by(given)))


def correct(given: argparse.Namespace) -> int:
    office = opened_office(given)
    values = {"description": given.description, "topic": given.topic, "cause": given.cause}
    correction = checked(Correction, values)
    return told(office, given, office.correct(given.matter, version(office, given), correction, by(given)))


# ---------------------------------------------------------------- consulting


def consult(given: argparse.Namespace) -> int:
    office = opened_office(given)
    asked = [department(office, one) for one in given.ask]
    consultation = checked(Consultation, {"departments": asked, "due": day(given.due)})
    return told(office, given, office.consult(given.matter, version(office, given), consultation, by(given)))


def position(given: argparse.Namespace) -> int:
    office, signed = opened_office(given), by(given)
    letter = hashlib.sha256(given.attachment.read_bytes()).hexdigest() if given.attachment else None
    values = {
        "department": department(office, given.of),
        "stance": given.stance,
        "answered_on": day(given.on, signed),
        "basis": given.basis,
        "condition": given.condition,
        "counter_proposal": department(office, given.instead),
        "attachment": letter,
    }
    answer = checked(Position, values)
    return told(office, given, office.record_position(given.matter, version(office, given), answer, signed))


def transfer(given: argparse.Namespace) -> int:
    office, signed = opened_office(given), by(given)
    values = {
        "giver": department(office, given.giver),
        "taker": department(office, given.taker),
        "on": day(given.on, signed),
        "reason": given.reason,
    }
    passed = checked(Transfer, values)
    return told(office, given, office.transfer(given.matter, version(office, given), passed, signed))


# ---------------------------------------------------------------- deciding


def propose(given: argparse.Namespace) -> int:
    office = opened_office(given)
    before = office.matter(given.matter)
    decided_in = area(office, given.decided_in)
    values = {
        "number": given.number,
        "decided_by": given.decided_by,
        "decided_in": decided_in,
        "decided_on": day(given.decided_on),
        "lead": department(office, given.lead),
        "cooperators": [department(office, one) for one in given.cooperators],
        "scope": {
            "topics": given.topics or ([before.topic] if before.topic else []),
            "duties": given.settles,
        },
        "place": area(office, given.place) or decided_in,
        "valid_from": day(given.valid_from),
        "valid_until": day(given.until),
        "follows": given.follows,
        "beside": given.beside,
        "backdated": given.backdated,
        "conditions": dict.fromkeys(given.holds, True) | dict.fromkeys(given.fails, False),
    }
    draft = checked(Proposal, values)
    return told(office, given, office.propose(given.matter, version(office, given), draft, by(given)))


def send_back(given: argparse.Namespace) -> int:
    office = opened_office(given)
    return told(office, given, office.send_back(given.matter, version(office, given), by(given)))


def approve(given: argparse.Namespace) -> int:
    office = opened_office(given)
    return told(office, given, office.approve(given.matter, version(office, given), by(given)))


def publish(given: argparse.Namespace) -> int:
    office, signed = opened_office(given), by(given)
    made = checked(Publication, {"published_on": day(given.on, signed), "where": given.where})
    matter = office.publish(given.matter, version(office, given), made, signed)
    say(f"版本 {matter.release} 已启用 / release {matter.release} is in service")
    return told(office, given, matter)


def revoke(given: argparse.Namespace) -> int:
    office, signed = opened_office(given), by(given)
    seen = version(office, given)
    if given.confirm or given.refuse:
        done = office.revoke if given.confirm else office.keep
        return told(office, given, done(given.matter, seen, signed))
    values = {
        "number": given.number,
        "decided_by": given.decided_by,
        "decided_in": area(office, given.decided_in),
        "decided_on": day(given.decided_on),
        "ends_on": day(given.ends_on),
        "backdated": given.backdated,
    }
    revocation = checked(Revocation, values)
    return told(office, given, office.propose_revocation(given.matter, seen, revocation, signed))


def leave(given: argparse.Namespace) -> int:
    office = opened_office(given)
    return told(office, given, office.leave(given.matter, version(office, given), by(given)))


def close(given: argparse.Namespace) -> int:
    office = opened_office(given)
    closing = checked(Closing, {"outcome": given.outcome, "duplicate_of": given.duplicate_of})
    return told(office, given, office.close(given.matter, version(office, given), closing, by(given)))


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "migrate": migrate,
    "head": head,
    "verify": verify,
    "reconcile": reconcile,
    "list": list_,
    "show": show,
    "open": open_,
    "paste": paste,
    "accept": accept,
    "correct": correct,
    "consult": consult,
    "position": position,
    "transfer": transfer,
    "propose": propose,
    "send-back": send_back,
    "approve": approve,
    "publish": publish,
    "revoke": revoke,
    "leave": leave,
    "close": close,
}
