"""One application for all that is linked; it loads the graph once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings


@pytest.fixture(scope="package")
def client(releases: Path) -> Iterator[TestClient]:
    service = Service.open(releases, 16)
    service.today = lambda: date(2026, 11, 22)
    app = create_app(Settings(releases=releases), service)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as one:
        yield one
