"""T4: topic search by bigrams against tantivy over the same topics, and what the whole matcher costs.

hit@1 is the share of the texts of `bench.measure` whose first topic is one of those expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import tantivy

from bench.measure import QUESTIONS, line, lookup, medians
from graph.tables import TopicRow
from graph.text import bigrams, normalise

# Each round asks every text several times, so that a case is not measured on the caches of another.
REPEATS = 10


def run() -> Iterator[str]:
    ours = lookup()
    topics = ours.tables.topics
    texts = [normalise(text) for text, _ in QUESTIONS]
    tantivy_first = tantivy_search(topics)

    def by_bigrams(text: str) -> list[int]:
        likeness = ours.matcher.likeness(text)
        return sorted(likeness, key=likeness.__getitem__, reverse=True)[:10]

    def by_matcher(text: str) -> list[str]:
        return [match.topic.id for match in ours.matcher.match(text, 10)]

    def all_of(search: Callable[[str], object]) -> Callable[[], None]:
        def ask() -> None:
            for text in texts * REPEATS:
                search(text)

        return ask

    cases = {"bigrams": all_of(by_bigrams), "matcher": all_of(by_matcher), "tantivy": all_of(tantivy_first)}
    found = medians(cases, rounds=15)
    yield line("T4", "topic search by bigrams / tantivy", found["bigrams"] / found["tantivy"], "×", "<= 0.5")
    yield line("", "whole matcher with its reasons / tantivy", found["matcher"] / found["tantivy"], "×", "")
    yield line("", "whole matcher, one text", found["matcher"] / len(texts) / REPEATS * 1e6, "µs", "")
    firsts = {
        "bigrams": [topics[by_bigrams(text)[0]].id for text in texts],
        "matcher": [by_matcher(text)[0] for text in texts],
        "tantivy": [topics[tantivy_first(text)[0]].id for text in texts],
    }
    for name, first in firsts.items():
        hits = sum(topic in wanted for topic, (_, wanted) in zip(first, QUESTIONS, strict=True))
        yield line("T4", f"hit@1 by {name}", hits / len(texts), "", "no lower than tantivy's")


def tantivy_search(topics: list[TopicRow]) -> Callable[[str], list[int]]:
    """A function from a text to the ten best topics by tantivy, over bigrams split by spaces."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace")
    builder.add_unsigned_field("number", stored=True)
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for number, topic in enumerate(topics):
        words = " ".join(bigrams(normalise(" ".join((topic.zh, *topic.terms, *topic.said)))))
        writer.add_document(tantivy.Document(text=words, number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> list[int]:
        query = index.parse_query(" ".join(f'"{pair}"' for pair in set(bigrams(text))), ["text"])
        hits = searcher.search(query, 10).hits
        return [searcher.doc(address)["number"][0] for _, address in hits]

    return search
