"""Names of people, the rooms they live in, number plates and accounts: found in a text with few false alarms.

A name is found after a word for who writes (来电人, 投诉人, 居民 …) or before 先生, 女士 and the like, never by
itself. Of an address only what lies within a building goes (单元, 楼层, 室): road, number, estate and building are
needed to settle a matter. What comes next decides: 王先生反映 is a person, 王先生牛肉面 is a shop.
"""

from __future__ import annotations

import re

WordRule = tuple[str, re.Pattern[str]]

# Surnames that are no everyday words. 和, 时, 安, 路 … are surnames too, and stay out.
PLAIN = (
    "王李张刘陈杨赵吴徐孙朱胡郭罗宋郑谢韩唐冯董萧曹袁邓许傅沈吕苏卢蒋蔡贾魏薛"
    "阎潘杜夏钟汪谭邹熊孟秦邱侯尹肖姚廖姜崔陆韦殷覃龚黎贺赖樊翁倪"
)
# Surnames that begin everyday words as well (高度, 马上, 施工): behind a sure word or a mark, before 先生 or a verb of telling.
DOUBTFUL = (
    "黄周马何高林梁叶程丁任田范方石金白邵毛武戴孔向汤江史顾龙万段雷钱文庞莫常乔伍余"
    "洪米付兰康鲁葛柯温柳关于洛齐俞祁耿岳左庄柴焦彭曾严施"
)
DOUBLE = "欧阳|司马|诸葛|上官|皇甫|尉迟|夏侯|东方|令狐|慕容|端木"
# What no given name holds, but the words that follow a surname in a sentence do.
NOT_GIVEN = (
    "的了是在不有没无多每常称说反要求认表示未已曾被将把其他她我们您家住天年月日时晚早夜昨今某地边末述旧重子女"
    "季度序可绝乱同事谢头声处木续人上便于何十〇、电手先投联来此"
)
# A place or a firm ends so, a name does not: 张家庄, 李家沟, 王记店.
PLACE_ENDS = "村镇乡县市区街路庄湾沟局厂店园院所站场社组队科部办会校矿港道巷里坝寨堡屯坪铺"
ANY = f"(?:{DOUBLE}|[{PLAIN}{DOUBTFUL}])"
INNER, LAST = f"[^\\W\\da-zA-Z_{NOT_GIVEN}]", f"[^\\W\\da-zA-Z_{NOT_GIVEN}{PLACE_ENDS}]"
GIVEN = f"{INNER}?{LAST}"
SURE = "来电人|来信人|来访人|信访人|上访人|诉求人|求助人|报警人|报料人|姓名|我叫"
# These begin other words as well: 反映人行道, 投诉人多.
WROTE = f"{SURE}|投诉人|举报人|反映人|联系人"
WHO = f"{WROTE}|户主|业主|住户|居民|村民|市民|群众|租户|本人|我是"
TITLES = "先生|女士|小姐|阿姨|大爷|大妈|大叔|同志|老师|师傅"
TELLS = "来电|来信|来访|信访|上访|反映|投诉|举报|表示|称"
SAYS = f"{TELLS}|说|认为|要求|提出|咨询|希望|求助|电话|手机|联系|身份证|住|家住|家在|家里|于|在|本人|也|又|多次|所|向|给|曾"
ENDS = rf"(?=[\s\W_\d]|$|{SAYS})"
# Words that end in a syllable that is a surname as well: 对于女士, 有关女士.
NO_WORD_BEFORE = "(?<![对由关基属位处至终便等大小有相])"

NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
# What a number of a room is not followed by: 1203米, 300余人, 2025年, 12:30.
NO_MEASURE = r"(?![\d.:：%‰米人元平㎡吨千年月日点时个家余多来几度瓦伏辆台棵公斤块件次名位张盏分只头条套间扇层倍亩厘毫克份万路户]|立方)"
ROOM = rf"(?:\d{{3,4}}|[一二三四五六七八九〇零]{{3,4}})\s?(?:室|号?{NO_MEASURE})"
SIDE = "[东西南北中左右]{1,2}户"
FLAT = rf"(?:(?:{NUMBER}\s?[层楼]\s?)?{ROOM}|{NUMBER}\s?[层楼]\s?(?:{NUMBER}\s?[号室户]|{SIDE}))"
# Within a unit a storey or a side tells the flat; a building of eighteen storeys is no flat.
IN_UNIT = rf"(?:{FLAT}|{NUMBER}\s?[层楼号室]|{SIDE})"
# Where a firm or an authority is to be found, not where somebody lives.
OFFICES = re.compile("大厦|写字楼|商务|广场|中心|办公|园区|车间|教学|实验|宾馆|酒店|医院|学校")


def _is_a_home(match: re.Match[str]) -> bool:
    return not OFFICES.search(match.string[max(0, match.start() - 12) : match.start()])


ROOM_KIND = "房号"
# Names: behind a word and a mark; behind a sure word; of a plain surname; of a doubtful one before a verb; with a title.
# Rooms: in a unit; in a building; written 3-2-501 in an estate; 501室 by itself.
RULES: tuple[WordRule, ...] = (
    (
        "邮箱",
        re.compile(
            r"(?P<found>(?<![\w.+-])[a-z0-9][\w.+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,4})",
            re.ASCII | re.IGNORECASE,
        ),
    ),
    (
        "社交账号",
        re.compile(
            r"(?:微信|QQ)号?码?[:：是为 ]{0,3}(?P<found>[a-z][a-z0-9_-]{5,19}|\d{5,11})(?![a-z0-9_-])",
            re.IGNORECASE,
        ),
    ),
    (
        "车牌号",
        re.compile(
            r"(?P<found>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•. -]?"
            r"(?=[A-HJ-NP-Z]{0,5}\d)(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学警港澳]))(?![A-Za-z0-9型])"
        ),
    ),
    (
        "姓名",
        re.compile(rf"(?:{WROTE})(?:姓名)?[:：是为叫]\s?(?P<found>{ANY}{GIVEN}(?:、{ANY}{GIVEN})*){ENDS}"),
    ),
    ("姓名", re.compile(rf"(?:{SURE})(?P<found>{ANY}{GIVEN}){ENDS}")),
    ("姓名", re.compile(rf"(?:{WHO})(?P<found>(?:{DOUBLE}|[{PLAIN}]){GIVEN}){ENDS}")),
    ("姓名", re.compile(rf"(?:{WHO})(?P<found>[{DOUBTFUL}]{INNER}{LAST})(?={TELLS})")),
    ("姓名", re.compile(rf"{NO_WORD_BEFORE}(?P<found>{ANY}(?:{GIVEN})?(?:{TITLES})){ENDS}")),
    (ROOM_KIND, re.compile(rf"(?P<found>{NUMBER}\s?单元\s?{IN_UNIT})")),
    (ROOM_KIND, re.compile(rf"(?:号楼|[\da-zA-Z一二三四五六七八九十][栋幢座])\s?(?P<found>{FLAT})")),
    (
        ROOM_KIND,
        re.compile(r"(?:小区|家园|花园|公寓|宿舍|号院)\s?(?P<found>\d{1,2}-\d{1,2}-\d{3,4}室?)(?![\d-])"),
    ),
    (ROOM_KIND, re.compile(r"(?<![\d.])(?P<found>\d{3,4}\s?室)")),
)


def spans(rule: WordRule, text: str) -> list[tuple[int, int]]:
    """What the rule takes out of a text, in order."""
    kind, pattern = rule
    found = pattern.finditer(text)
    return [match.span("found") for match in found if kind != ROOM_KIND or _is_a_home(match)]
