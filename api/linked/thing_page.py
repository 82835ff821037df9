"""The page of one thing: what it is, when it holds, on what it rests, who takes part, what it is linked with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape
from urllib.parse import urlencode

from api.linked.html import Frame, both, listed, long_span, named, page, section, table, words
from api.linked.places import EXTENSION_OF, HTML, KINDS, OFFERED, Place
from graph.writer import RDF_TYPE, property_iri
from ontology.terms import CODE, ID, PARTIES, term
from queries.succession import SUCCESSION
from queries.thing import SHOWN, Basis, Named, PartyRow, Pointing, Said, Thing

# Shown in places of their own on the page.
ELSEWHERE = frozenset(
    {
        RDF_TYPE,
        property_iri("skos:prefLabel"),
        property_iri("prov:wasDerivedFrom"),
        *(relation.value for relation in SUCCESSION),
        *(term(name) for name in ("statedIn", "participation", "proposedParty", "validFrom", "validUntil")),
    }
)
BASIS = frozenset({term("statedIn"), property_iri("prov:wasDerivedFrom")})
IN_TABLE = frozenset(term(name) for name in PARTIES)
PREFIX = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"


def thing_page(one: Thing, frame: Frame) -> bytes:
    return page(frame, one.named.zh, _body(one, frame))


def _body(one: Thing, frame: Frame) -> Iterator[str]:
    place = frame.place
    yield f'<p class="kind">{both(*_kind(one))}</p><h1>{escape(one.named.zh)}</h1>\n'
    if one.named.en:
        yield f'<p lang="en">{escape(one.named.en)}</p>\n'
    if one.named.span:
        yield f'<p class="span">{long_span(one.named.span)}</p>\n'
    yield _named_release(place)
    yield _notice(one, place)
    yield section(both("依据", "basis"), _basis(one, place), "basis")
    yield section(both("由谁", "parties"), _parties(one.parties, place), "parties")
    yield section(both("陈述", "statements"), _statements(one, place), "statements")
    yield section(both("此前", "before it"), listed([named(n, place) for n in one.follows]), "before")
    if _end(one) is None:
        yield section(both("此后", "after it"), listed([named(n, place) for n in one.followed_by]), "after")
    yield section(both("指向这里的", "what points here"), _pointing(one, place), "pointing")
    yield section(both("引用与下载", "cite and download"), _cite(one, frame), "cite")
    yield _day(place)


def _kind(one: Thing) -> tuple[str, str]:
    iri = one.named.iri
    if iri.startswith(CODE):
        return KINDS["code"]
    kind, _, key = iri.removeprefix(ID).partition("/")
    known = KINDS.get("provision" if kind == "instrument" and "/" in key else kind)
    types = [(found.zh, found.en or "") for found in one.types]
    return known or (types or [("事物", "thing")])[0]


def _named_release(place: Place) -> str:
    """What a reader of a named release has to know: the one in service may say otherwise."""
    if place.release is None:
        return ""
    now = escape(replace(place, release=None).address())
    lead = both(f"这是版本 {place.release} 的内容。", f"As release {place.release} has it.")
    link = f'<a href="{now}">{both("看现行版本", "the release in service")}</a>'
    return f'<div class="notice"><p>{lead} {link}</p></div>\n'


def _notice(one: Thing, place: Place) -> str:
    """What a reader has to know first: it does not hold on the day asked for, or something has followed it."""
    if one.on is not None and one.holds is False:
        then = listed([named(n, place) for n in one.held_then])
        lead = both(
            f"{one.on} 这一天不生效，只列它是什么。",
            "Not in force on that day: only what identifies it is shown.",
        )
        instead = f"<p>{both('那一天有效的是：', 'In force on that day:')}</p>{then}" if then else ""
        return f'<div class="notice"><p>{lead}</p>{instead}</div>\n'
    if one.on is not None and one.holds is None:
        lead = both(f"起点不明，{one.on} 这一天是否有效说不准。", "The start is not known well enough to say whether it holds on that day.")  # fmt: skip
        return f'<div class="notice"><p>{lead}</p></div>\n'
    if (end := _end(one)) is not None:
        lead = both(f"{end} 起不再有效。", f"No longer in force from {end}.")
        after = listed([named(n, place) for n in one.followed_by])
        followed = f"<p>{both('其后是：', 'Followed by:')}</p>{after}" if after else ""
        return f'<div class="notice"><p>{lead}</p>{followed}</div>\n'
    return ""


def _end(one: Thing) -> date | None:
    """The end that a page for any day has to speak of first, with what followed; None for no end on record."""
    return one.named.span.until if one.on is None and one.named.span is not None else None


def _basis(one: Thing, place: Place) -> str:
    return "".join(_one_basis(basis, place) for basis in one.basis)


def _one_basis(basis: Basis, place: Place) -> str:
    parts = [named(basis.provision, place, when=False)]
    if basis.edition:
        parts.append(f"{both('载于', 'in')} {named(basis.edition, place)}")
    if basis.number:
        parts.append(escape(basis.number))
    quote = f"<blockquote>{escape(basis.quote)}</blockquote>" if basis.quote else ""
    return f"<p>{'；'.join(parts)}</p>{quote}"


def _parties(rows: tuple[PartyRow, ...], place: Place) -> str:
    if not rows:
        return ""
    head = (both("角色", "part"), both("主体", "who"), both("层级", "level"), both("原文称呼", "as written"))
    return table(head, [_party(row, place) for row in rows])


def _party(row: PartyRow, place: Place) -> tuple[str, str, str, str]:
    who = named(row.participant, place, when=False) if row.participant else both("未点名", "not named")
    if row.candidates:
        found = "、".join(named(c, place, when=False) for c in row.candidates)
        who += f"<br>{both('候选', 'candidates')}：{found}"
    written = escape(row.as_written or "") + (f" {both('等', 'and others')}" if row.open_list else "")
    levels = "、".join(f'<span class="whole">{escape(level.zh)}</span>' for level in row.levels)
    return named(row.part, place), who, levels, written


def _statements(one: Thing, place: Place) -> str:
    hidden = ELSEWHERE | (IN_TABLE if one.parties else frozenset())
    rows = [(named(s.property, place), _values(s, place)) for s in one.said if s.property.iri not in hidden]
    types = "、".join(named(kind, place) for kind in one.types)
    rows.insert(0, (both("类型", "type"), types))
    return table((both("属性", "property"), both("值", "value")), rows)


def _values(said: Said, place: Place) -> str:
    links = [named(value, place) for value in said.values if isinstance(value, Named)]
    literals = [words(value) for value in said.values if not isinstance(value, Named)]
    return listed(links) + ("、" if len(literals) > 3 else "<br>").join(literals)


def _pointing(one: Thing, place: Place) -> str:
    groups = [
        group for group in one.pointing if group.property.iri not in ELSEWHERE or group.property.iri in BASIS
    ]
    return "".join(_group(group, one.named.iri, place) for group in groups)


def _group(group: Pointing, iri: str, place: Place) -> str:
    way = both(f"“{group.property.zh}”是它的", f"by: {group.property.en}")
    heading = f'<h3>{way} <span class="count">{group.total}</span></h3>'
    notes = []
    kept = group.total - group.not_held
    if group.not_held:
        notes.append(
            both(
                f"其中 {group.not_held} 条该日不生效，未列。",
                f"{group.not_held} not in force on that day are left out.",
            )
        )
    if kept > len(group.shown):
        asked = {
            "query": _query(group.property.iri, iri),
            **({"release": place.release} if place.release else {}),
        }
        href = escape(f"{place.root}/sparql?{urlencode(asked)}")
        notes.append(both(f"列出前 {SHOWN} 条，共 {kept} 条；", f"{SHOWN} of {kept} shown;")
                     + f' <a href="{href}">用 SPARQL 查看全部 <span lang="en">all of them by SPARQL</span></a>')  # fmt: skip
    note = f'<p class="note">{" ".join(notes)}</p>' if notes else ""
    return heading + listed([named(n, place) for n in group.shown]) + note


def _query(predicate: str, iri: str) -> str:
    """All that points at a thing by one property, with names."""
    return (
        f"{PREFIX}\nSELECT ?thing ?label WHERE {{\n  ?thing <{predicate}> <{iri}> .\n"
        '  OPTIONAL { ?thing skos:prefLabel ?label FILTER(LANGMATCHES(LANG(?label), "zh")) }\n} ORDER BY ?thing'
    )


def citation(one: Thing, release: str) -> str:
    """How to cite it: name, data set and release, canonical IRI, the day where one was asked for."""
    day = f"，{one.on} 的内容" if one.on else ""
    return f"{one.named.zh}{day}。谁管 shuiguan 数据，版本 {release}。{one.named.iri}"


def _cite(one: Thing, frame: Frame) -> str:
    fixed = escape(replace(frame.place, release=frame.release).address())
    forms = " · ".join(
        f'<a href="{escape(frame.place.address(media))}" rel="alternate" type="{media}">{EXTENSION_OF[media]}</a>'
        for media in OFFERED
        if media != HTML
    )
    return (
        f'<p class="cite">{escape(citation(one, frame.release))}</p>'
        f'<p><a href="{fixed}">{both("固定在这个版本的链接", "link fixed to this release")}</a></p>'
        f'<p>{both("这条的永久地址", "canonical IRI")} <span class="iri">{escape(one.named.iri)}</span></p>'
        f"<p>{both('其他格式', 'other formats')} {forms}</p>"
    )


def _day(place: Place) -> str:
    value = f' value="{escape(place.on)}"' if place.on else ""
    anyday = f' <a href="{escape(replace(place, on=None).address())}">不限日期 <span lang="en">any day</span></a>' if place.on else ""  # fmt: skip
    kept = f'<input type="hidden" name="release" value="{escape(place.release)}">' if place.release else ""
    return (
        f'<form method="get" action="{escape(place.root + place.path)}"><label for="on">{both("看某一天", "as on a day")}</label>'
        f'<input type="date" id="on" name="on" required{value}>{kept}<button>查看 <span lang="en">show</span></button>{anyday}</form>'
    )
