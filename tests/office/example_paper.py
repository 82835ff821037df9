"""A made-up matter in Xining for the papers: night building works whose penalty the law leaves to a designation."""

from __future__ import annotations

from datetime import date

from graph.codes import Level
from graph.procedures import CountsFrom, Gap
from graph.tables import Tables
from office.consultation_paper import Candidate, Card, Consultation, Opinion
from office.matter_deadlines import matter_deadlines, rules_by_id
from office.procedure import Procedures
from tests.office.rules import CHINA

CHENGDONG = "cn-630102"
# 噪声污染防治法 (2021-12-24) 第七十七条第一款第（二）项
NIGHT = "noise-law-2021/art_77__para_1__item_2-night"
OPENED = date(2026, 6, 8)


def example(tables: Tables, **more: object) -> Consultation:
    """The paper's content; `more` replaces members."""
    procedures = Procedures(tables)
    designator = procedures.designator_of(NIGHT)
    choice = procedures.procedure_for(CHENGDONG, Level.COUNTY, OPENED, Gap.UNDESIGNATED)
    assert designator is not None and choice.procedure is not None
    events = {CountsFrom.OPENING: OPENED, CountsFrom.RECEIPT: date(2026, 6, 5)}
    given: dict[str, object] = {
        "office": "示例市生态环境保护委员会办公室",
        "card": Card(
            number="2026-000017",
            description="市民来电：某住宅楼旁工地夜里十一点后仍在浇筑混凝土，没有贴夜间施工证明，连着四晚，老人孩子睡不了。",
            place="西宁市城东区",
            level="县级",
            occurred_on=date(2026, 6, 3),
            opened_on=OPENED,
            channel="12345热线",
            topic="夜间建筑施工噪声",
        ),
        "cause": "法律授权未指定",
        "why": "噪声污染防治法第七十七条把处罚留给工程所在地人民政府指定的部门，数据中没有本地的指定。",
        "candidates": (
            Candidate(
                "住房和城乡建设", "候选（处罚）", designator.clause.zh, "2022-06-05", "2026-08-15", "assumed"
            ),
            Candidate(
                "城市管理", "候选（处罚）", designator.clause.zh, "2022-06-05", "2026-08-15", "assumed"
            ),
            Candidate(
                "生态环境", "候选（处罚）", designator.clause.zh, "2022-06-05", "2026-08-15", "assumed"
            ),
        ),
        "opinions": (
            Opinion(
                "城东区住房和城乡建设局",
                "不属于我方",
                "三定规定只管工程质量安全",
                "应由城管执法",
                date(2026, 6, 11),
            ),
            Opinion(
                "城东区城市管理局",
                "有条件地属于我方",
                "综合行政执法事项目录",
                "移交监测设备后可以接",
                date(2026, 6, 12),
            ),
            Opinion("西宁市城东生态环境局", None),
        ),
        "finding": "尚未答复1家；没有部门认领，1家有条件，分歧在监测由谁做。",
        "procedure": "；".join(words.zh for words in choice.says),
        "deciders": procedures.deciding_bodies(choice.procedure, CHENGDONG, Level.COUNTY, designator),
        "steps": procedures.steps_for(choice.procedure, CHENGDONG, Level.COUNTY, designator),
        "deadlines": matter_deadlines(choice.procedure, rules_by_id(tables.office.rules), events, CHINA),
        "similar": (),
        "made_on": date(2026, 6, 15),
        "release": tables.release,
    }
    return Consultation(**{**given, **more})  # type: ignore[arg-type]  # tests vary the members
