"""A special circumstance finds the body of its own provision, not that of the general one: each with its article.

Read in the law texts in force on 2025-09-01 (the Code's from 2026-08-15); the messages are made up.
"""

from __future__ import annotations

from datetime import date

import pytest

from queries.answer import Status
from queries.lookup import Lookup

TODAY = date(2026, 11, 22)
BEFORE_CODE, UNDER_CODE = "2025-09-01", "2026-09-01"

# message, first body type, law and article among the bases.
SPECIAL: list[tuple[str, str, str, str]] = [
    ("公交站牌贴着广告，高价回收象牙和熊胆", "market", "wildlife-law-2022", "第五十四条"),
    ("网店上架捕鸟网和电猫，平台就是不下架", "market", "wildlife-law-2022", "第五十五条"),
    ("快递站收寄活鹦鹉，什么证明也没看", "postal", "wildlife-law-2022", "第五十二条"),
    ("有人没有持枪证，扛着土枪上山打野鸡", "police", "wildlife-law-2022", "第四十九条"),
    ("河面上漂着死猪，到底谁负责组织打捞", "government", "animal-epidemic-law-2021", "第五十八条"),
    ("路边扔着一袋死鸡，不知道是哪家的，谁来收走", "township", "animal-epidemic-law-2021", "第五十八条"),
    ("有人专门收病死猪做成腊肠卖", "agriculture", "animal-epidemic-law-2021", "第九十七条"),
    ("给狗登记办犬证去哪里办", "police", "animal-epidemic-law-2021", "第三十条"),
    ("网上直播卖东北黑土，装袋发货", "market", "black-soil-law-2022", "第三十二条"),
    ("夜里用铲车盗挖黑土装车拉走", "natural-resources", "black-soil-law-2022", "第三十二条"),
    ("拉液氯的槽车没有押运员，也没挂警示标志", "police", "hazardous-chemicals-regulation-2013", "第八十九条"),
    ("货主把双氧水谎报成普通货托运", "transport", "hazardous-chemicals-regulation-2013", "第八十七条"),
    ("有人把浓硫酸塞进快递寄出去", "postal", "hazardous-chemicals-regulation-2013", "第八十七条"),
    ("运化学品的船进内河港口不向海事申报", "maritime", "hazardous-chemicals-regulation-2013", "第九十二条"),
    ("捡到一瓶氰化钠，交给谁", "police", "hazardous-chemicals-regulation-2013", "第九十九条"),
    ("经销商从没证的黑厂进货硫酸", "market", "hazardous-chemicals-regulation-2013", "第八十三条"),
    ("限拆通知下了，违建还在盖，谁来查封强拆", "government", "planning-law-2019", "第六十八条"),
    ("黄金周景区游客超员，管委会还在卖票", "government", "scenic-area-regulation-2016", "第四十八条"),
    ("物业挪用专项维修资金发工资", "housing", "property-management-regulation-2018", "第六十条"),
]
UNDER_THE_CODE: list[tuple[str, str, str, str]] = [
    ("防雷接地用的降阻剂有毒，埋进土里", "ecology", "eco-code-2026", "第一千一百六十二条"),
    ("水产公司从国外引进一种鱼苗，没批", "agriculture", "eco-code-2026", "第一千二百一十三条"),
]
# Money, labour, goods and quarrels in environmental words: no environmental law decides them.
NOT_OURS = [
    "护林员的工资拖了三个月没发",
    "海景房交房一看前面全是楼，想退房",
    "买了森林碳汇基金，本金取不出来",
    "光伏公司租我家屋顶，三年没给租金",
    "湿地公园旁的民宿订了不给退款",
    "枯树砸了我的车，物业不赔",
    "污水厂项目招标有猫腻，要投诉",
    "河长办招聘面试内定了",
]
# Damage done by wild animals or pollution stays with environmental law although money is asked for.
OURS = ["野猪拱了我家花生，损失找谁赔偿", "化工厂废水毒死了我鱼塘的鱼，要求赔偿"]


@pytest.mark.parametrize(
    ("text", "body", "instrument", "article", "day"),
    [(*one, BEFORE_CODE) for one in SPECIAL] + [(*one, UNDER_CODE) for one in UNDER_THE_CODE],
)
def test_a_special_circumstance_finds_the_body_of_its_own_provision(
    lookup: Lookup, text: str, body: str, instrument: str, article: str, day: str
) -> None:
    answer = lookup.ask(text, on=day, today=TODAY)
    assert answer.bodies[0].type == body
    assert (instrument, article) in [(one.instrument, one.article) for one in answer.basis[:3]]


@pytest.mark.parametrize("text", NOT_OURS)
def test_a_matter_of_money_labour_or_goods_is_out_of_scope_whatever_words_it_wears(
    lookup: Lookup, text: str
) -> None:
    assert lookup.ask(text, on=BEFORE_CODE, today=TODAY).status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize("text", OURS)
def test_damage_by_wild_animals_or_pollution_stays_in_scope(lookup: Lookup, text: str) -> None:
    assert lookup.ask(text, on=BEFORE_CODE, today=TODAY).status is not Status.OUT_OF_SCOPE
