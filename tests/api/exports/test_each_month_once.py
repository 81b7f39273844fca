"""Each due month is exported once, whatever is saved when, and whenever the tick comes."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.exports.calendar import due_time
from chalicelib.exports.keys import key_of_export_schedule
from chalicelib.exports.records import Schedule
from chalicelib.periods.calendar import following, previous
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import LOCKED, PUBLISHED, PeriodRecord
from chalicelib.store.records import to_item
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.delivering import deliver
from tests.api.exports.payroll import Payroll
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.worker import worker_in
from tests.api.world import World
from tests.profiles import choose

PATH = "/v1/export-schedule"
#: The clock stands at 2026-11-05T08:00Z; the company's time zone is UTC.
SIXTH = {"enabled": True, "day": 6, "hour": 9}


@pytest.fixture
def scheduled(payroll: Payroll, acme: Company) -> Payroll:
    """October is to be exported on 6 November at 9:00Z."""
    acme.admin.patch("/v1/tenant", {"time_zone": "UTC"}, if_match="*").ok()
    save(payroll)
    payroll.work()
    return payroll


def save(payroll: Payroll, **changes: Any) -> Any:
    return payroll.caller.put(PATH, {**SIXTH, **changes}, if_match="*").ok()


def shown(payroll: Payroll) -> Any:
    return payroll.caller.get(PATH).ok()


def tick(payroll: Payroll) -> None:
    payroll.tick()
    payroll.work()


def exported(payroll: Payroll) -> list[tuple[str, str]]:
    """(period, format) of every export by the schedule, the oldest first."""
    found = payroll.caller.get("/v1/exports", query={"limit": 200}).ok()["items"]
    return [
        (one["period"], one["format"])
        for one in reversed(found)
        if one["requested_by"] == "schedule"
    ]


def test_the_same_schedule_saved_between_due_time_and_tick_loses_nothing(
    scheduled: Payroll, clock: Clock
) -> None:
    clock.advance(days=1, hours=1, minutes=10)  # 6 November, 9:10
    assert save(scheduled)["next_due"] == "2026-12-06T09:00:00.000Z"
    scheduled.work()
    tick(scheduled)

    assert exported(scheduled) == [("2026-10", "csv")]


@pytest.mark.parametrize(
    "changes",
    [{"day": 20}, {"day": 1}, {"hour": 23}, {"format": "xlsx"}, {"enabled": False}],
    ids=str,
)
def test_a_month_that_was_due_is_exported_as_the_schedule_before_said(
    scheduled: Payroll, clock: Clock, changes: dict[str, Any]
) -> None:
    clock.advance(days=1, hours=1, minutes=10)
    save(scheduled, **changes)
    scheduled.work()
    clock.advance(days=20)
    tick(scheduled)

    assert exported(scheduled) == [("2026-10", "csv")]


def test_a_day_moved_behind_its_export_makes_no_second_one(
    scheduled: Payroll, clock: Clock
) -> None:
    clock.advance(days=1, hours=1)
    tick(scheduled)
    assert save(scheduled, day=20)["next_due"] == "2026-12-20T09:00:00.000Z"
    clock.advance(days=20)
    tick(scheduled)

    assert exported(scheduled) == [("2026-10", "csv")]


def test_a_day_moved_to_before_today_makes_the_month_due_at_once(
    scheduled: Payroll, clock: Clock
) -> None:
    save(scheduled, day=20)
    clock.advance(days=5)  # the 10th
    save(scheduled, day=6)
    scheduled.work()

    assert exported(scheduled) == [("2026-10", "csv")]
    assert shown(scheduled)["next_due"] == "2026-12-06T09:00:00.000Z"


def test_a_schedule_saved_first_after_its_day_begins_with_the_next_month(
    payroll: Payroll, clock: Clock
) -> None:
    clock.advance(days=10)
    save(payroll)
    payroll.work()
    tick(payroll)

    assert exported(payroll) == []
    # 9 o'clock in Shanghai is 1:00Z.
    assert shown(payroll)["next_due"] == "2026-12-06T01:00:00.000Z"


def test_a_first_day_that_has_passed_may_be_moved_to_one_that_is_to_come(
    payroll: Payroll, acme: Company, clock: Clock
) -> None:
    """Saved on the 5th for the 1st: December. Then for the 30th: this month, as if saved first."""
    acme.admin.patch("/v1/tenant", {"time_zone": "UTC"}, if_match="*").ok()
    assert save(payroll, day=1)["next_due"] == "2026-12-01T09:00:00.000Z"
    assert save(payroll, day=30)["next_due"] == "2026-11-30T09:00:00.000Z"
    payroll.work()
    clock.advance(days=26)
    tick(payroll)

    assert exported(payroll) == [("2026-10", "csv")]
    assert shown(payroll)["next_due"] == "2026-12-30T09:00:00.000Z"


def test_a_schedule_switched_on_begins_with_its_first_due_time_though_it_was_on_before(
    payroll: Payroll, acme: Company
) -> None:
    acme.admin.patch("/v1/tenant", {"time_zone": "UTC"}, if_match="*").ok()
    save(payroll, day=1)
    save(payroll, enabled=False)
    assert save(payroll, day=20)["next_due"] == "2026-11-20T09:00:00.000Z"


def test_a_schedule_of_before_there_were_entries_exports_no_month_again(
    scheduled: Payroll, platform: Platform, clock: Clock
) -> None:
    """October was exported on the 6th, as the stored ``next_due`` tells: 6 December."""
    with worker_in(platform, "acme") as context:
        item = to_item(Schedule(True, 6, 9, revision=1, next_due="2026-12-06T09:00:00.000Z"))
        context.table.put(key_of_export_schedule(context.scope), item)
    clock.advance(days=5)
    for day in (20, 25):
        assert save(scheduled, day=day)["next_due"] == f"2026-12-{day}T09:00:00.000Z"


def test_a_schedule_switched_off_over_its_due_time_does_not_export_that_month(
    scheduled: Payroll, clock: Clock
) -> None:
    save(scheduled, enabled=False)
    clock.advance(days=5)
    save(scheduled)
    scheduled.work()
    tick(scheduled)

    assert exported(scheduled) == []
    assert shown(scheduled)["next_due"] == "2026-12-06T09:00:00.000Z"


def test_switching_off_and_on_does_not_export_a_month_again(
    scheduled: Payroll, clock: Clock
) -> None:
    clock.advance(days=1, hours=1)
    tick(scheduled)
    save(scheduled, enabled=False)
    assert save(scheduled, day=25)["next_due"] == "2026-12-25T09:00:00.000Z"


def test_the_next_due_time_is_shown_by_the_time_zone_of_now(
    scheduled: Payroll, acme: Company
) -> None:
    acme.admin.patch("/v1/tenant", {"time_zone": "America/New_York"}, if_match="*").ok()
    # 9 o'clock in New York in November is 14:00Z.
    assert shown(scheduled)["next_due"] == "2026-11-06T14:00:00.000Z"


def test_only_when_locked_waits_and_the_next_tick_after_the_lock_exports(
    scheduled: Payroll, acme: Company, clock: Clock
) -> None:
    save(scheduled, only_when_locked=True)
    clock.advance(days=1, hours=1)
    tick(scheduled)
    (waiting,) = shown(scheduled)["waiting"]
    assert (waiting["period"], waiting["overdue_since"]) == ("2026-10", None)
    assert exported(scheduled) == []

    clock.advance(days=9)
    acme.hr.post("/v1/periods/2026-10/lock", {"scheme": "desk"}).ok()
    tick(scheduled)

    (made,) = scheduled.caller.get("/v1/exports").ok()["items"]
    assert (made["status"], made["period_state"]) == ("completed", "locked")
    assert made["scheduled_for"] == "2026-11-06T09:00:00.000Z"
    assert shown(scheduled)["waiting"] == []
    clock.advance(hours=1)
    tick(scheduled)
    assert len(exported(scheduled)) == 1


@pytest.mark.long
def test_each_scheme_waits_for_its_own_lock(
    scheduled: Payroll, desk: Desk, acme: Company, clock: Clock
) -> None:
    published(acme, {**SCHEME, "code": "second"})
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"), scheme="second")
    save(scheduled, only_when_locked=True)
    for scheme, made in (("second", 1), ("desk", 2)):
        body = {"scheme": scheme, "accept": {"several_results": 1}}
        acme.hr.post("/v1/periods/2026-10/lock", body).ok()
        clock.advance(days=2)
        tick(scheduled)
        assert len(exported(scheduled)) == made
    assert shown(scheduled)["waiting"] == []


def test_at_the_latest_day_it_is_exported_as_it_stands(scheduled: Payroll, clock: Clock) -> None:
    save(scheduled, latest_day=10)
    clock.advance(days=5)  # the 10th, 8:00
    tick(scheduled)
    (waiting,) = shown(scheduled)["waiting"]
    assert waiting["latest"] == "2026-11-10T09:00:00.000Z"
    assert exported(scheduled) == []
    clock.advance(hours=1)
    tick(scheduled)

    (made,) = scheduled.caller.get("/v1/exports").ok()["items"]
    assert made["period_state"] == "provisional"


def test_a_lock_before_the_latest_day_exports_it(
    scheduled: Payroll, acme: Company, clock: Clock
) -> None:
    save(scheduled, latest_day=10)
    clock.advance(days=2)
    acme.hr.post("/v1/periods/2026-10/lock", {"scheme": "desk"}).ok()
    tick(scheduled)

    assert exported(scheduled) == [("2026-10", "csv")]


def test_a_month_that_must_be_locked_is_overdue_from_the_latest_day_and_an_event_says_so(
    scheduled: Payroll, acme: Company, clock: Clock
) -> None:
    save(scheduled, only_when_locked=True, latest_day=10)
    clock.advance(days=5, hours=1, minutes=40)  # the 10th, 9:40
    tick(scheduled)
    tick(scheduled)

    assert exported(scheduled) == [], "figures that are not locked are never sent"
    (waiting,) = shown(scheduled)["waiting"]
    assert waiting["overdue_since"] == "2026-11-10T09:00:00.000Z"
    clock.advance(minutes=2)
    events = acme.admin.get("/v1/events", query={"limit": 200}).ok()["items"]
    subjects = [one["subject"] for one in events if one["type"] == "export_schedule.overdue"]
    assert subjects == ["export-schedule/2026-10"]


def test_a_month_whose_latest_day_is_moved_to_one_to_come_is_not_overdue_any_more(
    scheduled: Payroll, clock: Clock
) -> None:
    save(scheduled, only_when_locked=True, latest_day=10)
    clock.advance(days=6)
    tick(scheduled)
    (waiting,) = save(scheduled, only_when_locked=True, latest_day=20)["waiting"]

    assert waiting["latest"] == "2026-11-20T09:00:00.000Z"
    assert waiting["overdue_since"] is None


def test_a_month_that_waits_follows_what_is_saved_now(scheduled: Payroll, clock: Clock) -> None:
    save(scheduled, only_when_locked=True)
    clock.advance(days=2)
    tick(scheduled)
    save(scheduled)
    scheduled.work()

    assert exported(scheduled) == [("2026-10", "csv")]


def test_a_month_without_results_waits_until_the_next_one_is_due(
    payroll: Payroll, clock: Clock
) -> None:
    clock.advance(days=10)
    save(payroll, only_when_locked=True)
    payroll.work()
    for days, periods in ((25, ["2026-11"]), (31, ["2026-12"])):
        clock.advance(days=days)
        tick(payroll)
        tick(payroll)
        assert [one["period"] for one in shown(payroll)["waiting"]] == periods


def test_a_latest_day_before_the_due_day_is_refused(payroll: Payroll) -> None:
    body = {**SIXTH, "latest_day": 5}
    answer = payroll.caller.put(PATH, body, if_match="*").problem(422)
    assert answer["errors"][0]["code"] == "latest_before_due"


@pytest.mark.parametrize("day", [29, 30, 31])
def test_a_day_that_the_month_has_not_is_its_last_one_each_month_once(day: int) -> None:
    days = [due_time(f"2027-{month:02d}", day, 9, "UTC").day for month in range(1, 7)]
    assert days == [28, day, min(day, 30), day, min(day, 30), day]


ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago")
LAST = "2027-03"


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("locked", [False, True], ids=["as it stands", "only when locked"])
@pytest.mark.parametrize("seed", range(choose(quick=1, long=40)))
def test_any_sequence_of_saves_zones_ticks_and_locks_exports_each_month_once(
    acme: Company, world: World, platform: Platform, clock: Clock, seed: int, locked: bool
) -> None:
    """The schedule stays on. Every month from the first one due to the last has one export.

    The first is the one due first when it was saved first, or the one before it, when the day was
    moved to one that was to come.
    """
    chance = random.Random(f"{seed} {locked}")
    payroll, states = Payroll(world, acme.hr), Months(platform)
    clock.now = datetime(2026, 11, 5, 8, tzinfo=UTC)
    acme.admin.patch("/v1/tenant", {"time_zone": "UTC"}, if_match="*").ok()
    first = save(payroll, day=chance.randint(1, 31), only_when_locked=locked)["next_due"]
    while clock.now < datetime(2027, 3, 1, tzinfo=UTC):
        clock.now += timedelta(hours=chance.choice((1, 30, 100, 300, 500)))
        for _ in range(chance.randint(1, 3)):
            step(chance, acme, payroll, states, locked=locked)
        attend(payroll, chance)
    states.lock_all()
    clock.now = datetime(2027, 3, 29, tzinfo=UTC)
    save(payroll, day=28, only_when_locked=locked)
    clock.now += timedelta(days=2)
    for _ in range(2):
        payroll.tick()
        attend(payroll)

    made = [period for period, _ in exported(payroll)]
    first_month = months_before(datetime.fromisoformat(first))
    assert min(made) in (first_month, previous(first_month))
    expected, period = [], min(made)
    while period < LAST:
        expected.append(period)
        period = following(period)
    assert sorted(made) == expected
    assert shown(payroll)["waiting"] == []
    if locked:
        assert states.unlocked_when_exported == []


def step(
    chance: random.Random, acme: Company, payroll: Payroll, states: "Months", *, locked: bool
) -> None:
    """Do one thing that a company does, or that happens to it."""
    match chance.choice(("save", "move", "zone", "tick", "lock", "tick twice")):
        case "save":
            before = shown(payroll)
            save(payroll, day=before["day"], hour=before["hour"], only_when_locked=locked)
        case "move":
            day = chance.randint(1, 31)
            save(payroll, day=day, hour=chance.randint(0, 23), only_when_locked=locked)
        case "zone":
            zone = chance.choice(ZONES)
            acme.admin.patch("/v1/tenant", {"time_zone": zone}, if_match="*").ok()
        case "tick":
            payroll.tick()
        case "tick twice":
            payroll.tick()
            payroll.tick()
        case "lock":
            states.lock_some(chance)
    if locked:
        states.look(exported(payroll))


def attend(payroll: Payroll, chance: random.Random | None = None) -> None:
    """Deliver the messages of the schedule in any order, some of them twice. No file is made."""
    while found := payroll.world.messages("exports"):
        due = [body for body in found if '"run_export"' not in body]
        if chance is not None:
            due += [body for body in due if chance.random() < 0.2]
            chance.shuffle(due)
        for body in due:
            assert deliver(payroll.world, body) == {"batchItemFailures": []}


def months_before(due: datetime) -> str:
    """The month before the one of the first due time (UTC: the zone when it was saved)."""
    return (due.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")


class Months:
    """A year of months with results, as they are stored: published, then locked."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._locked: set[str] = set()
        self.unlocked_when_exported: list[str] = []
        self._all = ["2026-10", "2026-11", "2026-12", *(f"2027-{n:02d}" for n in range(1, 4))]
        for period in self._all:
            self._put(period, PUBLISHED)

    def _put(self, period: str, state: str) -> None:
        record = PeriodRecord(period, "desk", state, scorecards=1, settled_at="2026-01-01")
        with worker_in(self._platform, "acme") as context:
            key = key_of_period(context.scope, period, "desk")
            context.table.put(key, to_item(record))

    def lock_some(self, chance: random.Random) -> None:
        self._lock(chance.choice(self._all))

    def lock_all(self) -> None:
        for period in self._all:
            self._lock(period)

    def _lock(self, period: str) -> None:
        self._locked.add(period)
        self._put(period, LOCKED)

    def look(self, made: list[tuple[str, str]]) -> None:
        self.unlocked_when_exported += [one for one, _ in made if one not in self._locked]
