"""Personal data is kept out of the ledger and of what becomes public, and ordinary descriptions stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.corpus import Corpus
from graph.errors import BadRequest
from graph.tables import Tables
from office.codes import Stance
from office.matter import Department, Position, Publication, Revocation, Transfer
from office.personal import mask
from office.requests import Consultation, Correction
from office.service import Office
from tests.office.test_life import NIGHT, approved, consulted, proposal, published
from tests.office.tiny import APPROVER, CLERK, TODAY, URBAN, by


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请打13812345678找我", "手机号"),
        ("电话：138 1234 5678。", "手机号"),
        ("联系+86-138-1234-5678", "手机号"),
        ("手机１３８１２３４５６７８", "手机号"),
        ("座机0971-6123456", "座机号"),
        ("打(0971)6123456", "座机号"),
        ("单位电话6123456没人接", "座机号"),
        ("身份证11010519491231002X", "身份证号"),  # the worked example of GB 11643-1999
        ("身份证 110105 19491231 002x", "身份证号"),
        ("卡号4111 1111 1111 1111", "卡号"),
        ("打一三八一二三四五六七八找我", "手机号"),
        ("邮箱zhang.wei@example.com", "邮箱"),
        ("微信号zhangwei_88", "社交账号"),
        ("加QQ：12345678", "社交账号"),
        ("我的车川A12345停在那里", "车牌号"),
        ("青A·D12345", "车牌号"),
    ],
)
def test_personal_numbers_are_masked_and_named(text: str, kind: str) -> None:
    masked = mask(text)
    assert masked.found == (kind,)
    assert not any(len(run) >= 5 for run in "".join(c if c.isdigit() else " " for c in masked.text).split())
    assert f"〔{kind}已隐去〕" in masked.text


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月22日23时30分",
        "城西政办〔2026〕12号第3条",
        "噪声达到75.5分贝，持续12345秒",
        "工单20261122000123",
        "110105194912310021是错的校验位",
        "文号110105194913310021",  # the check digit fits, and there is no month 13
        "拨打12345和12369反映过",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text).text == text


@given(
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    st.text("工地夜间施工，。 ", max_size=8),
    st.sampled_from(["", "-", " "]),
)
def test_no_mobile_number_gets_through(number: str, around: str, gap: str) -> None:
    written = gap.join((number[:3], number[3:7], number[7:]))
    assert number[-4:] not in mask(around + written + around).text


def test_the_ledger_never_holds_what_was_masked(office: Office) -> None:
    secret = "13812345678"
    matter = office.open(replace(NIGHT, description=f"夜间施工，电话{secret}"), by(CLERK))
    assert (matter.masked, matter.kept) == (("手机号",), None)
    office.correct(
        matter.id, 1, Correction(description=f"夜间施工扰民，找{secret}"), by(CLERK, f"来电{secret}补充")
    )
    assert secret not in "".join(str(event) for event in office.ledger.events())
    assert office.matter(matter.id).receipt.issue == "夜间施工扰民，找〔手机号已隐去〕"


def test_personal_data_is_kept_only_for_a_stated_reason(office: Office) -> None:
    new = replace(NIGHT, description="夜间施工 13812345678", keep_personal_data="督察组要求回访")
    matter = office.open(new, by(CLERK))
    assert ("13812345678" in matter.description, matter.kept) == (True, "督察组要求回访")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("来电人张三，夜间施工", "来电人〔姓名已隐去〕，夜间施工"),
        ("投诉人李伟反映油烟大", "投诉人〔姓名已隐去〕反映油烟大"),
        ("反映人：何玉兰、林海（电话略）", "反映人：〔姓名已隐去〕（电话略）"),
        ("联系人王芳13812345678", "联系人〔姓名已隐去〕〔手机号已隐去〕"),
        (
            "信访人黄建国信访反映，居民李四家住对面",
            "信访人〔姓名已隐去〕信访反映，居民〔姓名已隐去〕家住对面",
        ),
        ("村民高建军投诉，诉求人：赵六（男）", "村民〔姓名已隐去〕投诉，诉求人：〔姓名已隐去〕（男）"),
        ("居民欧阳娜娜投诉，王女士也来电", "居民〔姓名已隐去〕投诉，〔姓名已隐去〕也来电"),
        ("五四西路88号海湖小区3号楼2单元501室油烟", "五四西路88号海湖小区3号楼〔房号已隐去〕油烟"),
        ("住12栋1503，楼下是烧烤店", "住12栋〔房号已隐去〕，楼下是烧烤店"),
        ("三单元五楼东户装修", "〔房号已隐去〕装修"),
        ("幸福小区3-2-501投诉", "幸福小区〔房号已隐去〕投诉"),
    ],
)
def test_names_and_rooms_go_and_what_settles_the_matter_stays(text: str, left: str) -> None:
    assert mask(text).text == left
    assert mask(left).text == left


@pytest.mark.parametrize(
    "text",
    [
        "王先生牛肉面油烟大，李师傅汽修厂喷漆",
        "投诉人称夜间施工，反映人表示于昨晚来电",
        "反映人行道上垃圾多，举报人车混行",
        "联系人：武侯区生态环境局，反映人：张家庄，高新区",
        "群众施工投诉多，来电人马上要求，反映人任意反映，居民高度称赞，来电人曾多次反映",
        "居民周末休息不好，严重影响居民，市民周边散步",
        "对于女士内衣厂的气味，有关同志说不归他管",
        "3号楼下的烧烤店，2单元楼道，一栋十八层，两幢300户",
        "某大厦1203室的公司，教学楼301室，三室两厅",
        "5号楼1203米外的工地，1号楼2025年开工",
        "QQ群里都在说，微信群12345",
        "川A区，青A级，新A12345型锅炉",
        "五四西路88号，长江路12号院，解放路3号楼",
    ],
)
def test_shops_firms_places_and_measures_stay(text: str) -> None:
    assert mask(text).text == text


ROADS = st.sampled_from(["五四西路", "黄河路", "人民南路三段", "马家巷", "石桥镇王家沟村", "张李庄二社"])
FIRMS = st.sampled_from(
    ["王记烧烤", "李先生牛肉面", "张家港钢铁厂", "高新区水泥厂", "周师傅汽修", "金属加工厂", "江边砂石场"]
)
ILLS = st.sampled_from(["夜间打桩", "油烟呛人", "排黑水", "机器声75.5分贝", "堆了300多吨渣土", "烧秸秆"])
SAID = st.sampled_from(
    ["群众反映", "投诉人称", "来电人表示", "居民要求", "反映人说", "举报人认为", "业主希望"]
)


@given(SAID, ROADS, st.integers(1, 400), st.integers(1, 40), FIRMS, ILLS, st.integers(1, 3000))
def test_an_ordinary_description_stays_whatever_its_numbers(
    said: str, road: str, number: int, block: int, firm: str, ill: str, metres: int
) -> None:
    """Road, number, building and firm are needed to settle the matter."""
    text = f"{said}{road}{number}号{block}号楼下{firm}{ill}，离{block}栋{metres}米，{said}不归{road}管。"
    assert mask(text).text == text


@given(
    st.sampled_from(["来电人", "投诉人：", "联系人为", "反映人叫", "居民"]),
    st.sampled_from("王李张刘陈杨赵吴徐孙朱胡郭罗宋郑谢韩唐冯董"),
    st.text("伟芳娜敏静丽强磊军洋勇艳杰娟涛超平刚英华玉兰桂萍建国志鹏", min_size=1, max_size=2),
    st.sampled_from(["，", "反映", "称", "来电", "（", "电话", "。", ""]),
)
def test_no_name_behind_a_word_for_the_complainant_gets_through(
    word: str, surname: str, given_name: str, behind: str
) -> None:
    masked = mask(f"{word}{surname}{given_name}{behind}")
    assert masked.text == f"{word}〔姓名已隐去〕{behind}"


def test_of_thousands_of_ordinary_texts_none_is_changed(corpus: Corpus, tables: Tables) -> None:
    """What people say of each topic, and the names of topics, places and bodies."""
    said = [text for texts in corpus.heard.values() for text in texts]
    names = [one.zh for rows in (tables.topics, tables.areas) for one in rows]
    bodies = [one.body_zh for one in tables.mandates]
    assert len(said) > 5000 and len(names) > 3000
    assert [text for text in (*said, *names, *bodies) if mask(text).text != text] == []


SECRET = "13812345678"
CALL = f"打{SECRET}找老王"
NAMED = Department(type="housing", name=f"城西区住建局{SECRET}")


def test_no_text_that_people_enter_brings_a_personal_number_into_the_ledger(office: Office) -> None:
    new = replace(NIGHT, source_number=f"工单{SECRET}", description=CALL + "夜间施工")
    matter = office.open(new, by(CLERK))
    assert matter.source_number == "工单〔手机号已隐去〕"
    kept = Correction(description="夜间施工", keep_personal_data=f"回访{SECRET}")
    matter = office.correct(matter.id, matter.version, kept, by(CLERK, CALL))
    assert matter.kept == "回访〔手机号已隐去〕"
    passed = Transfer(giver=NAMED, taker=URBAN, on=TODAY, reason=CALL)
    matter = office.transfer(matter.id, matter.version, passed, by(CLERK, CALL))
    asked = Consultation(departments=(NAMED, URBAN), due=TODAY)
    matter = office.consult(matter.id, matter.version, asked, by(CLERK))
    answered = Position(
        department=NAMED, stance=Stance.OURS_IF, answered_on=TODAY, basis=CALL, condition=CALL, words=CALL,
        counter_proposal=replace(NAMED, type="ecology"),
    )  # fmt: skip
    matter = office.record_position(matter.id, matter.version, answered, by(CLERK))
    assert [one.position is not None for one in office.comparison(matter.id, TODAY).sides] == [True, False]
    draft = proposal(decided_on=date(2026, 11, 20), backdated=CALL, beside=CALL)
    matter = office.propose(matter.id, matter.version, draft, by(CLERK, CALL))
    matter = office.send_back(matter.id, matter.version, by(APPROVER, CALL))
    written = "".join(str(event) for event in office.ledger.events())
    assert SECRET not in written
    assert written.count("手机号已隐去") >= 15


def test_the_number_of_a_file_stays_though_it_looks_like_a_card(office: Office) -> None:
    card, identity = "4111111111111111", "11010519491231002X"
    assert office.open(replace(NIGHT, source_number=card), by(CLERK)).source_number == card
    hidden = office.open(replace(NIGHT, source_number=identity), by(CLERK))
    assert hidden.source_number == "〔身份证号已隐去〕"
    other = office.open(
        replace(NIGHT, description="扬尘很大", place="西宁市城中区", source_number="110105194912310038"),
        by(CLERK),
    )
    assert other.source_number == hidden.source_number
    assert office.similar(other.id).duplicates == ()


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"number": f"城西政{SECRET}"}, "number"),
        ({"summary": f"由老王{SECRET}负责"}, "summary"),
        ({"lead": NAMED}, "lead"),
        ({"cooperators": (NAMED,), "lead": URBAN}, "cooperators[0]"),
    ],
)
def test_what_becomes_public_is_refused_and_not_masked(
    office: Office, changes: dict[str, object], member: str
) -> None:
    matter = consulted(office)
    with pytest.raises(BadRequest, match="may hold no personal data") as refused:
        office.propose(matter.id, matter.version, proposal(**changes), by(CLERK))
    assert refused.value.parameter == member and SECRET not in refused.value.zh


def test_where_a_decision_is_public_holds_no_personal_number(office: Office) -> None:
    matter = approved(office)
    where = Publication(published_on=TODAY, where=f"致电{SECRET}索取")
    with pytest.raises(BadRequest, match="may hold no personal data"):
        office.publish(matter.id, matter.version, where, by(CLERK))
    matter = published(office, new=replace(NIGHT, place="西宁市城中区"), draft=proposal(
        place="cn-630103", decided_in="cn-630103", lead=URBAN, cooperators=(),
    ))  # fmt: skip
    ending = Revocation(
        number=f"撤{SECRET}", decided_by=("government",), decided_in="cn-630103", decided_on=TODAY,
        ends_on=date(2027, 1, 1),
    )  # fmt: skip
    with pytest.raises(BadRequest, match="may hold no personal data"):
        office.propose_revocation(matter.id, matter.version, ending, by(CLERK, "调整"))
    ending = replace(ending, number="城中政〔2026〕3号", backdated=CALL)
    matter = office.propose_revocation(matter.id, matter.version, ending, by(CLERK, "调整"))
    assert matter.revocation is not None and SECRET not in str(matter.revocation)


def test_a_text_that_masking_would_make_too_long_is_refused_and_not_cut(office: Office) -> None:
    matter = consulted(office)
    long = "电话6123456" + "字" * (4000 - 9)
    answered = Position(department=URBAN, stance=Stance.OURS, answered_on=TODAY, words=long)
    with pytest.raises(BadRequest, match="too long once personal data is masked") as refused:
        office.record_position(matter.id, matter.version, answered, by(CLERK))
    assert refused.value.parameter == "words"


def test_names_and_rooms_are_masked_in_the_ledger_and_refused_in_public(office: Office) -> None:
    told = "来电人张伟，住3号楼2单元501室，工地夜间施工"
    matter = office.open(replace(NIGHT, description=told), by(CLERK, "居民李娜来电"))
    assert matter.masked == ("姓名", "房号")
    written = "".join(str(event) for event in office.ledger.events())
    assert not any(secret in written for secret in ("张伟", "501", "李娜"))
    asked = Consultation(departments=(URBAN,), due=TODAY)
    matter = office.consult(matter.id, matter.version, asked, by(CLERK))
    with pytest.raises(BadRequest, match="姓名"):
        office.propose(matter.id, matter.version, proposal(summary="投诉人张伟所反映事项"), by(CLERK))
