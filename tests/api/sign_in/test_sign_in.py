"""A company's people sign in with its own provider: which tokens are accepted, for which role."""

from typing import Any
from unittest import mock

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from chalicelib.sign_in import service
from chalicelib.sign_in.key_set_document import ALGORITHMS
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Lines
from tests.api.sign_in.provider import (
    AUDIENCE,
    Provider,
    new_key,
    refused,
    serving,
)
from tests.api.world import World


def test_a_token_of_the_provider_is_a_caller_of_the_company(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    caller = api.as_(provider.token())
    assert caller.get("/v1/tenant").ok()["id"] == "acme"
    caller.get("/v1/uploads").ok()
    caller.get("/v1/audit-events").problem(403, "forbidden")


def test_a_sign_in_that_gives_nobody_a_role_isrefused(
    operator: Api, acme: Company, provider: Provider
) -> None:
    path = "/v1/tenants/acme/sign-in"
    for roles in ({}, {f"group-{number}": "hr" for number in range(101)}):
        problem = operator.put(path, {**provider.settings(), "roles": roles}).problem(422)
        assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [
            ("/roles", "wrong_count")
        ]
    operator.get(path).problem(404)


def test_keys_of_the_company_go_on_working_beside_tokens(signed_in: Company) -> None:
    signed_in.admin.get("/v1/tenant").ok()


def test_a_lead_is_held_to_the_team_of_the_claim(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    signed_in.hr.put("/v1/employees/1", {"team": "red"}).ok(201)
    signed_in.hr.put("/v1/employees/2", {"team": "blue"}).ok(201)
    lead = api.as_(provider.token(role="lead", team="red"))
    assert [person["id"] for person in lead.get("/v1/employees").ok()["items"]] == ["1"]
    lead.get("/v1/employees/2").problem(404)


def test_an_agent_is_held_to_the_employee_of_the_claim(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    signed_in.hr.put("/v1/employees/1", {"status": "active"}).ok(201)
    signed_in.hr.put("/v1/employees/2", {"status": "active"}).ok(201)
    agent = api.as_(provider.token(role="staff", employee_number="1"))
    agent.get("/v1/employees/1").ok()
    agent.get("/v1/employees/2").problem(404)


@pytest.mark.parametrize(
    "claims",
    [
        {"role": "lead"},
        {"role": "lead", "team": ""},
        {"role": "lead", "team": []},
        {"role": "lead", "team": [7]},
        {"role": "staff", "employee_number": "1001;2"},
        {"role": "staff"},
        {"role": "staff", "employee_number": 7},
        {"role": "visitor"},
        {"role": None},
        {"role": {"name": "people-team"}},
        {"role": "hr"},
        {"role": "operator"},
        {"role": []},
    ],
    ids=str,
)
def test_without_a_role_of_ours_and_what_it_is_held_to_a_person_is_nobody(
    api: Api, signed_in: Company, provider: Provider, claims: dict[str, Any]
) -> None:
    refused(api, provider.token(**claims))


def test_all_roles_of_ours_count_that_a_claim_lists(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    caller = api.as_(provider.token(role=["lead", "people-team", "guests"], team="red"))
    caller.get("/v1/uploads").ok()
    me = caller.get("/v1/me").ok()
    assert (me["role"], me["roles"]) == ("hr", ["hr", "supervisor"])


def test_a_role_without_what_it_needs_is_left_out(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    """No team and no employee: what is left is what the person is for the company."""
    caller = api.as_(provider.token(role=["lead", "staff", "people-team"]))
    assert caller.get("/v1/me").ok()["roles"] == ["hr"]


def test_a_claim_may_list_several_teams_and_departments(
    api: Api, operator: Api, signed_in: Company, provider: Provider
) -> None:
    settings = {**provider.settings(), "department_claim": "units"}
    operator.put("/v1/tenants/acme/sign-in", settings).ok()
    for number, team in (("1", "red"), ("2", "blue"), ("3", "green")):
        signed_in.hr.put(f"/v1/employees/{number}", {"team": team}).ok(201)
    lead = api.as_(provider.token(role="lead", team=["red", "green", 7], units=["sales"]))
    assert [person["id"] for person in lead.get("/v1/employees").ok()["items"]] == ["1", "3"]
    me = lead.get("/v1/me").ok()
    assert (me["teams"], me["departments"]) == (["green", "red"], ["sales"])


@pytest.mark.parametrize(
    "teams", [[f"team {n}" for n in range(51)], [f"{n:0100d}" for n in range(40)]]
)
def test_more_teams_than_a_credential_may_hold_make_a_token_nobodys(
    api: Api, signed_in: Company, provider: Provider, teams: list[str]
) -> None:
    """51 teams are more than 50, and 40 names of 102 bytes more than 3,000."""
    refused(api, provider.token(role="lead", team=teams))
    api.as_(provider.token(role="lead", team=teams[:29] if len(teams) == 40 else teams[:50])).get(
        "/v1/me"
    ).ok()


def test_a_token_ends_at_its_time(
    api: Api, signed_in: Company, provider: Provider, clock: Clock
) -> None:
    """It lasts five minutes, plus one minute of leeway for the provider's clock."""
    caller = api.as_(provider.token())
    clock.advance(seconds=359)
    caller.get("/v1/tenant").ok()
    clock.advance(seconds=1)
    caller.get("/v1/tenant").problem(401)


def test_a_token_of_the_future_is_refused_beyond_the_leeway(
    api: Api, signed_in: Company, provider: Provider, clock: Clock
) -> None:
    now = int(clock.now.timestamp())
    api.as_(provider.token(nbf=now + 60)).get("/v1/tenant").ok()
    refused(api, provider.token(nbf=now + 61))


@pytest.mark.parametrize("claim", ["exp", "iss", "aud", "sub"])
def test_a_token_without_one_of_the_claims_that_make_it_isrefused(
    api: Api, signed_in: Company, provider: Provider, claim: str
) -> None:
    refused(api, provider.token(**{claim: None}))


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://127.0.0.1:1"},
        {"iss": ["x"]},
        {"aud": "another-service"},
        {"aud": []},
        {"aud": [1]},
        {"aud": ["a", "b", "c", "d", "e", AUDIENCE]},
        {"exp": "soon"},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_token_that_says_something_else_isrefused(
    api: Api, signed_in: Company, provider: Provider, claims: dict[str, Any]
) -> None:
    try:
        token = provider.token(**claims)
    except TypeError:
        # PyJWT refuses to sign such a token, so it is put together here.
        said = {**provider.claims(), **claims}
        key = next(iter(provider.keys.values()))
        token = jwt.PyJWS().encode(_json(said), key, "RS256", {"kid": "first"})
    refused(api, token)


def _json(said: dict[str, Any]) -> bytes:
    import json

    return json.dumps(said).encode()


def test_one_of_several_audiences_is_enough(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    api.as_(provider.token(aud=["another", AUDIENCE])).get("/v1/tenant").ok()


def test_a_signature_by_another_key_isrefused(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    refused(api, provider.token(key=new_key()))


def test_a_token_that_was_changed_isrefused(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    head, _, signature = provider.token().split(".")
    other = provider.token(role="lead", team="red").split(".")[1]
    refused(api, f"{head}.{other}.{signature}")


def test_an_unsigned_token_isrefused(api: Api, signed_in: Company, provider: Provider) -> None:
    refused(api, jwt.encode(provider.claims(), None, algorithm="none", headers={"kid": "first"}))


def test_a_token_signed_with_the_public_key_as_a_secret_isrefused(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    """Algorithm confusion: if HS256 were verified with the public key, anybody could sign."""
    public = next(iter(provider.keys.values())).public_key()
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    import base64
    import hashlib
    import hmac

    signed = ".".join(
        base64.urlsafe_b64encode(_json(part)).decode().rstrip("=")
        for part in ({"alg": "HS256", "typ": "JWT", "kid": "first"}, provider.claims())
    )
    digest = hmac.new(pem, signed.encode(), hashlib.sha256).digest()
    refused(api, f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}")


def test_only_signatures_with_public_keys_are_on_the_list() -> None:
    listed = {name for names in ALGORITHMS.values() for name in names}
    assert not {name for name in listed if name.startswith("HS") or name == "none"}


@pytest.mark.parametrize("token", ["a.b.c", "..", "e30.e30.", "é.b.c", "a." + "b" * 9000 + ".c"])
def test_what_only_looks_like_a_token_is_nobody(api: Api, signed_in: Company, token: str) -> None:
    refused(api, token.encode().decode("latin-1"))


def test_the_providers_keys_are_fetched_once_and_kept(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    for _ in range(3):
        api.as_(provider.token()).get("/v1/tenant").ok()
    assert provider.fetched == 1


def test_tokens_with_made_up_key_ids_do_not_become_requests_to_the_provider(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    api.as_(provider.token()).get("/v1/tenant").ok()
    for number in range(5):
        made_up = jwt.encode(
            provider.claims(), new_key(), algorithm="RS256", headers={"kid": f"made-up-{number}"}
        )
        refused(api, made_up)
    assert provider.fetched == 1


def test_a_new_key_of_the_provider_is_fetched_by_a_new_process(
    api: Api, signed_in: Company, provider: Provider, platform: Any, clock: Clock
) -> None:
    api.as_(provider.token()).get("/v1/tenant").ok()
    provider.keys["second"] = new_key()
    platform.start_over(clock)
    api.as_(provider.token()).get("/v1/tenant").ok()
    assert provider.fetched == 2


def test_a_provider_that_cannot_be_reached_lets_nobody_in(
    api: Api, operator: Api, acme: Company, provider: Provider
) -> None:
    operator.put(
        "/v1/tenants/acme/sign-in", provider.settings(key_set="http://127.0.0.1:1/keys")
    ).ok()
    refused(api, provider.token())


def test_a_suspended_companys_people_are_nobody(
    api: Api, operator: Api, signed_in: Company, provider: Provider
) -> None:
    operator.patch("/v1/tenants/acme", {"status": "suspended"}).ok()
    refused(api, provider.token())


def test_the_provider_of_one_company_lets_nobody_into_another(
    api: Api, operator: Api, signed_in: Company, globex: Company, provider: Provider, clock: Clock
) -> None:
    with serving(Provider(clock)) as other:
        operator.put("/v1/tenants/globex/sign-in", other.settings()).ok()
        assert api.as_(other.token()).get("/v1/tenant").ok()["id"] == "globex"
        refused(api, other.token(iss=provider.issuer))
        refused(api, other.token(tenant="acme", iss=provider.issuer, role="people-team"))


def test_an_issuer_and_audience_belong_to_one_company(
    operator: Api, signed_in: Company, globex: Company, provider: Provider
) -> None:
    taken = operator.put("/v1/tenants/globex/sign-in", provider.settings())
    taken.problem(409, "sign_in_taken")
    operator.put("/v1/tenants/globex/sign-in", provider.settings(audience="other")).ok()


def test_the_operator_changes_it_and_the_old_one_ends(
    api: Api, operator: Api, signed_in: Company, provider: Provider
) -> None:
    operator.put("/v1/tenants/acme/sign-in", provider.settings(audience="new")).ok()
    refused(api, provider.token())
    api.as_(provider.token(aud="new")).get("/v1/tenant").ok()
    assert operator.get("/v1/tenants/acme/sign-in").ok()["audience"] == "new"


def test_the_operator_ends_it(
    api: Api, operator: Api, signed_in: Company, provider: Provider, world: World
) -> None:
    operator.delete("/v1/tenants/acme/sign-in").ok(204)
    refused(api, provider.token())
    operator.get("/v1/tenants/acme/sign-in").problem(404)
    operator.delete("/v1/tenants/acme/sign-in").problem(404)
    assert [item for item in world.items() if item["pk"]["S"] == "~operator#sign-in"] == []


def test_a_company_that_is_not_there_has_none(operator: Api, provider: Provider) -> None:
    operator.put("/v1/tenants/nobody/sign-in", provider.settings()).problem(404)
    operator.get("/v1/tenants/nobody/sign-in").problem(404)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("issuer", "http://provider.example"),
        ("key_set", "file:///etc/passwd"),
        ("key_set", "https://provider.example/keys with a blank"),
        ("key_set", "http://169.254.169.254/latest"),
        ("roles", {"x": "operator"}),
        ("roles", ["hr"]),
        ("audience", ""),
        ("role_claim", "a b"),
    ],
)
def test_what_is_no_provider_isrefused(
    operator: Api, acme: Company, provider: Provider, member: str, value: Any
) -> None:
    wanted = {**provider.settings(), member: value}
    problem = operator.put("/v1/tenants/acme/sign-in", wanted).problem(422)
    assert problem["errors"][0]["pointer"].startswith(f"/{member}")


def test_the_audit_log_names_the_same_person_the_same_way_and_by_no_name(
    api: Api, signed_in: Company, provider: Provider, clock: Clock
) -> None:
    for team, subject in (("a", "li.na@acme.example"), ("b", "li.na@acme.example"), ("c", "other")):
        api.as_(provider.token(sub=subject)).put("/v1/employees/1", {"team": team})
        clock.advance(seconds=1)
    events = signed_in.admin.get("/v1/audit-events")
    people = [one for one in events.ok()["items"] if one["action"] == "employees.change"]
    actors = [event["actor"] for event in people]
    assert actors[1] == actors[2] != actors[0]
    assert all(actor.startswith("usr_") for actor in actors)
    assert "li.na@" not in str(actors)


def test_the_company_reads_in_its_audit_log_whose_sign_in_it_was_and_lines_tell_nobody(
    api: Api, signed_in: Company, provider: Provider, lines: Lines
) -> None:
    clerk = api.as_(provider.token(sub="li.na@acme.example"))
    clerk.put("/v1/employees/1", {"team": "a"}).ok(201)
    found = signed_in.admin.get("/v1/audit-events").ok()["items"]
    (event,) = (one for one in found if one["action"] == "employees.change")
    told = (event["actor_kind"], event["actor_name"], event["role"])
    assert told == ("person", "li.na@acme.example", "hr")
    assert "li.na" not in str(lines())


def test_a_token_made_before_its_issuer_was_the_companys_isrefused(
    api: Api, operator: Api, signed_in: Company, globex: Company, provider: Provider, clock: Clock
) -> None:
    """globex takes over acme's provider. A token that opened acme before must not open globex."""
    now = int(clock.now.timestamp())
    old = provider.token(exp=now + 9000)
    assert api.as_(old).get("/v1/tenant").ok()["id"] == "acme"
    clock.advance(seconds=1)
    operator.delete("/v1/tenants/acme/sign-in").ok(204)
    operator.put("/v1/tenants/globex/sign-in", provider.settings()).ok()
    refused(api, old)
    refused(api, provider.token(iat=None))
    assert api.as_(provider.token()).get("/v1/tenant").ok()["id"] == "globex"


def test_tokens_go_on_when_something_else_of_the_sign_in_changes(
    api: Api, operator: Api, signed_in: Company, provider: Provider, clock: Clock
) -> None:
    token = provider.token()
    clock.advance(seconds=5)
    operator.put("/v1/tenants/acme/sign-in", provider.settings(roles={"people-team": "admin"}))
    api.as_(token).get("/v1/audit-events").ok()


def test_of_two_changes_at_a_moment_one_is_told_to_begin_anew(
    operator: Api, signed_in: Company, provider: Provider, world: World
) -> None:
    """Otherwise the first issuer would stay in the register, and no request could remove it."""
    read = service.read_of_company
    once = [lambda: operator.put("/v1/tenants/acme/sign-in", provider.settings(audience="a")).ok()]

    def meanwhile(table: Any, tenant: str) -> Any:
        found = read(table, tenant)
        if once:
            once.pop()()
        return found

    with mock.patch.object(service, "read_of_company", meanwhile):
        late = operator.put("/v1/tenants/acme/sign-in", provider.settings(audience="b"))
    late.problem(412)
    register = [item for item in world.items() if item["pk"]["S"] == "~operator#sign-in"]
    assert {item["audience"]["S"] for item in register} == {"a"}


def test_a_company_that_is_being_deleted_gets_no_sign_in(
    operator: Api, acme: Company, provider: Provider
) -> None:
    operator.patch("/v1/tenants/acme", {"status": "suspended"}).ok()
    operator.post("/v1/tenants/acme/delete", {"confirm": "acme"}).ok(202)
    put = operator.put("/v1/tenants/acme/sign-in", provider.settings())
    put.problem(409, "tenant_deleted")
