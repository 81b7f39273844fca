"""The schedule of exports: when it is due, and that a due time makes one export."""

from datetime import UTC, datetime

import pytest

from chalicelib.exports.calendar import due_period, next_due
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published

PATH = "/v1/export-schedule"
#: On the 6th at 9 o'clock: the clock stands at 2026-11-05T08:00Z, the company's zone is Shanghai.
SIXTH = {"enabled": True, "day": 6, "hour": 9, "format": "csv"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Berlin: summer time from 2026-03-29 02:00 (to 03:00) until 2026-10-25 03:00 (back to 02:00).
@pytest.mark.parametrize(
    ("day", "hour", "zone", "after", "due"),
    [
        (6, 9, "Asia/Shanghai", "2026-11-05T08:00", "2026-11-06T01:00"),
        (6, 9, "Asia/Shanghai", "2026-11-06T01:00", "2026-12-06T01:00"),
        (1, 0, "Asia/Shanghai", "2026-11-30T15:59", "2026-11-30T16:00"),
        (5, 8, "America/New_York", "2026-10-20T00:00", "2026-11-05T13:00"),
        (5, 8, "America/New_York", "2026-06-20T00:00", "2026-07-05T12:00"),
        (31, 8, "UTC", "2026-02-01T00:00", "2026-02-28T08:00"),
        (31, 8, "UTC", "2028-02-01T00:00", "2028-02-29T08:00"),
        (31, 8, "UTC", "2026-12-31T08:00", "2027-01-31T08:00"),
        (29, 2, "Europe/Berlin", "2026-03-20T00:00", "2026-03-29T01:00"),
        (29, 3, "Europe/Berlin", "2026-03-20T00:00", "2026-03-29T01:00"),
        (25, 2, "Europe/Berlin", "2026-10-20T00:00", "2026-10-25T00:00"),
        (25, 3, "Europe/Berlin", "2026-10-20T00:00", "2026-10-25T02:00"),
    ],
)
def test_the_next_due_time_is_a_local_hour_whatever_the_clocks_do(
    day: int, hour: int, zone: str, after: str, due: str
) -> None:
    assert next_due(day, hour, zone, at(after)) == at(due)


def test_the_month_before_the_companys_own_is_exported() -> None:
    # It is still 30 November in UTC, and already December in Shanghai.
    assert due_period(at("2026-11-30T16:00"), "Asia/Shanghai") == "2026-11"
    assert due_period(at("2026-11-30T16:00"), "UTC") == "2026-10"


@pytest.fixture
def scheduled(payroll: Payroll, acme: Company) -> Payroll:
    """October's results are to be exported on 6 November at 9 o'clock in Shanghai."""
    tenant = acme.admin.get("/v1/tenant")
    body = {"time_zone": "Asia/Shanghai"}
    acme.admin.patch("/v1/tenant", body, if_match=tenant.etag).ok()
    etag = payroll.caller.get(PATH).etag
    answer = payroll.caller.put(PATH, SIXTH, if_match=etag).ok()
    assert answer["next_due"] == "2026-11-06T01:00:00.000Z"
    payroll.work()
    return payroll


def exports(payroll: Payroll) -> list:
    return payroll.caller.get("/v1/exports").ok()["items"]


def test_a_schedule_that_was_never_set_is_off(payroll: Payroll) -> None:
    answer = payroll.caller.get(PATH)

    assert answer.ok()["enabled"] is False
    assert answer.ok()["next_due"] is None
    payroll.caller.put(PATH, SIXTH).problem(428)


def test_a_schedule_that_has_changed_since_is_not_overwritten(payroll: Payroll) -> None:
    etag = payroll.caller.get(PATH).etag
    payroll.caller.put(PATH, SIXTH, if_match=etag).ok()

    payroll.caller.put(PATH, {**SIXTH, "day": 7}, if_match=etag).problem(412)


def test_nothing_is_made_before_it_is_due(scheduled: Payroll, clock: Clock) -> None:
    clock.advance(hours=16, minutes=59)  # 2026-11-06T00:59Z

    scheduled.tick()
    scheduled.work()

    assert exports(scheduled) == []


def test_when_due_the_month_before_is_exported_and_the_next_is_entered(
    scheduled: Payroll, clock: Clock
) -> None:
    clock.advance(hours=17)

    scheduled.tick()
    scheduled.work()

    (made,) = exports(scheduled)
    assert (made["status"], made["period"], made["rows"]) == ("completed", "2026-10", 3)
    assert (made["requested_by"], made["scheduled_for"]) == ("schedule", "2026-11-06T01:00:00.000Z")
    assert scheduled.caller.get(PATH).ok()["next_due"] == "2026-12-06T01:00:00.000Z"


def test_a_tick_that_comes_twice_makes_one_export(scheduled: Payroll, clock: Clock) -> None:
    clock.advance(hours=17)

    scheduled.tick()
    scheduled.tick()
    scheduled.work()
    clock.advance(hours=1)
    scheduled.tick()
    scheduled.work()

    assert len(exports(scheduled)) == 1


def test_ticks_that_never_came_are_made_up_for_month_by_month(
    scheduled: Payroll, desk: Desk, clock: Clock
) -> None:
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"), period="2026-11")
    clock.advance(days=32)  # 2026-12-07: the due times of November and December have passed

    scheduled.tick()
    scheduled.work()

    periods = [(made["period"], made["scheduled_for"]) for made in exports(scheduled)]
    assert sorted(periods) == [
        ("2026-10", "2026-11-06T01:00:00.000Z"),
        ("2026-11", "2026-12-06T01:00:00.000Z"),
    ]
    assert scheduled.caller.get(PATH).ok()["next_due"] == "2027-01-06T01:00:00.000Z"


@pytest.mark.long
def test_every_scheme_with_results_is_exported(
    scheduled: Payroll, desk: Desk, acme: Company, clock: Clock
) -> None:
    published(acme, {**SCHEME, "code": "second"})
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"), scheme="second")
    clock.advance(hours=17)

    scheduled.tick()
    scheduled.work()

    assert {made["scheme"] for made in exports(scheduled)} == {"desk", "second"}


def test_a_schedule_moved_meanwhile_is_due_at_its_new_time_alone(
    scheduled: Payroll, clock: Clock
) -> None:
    etag = scheduled.caller.get(PATH).etag
    moved = scheduled.caller.put(PATH, {**SIXTH, "day": 8}, if_match=etag).ok()
    assert moved["next_due"] == "2026-11-08T01:00:00.000Z"
    scheduled.work()

    clock.advance(hours=17)
    scheduled.tick()
    scheduled.work()
    assert exports(scheduled) == []
    clock.advance(days=2)
    scheduled.tick()
    scheduled.work()
    assert [made["scheduled_for"] for made in exports(scheduled)] == ["2026-11-08T01:00:00.000Z"]


def test_a_schedule_switched_off_makes_nothing(scheduled: Payroll, clock: Clock) -> None:
    etag = scheduled.caller.get(PATH).etag
    off = scheduled.caller.put(PATH, {**SIXTH, "enabled": False}, if_match=etag).ok()
    assert off["next_due"] is None
    scheduled.work()
    clock.advance(days=40)

    scheduled.tick()
    scheduled.work()

    assert exports(scheduled) == []


def test_a_suspended_company_is_passed_over_and_goes_on_when_it_is_woken(
    scheduled: Payroll, operator: Api, clock: Clock
) -> None:
    operator.patch("/v1/tenants/acme", {"status": "suspended"}, if_match="*").ok()
    clock.advance(hours=17)
    scheduled.tick()
    scheduled.work()
    operator.patch("/v1/tenants/acme", {"status": "active"}, if_match="*").ok()

    assert exports(scheduled) == []
    assert scheduled.caller.get(PATH).ok()["next_due"] == "2026-12-06T01:00:00.000Z"


def test_a_company_that_moved_west_gets_its_export_at_its_own_hour(
    scheduled: Payroll, acme: Company, clock: Clock
) -> None:
    # 9 o'clock on the 6th in New York is 14:00Z, thirteen hours later than in Shanghai.
    acme.admin.patch("/v1/tenant", {"time_zone": "America/New_York"}, if_match="*").ok()
    clock.advance(hours=17)
    scheduled.tick()
    scheduled.work()
    assert exports(scheduled) == []
    assert scheduled.caller.get(PATH).ok()["next_due"] == "2026-11-06T14:00:00.000Z"

    clock.advance(hours=13)
    scheduled.tick()
    scheduled.work()
    assert [made["period"] for made in exports(scheduled)] == ["2026-10"]
    assert scheduled.caller.get(PATH).ok()["next_due"] == "2026-12-06T14:00:00.000Z"


def test_a_company_that_moved_east_gets_its_export_at_its_own_hour(
    scheduled: Payroll, acme: Company, clock: Clock
) -> None:
    # 9 o'clock on the 6th in Kiritimati is 19:00Z on the 5th, six hours earlier than in Shanghai.
    acme.admin.patch("/v1/tenant", {"time_zone": "Pacific/Kiritimati"}, if_match="*").ok()
    assert scheduled.caller.get(PATH).ok()["next_due"] == "2026-11-05T19:00:00.000Z"
    clock.advance(hours=11)
    scheduled.tick()
    scheduled.work()

    (made,) = exports(scheduled)
    assert made["scheduled_for"] == "2026-11-05T19:00:00.000Z"
    assert scheduled.caller.get(PATH).ok()["next_due"] == "2026-12-05T19:00:00.000Z"
