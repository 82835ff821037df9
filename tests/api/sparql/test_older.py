"""Which older releases are open: few, as long as they are used and a while longer."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from api.sparql import older
from api.sparql.config import Limits, SparqlConfig
from api.sparql.endpoint import SparqlApp, sparql_app
from api.sparql.older import Older
from api.sparql.refusal import Refused, check_release
from graph.errors import UnknownRelease


@pytest.fixture
def opened(small_file: Path) -> tuple[Older, list[str]]:
    """Releases `a` and `b` over the same small file, and which have been opened."""
    names: list[str] = []

    def open_release(key: str) -> SparqlApp:
        if key not in ("a", "b"):
            raise UnknownRelease(key)
        names.append(key)
        return sparql_app(SparqlConfig(small_file, key, Limits(seconds=5, workers=1)))

    return Older(open_release), names


def test_a_release_is_opened_once_and_closed_when_left_alone(
    opened: tuple[Older, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(older, "IDLE", 0.05)
    releases, names = opened

    async def used() -> None:
        async with releases.using("a") as first, first.over("a"), releases.using("a") as again:
            assert first is again
            await asyncio.sleep(0.1)
            assert first.pool.ready.quads == 6
        process = first.pool._zygote.process  # type: ignore[union-attr]  # it was started
        for _ in range(100):
            if process.returncode is not None:
                break
            await asyncio.sleep(0.05)
        assert process.returncode is not None
        async with releases.using("a") as later:
            assert later is not first
        await releases.close()

    asyncio.run(used())
    assert names == ["a", "a"]


def test_another_takes_the_place_of_one_that_is_idle_and_waits_for_one_that_is_not(
    opened: tuple[Older, list[str]],
) -> None:
    releases, names = opened

    async def used() -> None:
        async with releases.using("a"):
            with pytest.raises(Refused) as told:
                async with releases.using("b"):
                    pass
            assert (told.value.problem.status, told.value.headers) == (503, (("retry-after", "5"),))
        async with releases.using("b"):
            pass
        async with releases.using("a"):
            pass
        await releases.close()

    asyncio.run(used())
    assert names == ["a", "b", "b", "a"]


def test_a_release_that_is_not_there_opens_nothing(opened: tuple[Older, list[str]]) -> None:
    releases, names = opened

    async def asked() -> None:
        with pytest.raises(Refused) as told:
            async with releases.using("c"):
                pass
        assert told.value.problem.status == 404
        await releases.close()

    asyncio.run(asked())
    assert names == []


def test_an_answer_from_another_release_than_was_named_is_refused() -> None:
    """The release in service may be named, and another put in its place while the query waits."""
    check_release(None, "b")
    check_release("b", "b")
    with pytest.raises(Refused) as told:
        check_release("a", "b")
    assert told.value.problem.status == 503
