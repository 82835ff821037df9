"""`shuiguan office pause|resume|extend`: the clock of a matter."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from office.requests import Extension
from shuiguan.office_commands import by, checked, day, opened_office, told, version


def pause(given: argparse.Namespace) -> int:
    office = opened_office(given)
    return told(office, given, office.pause(given.matter, version(office, given), by(given)))


def resume(given: argparse.Namespace) -> int:
    office = opened_office(given)
    return told(office, given, office.resume(given.matter, version(office, given), by(given)))


def extend(given: argparse.Namespace) -> int:
    office = opened_office(given)
    extension = checked(Extension, {"until": day(given.until), "rule": given.rule})
    return told(office, given, office.extend(given.matter, version(office, given), extension, by(given)))


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "pause": pause,
    "resume": resume,
    "extend": extend,
}
