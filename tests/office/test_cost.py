"""What an answer over all matters costs does not grow by a query for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from office import events
from office import ledger as ledger_module
from office.accounts import ledger_of, paper_of, period_of
from office.agenda import entries_of, reminders_table
from office.codes import Outcome
from office.personal import mask
from office.requests import Closing
from office.service import Office
from tests.office.test_life import NIGHT
from tests.office.tiny import CLERK, TODAY, by

PASTED = "描述\t地点\n" + "\n".join(f"工地夜间施工{number}\t西宁市城西区" for number in range(5))
ANSWERS: dict[str, Callable[[Office], object]] = {
    "calendar": lambda office: entries_of(office, TODAY),
    "reminders": lambda office: reminders_table(office, TODAY),
    "ledger": lambda office: ledger_of(office, period_of("2026-11"), TODAY),
    "paper": lambda office: paper_of(office, "2026-000001", TODAY, "办公室"),
}


@contextmanager
def counted(office: Office) -> Iterator[list[str]]:
    """Every query sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(office.ledger.engine, "before_cursor_execute", note)
    yield sent
    event.remove(office.ledger.engine, "before_cursor_execute", note)


def register(office: Office, count: int) -> None:
    for matter in office.open_all([NIGHT] * count, by(CLERK))[::2]:
        office.close(matter.id, matter.version, Closing(outcome=Outcome.MINOR), by(CLERK, "轻微"))


@pytest.mark.parametrize("name", ANSWERS)
def test_more_matters_take_no_more_queries(office: Office, name: str) -> None:
    found = []
    for count in (2, 6):
        register(office, count)
        with counted(office) as sent:
            ANSWERS[name](office)
        found.append(len(sent))
    assert found[0] == found[1] > 0


def test_a_paste_reads_each_matter_near_its_rows_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(office, 4)
    read: list[str] = []
    read_record = events.read_record

    def noted(kind: type[Any], text: str) -> Any:
        read.append(text)
        return read_record(kind, text)

    monkeypatch.setattr(ledger_module, "read_record", noted)
    shown = office.preview(PASTED, by(CLERK))
    assert [len(row.like) for row in shown.rows] == [4] * 5
    assert len(read) == 4


def test_the_digest_of_a_request_is_worked_out_once_for_all_its_matters(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    masked: list[str] = []

    def noted(text: str) -> Any:
        masked.append(text)
        return mask(text)

    monkeypatch.setattr(ledger_module, "mask", noted)
    made = office.open_all([NIGHT] * 20, by(CLERK, key="sheet"))
    assert office.open_all([NIGHT] * 20, by(CLERK, key="sheet")) == made
    assert len(masked) == 2  # one for each of the two requests
