"""The authorizer: which keys are known, and which of them are in force."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.sign_in.authorizer import authorize
from chalicelib.tenancy.api_secret import CACHE_SECONDS, ApiSecret, new_secret, read_secret
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role
from tests.api.client import Api
from tests.api.clock import START, Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.world import World


def _caller(platform: Platform, key: str | None, scheme: str = "Bearer") -> Principal | None:
    return authorize(platform.table, platform.clock, f"{scheme} {key}")


def test_a_key_is_its_company_its_role_and_whom_it_is_held_to(
    acme: Company, platform: Platform
) -> None:
    found = _caller(platform, acme.supervisor.key)
    assert found is not None
    assert (found.tenant, found.roles, found.teams, found.employee_id) == (
        "acme",
        {Role.SUPERVISOR},
        {"red"},
        None,
    )


def test_what_a_request_would_have_to_read_comes_along(acme: Company, platform: Platform) -> None:
    found = _caller(platform, acme.admin.key)
    assert found is not None
    assert (found.shards, found.time_zone, found.locale) == (1, "Asia/Shanghai", "en")
    assert found.requests_per_minute == 1200


def test_the_operators_key_belongs_to_no_company(operator: Api, platform: Platform) -> None:
    found = _caller(platform, operator.key)
    assert found is not None
    assert (found.role, found.tenant) == (Role.OPERATOR, None)


def test_the_word_bearer_is_read_in_any_case(acme: Company, platform: Platform) -> None:
    assert _caller(platform, acme.admin.key, "bEARER") is not None
    assert _caller(platform, acme.admin.key, "Basic") is None


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x",
        "ssk_acme_000000000000_" + "x" * 42,
        "ssk_acme_000000000000_" + "x" * 43,
        "ssk_nobody_000000000000_" + "x" * 43,
        "ssk_0_000000000000_" + "x" * 43,
        "ssk_ACME_000000000000_" + "x" * 43,
        "ssk_acme#keys_000000000000_" + "x" * 43,
        "ssk_acme_../../000000_" + "x" * 43,
    ],
)
def test_what_is_no_key_of_anybody_is_nobody(acme: Company, platform: Platform, key: str) -> None:
    assert _caller(platform, key) is None


def test_a_known_id_with_another_secret_is_nobody(acme: Company, platform: Platform) -> None:
    known = read_secret(str(acme.admin.key))
    assert known is not None
    forged = ApiSecret(known.tenant, known.key_id, new_secret("acme").secret)
    assert _caller(platform, forged.text) is None


def test_an_unknown_id_costs_the_same_read_and_the_same_comparison_as_a_wrong_secret(
    acme: Company, platform: Platform, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    matches = ApiSecret.matches

    def noted(self: ApiSecret, digest: str) -> bool:
        compared.append(digest)
        return matches(self, digest)

    monkeypatch.setattr(ApiSecret, "matches", noted)
    known = read_secret(str(acme.admin.key))
    assert known is not None
    calls()
    for key_id in (known.key_id, "000000000000"):
        forged = ApiSecret("acme", key_id, new_secret("acme").secret)
        assert _caller(platform, forged.text) is None
    assert calls() == ["BatchGetItem", "BatchGetItem"]
    assert [len(digest) for digest in compared] == [64, 64]


@pytest.mark.long
def test_a_key_ends_at_its_expiry(acme: Company, platform: Platform, clock: Clock) -> None:
    until = (START + timedelta(hours=1)).isoformat()
    caller = acme.with_role("hr", expires_at=until)
    clock.advance(minutes=59, seconds=59)
    assert _caller(platform, caller.key) is not None
    clock.advance(seconds=1)
    assert _caller(platform, caller.key) is None


def test_an_expiry_is_read_with_its_offset(acme: Company) -> None:
    """09:00 in Shanghai is 01:00 UTC, before the clock's 08:00."""
    body = {"role": "hr", "expires_at": "2026-11-05T09:00:00+08:00"}
    problem = acme.admin.post("/v1/api-keys", body).problem(422)
    assert problem["errors"][0]["code"] == "in_the_past"


def test_a_revoked_key_is_nobody_at_the_next_question(acme: Company, platform: Platform) -> None:
    caller = acme.hr
    found = _caller(platform, caller.key)
    assert found is not None
    acme.admin.delete(f"/v1/api-keys/{found.credential}").ok(204)
    assert _caller(platform, caller.key) is None


def test_the_gateway_keeps_an_answer_for_half_a_minute_at_most() -> None:
    import app

    assert CACHE_SECONDS <= 30
    assert app.authorizer.config.ttl_seconds == CACHE_SECONDS


def test_a_suspended_companys_keys_are_nobodys_until_it_is_active_again(
    acme: Company, operator: Api, platform: Platform
) -> None:
    operator.patch("/v1/tenants/acme", {"status": "suspended"}).ok()
    assert _caller(platform, acme.admin.key) is None
    operator.patch("/v1/tenants/acme", {"status": "active"}).ok()
    assert _caller(platform, acme.admin.key) is not None


def test_a_key_may_be_exchanged_without_a_moment_in_which_none_works(
    acme: Company, platform: Platform
) -> None:
    new = acme.with_role("admin")
    assert _caller(platform, acme.admin.key) is not None
    old = read_secret(str(acme.admin.key))
    assert old is not None
    new.delete(f"/v1/api-keys/{old.key_id}").ok(204)
    assert _caller(platform, acme.admin.key) is None
    new.get("/v1/tenant").ok()


def test_an_allowed_caller_may_use_every_route_of_the_cached_answer(acme: Company) -> None:
    """One policy serves all routes. The gateway caches it, and the application checks roles."""
    answer = _policy(str(acme.hr.key))
    statement = answer["policyDocument"]["Statement"][0]
    assert statement["Effect"] == "Allow"
    assert all(resource.endswith("/*") for resource in statement["Resource"])
    assert len(statement["Resource"]) == 1


def test_nobodys_policy_allows_no_route(acme: Company) -> None:
    answer = _policy("ssk_acme_000000000000_" + "x" * 43)
    assert answer["policyDocument"]["Statement"][0]["Resource"] == []
    assert answer["context"] == {}


def test_what_is_handed_on_holds_texts_and_no_secret(acme: Company) -> None:
    key = str(acme.agent.key)
    context = _policy(key)["context"]
    assert all(isinstance(value, str) for value in context.values())
    assert key.rsplit("_", 1)[1] not in str(context)
    assert Principal.from_context(context).employee_id == "1001"


@pytest.mark.parametrize(
    "context", [{}, {"credential": "x"}, {"credential": "x", "role": "emperor"}]
)
def test_a_context_that_is_not_the_authorizers_is_nobody(context: dict[str, str]) -> None:
    with pytest.raises((KeyError, ValueError)):
        Principal.from_context(context)


def test_no_secret_is_stored(acme: Company, world: World) -> None:
    kept = str(world.items())
    for caller in acme.callers().values():
        assert str(caller.key).rsplit("_", 1)[1] not in kept


def test_a_secret_does_not_show_itself() -> None:
    secret = new_secret("acme")
    assert secret.secret not in repr(secret)
    assert secret.text.startswith("ssk_acme_")
    assert read_secret(secret.text) == secret


def _policy(key: str) -> Any:
    import app

    arn = "arn:aws:execute-api:us-east-1:123456789012:api/stage/GET/v1/tenant"
    event = {"type": "TOKEN", "authorizationToken": f"Bearer {key}", "methodArn": arn}
    return app.authorizer(event, None)
