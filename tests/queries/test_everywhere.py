"""Every county in the country gets an answer, never an exception."""

from __future__ import annotations

from datetime import date

from queries.lookup import Lookup

ON = date(2026, 9, 1)
COMMON = (
    "cooking-fumes", "construction-noise-night", "public-place-noise", "venue-noise", "construction-dust",
    "household-waste", "industrial-wastewater", "odour", "straw-burning", "black-odorous-water",
    "livestock-pollution", "renovation-noise", "transport-dust", "illegal-logging", "sewer-overflow",
    "hazardous-waste", "industrial-noise", "illegal-mining", "drinking-source", "billboard-light",
)  # fmt: skip


def test_every_county_gets_an_answer_for_the_twenty_commonest_topics(lookup: Lookup) -> None:
    topics = {topic.id: topic for topic in lookup.tables.topics}
    counties = [area for area in lookup.tables.areas if area.level == "county"]
    assert len(counties) > 2800
    empty = []
    for number, county in enumerate(counties):
        # All twenty in every fiftieth county; elsewhere two, so that each topic is asked in hundreds.
        wanted = COMMON if number % 50 == 0 else (COMMON[number % 20], COMMON[(number + 7) % 20])
        for name in wanted:
            answer = lookup.answer_for(topics[name], county, "county", ON)
            if not answer.bodies or not answer.basis:
                empty.append((county.zh, name, answer.status))
    assert empty == []
