"""The operator's keys can be made anew and ended by whoever may deploy, and by nobody else."""

import pytest

from chalicelib.api_keys.operator_keys import (
    issue_operator_key,
    operator_keys,
    revoke_operator_key,
)
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.api_secret import CACHE_SECONDS
from chalicelib.tenancy.current_tenant import acting_as_operator
from chalicelib.tenancy.platform import Platform
from infra import operator_key
from tests.api.client import Api
from tests.api.clock import Clock


def test_a_key_is_rotated_without_a_moment_without_one(
    api: Api, platform: Platform, clock: Clock
) -> None:
    old = issue_operator_key(platform.table, platform.clock)
    clock.advance(seconds=1)
    new = issue_operator_key(platform.table, platform.clock)
    first, second = operator_keys(platform.table)
    assert api.as_(old).get("/v1/tenants").status == 200
    revoke_operator_key(platform.table, platform.clock, first.id)
    clock.advance(seconds=CACHE_SECONDS + 1)
    assert api.as_(old).get("/v1/tenants").status == 401
    assert api.as_(new).get("/v1/tenants").status == 200
    assert [key.revoked_at is None for key in operator_keys(platform.table)] == [False, True]
    assert second.digest not in (old, new)


def test_keys_are_listed_oldest_first_whatever_their_ids(platform: Platform, clock: Clock) -> None:
    for _ in range(6):
        issue_operator_key(platform.table, platform.clock)
        clock.advance(seconds=1)
    made = [key.created_at for key in operator_keys(platform.table)]
    assert made == sorted(made)


def test_the_command_asks_which_key_to_revoke(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        operator_key.main(["revoke"])
    assert "the id of a key" in capsys.readouterr().err


def test_what_a_deployer_did_with_keys_is_in_the_operators_log(
    platform: Platform, clock: Clock
) -> None:
    secret = issue_operator_key(platform.table, platform.clock)
    (key,) = operator_keys(platform.table)
    clock.advance(seconds=1)
    revoke_operator_key(platform.table, platform.clock, key.id)
    with acting_as_operator():
        events = list(platform.table.query_all(operator_scope.AUDIT))
    assert [(event["action"], event["target"], event["actor"]) for event in events] == [
        ("operator_keys.create", f"operator-keys/{key.id}", "deployer"),
        ("operator_keys.revoke", f"operator-keys/{key.id}", "deployer"),
    ]
    assert secret not in str(events)


def test_revoking_twice_changes_nothing_and_an_unknown_key_is_told(platform: Platform) -> None:
    issue_operator_key(platform.table, platform.clock)
    (key,) = operator_keys(platform.table)
    revoke_operator_key(platform.table, platform.clock, key.id)
    (revoked,) = operator_keys(platform.table)
    revoke_operator_key(platform.table, platform.clock, key.id)
    assert operator_keys(platform.table) == [revoked]
    with pytest.raises(LookupError, match="key_none"):
        revoke_operator_key(platform.table, platform.clock, "key_none")
