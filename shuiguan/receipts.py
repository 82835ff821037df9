"""The command that asks an answer's question again of the release it came from."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from shuiguan.__main__ import DONE, NO, AddCommand

if TYPE_CHECKING:
    from queries.answers_apart import Difference
    from queries.replay import Replay


def add_commands(command: AddCommand) -> None:
    one = command("replay", "凭收据再答一次 / ask again by receipt")
    one.add_argument(
        "file",
        metavar="FILE",
        help="收据或整个答案（JSON），- 表示标准输入 / a receipt or an answer, - for stdin",
    )
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=run_replay)


def run_replay(given: argparse.Namespace) -> int:
    """Exit code 0 where the answer is the same, 1 where it is not or its release is gone."""
    from graph.errors import ReleaseDamaged, UnknownRelease
    from graph.release import current, named
    from queries.lookup import Lookup
    from queries.replay import ReplayOutcome, receipt_in, replay
    from shuiguan.commands import emit

    receipt, whole = receipt_in(read_json(given.file))
    release = current(given.releases)
    now = Lookup(release.tables(), release.quotations())
    then: Lookup | ReplayOutcome
    try:
        older = named(given.releases, receipt.release)
        then = now if older.id == release.id else Lookup(older.tables(), older.quotations())
    except UnknownRelease:
        then = ReplayOutcome.RELEASE_GONE
    except ReleaseDamaged:
        then = ReplayOutcome.RELEASE_UNREADABLE
    found = replay(receipt, whole, then, now)
    if given.json:
        emit(found)
    else:
        print("\n".join(_lines(found)))
    return DONE if found.outcome is ReplayOutcome.SAME else NO


def read_json(file: str) -> object:
    """The JSON in a file or on stdin. Raises UnreadableDocument."""
    import msgspec

    from graph.errors import UnreadableDocument
    from shuiguan.commands import opened

    with opened(file) as stream:
        data = stream.read()
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableDocument("不是JSON", "this is not JSON") from error


def _lines(found: Replay) -> Iterator[str]:
    asked = found.receipt.question
    yield f"【{found.outcome.value}】{found.says.zh} / {found.says.en}"
    yield f"所问 {asked.issue}   地点 {asked.place or '未给'}   日期 {asked.on}   版本 {found.receipt.release}"
    if found.digest and found.digest != found.receipt.digest:
        yield f"摘要 收据 {found.receipt.digest}，现在 {found.digest}"
    if found.intact is False:
        yield "交来的答案与收据不符：改动过，或者另存时变了样"
    for one in found.differences:
        yield _line(one, "再答")
    if found.since is not None:
        count = len(found.since)
        words = f"有{count}处不同" if count else "说法相同"
        yield f"现行版本 {found.current_release} 对同一天的回答：{words}"
        for one in found.since:
            yield _line(one, "现行")


def _line(one: Difference, now: str) -> str:
    """One difference; what one side has not is said, not shown as an empty value."""
    if one.now is None:
        return f"  {one.field}：{now}不再有，当时 {one.then}"
    if one.then is None:
        return f"  {one.field}：当时没有，{now} {one.now}"
    return f"  {one.field}：当时 {one.then}，{now} {one.now}"
