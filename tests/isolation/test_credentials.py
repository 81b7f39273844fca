"""The fourth layer in the process: who signs, how often a role is assumed, and what is logged."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from chalicelib.people.keys import key_of_employee
from chalicelib.person_keys import first_key
from chalicelib.privacy.copying import service as copying
from chalicelib.store.objects import LONGEST_LINK
from chalicelib.tenancy import credentials, guard
from chalicelib.tenancy.credentials import (
    IN_USE,
    LIFE,
    CredentialsUnavailable,
    NoCurrentTenant,
    Sessions,
)
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator, open_tenant
from chalicelib.tenancy.keys import key_of_company
from chalicelib.tenancy.platform import Platform, Settings
from chalicelib.tenancy.scope import TenantScope
from chalicelib.uploads import service as uploads
from chalicelib.web import serve
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.world import OPERATOR_ROLE, TENANT_ROLE, World
from tests.isolation.signing import OWN, Signatures, Signed, noted
from tests.isolation.things import CODE, furnish

ACME, GLOBEX = TenantScope("acme"), TenantScope("globex")


@pytest.fixture
def signatures(platform: Platform) -> Iterator[Signatures]:
    with noted(platform) as found:
        yield found


class Sts:
    """An STS that records its calls and gives each session another key."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked: list[dict[str, Any]] = []
        self.error = error

    def assume_role(self, **asked: Any) -> dict[str, Any]:
        self.asked.append(asked)
        if self.error is not None:
            raise self.error
        names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
        return {"Credentials": {name: f"{name} {len(self.asked)}" for name in names}}


def sessions(sts: Sts, clock: Clock) -> Sessions:
    return Sessions(lambda: sts, clock)


def _counts(one: Signed) -> bool:
    counts = ("acme#requests", "acme#usage")
    return one.operation == "UpdateItem" and any(name in str(one.params) for name in counts)


@pytest.mark.long
def test_a_cold_read_of_a_scorecard_is_one_role_assumed_and_two_reads_and_a_warm_one_the_reads(
    acme: Company, world: World, signatures: Signatures, platform: Platform
) -> None:
    """As on AWS there are two processes: the authorizer's and the API's."""
    things = furnish(acme, world)
    path = f"/v1/employees/{things['employee_id']}/scorecards/{things['period']}"
    acme.admin.get(path, query={"scheme": CODE}).ok()
    platform.sessions = Sessions(lambda: platform.sts, lambda: platform.clock())
    signatures.assumed.clear()
    for expected in ([("tenant", "acme")], []):
        signatures.signed.clear()
        acme.admin.get(path, query={"scheme": CODE}).ok()
        # The counts of the company's requests and usage are left out: a write for tens of requests.
        authorizer, *reads = [one.params for one in signatures.signed if not _counts(one)]
        assert "acme#keys" in str(authorizer)
        # Who has the id, and the card, in one request; then the code of the card's team.
        assert len(reads) == 2
        assert signatures.assumed == expected
        signatures.assumed.clear()


def test_each_company_is_signed_for_by_its_own_session(
    acme: Company, globex: Company, signatures: Signatures
) -> None:
    for company in (acme, globex, acme, globex):
        signatures.signed.clear()
        company.admin.get("/v1/tenant").ok()
        assert {one.signer for one in signatures.signed} == {("tenant", company.tenant)}
    assert signatures.assumed == [("tenant", "acme"), ("tenant", "globex")]


def test_the_operator_signs_with_the_functions_own_until_a_company_is_opened(
    platform: Platform, world: World, signatures: Signatures
) -> None:
    with acting_as_operator():
        list(platform.table.query_all("~operator#tenants"))
        open_tenant(ACME)
        list(platform.table.query_all("~operator#tenants"))
    assert [one.signer for one in signatures.signed] == [OWN, ("operator", "acme")]


def test_nothing_is_signed_for_nobody_even_without_the_guard(
    platform: Platform, world: World, monkeypatch: pytest.MonkeyPatch, signatures: Signatures
) -> None:
    monkeypatch.setattr(guard, "check_partition", lambda _: None)
    monkeypatch.setattr(guard, "check_object", lambda _: None)
    with pytest.raises(NoCurrentTenant):
        platform.table.get(key_of_company(ACME))
    with pytest.raises(NoCurrentTenant):
        platform.objects.read("uploads/acme/u/f.csv")
    assert signatures.signed == []


def test_a_function_without_the_roles_signs_with_its_own(platform: Platform) -> None:
    """Workers are such functions: a message names the tenant, the function's policy applies."""
    worker = Platform(replace(Settings.from_environment(), roles=None), platform.clock)
    with noted(worker) as found, acting_as(ACME):
        worker.table.get(key_of_company(ACME))
    assert [one.signer for one in found.signed] == [OWN]
    assert found.assumed == []


def test_threads_that_write_at_once_sign_for_the_company_with_one_session(
    platform: Platform, world: World, signatures: Signatures
) -> None:
    puts = [
        (key_of_employee(ACME, first_key(str(number)), 1), {"id": str(number)})
        for number in range(200)
    ]
    with acting_as(ACME):
        platform.table.write_batch(puts, at_once=8)
    assert [one.signer for one in signatures.signed] == [("tenant", "acme")] * 8
    assert signatures.assumed == [("tenant", "acme")]


def test_threads_of_two_companies_at_once_each_sign_for_their_own(
    platform: Platform, world: World, signatures: Signatures
) -> None:
    def read(scope: TenantScope) -> None:
        with acting_as(scope):
            for _ in range(10):
                platform.table.get(key_of_company(scope))

    assert platform.table
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(copy_context().run, read, one) for one in (ACME, GLOBEX) * 2]:
            done.result()
    wrong = [
        one
        for one in signatures.signed
        if one.signer != ("tenant", one.params["Key"]["pk"]["S"].split("#")[0])
    ]
    assert wrong == []
    assert len(signatures.signed) == 40
    assert sorted(signatures.assumed) == [("tenant", "acme"), ("tenant", "globex")]


def test_a_role_is_assumed_for_an_hour_with_the_company_as_its_only_tag_and_its_name() -> None:
    sts = Sts()
    sessions(sts, Clock()).of(TENANT_ROLE, "acme")
    assert sts.asked == [
        {
            "RoleArn": TENANT_ROLE,
            "RoleSessionName": "acme",
            "DurationSeconds": 3600,  # the most that AWS allows a role that assumes another
            "Tags": [{"Key": "tenant", "Value": "acme"}],
        }
    ]


def test_a_session_is_used_until_it_could_no_longer_outlive_the_longest_link(
    clock: Clock,
) -> None:
    # 60 minutes, less 15 for a form, less 1.
    assert timedelta(minutes=44) == IN_USE
    sts = Sts()
    kept = sessions(sts, clock)
    first = kept.of(TENANT_ROLE, "acme")
    clock.advance(minutes=43, seconds=59)
    assert kept.of(TENANT_ROLE, "acme") is first
    clock.advance(seconds=1)
    assert kept.of(TENANT_ROLE, "acme") is not first
    assert len(sts.asked) == 2


def test_a_clock_that_goes_back_makes_no_session_longer(clock: Clock) -> None:
    sts = Sts()
    kept = sessions(sts, clock)
    kept.of(TENANT_ROLE, "acme")
    clock.advance(hours=-2)
    kept.of(TENANT_ROLE, "acme")
    assert len(sts.asked) == 2


def test_every_link_and_form_ends_before_the_credentials_that_signed_it() -> None:
    lives = (uploads.FORM_LIFE.total_seconds(), uploads.LINK_SECONDS, copying.LINK_SECONDS)
    assert max(lives) <= LONGEST_LINK.total_seconds()
    assert LIFE - IN_USE > LONGEST_LINK


def test_no_link_and_no_form_is_made_for_longer(platform: Platform) -> None:
    seconds = int(LONGEST_LINK.total_seconds()) + 1
    name = "uploads/acme/u/f.csv"
    with acting_as(ACME):
        with pytest.raises(ValueError, match="so long"):
            platform.objects.link(name, filename="f", content_type="text/csv", seconds=seconds)
        with pytest.raises(ValueError, match="so long"):
            platform.objects.upload_form(
                name, content_type="text/csv", most_bytes=9, seconds=seconds
            )


def test_the_roles_of_one_company_are_two_sessions(clock: Clock) -> None:
    sts = Sts()
    kept = sessions(sts, clock)
    assert kept.of(TENANT_ROLE, "acme") is not kept.of(OPERATOR_ROLE, "acme")
    assert kept.of(TENANT_ROLE, "acme") is kept.of(TENANT_ROLE, "acme")
    assert [one["RoleArn"] for one in sts.asked] == [TENANT_ROLE, OPERATOR_ROLE]


def test_of_many_companies_the_one_longest_unused_is_forgotten(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "MOST", 2)
    sts = Sts()
    kept = sessions(sts, clock)
    for tenant in ("a1", "b2", "a1", "c3", "a1"):
        kept.of(TENANT_ROLE, tenant)
    assert len(kept) == 2
    assert [one["RoleSessionName"] for one in sts.asked] == ["a1", "b2", "c3"]
    kept.of(TENANT_ROLE, "b2")
    assert len(sts.asked) == 4


THROTTLED = ClientError(
    {"Error": {"Code": "Throttling", "Message": "secret of somebody"}}, "AssumeRole"
)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (THROTTLED, "Throttling"),
        (ConnectTimeoutError(endpoint_url="https://sts"), "ConnectTimeoutError"),
    ],
)
def test_without_credentials_a_request_is_a_500_that_says_nothing_and_a_line_that_says_why(
    acme: Company,
    platform: Platform,
    lines: Callable[[], Any],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    code: str,
) -> None:
    sts, served = Sts(error), serve.serve

    def cold(*request: Any) -> Any:
        """Serve with new sessions, as the API's process does, which is not the authorizer's."""
        platform.sessions = sessions(sts, platform.clock)  # type: ignore[arg-type]
        return served(*request)

    monkeypatch.setattr(serve, "serve", cold)
    reply = acme.admin.get("/v1/tenant")
    reply.problem(500, "internal_error")
    assert "STS" not in reply.text
    assert code not in reply.text
    told = [line for line in lines() if line["event"] == "no_credentials"]
    assert told == [{"event": "no_credentials", "tenant": "acme", "code": code}]
    # The company's counter, which is due, does not ask STS again while the caller waits.
    assert len(sts.asked) == 1
    assert lines()[-1]["error"] == "CredentialsUnavailable"
    assert "secret of somebody" not in str(lines())


def test_what_sts_did_not_give_is_asked_for_again(clock: Clock) -> None:
    sts = Sts(THROTTLED)
    kept = sessions(sts, clock)
    with pytest.raises(CredentialsUnavailable, match=r"^Throttling$"):
        kept.of(TENANT_ROLE, "acme")
    sts.error = None
    assert kept.of(TENANT_ROLE, "acme")
    assert len(sts.asked) == 2


def test_sts_is_asked_at_most_three_times_and_answers_within_seconds(platform: Platform) -> None:
    config = platform.sts.meta.config
    assert config.retries["total_max_attempts"] == 3
    assert (config.connect_timeout, config.read_timeout) == (2, 3)


@pytest.mark.long
def test_what_signs_shows_itself_in_no_text(
    acme: Company,
    world: World,
    signatures: Signatures,
    platform: Platform,
    lines: Callable[[], Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """No credential is in a log line, a worker's message, an audit event or a repr.

    A form has the key id and the token, as every presigned form has. It is kept so that its sender
    can get it again."""
    furnish(acme, world)
    with acting_as(ACME):
        secrets = platform.sessions.of(TENANT_ROLE, "acme")
        client = platform.table.connection.connection.client
        texts = [repr(secrets), str(secrets), repr(platform.sessions), repr(client)]
    items = [item for item in world.items() if "#idempotency" not in item["pk"]["S"]]
    texts += [
        str(lines()),
        caplog.text,
        str(world.messages("exports")),
        str(world.messages("jobs")),
        str(items),
    ]
    assert secrets.secret_key
    assert len(signatures.secrets) >= 3
    for secret in signatures.secrets:
        assert not [text for text in texts if secret in text]
    assert re.fullmatch(r"Secrets\(\)", repr(secrets))
