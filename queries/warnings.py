"""Every warning an answer can carry, by its stable code."""

from __future__ import annotations

from queries.answer import Caution

WORDS: dict[str, tuple[str, str]] = {
    "law-changed-recently": (
        "{}刚于{}开始施行，此前的行为适用原规定",
        "{} came into force on {}; earlier acts fall under the rules before it",
    ),
    "law-changes-soon": ("{}将于{}停止适用", "{} ceases to apply on {}"),
    "edition-uncertain": ("{}的施行日期不明，只知道范围", "the start date of {} is known only within bounds"),
    "by-reference": (
        "乡镇（街道）和开发区只是参照执行",
        "townships and development zones follow this only as a model",
    ),
    "open-list": ("原文列举以“等”结尾，所列不是全部", "the source's list is open; those named are not all"),
    "after-data-cut-off": (
        "所问日期晚于资料截止日{}，届时规定可能已改",
        "the day is after the data cut-off {}; rules may have changed by then",
    ),
    "place-not-covered": (
        "该地没有收录地方性规定和机构，按国家法律回答",
        "no local rules or bodies are on record here; the answer rests on national law",
    ),
    "place-missing": (
        "未给出地点，只按国家法律回答",
        "no place was given; the answer rests on national law only",
    ),
    "place-unresolved": ("只知道层级，不知道具体地点", "only the level is known, not the place"),
    "place-from-text": ("地点取自问题文字：{}", "the place was taken from the text: {}"),
    "several-places": (
        "涉及几个地方，跨行政区域事项由共同的上级政府协调",
        "several places are named; matters across borders are settled by their common superior government",
    ),
    "development-zone": (
        "开发区、管委会不是一级政府，职权依授权或委托，此处按所在地回答",
        "a development zone is not a level of government; the answer is for the division it lies in",
    ),
    "not-a-government": (
        "{}是派出的管理机构，不是一级政府，具体部门分工未收录",
        "{} is a management body sent by a government, not a government; its internal division of work is not on record",
    ),
    "special-body": (
        "该区域设有{}，可能承担或分担执法，具体授权未收录",
        "{} exists in this area and may hold or share powers; the transfer is not on record",
    ),
    "old-name": ("“{}”是旧称，现为{}", "“{}” is an old name; today it is {}"),
    "name-corrected": ("“{}”按“{}”理解", "“{}” was read as “{}”"),
    "respective-remits": (
        "几个部门各自职责范围内负责，文本未划清界限",
        "several bodies act each within its remit; the text does not draw the line",
    ),
    "certainty-assumed": (
        "具体机构按通行设置推定，待核实",
        "the concrete body is assumed from usual practice and not verified",
    ),
    "certainty-reported": (
        "依据来自转述或受损页面，待以正式文本核对",
        "the basis is known second-hand or from a damaged page; check it against the official text",
    ),
    "interpreted": ("部分依据由编辑从条文读出", "part of the basis was read into the text by an editor"),
    "weak-match": (
        "只凭字面相近找到事项，请核对",
        "the topic was found by likeness of words only; please check",
    ),
    "not-recognised": (
        "没有认出生态环境事项，请换个说法",
        "no environmental matter was recognised; please reword",
    ),
    "broader-duty": (
        "没有专门规定，依据的是上位事项的一般规定",
        "no special rule was found; the answer rests on rules for a broader matter",
    ),
    "county-environment-branch": (
        "县级生态环境分局是市级局的派出机构；责任制规定的统一监管写的是市级以上",
        "a county environment bureau is a branch of the prefecture bureau; the leader responsibility rules speak of prefecture level and above",
    ),
    "outside-place": (
        "有关规定只在{}适用，不适用于所问地点",
        "the rules on this hold only in {}, not at the place asked about",
    ),
    "before-rule": (
        "所问日期在该规定之前：{}起才有此要求",
        "the day is before this rule: it holds only from {}",
    ),
    "text-cut": ("问题过长，只用了前{}字", "the text was long; only its first {} characters were used"),
}


def warning(code: str, *details: str) -> Caution:
    """The warning `code` with its blanks filled. Raises KeyError for an unknown code."""
    zh, en = WORDS[code]
    return Caution(code, zh.format(*details), en.format(*details))
