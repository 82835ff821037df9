"""The box above a government notice: 索引号, 文号, 发文机关, 成文日期 … with what stands beside each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from loaders.documents.dom import Element

LABELS = frozenset(
    """
    索引号 信息索引号 文号 发文字号 文件编号 发文机关 发文单位 发布机构 发布单位 制发机关 成文日期 生成日期
    发文日期 印发日期 发布日期 公开日期 发布时间 生效日期 施行日期 实施日期 废止日期 有效性 时效性 是否有效 效力状态
    主题分类 主题词 体裁分类 分类 信息分类 组配分类 公开方式 公开范围 公开形式 公开目录 信息名称 标题 名称 关键词
    信息来源 文件类型 服务对象分类 公开责任部门 责任部门 所属栏目 统一编号 统一登记号 规范性文件编号
    """.split()  # noqa: SIM905  # a list of words reads better than a list of literals
)
PAIR = re.compile(
    r"^[\[【]?\s*([\u4e00-\u9fff][\u4e00-\u9fff\s\u3000\xa0]{1,12}?)\s*[\]】]?\s*[:：]\s*(.*)$", re.DOTALL
)
INLINE_PAIR = re.compile(
    r"(发布时间|发布日期|信息来源|文章来源|来源|时间|日期|发布机构|作者)\s*[:：]\s*(\S+(?:\s\d{1,2}:\d{2}(?::\d{2})?)?)"
)
BOXES = ("table", "ul", "dl", "div", "section")
LEAST, LONGEST = 3, 1200


def info_of(body: Element) -> tuple[Mapping[str, str], Element]:
    """What the boxes say, and the page without them. Labels are without blanks and colon."""
    found: dict[str, str] = {}
    return found, _without_boxes(body, found)


def is_info_line(text: str) -> bool:
    """Whether a line states date or source of a page: 发布时间：…  来源：…"""
    return len(text) <= 160 and bool(INLINE_PAIR.search(text))


def _without_boxes(element: Element, found: dict[str, str]) -> Element:
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            kept.append(child)
            continue
        pairs = dict(_pairs(child)) if child.tag in BOXES and 0 < child.weight <= LONGEST else {}
        if len(pairs) >= LEAST and _is_box(child):
            found.update({label: value for label, value in pairs.items() if value and label not in found})
        else:
            kept.append(_without_boxes(child, found))
    return Element(element.tag, element.attributes, kept)


def _is_box(element: Element) -> bool:
    """Labels and values make up the whole of it: no sentence stands there."""
    return "。" not in element.words


def _pairs(element: Element) -> Iterator[tuple[str, str]]:
    """Each known label with the text after its colon, or with the next piece of text."""
    pending = ""
    for text in _pieces(element):
        pair = PAIR.match(text)
        label = _label(pair.group(1)) if pair else _label(text)
        if label in LABELS:
            if pair and pair.group(2).strip():
                yield label, " ".join(pair.group(2).split())
                pending = ""
            else:
                pending = label
        elif pending:
            yield pending, " ".join(text.split())
            pending = ""


def _label(text: str) -> str:
    return re.sub(r"[\s\u3000\xa0:：\[\]【】]+", "", text)[:12]


def _pieces(element: Element) -> Iterator[str]:
    """The texts of the innermost elements, in order."""
    if not element.elements:
        if element.words.strip():
            yield element.words.strip()
        return
    own = "".join(child for child in element.children if isinstance(child, str)).strip()
    if own or all(child.tag in ("br", "a", "em") for child in element.elements):
        yield element.words.strip()
        return
    for child in element.elements:
        yield from _pieces(child)
