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
# Texts with the topics that may come first, none of them among the corpus's own wordings.
QUESTIONS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (text, frozenset(topics.split()))
    for text, topics in (
        ("楼下工地后半夜打混凝土，整栋楼睡不着", "construction-noise-night construction-noise"),
        ("一楼面馆没装净化器，炒菜的烟全钻进二楼卧室", "cooking-fumes cooking-site"),
        ("电镀车间趁下雨往水沟放酸水", "industrial-wastewater hidden-outfall fish-kill"),
        ("果园边上支着粘网，挂了一排麻雀", "wildlife-hunting"),
        ("我们屯的垃圾车两个月没来过", "rural-waste household-waste"),
        ("后山被人无证开采石灰石", "illegal-mining"),
        ("街角那块电子屏通宵闪，卧室亮堂堂", "billboard-light light-pollution"),
        ("上千头的猪场粪污漫到坡下", "livestock-pollution livestock-manure"),
        ("拧开水龙头一股漂白粉味，水还浑", "tap-water secondary-supply"),
        ("物业把院里的香樟锯成光杆", "urban-trees residential-greening"),
        ("楼前空地每晚跳操，功放开到最大", "public-place-noise"),
        ("对门的狼犬见人就狂吠，吵得没法睡", "pet-noise"),
        ("午休时间还有人拿冲击钻砸墙", "renovation-noise"),
        ("一伙改了排气管的机车深夜飙车", "vehicle-noise"),
        ("收割完有人点稻草，浓烟罩住村子", "straw-burning"),
        ("渣土车敞着口跑，泥块掉一路", "transport-dust"),
        ("停工的地块没盖网，一起风就扬沙", "bare-land-dust demolition-dust"),
        ("油罐车卸油时汽油味直冲住户", "oil-vapour"),
        ("巷子里的污水井堵了，脏水漫上街", "sewer-overflow septic-tank"),
        ("美容洗车的废水顺着马路进了雨箅子", "shop-drainage sewer-misconnection"),
        ("鱼塘换水把饲料残渣全排进小河", "aquaculture-water"),
        ("夜里有船在河中心吸沙", "sand-mining"),
        ("诊所把输液管和棉签丢进楼下垃圾桶", "medical-waste"),
        ("租的仓库里收购废矿物油，没有许可证", "waste-oil hazardous-waste hazardous-waste-permit"),
        ("揭下来的塑料地膜没人收，挂在田埂上", "farm-film"),
        ("有人背着电鱼机在河汊里捞鱼", "fishing"),
        ("挂牌的古银杏被人剥了皮", "ancient-trees"),
        ("皮卡在牧场里乱跑，草皮压烂了", "grassland-driving"),
        ("监测机构编数据，采样时间都对不上", "monitoring-fraud"),
        ("环评手续没办，厂房先盖起来了", "eia-unapproved"),
    )
)
TEXTS = tuple(text for text, _ in QUESTIONS)


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
