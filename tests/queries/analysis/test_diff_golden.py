"""Changes read from the texts of the old law and the new one, side by side, before the code was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.tables import Tables
from queries.analysis.answers_diff import Standpoint, answer_changes
from queries.analysis.diff import Diff, Difference, diff_editions
from queries.analysis.kinds_of_change import Change, Pairing, Reason
from queries.lookup import Lookup

CODE = "eco-code-2026"
OLD_NOISE, NOISE = "noise-law-2018", "noise-law-2021"
WATER, AIR, SOIL = "water-pollution-law-2017", "air-law-2018", "soil-law-2018"
WASTE, SEA, EIA = "solid-waste-law-2020", "marine-law-2023", "eia-law-2018"
CLEAN, RADIATION, GENERAL = (
    "clean-production-law-2012",
    "radioactive-pollution-law-2003",
    "environmental-protection-law-2014",
)
MOVED_TO_DESIGNATED = {"moved", "designation-gained"}


@pytest.fixture(scope="module")
def changes(tables: Tables) -> dict[tuple[str, str], Diff]:
    laws = (NOISE, WATER, AIR, SOIL, WASTE, SEA, EIA, CLEAN, RADIATION, GENERAL)
    pairs = [(OLD_NOISE, NOISE), *((law, CODE) for law in laws)]
    return {pair: diff_editions(tables, [pair[0]], [pair[1]]) for pair in pairs}


def rows(changes: dict[tuple[str, str], Diff], old: str, new: str) -> list[Difference]:
    """Rows of one pair of duties, ids without the instrument."""
    found = changes[old.partition("/")[0], new.partition("/")[0]]
    return [
        one for one in found.differences if one.old and one.new and (one.old.id, one.new.id) == (old, new)
    ]


GOLDEN = [
    # 2018 第五十六条: 生态环境主管部门, 可以并处罚款; 2021 第七十七条: 指定的部门, 处一万元以上十万元以下.
    ("art_56__para_1", OLD_NOISE, "art_77__para_1__item_2-night", NOISE,
     MOVED_TO_DESIGNATED | {"consequence", "modality"}),
    # 法典第一千一百八十五条 keeps the formula and the amounts of 2021 第七十七条.
    ("art_77__para_1__item_2-night", NOISE, "art_1185__para_1__item_2-night", CODE, {"unchanged"}),
    # 2018 第五十八条: 公安机关; 2021 第八十二条: 地方人民政府指定的部门 (square dancing), 说服教育 first.
    ("art_58__para_1__item_2-public", OLD_NOISE, "art_82__para_1__item_2-public", NOISE,
     MOVED_TO_DESIGNATED | {"consequence"}),
    # 2021 第八十七条: 公安机关 only where persuasion, mediation and handling did not help.
    ("art_58__para_1__item_2-public", OLD_NOISE, "art_87__para_1", NOISE, {"scope"}),
    # 2018 第三十五条: 城市人民政府公安机关 decides; 2021 第四十九条: 生态环境主管部门会同公安机关.
    ("art_35__para_1", OLD_NOISE, "art_49__para_1", NOISE, {"bodies-added", "part"}),
    # 法典第五百七十八条 has the words of 2021 第四十九条.
    ("art_49__para_1", NOISE, "art_578__para_1-zone", CODE, {"unchanged"}),
    # 2018 第五十九条: 生态环境主管部门, 可以并处罚款; 2021 第八十一条: 指定的部门, 处五千元以上五万元以下.
    ("art_59__para_1-venue", OLD_NOISE, "art_81__para_1__item_1-venue", NOISE,
     MOVED_TO_DESIGNATED | {"consequence", "modality"}),
    # 2018 第六条第二款: 生态环境 alone; 2021 第八条 keeps it (第二款) and gives building noise to 住建 too (第三款).
    ("art_6__para_2-industry", OLD_NOISE, "art_8__para_3-construction", NOISE, {"bodies-added"}),
    # 2018 第六条第三款: 港务监督机构; 2021 第八条第三款: 海事.
    ("art_6__para_3-vessel", OLD_NOISE, "art_8__para_3-vessel", NOISE, {"renamed"}),
    # 2018 第三十条第二款: 人民政府或者其有关主管部门; 2021 第四十三条第二款: 住建、生态环境或者指定的部门.
    ("art_30__para_2", OLD_NOISE, "art_43__para_2", NOISE, MOVED_TO_DESIGNATED | {"scope"}),
    # 2021 第七十八条(一): 指定的部门, 五千至五万; 法典第一千一百一十一条: 生态环境主管部门, 二万至十万.
    ("art_78__para_1-plan", NOISE, "art_1111__para_1-noise", CODE, {"moved", "designation-lost", "consequence"}),
    # 2021 第七十二条第一款: 县级以上…市场监管, 一至三倍; 法典第一千一百八十二条: no level written, 一至五倍.
    ("art_72__para_1", NOISE, "art_1182__para_1", CODE, {"level", "consequence"}),
    # 水法第八十四条第二款: 环境保护, 第三款: 水行政或者流域管理机构; 法典第一千一百零九条: 生态环境 for all.
    ("art_84__para_3", WATER, "art_1109__para_1-water", CODE, {"bodies-removed"}),
    # 水法第八十六条: 经济综合宏观调控部门, 五万至二十万; 法典第一千二百二十二条: 指定的部门, 货值一至五倍.
    ("art_86__para_1", WATER, "art_1222__para_1", CODE, MOVED_TO_DESIGNATED | {"consequence"}),
    # 大气法第三条第二款: 地方各级人民政府; 法典第一百九十条: 设区的市级以上地方人民政府.
    ("art_3__para_2", AIR, "art_190__para_1", CODE, {"level"}),
    # 大气法第九十二条: 国务院生态环境主管部门; 法典第五十条: 国务院负有…职责的部门, every field.
    ("art_92__para_1", AIR, "art_50__para_1", CODE, {"bodies-removed", "scope"}),
    # 大气法第一百零三条: 县级以上地方…市场监管, 一至三倍; 法典第一千一百一十五条: no level, 一至五倍.
    ("art_103__para_1__item_2", AIR, "art_1115__para_1__item_3", CODE, {"level", "consequence"}),
    # 固废法第一百零二条(三): 生态环境主管部门, 十万至一百万, 可以责令停业或者关闭; 法典第一千二百二十二条: 指定的部门,
    # 货值一至五倍, 责令停业、关闭.
    ("art_102__para_1-obsolete-transfer", WASTE, "art_1222__para_1", CODE,
     MOVED_TO_DESIGNATED | {"consequence", "modality"}),
    # 固废法第一百零七条: 生态环境主管部门; 法典第一千二百三十一条: 生态环境主管部门、环境卫生主管部门.
    ("art_107__para_1", WASTE, "art_1231__para_1__item_1-manure", CODE, {"bodies-added"}),
    # 清洁生产法第五条第二款: 政府确定的综合协调部门; 法典第九百五十四条第二款: 发展改革部门, for the whole chapter.
    ("art_5__para_2-coordinator", CLEAN, "art_954__para_2", CODE, {"moved", "designation-lost", "scope"}),
    # 环评法第三十一条: 总投资额百分之一至百分之五, 县级以上; 法典第一千零九十五条: 二十万至一千万, no level.
    ("art_31__para_1", EIA, "art_1095__para_1", CODE, {"level", "consequence"}),
    # 环评法第十五条 has no notice to the environment department; 法典第九十四条 has.
    ("art_15__para_1", EIA, "art_94__para_1", CODE, {"recipients"}),
    # 海洋法第二十条第一款 without 林业草原; 法典第四十五条第一款 with it. The second paragraphs are the same.
    ("art_20__para_1", SEA, "art_45__para_1", CODE, {"cooperators"}),
    ("art_20__para_2", SEA, "art_45__para_2", CODE, {"unchanged"}),
    # 土壤法第九十五条: 地方人民政府有关部门, 一万至五万; 法典第一千一百六十六条: 生态环境主管部门, 二万至十万.
    ("art_95__para_1", SOIL, "art_1166__para_1-construction", CODE, {"now-named", "consequence"}),
    # 放射性法第五十八条: 五十万至一百万; 法典第一千一百一十二条: 五十万至五百万.
    ("art_58__para_1", RADIATION, "art_1112__para_1-radioactive", CODE, {"consequence"}),
    # 环保法第二十五条: 县级以上环保部门和其他部门, only what pollutes; 法典第五十二条: 负有…职责的部门, no level, also where
    # evidence may be lost. Both say 可以.
    ("art_25__para_1", GENERAL, "art_52__para_1", CODE, {"no-longer-named", "level", "scope"}),
    # 水法第十六条第五款: 应当组织制定; 法典第二百七十条第三款: 可以组织编制.
    ("art_16__para_5", WATER, "art_270__para_3", CODE, {"modality"}),
    # 水法第十六条第一款: 会同…有关省级人民政府; 法典第二百七十条第一款 without the provinces. Both 报国务院批准.
    ("art_16__para_1", WATER, "art_270__para_1", CODE, {"cooperators"}),
    # 水法第八十二条: 环境保护主管部门, 责令停产整治; 法典第一千零八十六条: 负有…职责的部门、机构, 可以责令限制生产、停产整治.
    ("art_82__para_1", WATER, "art_1086__para_1__item_1", CODE, {"no-longer-named", "modality"}),
    # 水法第八十三条(三): 责令改正或者责令限制生产、停产整治; 法典第一千一百零八条: 责令限制生产、停产整治, no level.
    ("art_83__para_1__item_3", WATER, "art_1108__para_1-water", CODE, {"level", "modality"}),
    # 环评法第三十一条第三款: 县级以上…处五万元以下; 法典第一千零九十五条第三款: 可以处五万元以下.
    ("art_31__para_3", EIA, "art_1095__para_3", CODE, {"level", "modality"}),
    # 固废法第一百一十二条: 可以责令停业或者关闭; 法典第一千一百七十五条: 责令停业、关闭, other amounts.
    ("art_112__para_1-label", WASTE, "art_1175__para_1-label", CODE, {"consequence", "modality"}),
    # 环保法第五十九条 and 法典第一千零六十条: 可以…按日连续处罚 in both.
    ("art_59__para_1", GENERAL, "art_1060__para_1", CODE, {"unchanged"}),
    # 海洋法第一百零五条: 海警机构; 法典第一千一百四十七条: 负有…职责的部门、机构, who are read into it.
    ("art_105__para_1", SEA, "art_1147__para_1__item_2", CODE, {"no-longer-named", "consequence"}),
    # 海洋法第九十七条(一) and 法典第一千二百一十七条: a general word in both.
    ("art_97__para_1__item_1", SEA, "art_1217__para_1__item_1-sea", CODE, {"unchanged"}),
    # 水法第九十四条第三款: 渔业主管部门; 法典第一千二百三十六条: 负有…职责的部门、机构.
    ("art_94__para_3-fishery", WATER, "art_1236__para_1-fishery", CODE, {"no-longer-named"}),
    # 大气法第一百一十九条: 露天焚烧…落叶; 法典第一千一百三十一条: 在禁止焚烧的区域和时段.
    ("art_119__para_1-leaf", AIR, "art_1131__para_1-leaf", CODE, {"scope"}),
    # 环保法第六十三条(四): 环保部门移送公安; 法典第一千一百三十一条第二款: 农业农村主管部门处罚并移送.
    ("art_63__para_1__item_4", GENERAL, "art_1131__para_2-air", CODE, {"moved"}),
    # 大气法第一百一十二条第三款: 生态环境; 法典第一千一百二十四条: 生态环境、海事、渔业渔政, 按照职责分工.
    ("art_112__para_3", AIR, "art_1124__para_1-vessel", CODE, {"bodies-added"}),
    # 大气法第一百一十六条: 确定的监督管理部门, vehicles; 法典第一千一百二十九条: 海事 too, vehicles and vessels.
    ("art_116__para_1", AIR, "art_1129__para_1-vessel", CODE, {"bodies-added"}),
    # 放射性法第五十三条: 环境保护或者其他有关部门; 法典第一千一百九十八条: 生态环境、市场监督管理、海关.
    ("art_53__para_1", RADIATION, "art_1198__para_1-trade", CODE, {"bodies-added", "consequence"}),
    # 土壤法第九十五条: 地方人民政府有关部门; 法典第一千一百六十六条 names three, 按照职责分工.
    ("art_95__para_1", SOIL, "art_1166__para_1-farmland", CODE, {"now-named", "sharing", "consequence"}),
    # 大气法第十一条: 生态环境主管部门; 法典第七十三条: 标准制定机关.
    ("art_11__para_1", AIR, "art_73__para_1", CODE, {"no-longer-named"}),
    # 环评法第三十四条 and 法典第一千零六十二条第（一）项 (unlawful approvals): neither says who punishes.
    ("art_34__para_1", EIA, "art_1062__para_1__item_1", CODE, {"unchanged"}),
    # 水法第八十条 and 法典第一千零六十二条: neither says who punishes.
    ("art_80__para_1", WATER, "art_1062__para_1", CODE, {"unchanged"}),
    # 环保法第四十二条第一款 (光辐射、电磁辐射); 法典第一百五十条 (电磁辐射污染、光污染): the same obligation.
    ("art_42__para_1-light", GENERAL, "art_150__para_1", CODE, {"unchanged"}),
    # 放射性法第二十五条第三款 lists who is told; 法典第六百二十条 only has the operator act as the law says.
    ("art_25__para_3", RADIATION, "art_620__para_2-operator", CODE, {"no-longer-named"}),
    # 放射性法第二十九条第一款: 省级环保部门 approves; 法典第六百二十四条 asks for the approval and names nobody.
    ("art_29__para_1", RADIATION, "art_624__para_1", CODE, {"no-longer-named"}),
    # 海洋法第三十五条第二款: 国务院和沿海省级人民政府; 法典第一百一十三条第二款: 地方人民政府, all fields.
    ("art_35__para_2", SEA, "art_113__para_2-local", CODE, {"level", "scope"}),
]  # fmt: skip


@pytest.mark.parametrize(("old", "law", "new", "later", "kinds"), GOLDEN)
def test_a_pair_changes_as_the_two_texts_do(
    changes: dict[tuple[str, str], Diff], old: str, law: str, new: str, later: str, kinds: set[str]
) -> None:
    found = rows(changes, f"{law}/{old}", f"{later}/{new}")
    assert {one.change.value for one in found} == kinds
    assert {one.how for one in found} == {Pairing.STATED}
    reason = Reason.REPLACEMENT if later == NOISE else Reason.REPEAL
    assert {(one.reason, one.by) for one in found} == {(reason, later)}


SHOWN = [
    # 大气法第一百零一条: 经济综合主管部门、海关; 法典第一千二百二十二条: 指定的部门、海关.
    ("art_101__para_1", AIR, "art_1222__para_1", "moved", {"海关", "发展改革"}, {"政府指定的部门", "海关"}),
    # 环保法第六十三条: 环保或者其他部门移送公安; 法典第一千零九十五条第二款: 公安或者海警.
    ("art_63__para_1__item_1", GENERAL, "art_1095__para_2", "moved",
     {"生态环境", "泛称或未写明的部门", "公安"}, {"公安", "海警"}),
    # 法典第一千一百三十一条第二款: 农业农村处罚并移送, 公安拘留.
    ("art_63__para_1__item_4", GENERAL, "art_1131__para_2-air", "moved",
     {"生态环境", "泛称或未写明的部门", "公安"}, {"农业农村", "公安"}),
    # 清洁法第五条第一款, 法典第九百五十四条第一款: one sentence names one coordinator, the next the others.
    *(
        (old, CLEAN, "art_954__para_1", "moved",
         {"发展改革", "生态环境", "工业和信息化", "科学技术", "财政"},
         {"发展改革", "生态环境", "工业和信息化", "住房城乡建设"})
        for old in ("art_5__para_1-lead", "art_5__para_1-sector")
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "law", "new", "kind", "before", "after"), SHOWN)
def test_bodies_that_stay_are_shown_on_both_sides(
    changes: dict[tuple[str, str], Diff],
    old: str,
    law: str,
    new: str,
    kind: str,
    before: set[str],
    after: set[str],
) -> None:
    (found,) = (one for one in rows(changes, f"{law}/{old}", f"{CODE}/{new}") if one.change.value == kind)
    assert [set(one.split("、")) for one in found.what.zh.split(" → ")] == [before, after]


def test_what_the_corpus_splits_from_one_clause_counts_once(changes: dict[tuple[str, str], Diff]) -> None:
    # 环保法第十条第二款, 法典第十七条第二款: one sentence, in the corpus a duty on resources and one on ecology.
    diff = changes[GENERAL, CODE]
    split = [
        one
        for new in ("art_17__para_2", "art_17__para_2-ecology")
        for one in rows(changes, f"{GENERAL}/art_10__para_2", f"{CODE}/{new}")
        if one.change is Change.NAMED
    ]
    assert len(split) == 2
    once = replace(diff, differences=tuple(split))
    assert once.counts() == {Change.NAMED: 1}
    assert once.clause_pairs() == 1


DROPPED = [
    # Declaring equipment and building sites to the environment department: 2018 第二十四、二十九、四十二、四十九条.
    *((f"art_{number}__para_1", OLD_NOISE, NOISE) for number in (24, 29, 42, 49)),
    # 限期治理: 2018 第十七条, 第五十二条.
    ("art_17__para_2", OLD_NOISE, NOISE),
    ("art_52__para_1", OLD_NOISE, NOISE),
    # Lists of key polluters: 噪声法第三十七条, 水法第二十三条, 大气法第二十四条; the Code rests on permits (第一百八十四条).
    ("art_37__para_1", NOISE, CODE),
    ("art_23__para_2", WATER, CODE),
    ("art_24__para_2", AIR, CODE),
    # Local rules on household waste: 固废法第五十九条.
    ("art_59__para_1", WASTE, CODE),
    # Publishing who misses the targets: 清洁生产法第十七条.
    ("art_17__para_1", CLEAN, CODE),
    # Police guiding the guard of nuclear sites: 放射性法第二十五条第一款.
    ("art_25__para_1", RADIATION, CODE),
]


@pytest.mark.parametrize(("old", "law", "later"), DROPPED)
def test_a_duty_without_a_counterpart_in_the_later_text_is_dropped(
    changes: dict[tuple[str, str], Diff], old: str, law: str, later: str
) -> None:
    found = [one for one in changes[law, later].differences if one.old and one.old.id == f"{law}/{old}"]
    assert [one.change.value for one in found] == ["dropped"]


@pytest.mark.parametrize(
    "new",
    [
        # What a department does with a report that is not its own: 第三十一条第三款; 2018 has nothing of it.
        "art_31__para_3",
        # 第七条: local governments say which department does what.
        "art_7__para_1",
        # 第二十八条 (约谈), 第三十条 (查封扣押), 第八十四条 (shared equipment of housing estates).
        "art_28__para_1",
        "art_30__para_1",
        "art_84__para_1__item_1-install",
    ],
)
def test_what_the_noise_law_of_2021_brought_is_added(changes: dict[tuple[str, str], Diff], new: str) -> None:
    found = [
        one for one in changes[OLD_NOISE, NOISE].differences if one.new and one.new.id == f"{NOISE}/{new}"
    ]
    assert [(one.change.value, one.reason) for one in found] == [("added", Reason.ENTRY)]


def test_nine_penalty_articles_of_2021_leave_a_case_to_designation(tables: Tables) -> None:
    # 噪声污染防治法 (2021-12-24) 第七十一条至第八十四条, read one by one.
    articles = {
        int(duty.locator.split("__")[0].removeprefix("art_"))
        for duty in tables.duties
        if duty.id.startswith(f"{NOISE}/")
        and any(one.part == "punisher" and one.designated for one in duty.parties)
    }
    assert {one for one in articles if 71 <= one <= 84} == {72, 73, 77, 78, 79, 80, 81, 82, 84}


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        # Acts before 2022-06-05 fall under 2018 第五十六条, later ones under 2021 第七十七条.
        (date(2022, 6, 4), date(2022, 6, 5), ("assigned", "ecology"), ("undesignated", "housing")),
        # The Code keeps the formula: nothing changes on its first day.
        (date(2026, 8, 14), date(2026, 8, 15), None, None),
    ],
)
def test_who_punishes_night_building_noise_on_each_side_of_each_change(
    lookup: Lookup,
    before: date,
    after: date,
    old: tuple[str, str] | None,
    new: tuple[str, str] | None,
) -> None:
    area = lookup.gazetteer.areas["cn-630104"]
    sides = [Standpoint(lookup, area, "county", day) for day in (before, after)]
    found = answer_changes(sides[0], sides[1], ["construction-noise-night"])
    if old is None:
        assert found == []
        return
    (change,) = found
    assert change.old
    assert change.new
    assert [(one.status.value, one.bodies[0][0]) for one in (change.old, change.new)] == [old, new]
