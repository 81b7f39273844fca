"""The fourth layer as documents: the policies allow the API's requests to their signer alone.

Requests are recorded while the API serves them, each with the role and tag that signed it. They are
then checked against the template's policies. moto enforces no policy; tests/stack does.
"""

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any

import pytest

from chalicelib.audit import sealing
from chalicelib.exports import jobs as exporting
from chalicelib.results import jobs as scoring
from chalicelib.sign_in import authorizer
from chalicelib.tenancy import guard
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.roles import Role
from chalicelib.web import serve
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.unlimited import unlimited
from tests.api.web.permissions import PERMISSIONS
from tests.api.web.walking import PRIVATE, ask
from tests.api.world import World
from tests.isolation import policies
from tests.isolation.policies import Asked, allows, function, questions
from tests.isolation.requests import BODIES, all_requests
from tests.isolation.signing import OWN, Signatures, Signed, noted
from tests.isolation.test_boundary import _asked, _every_key_is_globex, callers, things  # noqa: F401
from tests.isolation.things import CODE, EMPLOYEE, PERIOD, Things, furnish

#: The function of the stack that would do the current work on AWS.
_doing: ContextVar[str] = ContextVar("doing", default="a worker's work")


def _during(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **named: Any) -> Any:
        token = _doing.set(name)
        try:
            return work(*args, **named)
        finally:
            _doing.reset(token)

    return wrapped


@pytest.fixture
def signatures(platform: Platform) -> Iterator[Signatures]:
    with noted(platform) as found:
        yield found


class _ByFunction(list[Signed]):
    """Records the requests that one function of the stack signs, without those of the others."""

    def __init__(self, name: str) -> None:
        self.name = name

    def append(self, one: Signed) -> None:
        if _doing.get() == self.name:
            super().append(one)


@pytest.fixture
def of_the_api(signatures: Signatures, monkeypatch: pytest.MonkeyPatch) -> Signatures:
    monkeypatch.setattr(serve, "serve", _during("api", serve.serve))
    signatures.signed = _ByFunction("api")
    return signatures


def asked(signed: Signed) -> Iterator[Asked]:
    return questions(signed.service, signed.operation, signed.params)


def documents(signed: Signed) -> tuple[tuple[dict[str, Any], ...], dict[str, str]]:
    """Return the signer's policy and tags."""
    role, tenant = signed.signer
    if tenant is None:
        assert signed.signer == OWN
        return function("api_handler"), {}
    name = {"tenant": "TenantRole", "operator": "OperatorRole"}[role]
    return policies.role(name), {"tenant": tenant}


def refusals(signed: list[Signed]) -> list[str]:
    return [
        f"{one.signer} {question}"
        for one in signed
        for question in asked(one)
        if not allows(documents(one)[0], question, documents(one)[1])
    ]


@pytest.fixture
def signed(
    operator: Api, acme: Company, world: World, of_the_api: Signatures, kept: list[Signed]
) -> list[Signed]:
    """Return the signed requests of every route, for every role of a company and the operator.

    The company has one of everything. The requests are made once for these tests.
    """
    if not kept:
        unlimited(operator)
        names = furnish(acme, world).names
        Payroll(world, acme.hr).work()
        _all(acme.callers(), names)
        for route in PRIVATE:
            for caller in (acme.admin, operator):
                ask(caller, route)
        plan = {"employee_id": EMPLOYEE, "period": PERIOD, "scheme": CODE, "problem": "slow"}
        acme.hr.post("/v1/improvement-plans", {**plan, "indicator": "resolution"}).problem(409)
        later = {"id": "later", "name": "x"}
        operator.post("/v1/tenants", later, idempotency_key="k").ok(201)
        operator.post("/v1/tenants", later, idempotency_key="l").problem(409, "tenant_exists")
        for issuer in ("https://a.example", "https://b.example"):
            body = {**BODIES["tenants.sign_in_change"], "issuer": issuer}
            operator.put("/v1/tenants/later/sign-in", body).ok()
        operator.delete("/v1/tenants/later/sign-in")
        again = {"confirm": "nobody"}
        operator.post("/v1/tenants/nobody/delete", again, idempotency_key="m").problem(404)
        operator.post("/v1/tenants", later, idempotency_key="k").ok(201)
        operator.patch("/v1/tenants/later", {"status": "suspended"}, if_match="*").ok()
        operator.post("/v1/tenants/later/delete", {"confirm": "later"}).ok(202)
        # The operator's requests suspend the company, so they come last.
        _all({"operator": operator}, names)
        kept += of_the_api.signed
    return kept


def _all(by_role: Mapping[str, Api], names: Mapping[str, str]) -> None:
    for each in all_requests():
        for role, caller in by_role.items():
            if Role(role) in PERMISSIONS[each.route.operation]:
                _asked(caller, each, names)


@pytest.fixture(scope="module")
def kept() -> list[Signed]:
    return []


@pytest.mark.long
def test_every_request_that_the_api_makes_is_allowed_to_who_signs_it(signed: list[Signed]) -> None:
    assert refusals(signed) == []
    assert len(signed) > 300
    signers = {one.signer for one in signed if one.service != "sqs"}
    assert signers == {OWN, ("tenant", "acme"), ("operator", "acme"), ("operator", "later")}


@pytest.mark.long
@pytest.mark.parametrize("role", ["tenant", "operator"])
def test_nothing_is_granted_to_a_session_that_no_request_needs(
    signed: list[Signed], role: str
) -> None:
    used = {question.action for one in signed if one.signer[0] == role for question in asked(one)}
    granted = {
        action
        for one in policies.role(f"{role.title()}Role")
        if one["Effect"] == "Allow"
        for action in one["Action"]
    }
    assert granted == used


@pytest.mark.long
def test_no_request_for_one_company_is_allowed_with_anothers_tag(signed: list[Signed]) -> None:
    count = 0
    for one in signed:
        if one.signer == ("tenant", "acme"):
            for question in asked(one):
                for tags in ({"tenant": "globex"}, {"tenant": "acme2"}, {"tenant": "a"}, {}):
                    assert not allows(documents(one)[0], question, tags), question
                count += 1
    assert count > 300


@pytest.mark.long
def test_with_guard_and_scope_broken_what_is_signed_is_signed_for_the_caller_and_refused(
    of_the_api: Signatures,
    callers: dict[str, Api],  # noqa: F811
    things: Things,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every key names globex and no layer in the process objects. AWS is the last layer."""
    monkeypatch.setattr(guard, "check_partition", lambda _: None)
    monkeypatch.setattr(guard, "check_object", lambda _: None)
    monkeypatch.setattr("chalicelib.tenancy.platform.check_object", lambda _: None)
    monkeypatch.setattr(serve, "acting_as", _every_key_is_globex)
    stopped = 0
    for each in all_requests():
        for role, caller in callers.items():
            if Role(role) not in PERMISSIONS[each.route.operation]:
                continue
            of_the_api.signed.clear()
            _asked(caller, each, things.names)
            for one in of_the_api.signed:
                if one.service == "sqs":
                    continue
                assert one.signer == ("tenant", "acme"), each
                for question in asked(one):
                    text = f"{question.resource} {question.keys}"
                    if "globex" in text:
                        assert not allows(*_with(one, question)), f"{each} {question}"
                        stopped += 1
    assert stopped > 200


def _with(one: Signed, question: Asked) -> tuple[Any, Asked, dict[str, str]]:
    statements, tags = documents(one)
    return statements, question, tags


@pytest.mark.parametrize("action", ["GetItem", "PutItem", "UpdateItem", "Query", "DeleteItem"])
def test_nothing_that_the_api_signs_reaches_the_operators_keys(action: str) -> None:
    keys = {policies.LEADING: ["~operator#keys"]}
    question = Asked(f"dynamodb:{action}", policies.ARNS["Table"], keys)
    signers = (function("api_handler"), policies.role("TenantRole"), policies.role("OperatorRole"))
    for statements in signers:
        assert not allows(statements, question, {"tenant": "acme"})


@pytest.mark.parametrize("role", ["TenantRole", "OperatorRole"])
@pytest.mark.parametrize("log", ["acme#audit#2026-11", "~operator#audit"])
def test_the_audit_log_is_append_only_for_all_that_the_api_signs(role: str, log: str) -> None:
    def may(action: str) -> bool:
        keys = {policies.LEADING: [log]}
        question = Asked(f"dynamodb:{action}", policies.ARNS["Table"], keys)
        return allows(policies.role(role), question, {"tenant": "acme"})

    adds = {("TenantRole", "~operator#audit"): False}
    assert may("PutItem") is adds.get((role, log), True)
    assert not may("UpdateItem")
    assert not may("DeleteItem")


WRITERS = ("score_upload", "run_export", "run_job", "api_handler", "authorizer", "export_tick")


@pytest.mark.parametrize("action", ["PutItem", "UpdateItem", "BatchWriteItem"])
def test_only_the_sealer_may_write_a_seal(action: str) -> None:
    def may(statements: Any, partition: str) -> bool:
        keys = {policies.LEADING: [partition]}
        question = Asked(f"dynamodb:{action}", policies.ARNS["Table"], keys)
        return allows(statements, question, {"tenant": "acme"})

    seals = "acme#audit-seals"
    for name in WRITERS:
        assert not may(function(name), seals), name
    workers = ("ScoreUploadTenantRole", "RunExportTenantRole", "RunJobTenantRole")
    operators = ("OperatorRole", "RunExportOperatorRole", "RunJobOperatorRole")
    for name in ("TenantRole", *operators, *workers):
        assert not may(policies.role(name), seals), name
    assert may(policies.role("RunJobTenantRole"), "acme#audit#2026-11")
    # It writes seals, and never changes one. It cannot write an event.
    assert may(function("seal_audit"), seals) is (action == "PutItem")
    assert not may(function("seal_audit"), "acme#audit#2026-11")


def test_a_scheme_called_audit_is_like_any_other() -> None:
    keys = {policies.LEADING: ["acme#scores#audit#2026-10#00"]}
    question = Asked("dynamodb:UpdateItem", policies.ARNS["Table"], keys)
    assert allows(policies.role("TenantRole"), question, {"tenant": "acme"})


def test_the_authorizer_may_read_what_it_reads(
    operator: Api, acme: Company, signatures: Signatures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authorizer, "authorize", _during("authorizer", authorizer.authorize))
    signatures.signed = _ByFunction("authorizer")
    acme.admin.get("/v1/tenant").ok()
    acme.agent.get("/v1/tenant").ok()
    operator.get("/v1/tenants").ok()
    token = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2EuYiIsImF1ZCI6ImEifQ.AAAA"
    acme.admin.as_(token).get("/v1/tenant").problem(401, "unauthenticated")
    read = [question for one in signatures.signed for question in asked(one)]
    keys = {key for question in read for key in question.keys[policies.LEADING]}
    companys = {"acme#keys", "acme#tenant", "acme#employees#00"}
    assert keys == {*companys, "~operator#keys", "~operator#sign-in"}
    assert all(allows(function("authorizer"), question) for question in read)


@pytest.mark.parametrize(
    "partition", ["acme#external-ids", "acme#scores#s#2026-10#00", "~operator#x"]
)
def test_the_authorizer_may_read_nothing_else(partition: str) -> None:
    table = policies.ARNS["Table"]
    question = Asked("dynamodb:GetItem", table, {policies.LEADING: [partition]})
    assert not allows(function("authorizer"), question)


def test_the_hourly_tick_may_read_the_registers_of_due_exports_and_companies_alone(
    platform: Platform, signatures: Signatures
) -> None:
    signatures.signed.clear()
    exporting.tick(platform)
    scoring.tick(platform)
    read, *more = [question for one in signatures.signed for question in asked(one)]
    assert more
    assert all(allows(function("export_tick"), one) for one in (read, *more))
    others = Asked(read.action, read.resource, {policies.LEADING: ["acme#tenant"]})
    assert not allows(function("export_tick"), others)


def test_the_sealer_may_do_what_it_does_and_no_more(
    acme: Company, platform: Platform, clock: Clock, signatures: Signatures
) -> None:
    acme.admin.patch("/v1/tenant", {"locale": "zh"}, if_match="*").ok()
    clock.advance(minutes=16)
    signatures.signed.clear()
    assert sealing.seal_all(platform) == 1
    made = [question for one in signatures.signed for question in asked(one)]
    statements = function("seal_audit")
    assert [one for one in made if not allows(statements, one)] == []
    granted = {action for one in statements for action in one["Action"]}
    assert {one.action for one in made} == {one for one in granted if one.startswith("dynamodb:")}
