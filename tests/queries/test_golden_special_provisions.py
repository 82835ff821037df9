"""Special provisions on water, the sea, emergencies and permits: the body that the article names comes first.

Every expected body and article was read from the law text; the sentences are our own. Where an article
names two departments for their own parts, either may come first.
"""

from __future__ import annotations

from datetime import date

import pytest

from queries.lookup import Lookup

TODAY = date(2026, 11, 22)
BEFORE_THE_CODE, UNDER_THE_CODE = "2025-09-01", "2026-09-15"

GOLDEN = [
    # 水污染防治法: a fishing boat is the fishery department's, any other boat the maritime authority's
    ("渔船把舱底的黑油水抽进避风塘", "浙江省台州市", BEFORE_THE_CODE, "agriculture", "水污染防治法", "第七十八条"),
    ("两条油船在江心接管子过驳，没报批", "湖北省宜昌市", BEFORE_THE_CODE, "maritime", "水污染防治法", "第九十条"),
    ("小造纸小电镀国家早不准了，夜里还开工", "河北省保定市", BEFORE_THE_CODE, "government", "水污染防治法", "第八十七条"),
    ("在取水口旁边私设排污管往水源保护区里排", "广东省河源市", BEFORE_THE_CODE, "government", "水污染防治法", "第八十四条"),
    # 地下水管理条例第五十九条: sludge in caverns is the drainage department's, poison the ecology department's
    ("污水厂的泥饼一车车倒进废矿坑", "贵州省毕节市", BEFORE_THE_CODE, "drainage", "地下水管理条例", "第五十九条"),
    ("溶洞里存放了几十桶农药原药", "云南省曲靖市", BEFORE_THE_CODE, "ecology", "地下水管理条例", "第五十九条"),
    # 水法: disputes between areas are decided above, brawls are the police's, obsolete devices industry's
    ("两个县为界河上的闸谈不拢，谁来裁决", "湖北省襄阳市", BEFORE_THE_CODE, "government", "水法", "第五十六条"),
    ("两村抢水打起来了，有人被锄头打伤", "甘肃省武威市", BEFORE_THE_CODE, "police", "水法", "第七十四条"),
    ("洁具店还在卖国家明令淘汰的费水马桶", "福建省泉州市", BEFORE_THE_CODE, "industry", "水法", "第六十八条"),
    # 河道管理条例第四十四条: trees of the levee are the river authority's and not the forest department's
    ("大堤脚的护堤林被人砍了卖木头", "黑龙江省佳木斯市", BEFORE_THE_CODE, "water", "河道管理条例", "第四十四条"),
    ("化工园要扩到黄河支流岸边去", "山西省临汾市", BEFORE_THE_CODE, "ecology/natural-resources", "黄河保护法", "第一百零九条"),
    ("海面发红，赤潮来了该谁牵头应对", "河北省秦皇岛市", BEFORE_THE_CODE, "government", "海洋环境保护法(2023)", "第四十三条"),
    ("槽车翻在两市交界处，突发泄漏归谁指挥", "湖南省常德市", BEFORE_THE_CODE, "government", "突发事件应对法(2024)", "第十八条"),
    # 生态环境法典
    ("有厂家卖能调数的在线监测仪", "广东省深圳市", UNDER_THE_CODE, "market", "生态环境法典", "第一千零九十二条"),
    ("倾倒废酸毁了林子，该哪级政府去磋商索赔", "重庆市长寿区", UNDER_THE_CODE, "government", "生态环境法典", "第一千零七十三条"),
    # 山东省水污染防治条例, 重庆市河长制条例
    ("菜农拿造纸厂排出来的水浇菜", "山东省潍坊市", BEFORE_THE_CODE, "agriculture", "山东省水污染防治条例", "第八十三条"),
    ("镇级河长从不巡河，记录是编的", "重庆市合川区", BEFORE_THE_CODE, "water", "重庆市河长制条例", "第三十二条"),
]  # fmt: skip


@pytest.mark.parametrize(("issue", "place", "on", "body", "cite", "article"), GOLDEN)
def test_the_body_of_the_special_provision_comes_first(
    lookup: Lookup, issue: str, place: str, on: str, body: str, cite: str, article: str
) -> None:
    answer = lookup.ask(issue, place, None, on, today=TODAY)
    assert answer.bodies[0].type in body.split("/")
    assert (cite, article) in [(basis.cite, basis.article) for basis in answer.basis]


def test_a_rule_of_shandong_is_not_cited_elsewhere(lookup: Lookup) -> None:
    answer = lookup.ask("菜农拿造纸厂排出来的水浇菜", "河南省新乡市", None, BEFORE_THE_CODE, today=TODAY)
    assert "山东省水污染防治条例" not in {basis.cite for basis in answer.basis}
