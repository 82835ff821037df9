"""A synthetic graph of responsibility lists, of any size, and queries of the usual shapes over it.

Deterministic, and a larger graph contains the smaller ones: areas, departments, topics and laws first, then
lists, one named graph each, until there are enough quads. About fifteen quads an item.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

BASE = "https://bench.invalid/"
PREFIXES = f"""PREFIX v: <{BASE}v#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
BROADER = "<http://www.w3.org/2004/02/skos/core#broader>"
DATE = "^^<http://www.w3.org/2001/XMLSchema#date>"
PROVINCES, PREFECTURES, KINDS, TOPICS, LAWS, ARTICLES, ITEMS = 31, 340, 40, 2000, 40, 60, 200
AREAS = 1 + PROVINCES + PREFECTURES
ON = "2026-09-01"


def write(path: Path, quads: int) -> Path:
    """The graph with at least `quads` quads, as N-Quads; kept when it is there already."""
    if not path.exists():
        scratch = path.with_suffix(".part")
        with scratch.open("w", encoding="utf-8") as out:
            count = 0
            for block in blocks():
                if count >= quads:
                    break
                out.write("".join(f"{line} .\n" for line in block))
                count += len(block)
        scratch.rename(path)
    return path


def blocks() -> Iterator[list[str]]:
    """Lines without their ends: first what the lists speak of, then one list after the other."""
    chance = random.Random(7)
    yield [*_areas(), *_topics(), *_laws()]
    for edition in range(1000):
        for area in range(AREAS):
            yield list(_list(area, edition, chance))


def thing(kind: str, *keys: int) -> str:
    return f"<{BASE}{kind}/{'/'.join(map(str, keys))}>"


def term(name: str) -> str:
    return f"<{BASE}v#{name}>"


def parent(area: int) -> int:
    return 0 if area <= PROVINCES else 1 + (area - 1 - PROVINCES) % PROVINCES


def _areas() -> Iterator[str]:
    graph = thing("graph", 0)
    for area in range(AREAS):
        here = thing("area", area)
        yield f"{here} {TYPE} {term('Area')} {graph}"
        yield f'{here} {LABEL} "第{area}地"@zh {graph}'
        if area:
            yield f"{here} {term('within')} {thing('area', parent(area))} {graph}"
        for kind in range(KINDS):
            body = thing("body", area, kind)
            yield f"{body} {TYPE} {term('Body')} {graph}"
            yield f'{body} {LABEL} "第{area}地第{kind}局"@zh {graph}'
            yield f"{body} {term('kind')} {thing('kind', kind)} {graph}"


def _topics() -> Iterator[str]:
    graph = thing("graph", 1)
    for topic in range(TOPICS):
        yield f'{thing("topic", topic)} {LABEL} "第{topic}类事项"@zh {graph}'
        if topic >= 10:
            yield f"{thing('topic', topic)} {BROADER} {thing('topic', topic // 10)} {graph}"


def _laws() -> Iterator[str]:
    graph = thing("graph", 2)
    for law in range(LAWS):
        for article in range(ARTICLES):
            yield f"{thing('article', law, article)} {term('partOf')} {thing('law', law)} {graph}"


def _list(area: int, edition: int, chance: random.Random) -> Iterator[str]:
    graph = thing("list", area, edition)
    begun, ended = (
        f"{2015 + edition % 10}-01-01",
        "9999-12-31" if edition == 0 else f"{2016 + edition % 10}-01-01",
    )
    for number in range(ITEMS):
        item, topic = thing("item", area, edition, number), chance.randrange(TOPICS)
        yield f"{item} {TYPE} {term('Item')} {graph}"
        yield f'{item} {LABEL} "第{topic}类事项的监督管理"@zh {graph}'
        yield f'{item} {term("summary")} "负责第{area}地行政区域内第{topic}类事项的监督管理，依法查处违法行为，定期公开进展。"@zh {graph}'
        yield f"{item} {term('area')} {thing('area', area)} {graph}"
        yield f"{item} {term('lead')} {thing('body', area, topic % KINDS)} {graph}"
        yield f"{item} {term('topic')} {thing('topic', topic)} {graph}"
        yield f'{item} {term("validFrom")} "{begun}"{DATE} {graph}'
        yield f'{item} {term("validTo")} "{ended}"{DATE} {graph}'
        yield f'{item} {term("locator")} "第{number + 1}项" {graph}'
        for _ in range(chance.choice((1, 2))):
            article = thing("article", chance.randrange(LAWS), chance.randrange(ARTICLES))
            yield f"{item} {term('basis')} {article} {graph}"
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            yield f"{item} {term('cooperate')} {thing('body', area, chance.randrange(KINDS))} {graph}"


def queries(number: int, seed: int = 11) -> dict[str, list[str]]:
    """`number` queries of each shape, each about another thing."""
    chance = random.Random(seed)
    asked: dict[str, list[str]] = {name: [] for name in SHAPES}
    for _ in range(number):
        values = {
            "area": thing("area", area := chance.randrange(30)),
            "body": thing("body", area, chance.randrange(KINDS)),
            "topic": thing("topic", chance.randrange(TOPICS)),
            "item": thing("item", area, 0, chance.randrange(ITEMS)),
            "on": f'"{ON}"^^xsd:date',
        }
        for name, shape in SHAPES.items():
            asked[name].append(PREFIXES + shape.format(**values))
    return asked


SHAPES = {
    "card": "SELECT ?p ?o {{ {item} ?p ?o }}",
    "body": "SELECT ?i ?l ?s {{ ?i v:lead {body} ; skos:prefLabel ?l ; v:summary ?s ; v:validFrom ?f ; v:validTo ?t . "
    "FILTER(?f <= {on} && {on} < ?t) }}",
    "cooperators": "SELECT ?k (COUNT(?i) AS ?n) {{ {topic} ^v:topic ?i . ?i v:cooperate/v:kind ?k }} "
    "GROUP BY ?k ORDER BY DESC(?n)",
    "bases": "SELECT ?law (COUNT(DISTINCT ?i) AS ?n) {{ ?i v:area {area} ; v:basis/v:partOf ?law }} "
    "GROUP BY ?law ORDER BY DESC(?n) LIMIT 10",
    "lookup": "SELECT ?i ?l ?b ?a {{ {area} v:within* ?a . {topic} skos:broader* ?t . ?i v:area ?a ; v:topic ?t ; "
    "v:lead ?b ; skos:prefLabel ?l ; v:validFrom ?f ; v:validTo ?e . FILTER(?f <= {on} && {on} < ?e) }}",
}  # fmt: skip
SMALL = f"SELECT ?p ?o {{ {thing('item', 3, 0, 7)} ?p ?o }}"
RUNAWAYS = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }",
    "unbound path": f"SELECT (COUNT(*) AS ?n) {{ ?x (<{BASE}v#within>|!<u:x>)* ?y }}",
    "huge sort": "SELECT * { ?a ?p ?b . ?c ?q ?d } ORDER BY ?a ?d LIMIT 1",
    "regex": 'SELECT (COUNT(*) AS ?n) { ?a ?p ?b . FILTER REGEX(STR(?b), "(a+)+$") ?c ?q ?d }',
}
MILLION = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000000"
