"""/v1/me: every credential can ask who it is."""

from tests.api.client import Api
from tests.api.company import Company
from tests.api.sign_in.provider import Provider

LIMITS = {
    "requests_per_minute": 1200,
    "max_upload_rows": 1_000_000,
    "max_upload_bytes": 200 * 1024 * 1024,
    "max_employees": 200_000,
}


def test_a_key_says_whose_it_is_and_what_it_may(acme: Company) -> None:
    body = {
        "roles": ["supervisor", "agent"],
        "teams": ["red", "blue"],
        "employee_id": "7",
        "expires_at": "2026-12-01T00:00:00Z",
        "name": "lead's own",
    }
    made = acme.admin.post("/v1/api-keys", body).ok(201)
    assert acme.admin.as_(made["secret"]).get("/v1/me").ok() == {
        "tenant": "acme",
        "kind": "key",
        "credential": made["id"],
        "name": "lead's own",
        "role": "supervisor",
        "roles": ["supervisor", "agent"],
        "team": "blue",
        "teams": ["blue", "red"],
        "departments": [],
        "employee_id": "7",
        "person": "prs_g4",
        "expires_at": "2026-12-01T00:00:00.000Z",
        "limits": LIMITS,
        "sandbox": False,
    }


def test_every_role_of_a_company_may_ask(acme: Company) -> None:
    for role, caller in acme.callers().items():
        me = caller.get("/v1/me").ok()
        assert (me["role"], me["tenant"], me["expires_at"]) == (role, "acme", None)


def test_the_limits_are_the_companys_own(acme: Company, operator: Api) -> None:
    operator.patch("/v1/tenants/acme", {"limits": {"max_employees": 5}}).ok()
    assert acme.hr.get("/v1/me").ok()["limits"] == {**LIMITS, "max_employees": 5}


def test_the_operator_is_of_no_company(operator: Api) -> None:
    me = operator.get("/v1/me").ok()
    assert (me["tenant"], me["roles"], me["kind"]) == (None, ["operator"], "key")
    assert me["limits"] == {**dict.fromkeys(LIMITS), "requests_per_minute": 1200}


def test_a_person_who_signed_in_is_told_when_the_token_ends(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    """The token is of 08:00 and lasts five minutes."""
    me = api.as_(provider.token()).get("/v1/me").ok()
    assert (me["kind"], me["name"], me["expires_at"]) == (
        "person",
        "user-1",
        "2026-11-05T08:05:00.000Z",
    )


def test_a_token_that_ends_beyond_the_calendar_has_no_end_to_show(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    assert api.as_(provider.token(exp=10**18)).get("/v1/me").ok()["expires_at"] is None
