"""What the page of the endpoint says is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from api.problem_kinds import KINDS

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "sparql.md").read_text("utf-8")


def raised() -> set[str]:
    """The type of every problem that the endpoint can raise."""
    sources = "".join(path.read_text("utf-8") for path in sorted((ROOT / "api" / "sparql").glob("*.py")))
    return set(re.findall(r'Refused\(\s*(?:\d{3}|status), "([a-z-]+)"', sources))


def test_every_type_of_problem_has_a_page_and_no_other() -> None:
    assert len(raised()) > 15
    assert set(KINDS) == raised()


def test_the_table_says_of_each_type_what_its_page_says() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| ([\d, ]+) \| (.*) \|$", PAGE, re.MULTILINE)
    assert rows == [(kind, ", ".join(map(str, one.statuses)), one.en) for kind, one in KINDS.items()]
