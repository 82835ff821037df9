"""Find the document in a web page: what is left when navigation, footers and lists of links are gone.

Own pruning over selectolax, not trafilatura: see `page` for the comparison. Three steps: blocks that are
known by their class or their first words go; lists of links go; then the smallest part of the page is taken
that still holds nearly all of its text.
"""

from __future__ import annotations

import re

from loaders.documents.dom import Element

AROUND = frozenset({"nav", "footer", "aside", "menu"})
AROUND_WORDS = frozenset(
    """
    nav navbar navigation menu submenu topbar breadcrumb breadcrumbs crumb crumbs bread position curpos
    location weizhi dqwz footer foot bottom copyright bq share sharebox bdsharebuttonbox fenxiang related
    relation relate recommend recommended xgxw xgwz xgyd xgxx xglj xgwd xgjd sidebar aside leftmenu rightbar
    toolbar tools print dayin friendlink friendlinks flink pagination pager search searchbox login qrcode ewm
    erweima comment comments hotnews ranking accessibility wza header head top logo banner
    """.split()  # noqa: SIM905  # a list of words reads better than a list of literals
)
CONTENT = re.compile(
    r"(?i)\b(?:ucap-content|trs_editor|trs_ueditor|trs_paper_preappend|zoom|pages_content|article-?_?con(?:tent)?|"
    r"content-?_?text|news_?con(?:tent)?|con_?txt|xxgk_?content|view_?con(?:tent)?|articlecontent|"
    r"detail-?_?con(?:tent)?|js_content|zhengwen|xl_?con|main-?_?txt)\b"
)
CONTAINERS = frozenset(
    {"body", "div", "article", "section", "main", "form", "center", "table", "tbody", "tr", "td"}
)
PIECES = frozenset(
    {"p", "div", "table", "br", "h1", "h2", "h3", "h4", "ul", "ol", "section", "blockquote", "tr", "td"}
)
AROUND_START = re.compile(
    r"^(?:您?当?前?的?(?:所在)?位置\s*[:：]|您现在的位置|首页\s*[>＞»/]|上一[篇条]|下一[篇条]|分享到|扫一扫|"
    r"(?:相关|推荐|热门|延伸)(?:新闻|链接|阅读|文章|稿件|信息|政策|解读|文档|报道|附件?推荐|推荐)|"
    r"(?:责任编辑|编辑)\s*[:：][^。]{0,20}$|主办单位?\s*[:：]|版权所有|打印本页|【打印)"
)
RELATED = re.compile(
    r"^[\s【\[]*(?:相关|推荐|热门|延伸)(?:新闻|链接|阅读|文章|稿件|信息|政策|解读|文档|报道|推荐)"
)
KEPT_LINKS = re.compile(r"附件|附表|\.(?:docx?|xlsx?|pdf|wps|et|zip|rar)\b")
DOMINANT = 0.8
LINKED = 0.6
SIZE_OF_AROUND = 0.4
WORDS = re.compile(r"[A-Za-z0-9]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def without_around(body: Element) -> Element:
    """The page without navigation, footers, share bars and lists of links."""
    whole = body.weight
    return _pruned(body, whole)


def _pruned(element: Element, whole: int) -> Element:
    kept: list[Element | str] = []
    after_related = False
    for child in element.children:
        if isinstance(child, str):
            kept.append(child)
            continue
        related = bool(RELATED.match(child.words.strip())) and child.weight <= 12
        if _is_around(child, whole) or (after_related and _is_link_list(child, 1)):
            after_related = after_related or related
            continue
        after_related = related if child.weight else after_related
        kept.append(_pruned(child, whole))
    return Element(element.tag, element.attributes, kept)


def _is_around(element: Element, whole: int) -> bool:
    size = element.weight
    if size > SIZE_OF_AROUND * whole:
        return False
    if element.tag in AROUND or (
        element.tag in PIECES | {"header"} and AROUND_START.match(element.words.strip())
    ):
        return size <= 200 or element.tag in AROUND or _is_link_list(element, 3)
    return (_has_word_of_around(element) and not _holds_heading(element)) or _is_link_list(element, 4)


def _has_word_of_around(element: Element) -> bool:
    """Whether class or id holds one of the words, as in `footer-wrap` or `topNav`."""
    if element.tag in ("p", "td", "tr", "span", "font", "strong", "b", "table"):
        return False
    names = f"{element.attributes.get('class', '')} {element.attributes.get('id', '')}"
    if CONTENT.search(names):
        return False
    return any(word.lower() in AROUND_WORDS for word in WORDS.findall(CAMEL.sub(" ", names)))


def _holds_heading(element: Element) -> bool:
    return any(one.tag == "h1" for one in element.walk())


def _is_link_list(element: Element, least: int) -> bool:
    """Nothing but links, or nearly, and none of them a file to the document."""
    if element.tag not in ("ul", "ol", "dl", "div", "section", "table", "p", "td"):
        return False
    links = [one for one in element.walk() if one.tag == "a"]
    if len(links) < least or "。" in element.words:
        return False
    if KEPT_LINKS.search(element.words) or any(
        KEPT_LINKS.search(a.attributes.get("href", "")) for a in links
    ):
        return False
    return sum(link.weight for link in links) >= LINKED * element.weight


def main_part(body: Element) -> Element:
    """The smallest part that holds nearly all the text, or the part that the page itself calls its content."""
    named = [one for one in body.walk() if _is_named_content(one)]
    whole = body.weight
    largest = max(named, key=_weight, default=None)
    if largest is not None and largest.weight >= 0.4 * whole:
        return largest
    return _descended(body)


def _is_named_content(element: Element) -> bool:
    if element.tag == "article":
        return True
    names = f"{element.attributes.get('class', '')} {element.attributes.get('id', '')}"
    return element.tag in ("div", "td", "section") and bool(CONTENT.search(names))


def _descended(part: Element) -> Element:
    while True:
        size = part.weight
        inner = [e for e in part.elements if e.tag in CONTAINERS and e.weight >= DOMINANT * size]
        if not size or not inner or not _is_part(inner[0]):
            return part
        part = inner[0]


def _is_part(element: Element) -> bool:
    """Whether an element may hold the document: it has pieces of its own and is no table of data."""
    if element.tag == "table":
        return is_layout(element)
    return any(child.tag in PIECES for child in element.elements)


def is_layout(table: Element) -> bool:
    """A table that only arranges the page: it holds tables or one large cell, or has a single column."""
    if any(one.tag == "table" for one in table.walk() if one is not table):
        return True
    rows = [one for one in table.walk() if one.tag == "tr"]
    cells = [[c for c in row.elements if c.tag in ("td", "th") and c.weight] for row in rows]
    if all(len(row) <= 1 for row in cells):
        return True
    largest = max((cell for row in cells for cell in row), key=_weight)
    pieces = sum(child.tag in PIECES for child in largest.elements)
    return pieces >= 3 and largest.weight >= DOMINANT * table.weight


def beside(body: Element, part: Element) -> tuple[list[Element], list[Element]]:
    """The leaf blocks of the page before and after the main part, in order."""
    before: list[Element] = []
    after: list[Element] = []
    _collect(body, part, before, after, [False])
    return before, after


def _collect(
    element: Element, part: Element, before: list[Element], after: list[Element], passed: list[bool]
) -> None:
    if element is part:
        passed[0] = True
        return
    inner = [child for child in element.elements if not is_inline(child)]
    if not inner:
        (after if passed[0] else before).append(element)
    for child in inner:
        _collect(child, part, before, after, passed)


def _weight(element: Element) -> int:
    return element.weight


INLINE = frozenset(
    """
    a b strong i em u s span font sub sup small big mark label abbr cite code q ins del img bdo tt nobr o:p wbr
    time var kbd samp ruby rt rp
    """.split()  # noqa: SIM905
)


def is_inline(element: Element) -> bool:
    """A tag that makes no line of its own, with nothing below it that does."""
    return element.tag in INLINE and all(map(is_inline, element.elements))


def cleaned(text: str) -> str:
    """Blanks as a browser shows them; a line break in the source is nothing between Chinese characters."""
    text = re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]+[ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])", "", text
    )
    return re.sub(r"[ \t\r\n\f\xa0]+", " ", text).strip(" \u3000\u200b\ufeff")
