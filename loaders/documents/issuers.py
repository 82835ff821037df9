"""Propose who issued a document and for which place: declared, 印发 sentence, title, signature, adoption, source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from loaders.documents.days import days_in
from loaders.documents.document import Proposal
from loaders.documents.head import Head, declared_as, unique
from loaders.documents.places_named import PROVINCES, place_of, quoted

BODY_END = (
    "人民代表大会常务委员会|人民代表大会|人民政府办公厅|人民政府办公室|人民政府|党委办公厅|省委办公厅|市委办公厅|办公厅|办公室|委员会|"
    "国务院|政治局会议|生态环境部|[省市州县区]委|党委|部|委|厅|局|署|院|会|处|中心|指挥部|领导小组|法院|检察院|总队|支队|管理局|银行|公司"
)
BODY = rf"[\u4e00-\u9fff（）]{{1,28}}?(?:{BODY_END})"
ISSUED = re.compile(
    r"(?:^|[，。,]|近日|近期|日前|日)\s*(?P<bodies>(?:中共|中央|[\u4e00-\u9fff])[\u4e00-\u9fff、（）]{2,80}?)(?:联合|共同)?(?:印发|发布|出台|制定|下发|联合发布)了?《(?P<name>[^》]{4,120})》"
)
SPEAKER = re.compile(
    r"^[—\-\s]*([\u4e00-\u9fff、]{3,40}?)(?:有关)?(?:主要)?(?:负责人|负责同志|新闻发言人|发言人|相关负责人)"
)
IN_TITLE = re.compile(
    rf"^({BODY}(?:[、\s]{BODY})*)(?:办公[厅室])?(?=关于|印发|转发|贯彻|令|公告|通告|批转|答|对|落实|发布|就|决定)"
)
SIGNATURE = re.compile(rf"^\s*((?:{BODY})(?:[\s、　]+(?:{BODY}))*)\s*$")
LETTERHEAD = re.compile(rf"^\s*({BODY})文件\s*$")
SOURCE = re.compile(r"(?:^|\s)(?:信息来源|文章来源|来源|稿源)\s*[:：丨|]\s*([^\s:：|丨]{2,30})")
SOURCE_LINE = 200
ADOPTED: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"全国人民代表大会常务委员会"), "全国人民代表大会常务委员会"),
    (re.compile(r"全国人民代表大会(?!常务)"), "全国人民代表大会"),
    (re.compile(r"(?:中共中央|中央政治局).{0,8}国务院"), "中共中央、国务院"),
    (re.compile(r"(?:中共中央|中央政治局)"), "中共中央"),
    (re.compile(r"国务院"), "国务院"),
)
LOCAL_CONGRESS = re.compile(
    r"([\u4e00-\u9fff]{2,12}?)第[一二三四五六七八九十]+届(人民代表大会(?:常务委员会)?)第?.{1,8}次会议.{0,6}(?:通过|批准)?"
)
LOCAL_GOVERNMENT = re.compile(r"([\u4e00-\u9fff]{2,12}?人民政府)(?:第\s*\d+\s*次)?(?:常务|全体)会议")
MINISTRY_ORDER = re.compile(
    r"((?:中华人民共和国)?[\u4e00-\u9fff]{2,16}(?:部|委员会|总局|局|署|人民政府))令\s*第"
)
DECLARED = ("发文机关", "发文单位", "制发机关", "发布机构", "发布单位", "公开责任部门", "责任部门")
SOURCES = ("ContentSource", "信息来源", "来源", "source", "SiteName")
PARTED = re.compile(r"[、，,；;\s　]+")
WHOLE = frozenset({"中共中央、国务院"})
HEADLINE_OF = re.compile(r"^(?:省|市|州|县|区|自治区)(?=[\u4e00-\u9fff]*(?:厅|局|委|部|办|院|会|办公室))")


def issuers_of(head: Head, title: str) -> tuple[Proposal, ...]:
    """Bodies in the order in which they sign. All come from the first rule that finds any; the source of a
    page counts only where no other rule does."""
    for rule in RULES:
        found = unique(_split(rule(head, title)))
        if found:
            return found
    return ()


def _split(proposals: Iterator[Proposal]) -> Iterator[Proposal]:
    for one in proposals:
        if one.value in WHOLE:
            yield from (replace(one, value=name) for name in one.value.split("、"))
            continue
        for name in PARTED.split(one.value):
            yield replace(one, value=_stem(name))


def _stem(name: str) -> str:
    return name.strip("《》“”（）()")


def _speaker(head: Head, title: str) -> Iterator[Proposal]:
    """The body that answers in an interview; 省生态环境厅 gets its province from the document's name."""
    found = SPEAKER.match(title) if "问" in title[-4:] else None
    if found:
        name = found.group(1)
        places = [place for place in map(place_of, quoted(title)) if place in PROVINCES.values()]
        if HEADLINE_OF.match(name) and places:
            name = places[0] + HEADLINE_OF.sub("", name)
        yield Proposal(name, "title", found.group(), "speaker")


def _declared(head: Head, _title: str) -> Iterator[Proposal]:
    yield from list(declared_as(head, DECLARED, "declared-issuer"))[:1]


def _issued(head: Head, title: str) -> Iterator[Proposal]:
    """X、Y印发《…》, where the name is this document's title."""
    for line in head.first[:12]:
        for found in ISSUED.finditer(line.text):
            if _is_about(found["name"], title):
                yield Proposal(found["bodies"], line.place, found.group(), "issued-by")
                return


def _is_about(name: str, title: str) -> bool:
    return bool(title) and (name in title or title in name) and "问" not in title[-3:]


def _in_title(head: Head, title: str) -> Iterator[Proposal]:
    found = IN_TITLE.match(title)
    if found and len(found.group(1)) >= 4:
        yield Proposal(found.group(1), "title", found.group(1), "title")


def _letterhead(head: Head, _title: str) -> Iterator[Proposal]:
    for line in head.first[:6]:
        found = LETTERHEAD.match(line.text)
        if found:
            yield Proposal(found.group(1), line.place, line.text, "letterhead")


def _signature(head: Head, _title: str) -> Iterator[Proposal]:
    """The bodies on the lines above the date at the end."""
    for at in range(len(head.last) - 1, -1, -1):
        line = head.last[at]
        days = list(days_in(line.text))
        if not days or len(line.text) > len(days[-1].words) + 40:
            continue
        before = line.text[: days[-1].start].strip(" 　（(")
        names = [(before, line)] if before else []
        for above in reversed(head.last[max(0, at - 8) : at]):
            if not SIGNATURE.match(above.text) or len(above.text) > 60:
                break
            names.insert(0, (above.text, above))
        signed = [
            Proposal(" ".join(n.split()), at_.place, at_.text, "signature")
            for n, at_ in names
            if SIGNATURE.match(n)
        ]
        if signed:
            yield from signed
            return


def _adopted(head: Head, _title: str) -> Iterator[Proposal]:
    """The body that adopted a statute, from the lines below its title; who only approved it is none."""
    for line in head.first:
        if (
            len(line.text) > 120
            or not next(days_in(line.text), None)
            or "批准" in line.text.rsplit("《", 1)[0]
        ):
            continue
        text = re.split("《", line.text)[0] + re.sub("《.*》", "", line.text)
        local = next((p for p in (LOCAL_CONGRESS, LOCAL_GOVERNMENT, MINISTRY_ORDER) if _local(p, text)), None)
        if local:
            found = local.search(re.sub(r"^[\d\s年月日]+", "", text))
            if found:
                yield Proposal("".join(found.groups()), line.place, line.text, "adopted-by")
                return
        for pattern, body in ADOPTED:
            if pattern.search(text):
                yield Proposal(body, line.place, line.text, "adopted-by")
                return


def _local(pattern: re.Pattern[str], text: str) -> bool:
    found = pattern.search(re.sub(r"^[\d\s年月日]+", "", text))
    return bool(
        found
        and not found.group().startswith(("第", "全国", "中华人民共和国国务院", "国务院"))
        and "全国人民" not in found.group()
    )


def _source(head: Head, _title: str) -> Iterator[Proposal]:
    for line in (*head.first[:8], *head.last[-6:]):
        found = SOURCE.search(line.text) if len(line.text) < SOURCE_LINE else None
        if found and not found.group(1).startswith(("作者", "发布", "时间", "编辑")):
            yield Proposal(found.group(1), line.place, line.text, "source")
            return
    yield from list(declared_as(head, SOURCES, "source"))[:1]


RULES: Sequence[Callable[[Head, str], Iterator[Proposal]]] = (
    _speaker,
    _declared,
    _issued,
    _signature,
    _in_title,
    _adopted,
    _letterhead,
    _source,
)


def areas_of(title: str, issuers: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Places by name, from the title, then the issuers, then documents that the title names."""
    found = [Proposal(place_of(title), "title", title, "area-of-title")]
    found += [
        Proposal(place_of(one.value), one.place, one.value, "area-of-issuer")
        for one in issuers
        if one.rule != "source"
    ]
    found += [Proposal(place_of(name), "title", name, "area-of-named-document") for name in quoted(title)]
    return unique(found)
