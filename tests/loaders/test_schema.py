from __future__ import annotations

import json
from pathlib import Path

from loaders.schema import corpus_schema

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_schema_beside_the_corpus_is_that_of_the_records() -> None:
    assert json.loads((ROOT / "corpus" / "schema.json").read_text("utf-8")) == corpus_schema()
