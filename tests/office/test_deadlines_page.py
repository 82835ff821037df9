"""The page on procedures and deadlines says what the release has, and its examples run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from graph.tables import Tables
from office.matter_deadlines import rules_by_id
from tests.office.rules import CHINA

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "deadlines.md"


def test_the_examples_of_the_page_give_what_the_page_shows(tables: Tables) -> None:
    text = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL))
    names = {"rules": rules_by_id(tables.office.rules), "calendar": CHINA}
    examples = doctest.DocTestParser().get_doctest(text, names, "deadlines.md", str(PAGE), 0)
    assert len(examples.examples) > 10
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(examples, out=told.append)
    assert runner.failures == 0, "".join(told)


def test_the_page_lists_every_procedure_and_every_rule_of_the_release(tables: Tables) -> None:
    listed = set(re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    procedures = {row.id for row in tables.office.procedures}
    assert listed == procedures | {rule.id for rule in tables.office.rules}


def test_every_rule_of_the_release_is_the_limit_of_some_matter(tables: Tables) -> None:
    used = {name for row in tables.office.procedures for name in (row.legal, *row.internal)}
    assert {rule.id for rule in tables.office.rules if not rule.channels} <= used
