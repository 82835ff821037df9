"""T4: topic search against tantivy over the same topics (bigrams of the same words)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import tantivy

from bench.measure import TEXTS, line, lookup, medians
from graph.tables import TopicRow
from graph.text import bigrams, normalise


def run() -> Iterator[str]:
    ours = lookup()
    texts = [normalise(text) for text in TEXTS]
    search = tantivy_search(ours.tables.topics)

    def by_matcher() -> None:
        for text in texts:
            ours.matcher.match(text, 10)

    def by_tantivy() -> None:
        for text in texts:
            search(text)

    found = medians({"ours": by_matcher, "tantivy": by_tantivy}, rounds=15)
    yield line("T4", "topic search / tantivy", found["ours"] / found["tantivy"], "×", "<= 0.5")
    yield line("", "topic search, one text", found["ours"] / len(texts) * 1e6, "µs", "")


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
