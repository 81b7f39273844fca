"""The fourth layer for workers: what they sign is allowed to their company's session alone.

The requests of a small company's whole history are recorded with the queue whose worker made them,
and checked against the template's policies. moto enforces no policy; tests/stack does.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.jobs import running
from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.people.worker import Worker
from tests.api.world import World
from tests.formats.history import lived
from tests.formats.seeded import Process
from tests.isolation import policies
from tests.isolation.policies import allows, function, questions
from tests.isolation.signing import OWN, Signatures, Signed, noted

#: The function of a queue, and the beginning of its roles' names.
FUNCTIONS = {"uploads": "score_upload", "exports": "run_export", "jobs": "run_job"}
ROLES = {"uploads": "ScoreUpload", "exports": "RunExport", "jobs": "RunJob"}
Made = list[tuple[str, Signed]]


class _OfWorkers(list[Signed]):
    """Keeps a request with the queue whose worker is at work, and no others."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self.queue: str | None = None

    def append(self, one: Signed) -> None:
        if self.queue is not None and one.service != "sqs":
            self.made.append((self.queue, one))


@pytest.fixture(scope="module")
def kept() -> Made:
    return []


@pytest.fixture
def signatures(platform: Platform) -> Iterator[Signatures]:
    with noted(platform) as found:
        yield found


@pytest.fixture
def made(
    kept: Made,
    world: World,
    clock: Clock,
    platform: Platform,
    api: Api,
    signatures: Signatures,
    monkeypatch: pytest.MonkeyPatch,
) -> Made:
    """Every request of the workers of a company that had everything and was deleted."""
    if kept:
        return kept
    signatures.signed = noting = _OfWorkers(kept)
    handle = running.work

    def noted_work(platform: Platform, queue: Any, *more: Any) -> None:
        noting.queue = queue
        try:
            handle(platform, queue, *more)
        finally:
            noting.queue = None

    monkeypatch.setattr(running, "work", noted_work)
    operator = api.as_(lived(Process(world, clock, platform, api))["operator"])
    worker = Worker(world)
    operator.patch("/v1/tenants/acme", {"status": "suspended"}).ok()
    operator.post("/v1/tenants/acme/delete", {"confirm": "acme"}).ok(202)
    worker.work()
    clock.advance(minutes=76)
    worker.deliver(json.dumps({"kind": "delete_tenant", "tenant": "acme", "attempt": 5}))
    worker.work()
    return kept


def statements(queue: str, one: Signed) -> tuple[dict[str, Any], ...]:
    """Return the policy of the role that signs the request on AWS."""
    kind, _ = one.signer
    return policies.role(f"{ROLES[queue]}{kind.title()}Role")


def test_each_request_of_a_worker_is_allowed_to_the_session_of_its_company(made: Made) -> None:
    assert {queue for queue, _ in made} == set(FUNCTIONS)
    refused = [
        f"{queue} {one.signer} {question}"
        for queue, one in made
        for question in questions(one.service, one.operation, one.params)
        if not allows(statements(queue, one), question, {"tenant": "acme"})
    ]
    assert refused == []
    assert len(made) > 300


def test_no_worker_signs_with_the_rights_of_its_function(made: Made) -> None:
    assert [one for _, one in made if one.signer == OWN or one.signer[1] != "acme"] == []
    for name in FUNCTIONS.values():
        services = {action.partition(":")[0] for one in function(name) for action in one["Action"]}
        assert services == {"sqs", "logs", "xray"}


def test_no_request_on_a_companys_own_is_allowed_with_anothers_tag(made: Made) -> None:
    count = 0
    for queue, one in made:
        for question in questions(one.service, one.operation, one.params):
            if "~operator" in str(question.keys):
                continue
            for tags in ({"tenant": "globex"}, {"tenant": "acme2"}, {"tenant": "a"}, {}):
                assert not allows(statements(queue, one), question, tags), question
            count += 1
    assert count > 300


@pytest.mark.parametrize("queue", ["exports", "jobs"])
def test_the_registers_are_closed_to_work_that_does_not_need_them(queue: str) -> None:
    role = policies.role(f"{ROLES[queue]}TenantRole")
    for register in ("tenants", "keys", "due-exports", "costs", "audit"):
        keys = {policies.LEADING: [f"~operator#{register}"]}
        for action in ("GetItem", "Query", "PutItem", "DeleteItem"):
            question = policies.Asked(f"dynamodb:{action}", policies.ARNS["Table"], keys)
            assert not allows(role, question, {"tenant": "acme"})


def test_nobody_lists_the_files_of_all_companies() -> None:
    for prefix in ("", "uploads/", "uploads/globex/", "exports/acme2/"):
        keys = {"s3:prefix": [prefix]}
        question = policies.Asked("s3:ListBucketVersions", policies.ARNS["Bucket"], keys)
        for name in ("ScoreUploadTenantRole", "RunJobTenantRole", "RunJobOperatorRole"):
            assert not allows(policies.role(name), question, {"tenant": "acme"}), (name, prefix)
