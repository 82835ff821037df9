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
        ("临街的火锅店排烟口对着幼儿园，孩子捂着鼻子", "cooking-fumes cooking-site"),
        ("河边的厂子夜里偷偷往沟里放黑水，鱼都翻白了", "industrial-wastewater hidden-outfall fish-kill"),
        ("有人拉网捕鸟，一张网上挂着十几只", "wildlife-hunting"),
        ("村里的垃圾没人拉，堆在路边发臭", "rural-waste household-waste"),
        ("挖掘机在山上采石头，没有许可证", "illegal-mining"),
        ("对面大楼的广告屏整夜亮着，照得睡不着", "billboard-light light-pollution"),
        ("养猪场的粪水流到我家地里", "livestock-pollution livestock-manure"),
        ("自来水发黄，有铁锈味", "tap-water secondary-supply"),
        ("小区里的大树被物业砍了十几棵", "urban-trees residential-greening"),
        ("广场上几支舞队抢着放音响", "public-place-noise"),
        ("隔壁狗半夜叫个不停", "pet-noise"),
        ("楼上装修中午也不歇", "renovation-noise"),
        ("摩托车半夜轰油门炸街", "vehicle-noise"),
        ("地里烧麦茬，满院子黑灰", "straw-burning"),
        ("拉渣土的车一路走一路撒", "transport-dust"),
        ("拆完的空地黄土裸着一刮风全是灰", "bare-land-dust demolition-dust"),
        ("加油站旁边一股汽油味", "oil-vapour"),
        ("窨井往外冒粪水", "sewer-overflow septic-tank"),
        ("洗车店的泡沫水直接进雨水口", "shop-drainage sewer-misconnection"),
        ("水库里有人投化肥养鱼", "aquaculture-water"),
        ("江边半夜抽沙", "sand-mining"),
        ("医院的针头混在生活垃圾里", "medical-waste"),
        ("院子里收废机油，油桶一排排", "waste-oil hazardous-waste hazardous-waste-permit"),
        ("耕地里的旧地膜到处飞", "farm-film"),
        ("电瓶下河打鱼", "fishing"),
        ("百年老槐树被浇热水", "ancient-trees"),
        ("越野车冲进草场碾出深沟", "grassland-driving"),
        ("检测公司没到现场就出报告", "monitoring-fraud"),
        ("项目还没批环评就开工", "eia-unapproved"),
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
