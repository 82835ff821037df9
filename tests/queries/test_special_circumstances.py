"""A special circumstance has the body of its own provision, not that of the general one: air, noise, waste, radiation.

Every line is read from the article named. An asterisk on the body: the law leaves it to a local designation.
"""

from __future__ import annotations

from datetime import date

import pytest

from queries.answer import Status
from queries.lookup import Lookup

TODAY = date(2026, 11, 29)
LAW, CODE = "2025-09-01", "2026-10-08"
ANYWHERE = "河南省信阳市"

CASES = [
    # 大气污染防治法 (2018-10-26)
    ("外贸公司进口的动力煤硫分灰分都超国标", ANYWHERE, LAW, "customs", "第一百零四条"),
    ("砖窑烧的是最便宜的石油焦，黄烟滚滚", ANYWHERE, LAW, "ecology", "第一百零五条"),
    ("煤矿采的煤含砷超标，有毒", ANYWHERE, LAW, "government", "第一百零二条"),
    ("厂家不肯把维修手册和故障码给外面的修理厂", ANYWHERE, LAW, "transport", "第一百一十一条"),
    ("船检给冒黑烟的货船开了假的排放检验报告", ANYWHERE, LAW, "maritime", "第一百一十二条"),
    ("有人在朋友圈私自发布重污染红色预警", ANYWHERE, LAW, "police", "第一百二十一条"),
    ("禁燃区的范围由谁划定", ANYWHERE, LAW, "government", "第三十八条"),
    # 固体废物污染环境防治法 (2020-04-29)
    ("查扣的无主废渣找不到责任人，堆着没人处理", ANYWHERE, LAW, "government", "第一百二十二条"),
    ("偷埋危废的老板能不能拘留", ANYWHERE, LAW, "police", "第一百二十条"),
    # 医疗废物管理条例 (2011-01-08) art. 53; 节约能源法 (2018-10-26) art. 74; 消耗臭氧层物质管理条例 (2023-12-29) art. 39
    ("有人收购用过的输液管倒卖给塑料厂", ANYWHERE, LAW, "ecology", "第五十三条"),
    ("企业没有配备能源计量器具", ANYWHERE, LAW, "market", "第七十四条"),
    ("外贸公司没有许可证出口制冷剂", ANYWHERE, LAW, "customs", "第三十九条"),
    # 生态环境法典 (2026-03-12)
    ("网店卖放射源，包邮到家", ANYWHERE, CODE, "market", "第一千一百九十八条"),
    ("作坊生产超薄塑料袋批发到菜市场", ANYWHERE, CODE, "market", "第一千二百二十五条"),
    ("生态红线内建建筑垃圾处置场", ANYWHERE, CODE, "ecology", "第一千一百七十一条"),
    # local rules
    ("混凝土搅拌站上料一片白灰", "上海市宝山区", LAW, "housing", "第九十八条"),
    ("码头堆场没有喷淋，粉尘飘到小区", "上海市浦东新区", LAW, "transport", "第九十八条"),
    ("玉米脱粒的院子灰尘满天", "河南省开封市尉氏县", LAW, "agriculture", "第四十二条"),
    ("中考期间工地还在施工", "北京市海淀区", LAW, "urban-management", "第三十九条"),
    ("楼下汽车的防盗报警器叫了一整夜", "北京市丰台区", LAW, "police", "第四十三条"),
    ("房东出租商铺没告知这楼不能开饭店", "浙江省嘉兴市南湖区", LAW, "urban-management", "第十二条"),
]


@pytest.mark.parametrize(("text", "place", "on", "body", "article"), CASES)
def test_the_special_provision_answers_for_its_circumstance(
    lookup: Lookup, text: str, place: str, on: str, body: str, article: str
) -> None:
    answer = lookup.ask(text, place, on=on, today=TODAY)
    assert answer.status in (Status.ASSIGNED, Status.SHARED)
    assert answer.bodies[0].type == body
    assert any(one.article.startswith(article) for one in answer.basis[:3])


def test_an_open_car_park_in_kaifeng_is_left_to_a_designation(lookup: Lookup) -> None:
    # 开封市扬尘污染防治条例 art. 39: 市、县（区）人民政府确定的监督管理部门.
    answer = lookup.ask("露天停车场没有硬化，车一过就扬尘", "河南省开封市龙亭区", on=LAW, today=TODAY)
    assert answer.status is Status.UNDESIGNATED
    assert answer.basis[0].article.startswith("第三十九条")


def test_beijings_police_are_named_for_community_noise_under_the_law_of_2021_and_not_under_the_code(
    lookup: Lookup,
) -> None:
    # 北京市环境噪声污染防治办法 art. 43; 噪声污染防治法 art. 82 and the Code's art. 1190: 地方人民政府指定的部门.
    for on, status in (("2026-08-14", Status.ASSIGNED), ("2026-08-15", Status.UNDESIGNATED)):
        answer = lookup.ask("邻居周末装修，电钻响个不停", "北京市西城区", on=on, today=TODAY)
        assert (answer.status, answer.bodies[0].type) == (status, "police")


def test_a_rule_of_one_city_says_nothing_elsewhere(lookup: Lookup) -> None:
    # The same words outside Shanghai: 大气污染防治法 art. 117, 生态环境等主管部门.
    answer = lookup.ask("混凝土搅拌站上料一片白灰", "江苏省苏州市", on=LAW, today=TODAY)
    assert answer.bodies[0].type == "ecology"
    assert not [one for one in answer.basis if "上海" in one.cite]
