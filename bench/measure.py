"""Interleaved rounds: every case runs once per round, and the median round counts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from graph.release import Release, current
from queries.lookup import Lookup

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
TEXTS = (
    "楼下工地后半夜打混凝土，整栋楼睡不着",
    "临街的火锅店排烟口对着幼儿园，孩子捂着鼻子",
    "河边的厂子夜里偷偷往沟里放黑水，鱼都翻白了",
    "有人拉网捕鸟，一张网上挂着十几只",
    "村里的垃圾没人拉，堆在路边发臭",
    "挖掘机在山上采石头，没有许可证",
    "对面大楼的广告屏整夜亮着，照得睡不着",
    "养猪场的粪水流到我家地里",
    "自来水发黄，有铁锈味",
    "小区里的大树被物业砍了十几棵",
)


@cache
def release() -> Release:
    return current(ROOT / "releases")


@cache
def lookup() -> Lookup:
    return Lookup(release().tables())


def medians(cases: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each case over interleaved rounds, after one warm-up."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, case in cases.items():
            start = time.perf_counter()
            case()
            if number:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def line(target: str, what: str, value: float, unit: str, wanted: str) -> str:
    return f"{target:<4} {what:<62} {value:8.2f} {unit:<5} target {wanted}"
