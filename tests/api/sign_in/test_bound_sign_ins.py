"""A sign-in is bound to whoever has the employee id of its claim."""

from chalicelib.sign_in.authorizer import authorize
from chalicelib.sign_in.key_sets import KeySets
from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.sign_in.provider import Provider, refused


def test_a_token_names_whoever_has_the_id_now(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    signed_in.hr.put("/v1/employees/7", {"status": "active"}).ok(201)
    me = api.as_(provider.token(employee_number="7")).get("/v1/me").ok()
    assert (me["employee_id"], me["person"]) == ("7", "prs_g4")


def test_tokens_of_whoever_was_deleted_are_refused_whatever_the_role(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    signed_in.hr.put("/v1/employees/7", {"status": "active"}).ok(201)
    signed_in.hr.delete("/v1/employees/7").ok(204)
    for role in ("people-team", "staff"):
        refused(api, provider.token(role=role, employee_number="7"))
    api.as_(provider.token(role="people-team")).get("/v1/me").ok()


def test_who_has_left_signs_in_as_before(api: Api, signed_in: Company, provider: Provider) -> None:
    signed_in.hr.put("/v1/employees/7", {"status": "left"}).ok(201)
    agent = api.as_(provider.token(role="staff", employee_number="7"))
    assert agent.get("/v1/employees/7").ok()["status"] == "left"


def test_a_claim_with_another_persons_storage_key_names_nobody(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    caller = api.as_(provider.token(role="people-team", employee_number="7;2"))
    me = caller.get("/v1/me").ok()
    assert (me["employee_id"], me["person"]) == (None, None)
    refused(api, provider.token(role="staff", employee_number="7;2"))


def test_a_token_from_before_its_holder_had_the_id_is_refused(
    api: Api, signed_in: Company, provider: Provider, clock: Clock
) -> None:
    """Ann had 7 when it was made. Bob has it since 08:00:01; a token of 08:00:02 is his."""
    hr = signed_in.hr
    hr.put("/v1/employees/7", {"name": "Ann"}).ok(201)
    anns = provider.token(role="staff", employee_number="7")
    assert api.as_(anns).get("/v1/employees/7").ok()["name"] == "Ann"
    clock.advance(seconds=1)
    hr.post("/v1/employees/7/rename", {"employee_id": "8"}).ok()
    refused(api, anns)
    hr.put("/v1/employees/7", {"name": "Bob", "new_person": True}).ok(201)
    refused(api, anns)
    refused(api, provider.token(role="staff", employee_number="7", iat=None))
    clock.advance(seconds=1)
    bobs = api.as_(provider.token(role="staff", employee_number="7"))
    assert bobs.get("/v1/employees/7").ok()["name"] == "Bob"
    ann = api.as_(provider.token(role="staff", employee_number="8"))
    assert ann.get("/v1/employees/8").ok()["name"] == "Ann"


def test_a_token_of_the_second_in_which_the_id_changed_hands_is_refused(
    api: Api, signed_in: Company, provider: Provider, clock: Clock
) -> None:
    """It says whole seconds, so it may be of just before: 08:00:00 is before 08:00:00.5."""
    signed_in.hr.put("/v1/employees/7", {"name": "Ann"}).ok(201)
    token = provider.token(role="staff", employee_number="8")
    clock.advance(seconds=0.5)
    signed_in.hr.post("/v1/employees/7/rename", {"employee_id": "8"}).ok()
    refused(api, token)


def test_a_former_id_that_nobody_has_makes_a_token_nobodys(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    signed_in.hr.put("/v1/employees/7", {"name": "Ann"}).ok(201)
    signed_in.hr.post("/v1/employees/7/rename", {"employee_id": "8"}).ok()
    for role in ("people-team", "staff"):
        refused(api, provider.token(role=role, employee_number="7"))


def test_who_comes_back_after_a_deletion_needs_a_new_token(
    api: Api, signed_in: Company, provider: Provider, clock: Clock
) -> None:
    signed_in.hr.put("/v1/employees/7", {"name": "Ann"}).ok(201)
    old = provider.token(role="staff", employee_number="7")
    signed_in.hr.delete("/v1/employees/7").ok(204)
    clock.advance(seconds=1)
    signed_in.hr.post("/v1/employees/7/rehire", {}).ok()
    refused(api, old)
    api.as_(provider.token(role="staff", employee_number="7")).get("/v1/employees/7").ok()


def test_a_bound_token_costs_one_batch_read_more(
    signed_in: Company, provider: Provider, platform: Platform, calls: Calls
) -> None:
    """The register of providers and the company, and the person."""
    signed_in.hr.put("/v1/employees/7", {"name": "Ann"}).ok(201)
    known = KeySets(platform.outbound)
    made = []
    for claims in ({}, {"employee_number": "7"}):
        calls()
        caller = authorize(
            platform.table, platform.clock, f"Bearer {provider.token(**claims)}", known
        )
        assert caller is not None
        made.append(calls())
    assert made == [["BatchGetItem", "GetItem"], ["BatchGetItem", "GetItem", "BatchGetItem"]]
