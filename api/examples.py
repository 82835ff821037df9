"""Example questions for each status, shown in OpenAPI and run by a test."""

from __future__ import annotations

import msgspec

from api.service import Service

# status → a question that gets it, with why.
QUESTIONS: dict[str, dict[str, str]] = {
    "assigned": {"issue": "家门口的石材加工厂切割机噪声超标", "place": "海南省儋州市", "on": "2026-09-01"},
    "shared": {"issue": "一枚放射源丢失了，该向谁报告", "place": "甘肃省兰州市", "on": "2026-09-01"},
    "undesignated": {
        "issue": "楼下饭馆没有油烟净化器，油烟超标",
        "place": "青海省西宁市城西区",
        "on": "2026-09-01",
    },
    "unassigned": {"issue": "街角电子广告屏通宵闪烁，光污染", "place": "江西省九江市", "on": "2025-09-01"},
    "unclear": {"issue": "垃圾没人管", "place": "四川省", "on": "2024-03-01"},
    "no_data": {"issue": "牵头事项清单在哪公开", "place": "四川省", "on": "2022-01-01"},
    "out_of_scope": {"issue": "老板拖欠工资三个月", "place": "四川省成都市", "on": "2026-09-01"},
}


def lookup_examples(service: Service) -> dict[str, dict[str, object]]:
    """For each status a question and the answer of the release in service."""
    examples: dict[str, dict[str, object]] = {}
    for status, question in QUESTIONS.items():
        body, _ = service.answer(question["issue"], question["place"], None, question["on"])
        summary = f"{status}: {question['issue']} ({question['place']}, {question['on']})"
        examples[status] = {"summary": summary, "value": msgspec.json.decode(body)}
    return examples
