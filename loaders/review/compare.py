"""Parties of a candidate as a corpus enters them, and in which way they differ from duties on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.codes import LevelRange
from graph.corpus import Corpus, StatedDuty
from graph.records import Party
from loaders.extraction.candidate import Candidate, CandidateParty


def parties_of(candidate: Candidate, corpus: Corpus) -> tuple[Party, ...]:
    """The parties in the corpus' form, without repetition; a party of several types is several parties.

    A post that is no role of the corpus stays as written.
    """
    return tuple(dict.fromkeys(party for one in candidate.parties for party in _parties(one, corpus)))


def _parties(one: CandidateParty, corpus: Corpus) -> Iterator[Party]:
    written, level, is_open = one.as_written or None, one.level_range, one.open_list
    if one.designated:
        basis = "text" if one.types else None
        yield Party(
            part=one.part,
            designated=True,
            candidates=one.types,
            candidates_basis=basis,  # type: ignore[arg-type]  # a literal, which mypy widens to str
            level=level,
            as_written=written,
            open_list=is_open,
        )
    elif one.role in corpus.roles:
        yield Party(part=one.part, role=one.role, level=level, as_written=written)
    elif one.types:
        for key in one.types:
            yield Party(part=one.part, type=key, level=level, as_written=written, open_list=is_open)
    else:
        yield Party(part=one.part, unnamed=True, level=level, as_written=written, open_list=is_open)


def common_level(parties: Sequence[Party]) -> LevelRange | None:
    """The level of all parties, where they have one and the same."""
    levels = {party.level for party in parties}
    return levels.pop() if len(levels) == 1 else None


def signature(
    parties: Iterable[Party], stated: StatedDuty | None = None, corpus: Corpus | None = None
) -> set[str]:
    """Who has which part, in words that compare equal however the parties are ordered and spelled.

    Groups count as their members, bodies on record as the types they act as; levels are left out.
    """
    return {f"{party.part} {who}" for party in parties for who in _who(party, stated, corpus)}


def _who(party: Party, stated: StatedDuty | None, corpus: Corpus | None) -> list[str]:
    if party.type:
        return [party.type]
    if party.role:
        return [f"role:{party.role}"]
    if party.group and stated:
        groups = {group.id: group.members for group in stated.instrument.groups}
        return list(groups.get(party.group, (f"group:{party.group}",)))
    if party.body and corpus:
        acts = [one.acts_as for one in corpus.mandates if one.body == party.body]
        return list(dict.fromkeys(acts)) or [f"body:{party.body}"]
    return ["designated" if party.designated else "unnamed"]


def differences(parties: Sequence[Party], on_record: Sequence[StatedDuty], corpus: Corpus) -> tuple[str, ...]:
    """In what a proposal differs from all duties of its place together; empty when in nothing."""
    proposed = signature(parties)
    recorded = {who for stated in on_record for who in signature(stated.duty.parties, stated, corpus)}
    found = []
    if added := sorted(proposed - recorded):
        found.append(f"语料没有：{'、'.join(added)} / not in the corpus: {', '.join(added)}")
    if missing := sorted(recorded - proposed):
        found.append(f"未提出：{'、'.join(missing)} / not proposed: {', '.join(missing)}")
    if not found and (levels := _other_levels(parties, on_record, corpus)):
        found.append(f"层级不同：{'；'.join(levels)} / other level: {'; '.join(levels)}")
    return tuple(found)


def _other_levels(parties: Sequence[Party], on_record: Sequence[StatedDuty], corpus: Corpus) -> list[str]:
    """Parties whose level is stated on both sides and nowhere the same."""
    recorded: dict[str, set[str]] = {}
    for stated in on_record:
        for party in stated.duty.parties:
            level = party.level or stated.duty.level
            for who in signature([party], stated, corpus):
                recorded.setdefault(who, set()).update([level] if level else ["any"])
    found = []
    for party in parties:
        for who in signature([party]):
            known = recorded.get(who, set())
            if party.level and known and "any" not in known and party.level not in known:
                found.append(f"{who} {party.level} ({', '.join(sorted(known))})")
    return found
