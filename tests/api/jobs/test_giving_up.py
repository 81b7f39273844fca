"""Work whose last try fails has an end that those who asked can see, and can be gone on with."""

import json
from typing import Any
from unittest import mock

import pytest

import app
from chalicelib.jobs.batch import MOST_TRIES
from chalicelib.jobs.kinds import QUEUES
from tests.api.clock import Clock
from tests.api.exports.delivering import deliver
from tests.api.jobs.cases import CASES, EVERY_CASE, WITHOUT_END, Case, House
from tests.api.uploads.sending import csv_of
from tests.api.world import World


class Killed(BaseException):
    """The process is gone, by time or by memory: no handler of ours runs."""


def given_up(world: World, case: Case, body: str) -> None:
    """The last delivery, which fails."""
    with case.broken():
        answer = deliver(world, body, received=MOST_TRIES, queue=case.queue)
    assert len(answer["batchItemFailures"]) == 1, "it goes to the dead letters, which alarm"


def finish(world: World, clock: Clock) -> None:
    """Deliver until no queue has a message; whoever waits for a deletion has waited."""
    for _ in range(60):
        waiting = [(queue, body) for queue in QUEUES for body in world.messages(queue)]
        if not waiting:
            return
        for queue, body in waiting:
            assert deliver(world, body, queue=queue) == {"batchItemFailures": []}
        clock.advance(minutes=1)
    raise AssertionError("no end of messages")


def test_every_kind_has_an_end_to_tell_or_leaves_no_record() -> None:
    kinds = {kind.name for kind in app.CONTENTS.jobs}
    assert kinds == {*EVERY_CASE, *WITHOUT_END}


def test_the_last_try_that_fails_ends_the_work_with_its_reason(house: House, case: Case) -> None:
    asked, body = case.asked(house)

    given_up(house.desk.world, case, body)

    assert case.see(house, asked) == case.failed


def test_a_try_that_is_not_the_last_ends_nothing(house: House, case: Case) -> None:
    asked, body = case.asked(house)
    before = case.see(house, asked)

    with case.broken():
        for received in range(1, MOST_TRIES):
            deliver(house.desk.world, body, received=received, queue=case.queue)

    assert case.see(house, asked) == before


def test_a_last_try_that_is_killed_ends_the_work_when_its_time_is_over(
    house: House, case: Case, clock: Clock
) -> None:
    """Nobody is left to say so: what was noted before the try does."""
    asked, body = case.asked(house)
    before = case.see(house, asked)
    with case.broken(Killed), pytest.raises(Killed):
        deliver(house.desk.world, body, received=MOST_TRIES, queue=case.queue)
    assert case.see(house, asked) == before, "it may still be at work"

    # Five minutes of life and 15 s: 315 s.
    clock.advance(seconds=314)
    assert case.see(house, asked) == before
    clock.advance(seconds=1)
    assert case.see(house, asked) == case.failed


@pytest.mark.long
def test_a_dead_letter_sent_again_comes_to_its_true_end(
    house: House, case: Case, clock: Clock
) -> None:
    asked, body = case.asked(house)
    given_up(house.desk.world, case, body)
    # A deletion waits for half an hour for what was begun before.
    clock.advance(minutes=76)

    deliver(house.desk.world, body, queue=case.queue)
    finish(house.desk.world, clock)

    assert case.see(house, asked) == case.done


def test_a_last_try_that_succeeds_is_given_up_by_nobody(
    house: House, case: Case, clock: Clock
) -> None:
    asked, body = case.asked(house)
    clock.advance(minutes=76)

    deliver(house.desk.world, body, received=MOST_TRIES, queue=case.queue)
    finish(house.desk.world, clock)

    assert case.see(house, asked) == case.done


@pytest.mark.parametrize("kind", ["copy_tenant", "erase_person"])
def test_a_last_try_that_hands_on_is_at_work_still(house: House, clock: Clock, kind: str) -> None:
    case = EVERY_CASE[kind]
    asked, body = case.asked(house)

    # Less than what each keeps free at its end: the time is up as soon as a piece is done.
    deliver(house.desk.world, body, received=MOST_TRIES, milliseconds=19_000, queue=case.queue)
    clock.advance(minutes=30)

    assert case.see(house, asked) == ("running", None)
    assert house.desk.world.messages(case.queue) != []


@pytest.mark.parametrize("kind", ["copy_tenant", "erase_person"])
def test_work_that_goes_on_after_it_was_given_up_is_shown_as_running(
    house: House, kind: str
) -> None:
    case = EVERY_CASE[kind]
    asked, body = case.asked(house)
    given_up(house.desk.world, case, body)

    deliver(house.desk.world, body, milliseconds=19_000, queue=case.queue)

    assert case.see(house, asked) == ("running", None)


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "again"),
    [
        ("erase_person", lambda house: house.admin.post("/v1/employees/1002/erase", FILES)),
        ("delete_tenant", lambda house: house.operator.post("/v1/tenants/acme/delete", CONFIRMED)),
    ],
)
def test_what_was_given_up_goes_on_when_it_is_asked_for_again(
    house: House, clock: Clock, kind: str, again: Any
) -> None:
    case = EVERY_CASE[kind]
    asked, body = case.asked(house)
    given_up(house.desk.world, case, body)
    clock.advance(minutes=76)

    again(house).ok(202)

    assert case.see(house, asked)[1] is None
    finish(house.desk.world, clock)
    assert case.see(house, asked) == case.done


FILES, CONFIRMED = {"files": "keep"}, {"confirm": "acme"}


def test_work_at_its_end_stays_so_whatever_a_late_duplicate_does(
    house: House, case: Case, clock: Clock
) -> None:
    asked, body = case.asked(house)
    clock.advance(minutes=76)
    deliver(house.desk.world, body, queue=case.queue)
    finish(house.desk.world, clock)

    with case.broken():
        deliver(house.desk.world, body, received=MOST_TRIES, queue=case.queue)
    clock.advance(minutes=10)

    assert case.see(house, asked) == case.done


def _reason(found: Any, kind: str) -> Any:
    """Why it failed. The reason of a late file is hr's; of an announcement the telling failed."""
    return found.get("telling", found)["why" if kind == "late_file" else "reason"]


@pytest.mark.long
def test_reasons_are_told_in_both_languages(house: House) -> None:
    for case in CASES:
        if case.kind in ("rescore_period", "delete_tenant", "take_snapshot", "apply_case"):
            continue
        asked, body = case.asked(house)
        given_up(house.desk.world, case, body)
        words = {
            _reason(house.admin.in_(language).get(asked).ok(), case.kind)["message"]
            for language in ("zh", "en")
        }
        assert len(words) == 2, case.kind


def test_a_rejected_upload_that_was_given_up_is_listed_among_the_rejected(house: House) -> None:
    case = EVERY_CASE["score_upload"]
    asked, body = case.asked(house)
    given_up(house.desk.world, case, body)

    def listed(status: str) -> list[str]:
        found = house.admin.get("/v1/uploads", query={"status": status}).ok()["items"]
        return [f"/v1/uploads/{one['id']}" for one in found]

    assert (listed("rejected"), listed("awaiting_file")) == ([asked], [])


def test_an_upload_that_was_given_up_holds_up_no_other_of_its_period(
    house: House, clock: Clock
) -> None:
    case = EVERY_CASE["score_upload"]
    _, body = case.asked(house)
    given_up(house.desk.world, case, body)
    clock.advance(minutes=1)

    upload = house.desk.announce(period="2026-11")
    stored = house.desk.put(upload, csv_of("1001,Ann,red,3000,100,90,100"))
    house.desk.run_once(house.desk.message(stored))

    assert case.see(house, f"/v1/uploads/{upload['id']}") == case.done


def test_the_period_that_a_run_handed_on_is_free_when_the_next_was_given_up(
    house: House, clock: Clock
) -> None:
    """Nobody has inherited the claim, which would hold the period for 24 s from its beginning."""
    case = EVERY_CASE["score_upload"]
    asked, body = case.asked(house)
    # 20 s are kept free: with 19 s left a run takes the period, begins, and hands on.
    deliver(house.desk.world, body, milliseconds=19_000, queue="uploads")
    (handed_on,) = house.desk.world.messages("uploads")
    assert json.loads(handed_on)["claim"] is not None

    def slow(*_: Any) -> None:
        clock.advance(seconds=1)
        raise RuntimeError

    with mock.patch("chalicelib.uploads.run.run", slow):
        deliver(house.desk.world, handed_on, received=MOST_TRIES, queue="uploads")
    assert case.see(house, asked) == case.failed
    # What was made is to be settled; another file need not wait for that.
    (settling,) = house.desk.world.messages("uploads")
    assert json.loads(settling)["kind"] == "settle_period"

    upload = house.desk.announce(period="2026-11")
    stored = house.desk.put(upload, csv_of("1001,Ann,red,3000,100,90,100"))
    house.desk.run_once(house.desk.message(stored))
    assert case.see(house, f"/v1/uploads/{upload['id']}") == case.done
