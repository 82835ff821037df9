"""Who may do what: the whole matrix by hand, keys, and tokens of a login service."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from threading import Event

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from graph.errors import BadRequest
from office.access import Operation, Principal, Task, may, operations, require
from office.codes import Action, Cause, Channel, Outcome, Role, Stance, State, names
from office.database import open_engine
from office.errors import NotAllowed, UnknownKey
from office.keys import KEY, Keys
from office.migrations import upgrade
from office.oidc import OidcConfig, TokenReader, TokenRefused, fetch_keys

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
CLERK_ONLY = {
    Action.OPEN, Action.ACCEPT, Action.CORRECT, Action.CONSULT, Action.RECORD_POSITION, Action.TRANSFER, Action.PROPOSE,
    Action.PROPOSE_REVOCATION, Action.PAUSE, Action.RESUME, Action.LEAVE, Action.CLOSE,
}  # fmt: skip
APPROVER_ONLY = {Action.RETURN, Action.APPROVE, Action.KEEP, Action.REVOKE}
BOTH = {Action.PUBLISH, Action.EXTEND}
EVERYBODY = {Task.READ, Task.EXPORT}
ALLOWED: dict[Role, set[Operation]] = {
    Role.READER: {*EVERYBODY},
    Role.CLERK: {*EVERYBODY, *CLERK_ONLY, *BOTH},
    Role.APPROVER: {*EVERYBODY, *APPROVER_ONLY, *BOTH, Task.VERIFY},
    Role.ADMIN: {*EVERYBODY, Task.VERIFY, Task.MANAGE_KEYS},
}


@pytest.mark.parametrize("wanted", operations(), ids=str)
@pytest.mark.parametrize("role", Role, ids=str)
def test_a_role_may_do_exactly_what_the_matrix_says(role: Role, wanted: Operation) -> None:
    assert may(Principal("某人", frozenset({role})), wanted) == (wanted in ALLOWED[role])


@pytest.mark.parametrize("wanted", operations(), ids=str)
def test_without_a_role_nothing_may_be_done(wanted: Operation) -> None:
    assert not may(Principal("某人", frozenset()), wanted)


def test_a_scope_narrows_roles_and_never_widens_them() -> None:
    one = Principal("某人", frozenset({Role.CLERK}), frozenset({Task.READ, Action.APPROVE}))
    assert may(one, Task.READ)
    assert not may(one, Action.OPEN)
    assert not may(one, Action.APPROVE)


def test_a_refusal_names_the_roles_that_may() -> None:
    with pytest.raises(NotAllowed, match=r"需要的角色：审批 .*roles that may: approver"):
        require(Principal("张三", frozenset({Role.CLERK})), Action.APPROVE)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(str(tmp_path / "office.db"))
    upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def keys(engine: Engine) -> Keys:
    return Keys(engine)


def test_a_key_opens_what_its_roles_and_scopes_say(keys: Keys) -> None:
    given, entry = keys.make(
        "热线系统", [Role.CLERK], by="admin", at=NOW, reason="上岗", scopes=[Action.OPEN]
    )
    found = keys.principal(given, TODAY)
    assert found == Principal("热线系统", frozenset({Role.CLERK}), frozenset({Action.OPEN}))
    assert entry.holder == "热线系统" and entry.made_by == "admin"


def test_the_database_does_not_hold_the_secret(keys: Keys, engine: Engine) -> None:
    given, _ = keys.make("热线系统", [Role.READER], by="admin", at=NOW, reason="上岗")
    secret = given.split("_", 2)[2]
    with engine.connect() as connection:
        stored = json.dumps([list(row) for row in connection.execute(select(KEY))])
    assert secret not in stored and "$argon2id$" in stored


@pytest.mark.parametrize("wrong", ["", "shuiguan", "shuiguan__", "other_{id}_{secret}", "shuiguan_{id}_x{secret}",
                                   "shuiguan_0_{secret}", "shuiguan_{id}_", "shuiguan_{id}_\ud800"])  # fmt: skip
def test_a_wrong_key_opens_nothing(keys: Keys, wrong: str) -> None:
    given, _ = keys.make("某人", [Role.READER], by="admin", at=NOW, reason="上岗")
    _, key, secret = given.split("_", 2)
    assert keys.principal(given, TODAY) is not None
    assert keys.principal(wrong.format(id=key, secret=secret), TODAY) is None


def test_a_revoked_key_opens_nothing_from_that_moment(keys: Keys) -> None:
    given, entry = keys.make("某人", [Role.READER], by="admin", at=NOW, reason="上岗")
    assert keys.principal(given, TODAY) is not None
    revoked = keys.revoke(entry.id, by="admin", at=NOW, reason="离岗")
    assert keys.principal(given, TODAY) is None
    again = keys.revoke(entry.id, by="other", at=NOW + timedelta(days=1), reason="再次")
    assert again == revoked and revoked.revoked_because == "离岗"


def test_a_key_holds_to_the_day_before_its_end(keys: Keys) -> None:
    given, _ = keys.make("某人", [Role.READER], by="admin", at=NOW, reason="上岗", ends_on=date(2026, 12, 1))
    assert keys.principal(given, date(2026, 11, 30)) is not None
    assert keys.principal(given, date(2026, 12, 1)) is None


def test_who_made_and_revoked_a_key_and_why_is_on_record_and_stays(keys: Keys, engine: Engine) -> None:
    _, entry = keys.make("某人", [Role.READER], by="甲", at=NOW, reason="上岗", ends_on=date(2027, 1, 1))
    keys.revoke(entry.id, by="乙", at=NOW, reason="离岗")
    keys.revoke(entry.id, by="丙", at=NOW, reason="再次")
    recorded = keys.events()
    assert [(one.action, one.actor, one.reason) for one in recorded] == [
        ("make", "甲", "上岗"),
        ("revoke", "乙", "离岗"),
    ]
    assert '"holder":"某人"' in recorded[0].granted and '"ends_on":"2027-01-01"' in recorded[0].granted
    assert keys.events(after=1) == recorded[1:]
    columns = "(seq, key, action, actor, at, reason, content)"
    for statement in (
        "UPDATE key_event SET actor = 'x'",
        "DELETE FROM key_event",
        f"INSERT OR REPLACE INTO key_event {columns} VALUES (1, 'x', 'make', 'x', 'x', 'x', '{{}}')",
    ):
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("scopes", [None, [Task.READ], [Task.MANAGE_KEYS, Action.APPROVE]], ids=str)
def test_a_key_with_scopes_makes_none_that_may_do_more(keys: Keys, scopes: list[Operation] | None) -> None:
    within: list[Operation] = [Task.MANAGE_KEYS, Action.OPEN]
    with pytest.raises(NotAllowed, match="within its own"):
        keys.make("某人", [Role.ADMIN], by="甲", at=NOW, reason="上岗", scopes=scopes, within=within)
    keys.make("某人", [Role.CLERK], by="甲", at=NOW, reason="上岗", scopes=[Action.OPEN], within=within)
    assert len(keys.entries()) == 1


def test_keys_without_holder_role_or_reason_are_refused(keys: Keys) -> None:
    with pytest.raises(BadRequest, match="角色"):
        keys.make("某人", [], by="admin", at=NOW, reason="上岗")
    with pytest.raises(BadRequest, match="理由"):
        keys.make("某人", [Role.READER], by="admin", at=NOW, reason=" ")
    with pytest.raises(UnknownKey):
        keys.revoke("0", by="admin", at=NOW, reason="离岗")
    _, entry = keys.make("某人", [Role.READER], by="admin", at=NOW, reason="上岗")
    with pytest.raises(BadRequest, match="理由"):
        keys.revoke(entry.id, by="admin", at=NOW, reason=" ")


SIGNER = ECKey.generate_key("P-256", {"kid": "one"})
CONFIG = OidcConfig(
    "https://login.example",
    "shuiguan",
    "keys.json",
    {"office-clerk": Role.CLERK, "office-lead": Role.APPROVER},
)
CLAIMS = {"iss": CONFIG.issuer, "aud": "shuiguan", "sub": "zhang", "roles": ["office-clerk", "cook"],
          "exp": int(NOW.timestamp()) + 600}  # fmt: skip


def published(*signers: ECKey) -> bytes:
    return json.dumps(KeySet(list(signers)).as_dict(private=False)).encode()


def signed(claims: dict[str, object], signer: ECKey = SIGNER, **header: str) -> str:
    return jwt.encode({"alg": "ES256", "kid": signer.kid or "", **header}, claims, signer)


def reader() -> TokenReader:
    return TokenReader(CONFIG, lambda _: published(SIGNER))


def test_a_token_of_the_issuer_names_a_person_with_the_roles_we_know() -> None:
    assert reader().principal(signed(CLAIMS), NOW) == Principal("zhang", frozenset({Role.CLERK}))


@pytest.mark.parametrize(
    "change",
    [{"iss": "https://other.example"}, {"aud": "other"}, {"exp": int(NOW.timestamp()) - 60}, {"exp": None},
     {"sub": ""}, {"nbf": int(NOW.timestamp()) + 600}],
    ids=str,
)  # fmt: skip
def test_a_token_for_others_or_another_time_is_refused(change: dict[str, object]) -> None:
    claims = {name: value for name, value in {**CLAIMS, **change}.items() if value is not None}
    with pytest.raises(TokenRefused):
        reader().principal(signed(claims), NOW)


def test_a_token_of_another_signer_is_refused() -> None:
    other = ECKey.generate_key("P-256", {"kid": "one"})
    with pytest.raises(TokenRefused):
        reader().principal(signed(CLAIMS, other), NOW)


def test_unsigned_tokens_and_shared_secrets_are_refused() -> None:
    secret = OctKey.import_key(published(SIGNER))
    forged = jwt.encode({"alg": "HS256", "kid": "one"}, CLAIMS, secret)
    unsigned = "eyJhbGciOiJub25lIn0." + signed(CLAIMS).split(".")[1] + "."
    for token in (forged, unsigned, "", "a.b.c", "密"):
        with pytest.raises(TokenRefused):
            reader().principal(token, NOW)


def test_new_keys_of_the_issuer_are_taken_up_but_not_fetched_at_every_bad_token() -> None:
    newer = ECKey.generate_key("P-256", {"kid": "two"})
    served, fetched = [SIGNER], []

    def fetch(_: str) -> bytes:
        fetched.append(1)
        return published(*served)

    tokens = TokenReader(CONFIG, fetch)
    tokens.principal(signed(CLAIMS), NOW)
    served.append(newer)
    with pytest.raises(TokenRefused):
        tokens.principal(signed(CLAIMS, newer), NOW + timedelta(seconds=5))
    assert len(fetched) == 1
    assert tokens.principal(signed(CLAIMS, newer), NOW + timedelta(seconds=90)).name == "zhang"
    assert len(fetched) == 2


def test_a_strangers_token_does_not_drop_good_keys_while_the_issuer_cannot_be_reached() -> None:
    fetched: list[int] = []

    def fetch(_: str) -> bytes:
        fetched.append(1)
        if len(fetched) > 1:
            raise OSError("unreachable")
        return published(SIGNER)

    tokens = TokenReader(CONFIG, fetch)
    tokens.principal(signed(CLAIMS), NOW)
    later = NOW + timedelta(seconds=90)
    stranger = signed(CLAIMS, ECKey.generate_key("P-256", {"kid": "stranger"}))
    for _ in range(3):
        with pytest.raises(TokenRefused):
            tokens.principal(stranger, later)
        assert tokens.principal(signed(CLAIMS), later).name == "zhang"
    assert len(fetched) == 2  # a failed attempt counts as one


def test_nobody_waits_while_newer_keys_are_being_fetched() -> None:
    started, go_on = Event(), Event()

    def fetch(_: str) -> bytes:
        if tokens._keys is not None:
            started.set()
            go_on.wait(60)
        return published(SIGNER)

    tokens = TokenReader(CONFIG, fetch)
    tokens.principal(signed(CLAIMS), NOW)
    later = NOW + timedelta(seconds=90)
    stranger = signed(CLAIMS, ECKey.generate_key("P-256", {"kid": "stranger"}))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(tokens.principal, stranger, later)
        assert started.wait(60)
        second = pool.submit(tokens.principal, stranger, later)
        try:
            assert isinstance(second.exception(timeout=60), TokenRefused)
            assert tokens.principal(signed(CLAIMS), later).name == "zhang"
        finally:
            go_on.set()
        assert isinstance(first.exception(timeout=60), TokenRefused)


def test_keys_that_cannot_be_had_are_looked_for_ever_more_rarely() -> None:
    fetched: list[datetime] = []
    now = NOW

    def fetch(_: str) -> bytes:
        fetched.append(now)
        raise OSError("unreachable")

    tokens = TokenReader(CONFIG, fetch)
    for second in range(36):
        now = NOW + timedelta(seconds=second)
        with pytest.raises(TokenRefused):
            tokens.principal(signed(CLAIMS), now)
    assert [(one - NOW).total_seconds() for one in fetched] == [0, 5, 15, 35]


@pytest.mark.parametrize(
    "header", [{"crit": 5}, {"crit": ["exp"]}, {"kid": 7}, {"alg": 5}, {"b64": False}], ids=str
)
def test_a_header_that_the_library_stumbles_over_is_a_refused_token(header: dict[str, object]) -> None:
    head = base64.urlsafe_b64encode(json.dumps({"alg": "RS256", **header}).encode()).decode().rstrip("=")
    with pytest.raises(TokenRefused):
        reader().principal(".".join([head, *signed(CLAIMS).split(".")[1:]]), NOW)


def test_keys_are_read_from_a_file_or_over_https_only(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_bytes(published(SIGNER))
    assert fetch_keys(str(tmp_path / "keys.json")) == published(SIGNER)
    with pytest.raises(ValueError, match="https"):
        fetch_keys("http://login.example/keys")


@pytest.mark.parametrize(
    "kind", [Role, Channel, Cause, Stance, State, Action, Outcome], ids=lambda kind: kind.__name__
)
def test_every_word_has_names_of_its_own_list(kind: type[StrEnum]) -> None:
    assert len({names(word) for word in kind}) == len(kind)
    assert names(Channel.RETURNED) != names(State.RETURNED)
