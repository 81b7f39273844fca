"""The policies of the queues' functions allow exactly the requests that their workers make."""

import json
from collections.abc import Callable
from typing import Any

import pytest

import app
from chalicelib.jobs.kinds import QUEUES
from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.delivering import deliver
from tests.api.exports.payroll import Payroll
from tests.api.jobs.cases import CASES, House
from tests.api.settled_month import settled
from tests.api.uploads.sending import Context, Desk, published
from tests.api.uploads.stepping import FILE, short_steps
from tests.api.world import World
from tests.isolation.policies import ARNS, LEADING, Asked, allows, function, questions, role
from tests.isolation.signing import Signatures, Signed, noted
from tests.isolation.things import CODE, EMPLOYEE, PERIOD, furnish

POLICIES = {"uploads": "score_upload", "exports": "run_export", "jobs": "run_job"}
#: The roles by which a worker reaches a company's items and files.
ROLES = {
    "uploads": ("ScoreUploadTenantRole",),
    "exports": ("RunExportTenantRole", "RunExportOperatorRole"),
    "jobs": ("RunJobTenantRole", "RunJobOperatorRole"),
}
Work = Callable[[], None]
#: A question to IAM, and the statements that answer it: those of the role that signs the request.
Question = tuple[tuple[dict[str, Any], ...], Asked]


@pytest.fixture(scope="module")
def kept() -> dict[str, list[Question]]:
    return {}


@pytest.fixture
def asked(
    operator: Api,
    acme: Company,
    world: World,
    platform: Platform,
    clock: Clock,
    kept: dict[str, list[Question]],
) -> dict[str, list[Question]]:
    """Return the questions to IAM of each queue's worker for work of every kind. Made once."""
    if not kept:
        kept.update({queue: [] for queue in QUEUES})
        with noted(platform) as signatures:
            _everything(operator, acme, world, clock, lambda: _work(world, signatures, kept))
    return kept


def _everything(operator: Api, acme: Company, world: World, clock: Clock, work: Work) -> None:
    """Do every kind of background work, each to its end."""
    furnish(acme, world)
    payroll = Payroll(world, acme.hr)
    payroll.ask(period=PERIOD, scheme=CODE)
    schedule = {"enabled": True, "day": clock.now.day, "hour": 23}
    acme.admin.put("/v1/export-schedule", schedule, if_match="*").ok()
    acme.hr.post(f"/v1/periods/{PERIOD}/rescore", {"scheme": CODE}).ok(202)
    work()
    _file_of_evidence(acme, world)
    work()
    clock.advance(hours=24)
    payroll.tick()
    work()
    settled(acme.hr, "lock", PERIOD, CODE).ok()
    acme.hr.patch(f"/v1/employees/{EMPLOYEE}", {"external_ids": {"hris": "new"}}).ok()
    payroll.ask(period=PERIOD, scheme=CODE)
    work()
    acme.admin.post("/v1/tenant/copies").ok(201)
    work()
    simulation = {"period": PERIOD, "show": "all"}
    acme.hr.post(f"/v1/schemes/{CODE}/simulations", simulation).ok(201)
    work()
    acme.admin.post(f"/v1/employees/{EMPLOYEE}/erase", {"files": "delete"}).ok(202)
    work()
    operator.patch("/v1/tenants/acme", {"status": "suspended"}, if_match="*").ok()
    operator.post("/v1/tenants/acme/delete", {"confirm": "acme"}).ok(202)
    clock.advance(minutes=76)
    work()
    (found,) = operator.get("/v1/tenants").ok()["items"]
    assert found["status"] == "deleted"


def _file_of_evidence(acme: Company, world: World) -> None:
    """A file that is not what it was announced as, so that it is looked at and removed."""
    (case,) = acme.hr.get("/v1/cases").ok()["items"]
    sent = {"filename": "letter.pdf", "content_type": "application/pdf"}
    announced = acme.hr.post(f"/v1/cases/{case['id']}/files", sent).ok(201)
    record = Desk(world, acme.hr, "acme").put(announced, b"no letter")
    body = json.dumps({"Records": [record]})
    assert deliver(world, body, queue="uploads") == {"batchItemFailures": []}


def _work(world: World, signatures: Signatures, asked: dict[str, list[Question]]) -> None:
    """Deliver messages until no queue has one. Record the questions of each function."""
    while waiting := [(queue, body) for queue in QUEUES for body in world.messages(queue)]:
        for queue, body in waiting:
            before = len(signatures.signed)
            assert deliver(world, body, queue=queue) == {"batchItemFailures": []}, body
            asked[queue] += _asked(queue, signatures.signed[before:])


def _asked(queue: str, signed: list[Signed]) -> list[Question]:
    """Return the questions of requests that the queue's worker has signed."""
    return [
        (_statements(queue, one), question)
        for one in signed
        for question in questions(one.service, one.operation, one.params)
    ]


def _statements(queue: str, one: Signed) -> tuple[dict[str, Any], ...]:
    if one.service == "sqs":
        return function(POLICIES[queue])
    kind, _ = one.signer
    return role(ROLES[queue][kind == "operator"])


def _refused(asked: list[Question]) -> list[Asked]:
    tags = {"tenant": "acme"}
    return [one for statements, one in asked if not allows(statements, one, tags)]


@pytest.mark.long
@pytest.mark.parametrize("queue", QUEUES)
def test_a_worker_may_do_all_that_it_does(asked: dict[str, list[Question]], queue: str) -> None:
    assert _refused(asked[queue]) == []
    assert len(asked[queue]) > 5


@pytest.mark.parametrize("queue", ["exports", "jobs"])
def test_a_worker_may_do_nothing_with_data_that_it_does_not_do(
    asked: dict[str, list[Question]], queue: str
) -> None:
    granted: set[Any] = {
        action
        for name in ROLES[queue]
        for one in role(name)
        if one["Effect"] == "Allow"
        for action in one["Action"]
    }
    used = {one.action for _, one in asked[queue]}
    # AWS also asks for this action when a request names no version.
    assert granted - {"s3:DeleteObject"} == used - {one for one in used if one.startswith("sqs:")}


def test_scoring_may_keep_a_workbook_that_it_opens_in_steps(
    acme: Company, world: World, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    short_steps(monkeypatch)
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    record = desk.put(desk.announce(filename="month.xlsx"), FILE)
    with noted(platform) as signatures:
        desk.deliver(record)
    asked = _asked("uploads", signatures.signed)
    assert _refused(asked) == []
    assert {"s3:PutObject", "s3:PutObjectTagging"} <= {one.action for _, one in asked}


def test_a_worker_sends_to_its_own_queue_and_some_to_the_jobs() -> None:
    """Scoring asks for the removal of late files; exports forward what moved to the jobs."""

    def reached(queue: str) -> set[str]:
        send = "sqs:SendMessage"
        return {to for to in QUEUES if allows(function(POLICIES[queue]), Asked(send, to))}

    assert reached("uploads") == {"uploads", "jobs"}
    assert reached("exports") == {"exports", "jobs"}
    assert reached("jobs") == {"jobs"}


def test_the_reader_of_dead_letters_may_do_what_each_kind_of_letter_needs(
    house: House, platform: Platform
) -> None:
    def reads(body: str, queue: str) -> None:
        arn = f"arn:aws:sqs:x:1:x-{queue}-dead-letters"
        record = {"messageId": "m", "body": body, "eventSourceARN": arn}
        event = {"Records": [record]}
        assert app.read_dead_letters(event, Context()) == {"batchItemFailures": []}

    letters = [(case.asked(house)[1], case.queue) for case in CASES]
    changed = {"kind": "schedule_changed", "tenant": "acme", "revision": 0}
    gone = {"kind": "due_export", "tenant": "nobody", "due": "2026-11-05T08:00:00.000Z"}
    letters += [(json.dumps(body), "exports") for body in (changed, gone)]
    # A file that came for a company that is deleted: its removal is asked for.
    letters.append((letters[0][0].replace("uploads/acme", "uploads/nobody"), "uploads"))
    with noted(platform) as signatures:
        for body, queue in letters:
            reads(body, queue)
    asked = [
        question
        for one in signatures.signed
        for question in questions(one.service, one.operation, one.params)
    ]
    statements = function("read_dead_letters")
    assert [one for one in asked if not allows(statements, one)] == []
    used = {one.action for one in asked}
    granted = {action for one in statements for action in one["Action"]}
    assert {action for action in granted if action.startswith("dynamodb:")} <= used
    sent = {one.resource for one in asked if one.action == "sqs:SendMessage"}
    assert sent == set(QUEUES)


def test_the_reader_of_dead_letters_reaches_no_figure_no_person_no_key_and_no_seal() -> None:
    statements = function("read_dead_letters")
    for word in ("scores", "employees", "keys", "plans", "audit-seals", "locked-rows", "scheme"):
        for key in (f"acme#{word}", f"acme#{word}#2026-11"):
            for action in ("GetItem", "PutItem", "UpdateItem", "DeleteItem"):
                keys = {LEADING: [key]}
                assert not allows(statements, Asked(f"dynamodb:{action}", ARNS["Table"], keys)), key
