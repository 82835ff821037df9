"""`shuiguan office` from a terminal: keys, the clock, and what is handed out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from office.codes import Role
from office.keys import Keys
from office.service import Office
from shuiguan import office_commands
from shuiguan.__main__ import DONE, NO, WRONG_INPUT, main
from tests.office.test_life import NIGHT
from tests.office.tiny import CLERK, by

Run = Callable[..., int]
SIGNED = ("--by", "管理员", "--reason", "要用")


@pytest.fixture
def run(office: Office, monkeypatch: pytest.MonkeyPatch) -> Run:
    """One command on the office, whose ledger lies where the command line looks for it."""
    monkeypatch.delenv("SHUIGUAN_OFFICE_URL", raising=False)
    monkeypatch.setattr(office_commands, "now", lambda: by(CLERK).at)
    return lambda *words: main(["office", *words, "--releases", str(office.publisher.releases)])


def test_a_key_made_here_opens_the_api_with_its_roles_and_scopes_until_it_is_revoked(
    office: Office, run: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    made = run(
        "key",
        "add",
        "热线系统",
        "--roles",
        "clerk",
        "--scopes",
        "open",
        "read",
        "--ends-on",
        "2027-03-01",
        *SIGNED,
    )
    printed = capfd.readouterr()
    keys, given = Keys(office.ledger.engine), printed.out.strip()
    found = keys.principal(given, date(2026, 11, 22))
    assert (made, given.count("\n"), found is not None and found.name) == (DONE, 0, "热线系统")
    assert given not in printed.err and "至2027-03-01前一日" in printed.err
    assert run("key", "list", "--json") == DONE
    (listed,) = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert (listed["roles"], listed["scopes"], listed["made_because"]) == (
        ["clerk"],
        ["open", "read"],
        "要用",
    )
    assert run("key", "revoke", listed["id"], *SIGNED) == DONE
    assert keys.principal(given, date(2026, 11, 22)) is None
    capfd.readouterr()
    assert run("key", "log") == DONE
    assert [line.split("  ")[3] for line in capfd.readouterr().out.splitlines()] == ["make", "revoke"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("key", "add", "某人", "--roles", "boss", *SIGNED), "no such role: boss"),
        (("key", "add", "某人", "--roles", "clerk", "--scopes", "fly", *SIGNED), "manage-keys"),
        (("key", "add", "某人", "--roles", "clerk", "--ends-on", "2026-02-30", *SIGNED), "2026-02-30"),
        (("key", "revoke", "nothing", *SIGNED), "no such key"),
        (("ledger", "--period", "2026-13"), "1 to 12"),
        (("paper", "2026-000099"), "no such matter"),
        (("calendar", "-o", "no/such/folder/x"), "cannot write"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(
    run: Run, capfd: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run(*words) == WRONG_INPUT
    assert said in capfd.readouterr().err


def test_the_clock_is_paused_resumed_and_moved(office: Office, run: Run) -> None:
    matter = office.open(NIGHT, by(CLERK)).id
    assert run("pause", matter, *SIGNED) == DONE
    assert run("pause", matter, *SIGNED) in (NO, WRONG_INPUT)
    assert run("resume", matter, *SIGNED) == DONE
    assert run("extend", matter, "--until", "2027-03-01", *SIGNED) == DONE
    found = office.matter(matter)
    assert len(found.pauses) == 1 and found.pauses[0].until is not None
    assert [one.until for one in found.extensions] == [date(2027, 3, 1)]


def test_paper_ledger_and_calendar_come_as_files_or_on_stdout(
    office: Office, run: Run, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    matter = office.open(NIGHT, by(CLERK)).id
    assert run("paper", matter, "--format", "html", "--convenor", "城西区环委办") == DONE
    assert "城西区环委办".encode() in capfdbinary.readouterr().out
    assert run("paper", matter, "-o", str(tmp_path / "paper.docx")) == DONE
    assert (tmp_path / "paper.docx").read_bytes()[:2] == b"PK"
    capfdbinary.readouterr()
    assert run("ledger", "--period", "2026-11") == DONE
    assert matter.encode() in capfdbinary.readouterr().out
    assert run("ledger", "--period", "2026", "--counts", "--format", "json") == DONE
    assert json.loads(capfdbinary.readouterr().out)["rows"]
    assert run("ledger", "--period", "2026-Q4", "--format", "xlsx", "-o", str(tmp_path / "q.xlsx")) == DONE
    assert (tmp_path / "q.xlsx").read_bytes()[:2] == b"PK"
    capfdbinary.readouterr()
    assert run("calendar", "--address", "https://office.example/") == DONE
    feed = capfdbinary.readouterr().out
    assert feed.startswith(b"BEGIN:VCALENDAR") and f"https://office.example/{matter}".encode() in feed


def test_every_role_has_its_word_on_the_command_line(run: Run) -> None:
    for role in Role:
        assert run("key", "add", "某人", "--roles", role.value, *SIGNED) == DONE


def test_a_matter_is_opened_from_the_answer_of_a_lookup_and_keeps_its_receipt(
    office: Office, run: Run, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answer = tmp_path / "answer.json"
    releases = str(office.publisher.releases)
    assert (
        main(
            [
                "lookup",
                "夜间施工",
                "--place",
                "西宁市城西区",
                "--on",
                "2026-11-20",
                "--json",
                "--releases",
                releases,
            ]
        )
        == DONE
    )
    answer.write_text(capfd.readouterr().out, "utf-8")
    given = json.loads(answer.read_text("utf-8"))
    assert run("open", "--lookup", str(answer), "--channel", "lookup", "--by", "张三") == DONE
    (matter,) = office.matters()
    assert matter.came_from is not None
    assert (matter.description, matter.place, matter.occurred_on) == (
        "夜间施工",
        "cn-630104",
        date(2026, 11, 20),
    )
    assert (matter.came_from.digest, matter.came_from.verified) == (given["receipt"]["digest"], True)
    # Other words than the receipt's, no receipt at all, nothing to go by: refused, and nothing is written.
    assert run("open", "扬尘", "--lookup", str(answer), "--by", "张三") == WRONG_INPUT
    answer.write_text("{}")
    assert run("open", "--lookup", str(answer), "--by", "张三") == WRONG_INPUT
    assert run("open", "夜间施工", "--by", "张三") == WRONG_INPUT
    assert office.head().seq == 1
