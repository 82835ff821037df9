"""The office as one application has it: its ledger, keys, tokens and clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from api.office.models import PublishedDecision, decision_views
from api.office.outbox import Outbox
from api.settings import Settings
from office.access import Principal
from office.codes import Role
from office.database import open_engine
from office.desk import LookupNow
from office.keys import PREFIX, Keys
from office.migrations import upgrade
from office.oidc import OidcConfig, TokenReader, TokenRefused
from office.publication import OnRelease
from office.requests import Actor, By
from office.service import Office
from queries.dates import SHANGHAI


def utc_now() -> datetime:
    """The office's clock, read here only."""
    return datetime.now(UTC)


@dataclass
class OfficeDesk:
    """One office. `tokens` is None where no login service is configured; `outbox` tells receivers of changes."""

    office: Office
    keys: Keys
    tokens: TokenReader | None = None
    outbox: Outbox = field(default_factory=lambda: Outbox(()))
    now: Callable[[], datetime] = utc_now
    _decisions: tuple[str, Sequence[PublishedDecision]] = ("", ())

    @classmethod
    def open(cls, settings: Settings, lookup: LookupNow, on_release: OnRelease) -> OfficeDesk | None:
        """The office that the settings name, its tables brought up to date; None where they name none."""
        if not settings.office_url:
            return None
        engine = open_engine(settings.office_url)
        upgrade(engine)
        office = Office(engine, settings.releases, lookup=lookup, on_release=on_release)
        return cls(office, Keys(engine), token_reader(settings), Outbox.to(settings.webhooks))

    def decisions(self) -> tuple[str, Sequence[PublishedDecision]]:
        """Everything public, by matter, and the head of the ledger it is of; made anew when the head has moved."""
        head = self.office.head().digest
        if self._decisions[0] != head:
            # Read after the head: what came in between is shown now, and made again with the next request.
            self._decisions = head, decision_views(self.office.decisions())
        return self._decisions

    def today(self) -> date:
        """The calendar day in Asia/Shanghai."""
        return self.now().astimezone(SHANGHAI).date()

    def principal(self, credential: str) -> Principal | None:
        """Who a bearer credential belongs to: one of our keys, or a token of the login service. None: nobody."""
        now = self.now()
        if credential.startswith(f"{PREFIX}_"):
            return self.keys.principal(credential, self.today())
        if self.tokens is None:
            return None
        try:
            return self.tokens.principal(credential, now)
        except TokenRefused:
            return None

    def by(self, principal: Principal, reason: str | None = None, key: str | None = None) -> By:
        """Who does something now. Raises BadRequest for text that no ledger can hold."""
        return By(actor=Actor(principal.name, principal.roles), at=self.now(), reason=reason, key=key)


def token_reader(settings: Settings) -> TokenReader | None:
    """The reader of login tokens that the settings describe."""
    if not settings.oidc_issuer:
        return None
    roles = {word: Role(role) for word, role in settings.oidc_roles.items()}
    config = OidcConfig(
        issuer=settings.oidc_issuer,
        audience=settings.oidc_audience,
        keys=settings.oidc_keys,
        roles=roles,
        roles_claim=settings.oidc_roles_claim,
    )
    return TokenReader(config)
