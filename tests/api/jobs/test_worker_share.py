"""A company's share of the workers: it holds even when all its work comes at once."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from unittest import mock

import pytest
from moto.core import DEFAULT_ACCOUNT_ID as ACCOUNT
from moto.sqs.models import sqs_backends

from chalicelib.jobs import worker_share
from chalicelib.jobs.kinds import EXPORTS, JOBS, UPLOADS, Queue
from chalicelib.jobs.worker_share import LONGEST_WAIT, seconds_to_wait, share, worker_of
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.delivering import deliver
from tests.api.exports.payroll import Payroll
from tests.api.fixtures import Calls
from tests.api.jobs.cases import CASES, House
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.worker import worker_in
from tests.api.world import REGION

ROW = "1001,Ann,red,4000,100,88,100"
LATER = "2026-11-05T08:05:15Z"


@pytest.fixture
def acme_worker(house: House, platform: Platform) -> Iterator[Context]:
    with worker_in(platform, "acme") as context:
        yield context


def held(context: Context, number: int, queue: Queue = UPLOADS) -> list[bool]:
    """Whether each of so many workers gets a lease while all the others have theirs."""
    with ExitStack() as stack:
        return [
            stack.enter_context(worker_of(context, queue, f"m{n}", LATER)).free
            for n in range(number)
        ]


@pytest.mark.parametrize(("workers", "most"), [(1, 1), (2, 1), (5, 2), (6, 2), (20, 7), (90, 30)])
def test_a_company_has_a_third_of_a_queues_workers(
    platform: Platform, workers: int, most: int
) -> None:
    settings = replace(
        platform.settings, uploads_workers=workers, exports_workers=1, jobs_workers=1
    )
    assert [share(settings, one) for one in (UPLOADS, EXPORTS, JOBS)] == [most, 1, 1]


@pytest.mark.parametrize("most", [1, 2, 7])
def test_so_many_workers_at_a_time_and_no_more(
    acme_worker: Context, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(worker_share, "share", lambda *_: most)
    assert held(acme_worker, most + 3) == [True] * most + [False] * 3
    # All were given back.
    assert held(acme_worker, most + 1) == [True] * most + [False]


def test_queues_and_companies_have_shares_of_their_own(
    acme_worker: Context, globex: Company, platform: Platform
) -> None:
    with worker_of(acme_worker, UPLOADS, "one", LATER) as first:
        assert first.free
        assert held(acme_worker, 2, EXPORTS) == [True, True]
        with worker_in(platform, "globex") as other:
            assert held(other, 2) == [True, False]


def test_the_lease_of_a_killed_worker_ends_when_its_process_has_ended(
    acme_worker: Context, clock: Clock
) -> None:
    killed = worker_of(acme_worker, UPLOADS, "killed", timestamp(clock.now))
    assert killed.__enter__().free

    assert held(acme_worker, 1) == [False]
    # Its own message, delivered again, goes on at once.
    with worker_of(acme_worker, UPLOADS, "killed", timestamp(clock.now)) as again:
        assert again.free
    clock.advance(seconds=1)
    assert held(acme_worker, 2) == [True, False]


def test_an_error_gives_the_lease_back(acme_worker: Context) -> None:
    with pytest.raises(RuntimeError), worker_of(acme_worker, UPLOADS, "one", LATER):
        raise RuntimeError
    assert held(acme_worker, 1) == [True]


def test_a_lease_that_somebody_else_has_taken_over_is_not_ended(
    acme_worker: Context, clock: Clock
) -> None:
    slow = worker_of(acme_worker, UPLOADS, "slow", timestamp(clock.now))
    assert slow.__enter__().free
    clock.advance(seconds=1)
    with worker_of(acme_worker, UPLOADS, "next", LATER) as following:
        assert following.free
        slow.__exit__(None, None, None)
        assert held(acme_worker, 1) == [False]


def test_a_run_costs_two_writes_and_no_read(acme_worker: Context, calls: Calls) -> None:
    calls()
    held(acme_worker, 1)
    assert calls() == ["UpdateItem", "UpdateItem"]


def test_a_message_without_a_worker_costs_a_refused_write_and_a_read(
    acme_worker: Context, monkeypatch: pytest.MonkeyPatch, calls: Calls
) -> None:
    monkeypatch.setattr(worker_share, "share", lambda *_: 30)
    with ExitStack() as stack:
        for n in range(30):
            stack.enter_context(worker_of(acme_worker, UPLOADS, f"m{n}", LATER))
        calls()
        with worker_of(acme_worker, UPLOADS, "late", LATER) as late:
            assert not late.free
        assert calls() == ["UpdateItem", "GetItem"]


def test_a_message_comes_back_within_about_the_time_that_it_has_waited() -> None:
    """1 to 2 s at first, 1 to 4 s then, at last 1 to 301 s; a hundred messages come back apart."""
    for times, most in ((0, 2), (1, 4), (5, 64), (8, LONGEST_WAIT), (1000, LONGEST_WAIT)):
        waits = [seconds_to_wait(times, f"message {n}") for n in range(100)]
        assert 1 <= min(waits) <= max(waits) <= most
        assert len(set(waits)) >= min(most, 30) // 2


def held_back(desk: Desk) -> list[Any]:
    """The bodies of the messages that wait for their delay."""
    queue = sqs_backends[ACCOUNT][REGION].queues[UPLOADS]
    return [json.loads(one.body) for one in queue._messages if one.delayed]


def test_an_upload_beyond_the_share_waits_and_is_scored_then(
    house: House, acme_worker: Context, clock: Clock
) -> None:
    desk = house.desk
    upload = desk.announce(period="2026-12")
    body = desk.message(desk.put(upload, csv_of(ROW)))
    with worker_of(acme_worker, UPLOADS, "another", LATER):
        desk.run_once(body)
        path = f"/v1/uploads/{upload['id']}"
        assert desk.caller.get(path).ok()["status"] == "awaiting_file"
        (first,) = held_back(desk)
        assert (first["upload"], first["held"]) == (upload["id"], 1)
        assert "file" in first
        desk.run_once(json.dumps(first))
        assert sorted(one["held"] for one in held_back(desk)) == [1, 2]

    desk.run_once(json.dumps(first))

    assert desk.caller.get(path).ok()["status"] == "completed"


def test_another_company_is_served_while_one_has_its_share(
    house: House, acme_worker: Context, globex: Company
) -> None:
    published(globex)
    theirs = Desk(house.desk.world, globex.hr, "globex")
    with worker_of(acme_worker, UPLOADS, "hostile", LATER):
        assert theirs.send(csv_of(ROW))["status"] == "completed"


def test_twelve_copies_of_one_company_leave_anothers_export_its_worker(
    house: House, acme_worker: Context, globex: Company
) -> None:
    """One copy is made at a time, with one lease of its queue; the other company's export is done
    at its first delivery, also while the first company has its whole share of that queue."""
    asked = [house.admin.post("/v1/tenant/copies").status for _ in range(12)]
    assert asked == [201] + 11 * [409]
    published(globex)
    Desk(house.desk.world, globex.hr, "globex").send(csv_of(ROW))
    payroll = Payroll(house.desk.world, globex.hr)
    export = payroll.ask(period="2026-10", scheme="desk")
    (body,) = house.desk.world.messages("exports")
    with ExitStack() as stack:
        for queue in (EXPORTS, JOBS):
            for n in range(share(acme_worker.platform.settings, queue)):
                stack.enter_context(worker_of(acme_worker, queue, f"copy {n}", LATER))
        deliver(house.desk.world, body, queue="exports")
    found = globex.hr.get(f"/v1/exports/{export['id']}").ok()
    assert (found["status"], found["rows"]) == ("completed", 1)


def test_long_work_that_hands_on_lets_a_waiting_message_go_first(
    house: House, acme_worker: Context, clock: Clock
) -> None:
    """It looks again in 40 s: the next run of the long work begins a second after that."""
    with worker_of(acme_worker, UPLOADS, "long", LATER) as worker:
        worker_share.note_waiting(acme_worker, UPLOADS, 40)
    assert worker.delay(clock.now, 0) == 41
    assert worker.delay(clock.now, 90) == 90
    clock.advance(seconds=40)
    assert worker.delay(clock.now, 0) == 0
    with worker_of(acme_worker, UPLOADS, "long", LATER) as worker:
        pass
    assert worker.delay(clock.now, 3) == 3


def test_a_message_held_back_is_counted_in_its_line(
    house: House, acme_worker: Context, lines: Any
) -> None:
    desk = house.desk
    body = desk.message(desk.put(desk.announce(period="2026-12"), csv_of(ROW)))
    with worker_of(acme_worker, UPLOADS, "another", LATER):
        desk.run_once(body)
    (line,) = (one for one in lines() if one.get("event") == "job")
    assert (line["held_back"], line["hand_ons"], line["failures"]) == (1, 0, 0)


@pytest.mark.parametrize("number", ["one", None, 1.5])
def test_a_message_with_a_bad_count_is_no_message_of_ours(house: House, number: object) -> None:
    body = json.dumps({"kind": "score_upload", "tenant": "acme", "upload": "upl_1", "held": number})
    answer = deliver(house.desk.world, body, queue="uploads")
    assert len(answer["batchItemFailures"]) == 1


def test_a_companys_own_work_does_not_hold_its_deletion_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(one for one in CASES if one.kind == "delete_tenant")
    _, body = case.asked(house)
    monkeypatch.setattr(worker_share, "_take", mock.Mock(side_effect=AssertionError))

    assert deliver(house.desk.world, body, queue=case.queue)["batchItemFailures"] == []
