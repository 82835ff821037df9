"""Drop the lines a web page puts around its text: navigation, buttons, licences, the site's own name.

A line goes as a whole, when nothing but such words stand on it; so does a button at the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.text import simplified
from loaders.repair.overwritten import sites_in
from loaders.repair.record import Certainty, Edit, Reading

LINE = re.compile(r"[^\n]*\n?")
LONGEST = 160
BUTTONS = frozenset(
    """
    首页 网站首页 返回首页 设为首页 加入收藏 收藏本站 无障碍 无障碍阅读 进入无障碍 关怀版 进入关怀版 长者版
    适老版 藏文版 繁体版 简体版 手机版 电脑版 网站地图 联系我们 联系方式 关于我们 法律顾问 广告服务 网站声明
    版权声明 隐私声明 微信公众号 官方微信 官方微博 政务微博 政务微信 打印本页 关闭窗口 分享到 分享至 字体 字号
    扫一扫 返回顶部 上一篇 下一篇 相关新闻 相关链接 相关阅读 站内检索 站内搜索
    """.split()  # noqa: SIM905  # a list of words reads better than a list of literals
)
# Ordinary words: buttons only beside another button or in brackets.
WEAK_BUTTONS = frozenset(
    ("打印", "关闭", "分享", "大", "中", "小", "搜索", "登录", "注册", "客户端", "访问量")
)
BRACKETED = re.compile(r"^[\[【]\s*(\S+?)\s*[\]】]$")
ORGAN_LINK = re.compile(
    "^(?:(?:中央|.{2,6})人民政府(?:门户)?网站?|(?:省|市|州|县|区)(?:委|人大|政府|政协|纪委监委|纪委))$"
)
BUTTON = re.compile("|".join(sorted(BUTTONS, key=len, reverse=True)))
BUTTON_AT_END = re.compile(r"(\s*[\[【]\s*(?:打印|打印本页|关闭|关闭窗口|列印|關閉)\s*[\]】])\s*$")
SEPARATORS = re.compile(r"[\s|｜>＞/\[\]【】:：↓,，·>-]+")
PATH = re.compile(r"^[\s　]*(?:您的位置|当前位置|您当前的位置|当前所在位置)\s*[:：]")
FOOTER = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP[备证]|公网安备|网站标识码|"
    r"信息服务许可证\s*[:：]|(?:^|主办)[\s　]*版权所有\s*[:：]|未经.{0,20}授权.{0,8}(?:勿|不得)转载|建议使用.{0,12}浏览器|"
    r"^[\s　]*技术支持\s*[:：]|邮编\s*[:：]?\s*\d{6}.*访问量"
)
REMNANT = re.compile(r"^[^<]*\"\s*/>\s*$")
SENTENCE = re.compile("[。；;？?！!]")


def read_boilerplate(text: str) -> Reading:
    """Edits that drop whole lines with their line ends, and buttons at the end of a line."""
    names = sites_in(text)
    edits = []
    for line in LINE.finditer(text):
        stripped = line.group().strip()
        if not 0 < len(stripped) <= LONGEST:
            continue
        button = BUTTON_AT_END.search(line.group())
        if _is_boilerplate(stripped, names):
            edits.append(Edit(line.start(), line.end(), "", Certainty.CONTEXT))
        elif button:
            start, end = (line.start() + place for place in button.span(1))
            edits.append(Edit(start, end, "", Certainty.CONTEXT))
    return Reading(edits)


def _is_boilerplate(line: str, names: set[str]) -> bool:
    if not _may_be(line, names):
        return False
    line = simplified(line)
    if SENTENCE.search(line):
        return False
    return bool(
        PATH.search(line) or FOOTER.search(line) or REMNANT.search(line) or _only_buttons(line, names)
    )


def _may_be(line: str, names: set[str]) -> bool:
    """Cheap: no sentence ends on it and it is short, or it holds the signs of a footer."""
    return "。" not in line and (
        len(line) <= 40 or bool(names) or bool(re.search("[|>/:：]|ICP|[备備]", line))
    )


def _only_buttons(line: str, names: set[str]) -> bool:
    """Nothing but buttons and site names, a row of links to organs, or a trail of columns of one site."""
    cells = list(_cells(line))
    if not cells:
        return False
    if ">" in line and any(cell in names for cell in cells):
        return all(cell in BUTTONS or any(name in cell for name in names) for cell in cells)
    if line.count("|") >= 2 and all(map(ORGAN_LINK.match, cells)):
        return True
    bracketed = BRACKETED.match(line)
    if bracketed and bracketed.group(1) in WEAK_BUTTONS:
        return True
    strong = [c for c in cells if c in BUTTONS or c in names or not BUTTON.sub("", c)]
    return bool(strong) and all(cell in strong or cell in WEAK_BUTTONS for cell in cells)


def _cells(line: str) -> Iterator[str]:
    return (cell for cell in SEPARATORS.split(line) if cell)
