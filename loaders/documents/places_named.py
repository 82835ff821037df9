"""The place that a title or a body's name begins with: 四川省…, 青海…, 开封市…; national names give none.

A rule over words, without a list of counties: a name ends in 省, 市, 州, 县 … and stands first.
"""

from __future__ import annotations

import re

PROVINCES = (
    {
        short: f"{short}省"
        for short in [
            "河北",
            "山西",
            "辽宁",
            "吉林",
            "黑龙江",
            "江苏",
            "浙江",
            "安徽",
            "福建",
            "江西",
            "山东",
            "河南",
            "湖北",
            "湖南",
            "广东",
            "海南",
            "四川",
            "贵州",
            "云南",
            "陕西",
            "甘肃",
            "青海",
            "台湾",
        ]
    }
    | {short: f"{short}市" for short in ("北京", "天津", "上海", "重庆")}
    | {
        "内蒙古": "内蒙古自治区",
        "广西": "广西壮族自治区",
        "西藏": "西藏自治区",
        "宁夏": "宁夏回族自治区",
        "新疆": "新疆维吾尔自治区",
    }
)
PROVINCE = re.compile("|".join(f"{full}|{short}" for short, full in PROVINCES.items()))
# A name of two to eight characters before the word for its rank.
LOWER = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}?(?:自治州|自治县|自治旗|地区|林区)|[\u4e00-\u9fff]{2,3}?盟(?=[\u4e00-\u9fff])|"
    r"[\u4e00-\u9fff]{2,5}?市|[\u4e00-\u9fff]{2,3}?州(?!市)|[\u4e00-\u9fff]{1,5}?县|[\u4e00-\u9fff]{2,4}?[区旗])"
)
NO_NAME = re.compile(
    r"^(?:中华|全国|国家|城|本|全|各|该|省|市|县|区|乡|镇|农村|农业|企业|关于|有关|地方|流域|自然|保护|生态|县级|市级|直辖|设区|工业|"
    r"开发|示范|实验|高新|经济|行政|首批|部分|重点|印发|加强|实施|政府|人民|第[一二三四五六七八九十])|"
    r"(?:保护|风景|名胜|开发|示范|实验|功能|生态|禁燃|控制|园|辖|社|小|山|库|灌|矿|片|城市|超市|设区的市|各市|省市|超大城市|都市|上市|股市|楼市|夜市|入市|农贸市)[区市]$|都市|城市"
)
WITHIN_QUOTES = re.compile("《([^》]+)》")


def place_of(words: str) -> str:
    """The name of the lowest place that the words begin with; "" when they begin with none."""
    words = words.lstrip('《“"—-（( 中共')
    province = PROVINCE.match(words)
    name = PROVINCES.get(province.group(), province.group()) if province else ""
    rest = words[province.end() :] if province else words
    lower = LOWER.match(rest)
    if lower and not NO_NAME.search(lower.group()):
        if province and lower.group() in ("省级", "市级"):
            return name
        return lower.group()
    return name


def quoted(title: str) -> list[str]:
    """The names of documents in a title."""
    return WITHIN_QUOTES.findall(title)
