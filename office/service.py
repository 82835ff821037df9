"""The office as functions: everything that may be done to a matter, and everything that may be read.

Each change takes the matter's number, the version that was read, what is asked, and `by`: who, when, why,
with which idempotency key. It gives the matter as it stands afterwards. It raises, and writes nothing:

- BadRequest (UnknownMatter, UnknownArea) for what cannot be asked; `parameter` names the member
- NotAllowed, IllegalMove, StaleMatter, KeyReused of `office.errors`
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.errors import BadRequest
from graph.release import Release
from office.codes import Action, Cause, Outcome, Stance, State
from office.deciding import check_revocation
from office.decision_records import decision_id, records_of
from office.desk import Desk, check_cause, check_extension, check_other
from office.events import (
    Closed,
    Consulted,
    Content,
    Corrected,
    Extended,
    Nothing,
    PositionRecorded,
    Proposed,
    Published,
    RevocationProposed,
    Revoked,
    Transferred,
    canonical,
)
from office.intake import Finding, look_up, opened, receipt_of, without_personal_data
from office.ledger import Change
from office.masking import (
    check_publication,
    masked,
    masked_position,
    masked_transfer,
    presentable,
    presentable_revocation,
)
from office.matter import Asked, Matter, Pause, Position, Proposal, Publication, Revocation, Transfer
from office.matter import Extension as Moved
from office.personal import mask
from office.register import Faults
from office.requests import By, Closing, Consultation, Correction, Extension, NewMatter
from office.sheet import Preview, preview

# A matter with a decision is closed as decided, one whose decision was revoked as revoked.
CLOSED_WITH = {State.PUBLISHED: Outcome.DECIDED, State.REVOKED: Outcome.REVOKED}


class Office(Desk):
    """One office over one ledger and one folder of releases. Safe to use from several threads."""

    # ------------------------------------------------------------------ registering

    def open(self, new: NewMatter, by: By) -> Matter:
        """Register a matter. Its cause is worked out from the lookup, its personal data masked."""
        return self.open_all([new], by)[0]

    def open_all(self, matters: Sequence[NewMatter], by: By) -> tuple[Matter, ...]:
        """Register all matters or none, as from a pasted sheet."""

        def changes() -> list[Change]:
            lookup = self.lookup()
            return [Change(Action.OPEN, opened(lookup, new, by, self.past_lookup)[0]) for new in matters]

        return self._append(Action.OPEN, by, list(matters), changes)

    def preview(self, pasted: str, by: By) -> Preview:
        """Pasted spreadsheet rows as they would be registered, with the faults of each; nothing is written."""
        return preview(pasted, self.lookup(), by, self.similar_in_a_row())

    def open_pasted(self, pasted: str, by: By) -> tuple[Matter, ...]:
        """Register pasted rows, all of them or none. Raises BadRequest naming the first fault and their number."""
        return self.open_all(self.preview(pasted, by).matters(), by)

    def accept(self, matter: str, version: int, by: By) -> Matter:
        """Take a registered matter on; its clocks start on that day."""
        return self._change(Action.ACCEPT, matter, version, by, lambda _: Nothing())

    def correct(self, matter: str, version: int, correction: Correction, by: By) -> Matter:
        """Correct description, topic or cause. A new description or topic is looked up again.

        A cause that a person gave stays when only the description changes; a new topic is another question.
        """

        def content(before: Matter) -> Content:
            if (correction.description, correction.topic, correction.cause) == (None, None, None):
                raise BadRequest("correction", "没有要更正的内容", "there is nothing to correct")
            return self._corrected(before, correction)

        return self._change(Action.CORRECT, matter, version, by, content, correction)

    def _corrected(self, before: Matter, asked: Correction) -> Corrected:
        text = without_personal_data(asked.description or before.description, asked.keep_personal_data)
        found: Finding | None = None
        if asked.description is not None or asked.topic is not None:
            topic = asked.topic or (before.topic if asked.description is None else None)
            found = look_up(
                self.lookup(),
                text.text,
                before.place,
                before.level,
                before.occurred_on,
                before.channel,
                topic,
            )
        rewritten = asked.description is not None
        kept = asked.cause is None and asked.topic is None and before.cause_given_by is not None
        cause = asked.cause or (found.cause if found and not kept else None)
        return Corrected(
            description=text.text if rewritten else None,
            masked=text.found if rewritten else (),
            kept=mask(asked.keep_personal_data).text if rewritten and asked.keep_personal_data else None,
            topic=found.topic if found else None,
            topic_zh=found.topic_zh if found else None,
            receipt=receipt_of(found.answer) if found else None,
            cause=cause,
            cause_given=asked.cause is not None,
            cause_kept=kept,
        )

    # ------------------------------------------------------------------ consulting

    def consult(self, matter: str, version: int, consultation: Consultation, by: By) -> Matter:
        """Ask departments for their position. The matter must be one that nobody leads."""

        def content(before: Matter) -> Content:
            check_cause(before)
            faults = Faults()
            for number, department in enumerate(consultation.departments):
                member = f"departments[{number}]"
                self.register.check_department(member, department, before.place, by.today, faults)
                if department in consultation.departments[:number]:
                    faults.add(member, "部门重复", "the department stands twice")
            if consultation.due < by.today:
                faults.add("due", "答复期限在今天之前", "due before today")
            faults.raise_all()
            return Consulted(
                asked=tuple(
                    Asked(department=masked(one, "name"), asked_on=by.today, due=consultation.due)
                    for one in consultation.departments
                )
            )

        return self._change(Action.CONSULT, matter, version, by, content, consultation)

    def record_position(self, matter: str, version: int, position: Position, by: By) -> Matter:
        """Record what a department answered; its later answer takes the place of the earlier one."""

        def content(before: Matter) -> Content:
            faults = Faults()
            on, instead = position.answered_on, position.counter_proposal
            self.register.check_department("department", position.department, before.place, on, faults)
            if instead is not None:
                self.register.check_department("counter_proposal", instead, before.place, on, faults)
            if (position.stance is Stance.OURS_IF) != (position.condition is not None):
                faults.add(
                    "condition", "有条件的意见要写明条件，其他不写", "needed for ours-if, and only there"
                )
            if position.answered_on > by.today:
                faults.add("answered_on", "答复日在今天之后", "answered after today")
            faults.raise_all()
            return PositionRecorded(position=masked_position(position))

        return self._change(Action.RECORD_POSITION, matter, version, by, content, position)

    def transfer(self, matter: str, version: int, transfer: Transfer, by: By) -> Matter:
        """Record that one department passed the matter to another."""

        def content(before: Matter) -> Content:
            faults = Faults()
            self.register.check_department("giver", transfer.giver, before.place, transfer.on, faults)
            self.register.check_department("taker", transfer.taker, before.place, transfer.on, faults)
            if transfer.giver.key == transfer.taker.key:
                faults.add("taker", "不能转给自己", "a department cannot pass it to itself")
            if transfer.on > by.today:
                faults.add("on", "转办日在今天之后", "passed on after today")
            faults.raise_all()
            return Transferred(transfer=masked_transfer(transfer))

        return self._change(Action.TRANSFER, matter, version, by, content, transfer)

    # ------------------------------------------------------------------ deciding

    def propose(self, matter: str, version: int, proposal: Proposal, by: By) -> Matter:
        """Put a decision up for approval. The body that decides is checked against the procedure."""

        def content(before: Matter) -> Content:
            check_cause(before)
            draft = presentable(proposal)
            self._check_proposal(before, draft, by)
            return Proposed(proposal=draft)

        return self._change(Action.PROPOSE, matter, version, by, content, proposal)

    def send_back(self, matter: str, version: int, by: By) -> Matter:
        """Send a proposal back to be drafted anew."""
        return self._change(Action.RETURN, matter, version, by, lambda _: Nothing())

    def approve(self, matter: str, version: int, by: By) -> Matter:
        """Approve a proposal. Whoever drafted it may not (four eyes)."""

        def content(before: Matter) -> Content:
            check_other(by.actor, before.drafted_by)
            return Nothing()

        return self._change(Action.APPROVE, matter, version, by, content)

    def publish(self, matter: str, version: int, publication: Publication, by: By) -> Matter:
        """Publish an approved decision: it enters the ledger and a new release in one step, or neither."""

        def planned(decided: Sequence[Matter]) -> tuple[Matter, Callable[[Release], Change]]:
            before = self._movable(Action.PUBLISH, matter, version)
            proposal = before.proposal
            assert proposal is not None
            check_publication(publication)
            self._check_proposal(before, proposal, by, decided, by.reason)
            if not proposal.decided_on <= publication.published_on <= by.today:
                raise BadRequest(
                    "published_on",
                    "公开日应在作出日之后、今天之前",
                    "published before it was decided, or after today",
                )
            key = decision_id(before.id)
            records = canonical(records_of(before.id, proposal, publication, self.register.tables))
            coming = replace(before, decision=key, records=records, publication=publication)

            def change(release: Release) -> Change:
                content = Published(
                    decision=key, records=records, release=release.id, publication=publication
                )
                return Change(Action.PUBLISH, content, matter, version)

            return coming, change

        return self._commit(Action.PUBLISH, by, [matter, version, publication], planned)

    def propose_revocation(self, matter: str, version: int, revocation: Revocation, by: By) -> Matter:
        """Put the end of a published decision up for approval."""

        def content(before: Matter) -> Content:
            draft = presentable_revocation(revocation)
            check_revocation(self.register, before, draft, by.today)
            return RevocationProposed(revocation=draft)

        return self._change(Action.PROPOSE_REVOCATION, matter, version, by, content, revocation)

    def keep(self, matter: str, version: int, by: By) -> Matter:
        """Turn a proposed revocation down; the decision stays. Whoever drafted it may not (four eyes)."""

        def content(before: Matter) -> Content:
            check_other(by.actor, before.revocation_drafted_by)
            return Nothing()

        return self._change(Action.KEEP, matter, version, by, content)

    def revoke(self, matter: str, version: int, by: By) -> Matter:
        """Carry a revocation out, in ledger and graph in one step. Whoever drafted it may not (four eyes).

        With a reason where its day has passed since it was drafted.
        """

        def planned(_decided: Sequence[Matter]) -> tuple[Matter, Callable[[Release], Change]]:
            before = self._movable(Action.REVOKE, matter, version)
            check_other(by.actor, before.revocation_drafted_by)
            revocation = before.revocation
            assert revocation is not None
            if revocation.ends_on < by.today and not (revocation.backdated or by.reason):
                raise BadRequest(
                    "reason",
                    f"终止日{revocation.ends_on}已过，会改变已作出的回答，要写明理由",
                    f"it ends in the past, on {revocation.ends_on}, which changes answers given; say why",
                )
            coming = replace(before, revoked_by=by.actor.name)
            return coming, lambda release: Change(Action.REVOKE, Revoked(release=release.id), matter, version)

        return self._commit(Action.REVOKE, by, [matter, version], planned)

    # ------------------------------------------------------------------ the clock, and the end

    def pause(self, matter: str, version: int, by: By) -> Matter:
        """Stop the clock, with a reason."""

        def content(before: Matter) -> Content:
            if before.pauses and before.pauses[-1].until is None:
                raise BadRequest("matter", "计时已中止", "the clock stands already")
            pause = Pause(since=by.today, reason=by.reason or "")
            self._check_clock(before, replace(before, pauses=(*before.pauses, pause)), by.today)
            return Nothing()

        return self._change(Action.PAUSE, matter, version, by, content)

    def resume(self, matter: str, version: int, by: By) -> Matter:
        """Let the clock run again."""

        def content(before: Matter) -> Content:
            if not before.pauses or before.pauses[-1].until is not None:
                raise BadRequest("matter", "计时未中止", "the clock is running")
            if by.today < before.pauses[-1].since:
                raise BadRequest("at", "恢复早于中止", "resumed before it was paused")
            return Nothing()

        return self._change(Action.RESUME, matter, version, by, content)

    def extend(self, matter: str, version: int, extension: Extension, by: By) -> Matter:
        """Move a limit (the internal target where none is named) to a later date, with a reason.

        The limit is one that the matter has; the date is no more than five years ahead.
        """

        def content(before: Matter) -> Content:
            check_extension(extension, by.today)
            self._check_has_limit(before, extension.rule, by.today)
            made = Extended(until=extension.until, rule=extension.rule)
            moved = Moved(until=made.until, rule=made.rule, on=by.today, reason=by.reason or "")
            self._check_clock(before, replace(before, extensions=(*before.extensions, moved)), by.today)
            return made

        return self._change(Action.EXTEND, matter, version, by, content, extension)

    def leave(self, matter: str, version: int, by: By) -> Matter:
        """Hand a matter whose owner does not act to reminding and supervision (提醒、督办); it leaves the office."""

        def content(before: Matter) -> Content:
            if before.cause is not Cause.INACTIVE_OWNER:
                raise BadRequest(
                    "cause",
                    "只有“有主不作为”的事项转提醒督办；先更正原因",
                    "only a matter whose owner does not act is left for supervision; correct the cause first",
                )
            return Nothing()

        return self._change(Action.LEAVE, matter, version, by, content)

    def close(self, matter: str, version: int, closing: Closing, by: By) -> Matter:
        """End a matter for good, with its outcome and a reason. A duplicate names the matter it repeats."""

        def content(before: Matter) -> Content:
            wanted = CLOSED_WITH.get(before.state)
            if (wanted or closing.outcome) is not closing.outcome or (
                wanted is None and closing.outcome in CLOSED_WITH.values()
            ):
                raise BadRequest(
                    "outcome", "办结结果与事项现状不符", "the outcome does not fit the matter's state"
                )
            if (closing.outcome is Outcome.DUPLICATE) != (closing.duplicate_of is not None):
                raise BadRequest(
                    "duplicate_of", "重复的要写明与哪件重复", "needed for a duplicate, and only there"
                )
            if closing.duplicate_of is not None:
                if closing.duplicate_of == before.id:
                    raise BadRequest("duplicate_of", "不能与自己重复", "a matter does not repeat itself")
                self.ledger.matter(closing.duplicate_of)
            return Closed(outcome=closing.outcome, duplicate_of=closing.duplicate_of)

        return self._change(Action.CLOSE, matter, version, by, content, closing)
