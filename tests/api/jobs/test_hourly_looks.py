"""What an hourly look reads of a company does not grow with the months and schemes that it had."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.periods import changed_months
from chalicelib.periods.keys import key_of_changed, key_of_period
from chalicelib.periods.records import PUBLISHED, PeriodRecord
from chalicelib.rating_forms.keys import key_of_all_entered, key_of_round, key_of_round_under_way
from chalicelib.rating_forms.records import CLOSED, OPEN, Round
from chalicelib.rating_rounds.under_way import rounds_under_way
from chalicelib.signals import due
from chalicelib.signals.keys import key_of_settings
from chalicelib.signals.settings_records import SignalSettings, settings_write
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.delivering import deliver
from tests.api.web.table_reads import table_reads
from tests.api.worker import worker_in
from tests.api.world import World
from tests.profiles import choose

SCHEMES = [f"s{n:03d}" for n in range(choose(quick=2, long=100))]
#: What the handler of every full hour asks for at a company, by the queue of its worker.
LOOKS = {
    "due_signals": "uploads",
    "sweep_leases": "uploads",
    "close_due_rounds": "uploads",
    "overdue_appeals": "jobs",
    "remind_raters": "jobs",
    "sum_costs": "jobs",
}
#: A round of September that has ended.
ENDED = Round(
    *("rnd_0", "s000", "2026-09", 1, CLOSED, "2026-10-05", ("helps",), ("raters",), {}, 3, "seed"),
    *("2026-09-01T00:00:00.000Z", "key_1", "2026-09-01T00:00:00.000Z"),
)
#: A month that was looked through after it was settled, with a summary of some size.
SEEN = PeriodRecord(
    *("2026-09", "s000", PUBLISHED),
    scorecards=20,
    settled_at="2026-10-01T00:00:00.000Z",
    signals={"open": 0, "decided": 0},
    signals_at="2026-10-02T00:00:00.000Z",
    ranks=b"r" * 1_000,
)


def months(number: int) -> Iterator[str]:
    """The last so many months before October 2026."""
    for n in range(number):
        year, month = divmod(2026 * 12 + 8 - n, 12)
        yield f"{year}-{month + 1:02d}"


def _stored(context: Context, number: int) -> Iterator[tuple[Key, Item]]:
    scope = context.scope
    for n, period in enumerate(months(number)):
        for scheme in SCHEMES:
            month = replace(SEEN, period=period, scheme=scheme)
            yield key_of_period(scope, period, scheme), to_item(month)
            round_id = f"rnd_{n:03d}_{scheme}"
            ended = replace(ENDED, id=round_id, scheme=scheme, period=period)
            yield key_of_round(scope, round_id), to_item(ended)
    for scheme in SCHEMES:
        yield settings_write(context, SignalSettings(scheme, automatic=True, revision=1))


def grown(platform: Platform, world: World, company: Company, number: int) -> None:
    """Give a company so many months of each scheme, and let every look come once: the first enters
    what an older version has left."""
    with worker_in(platform, company.tenant) as context:
        context.table.write_batch(_stored(context, number), at_once=1)
    for kind in LOOKS:
        look(world, company, kind)


def look(world: World, company: Company, kind: str) -> None:
    body = json.dumps({"kind": kind, "tenant": company.tenant, "attempt": 0})
    assert deliver(world, body, queue=LOOKS[kind]) == {"batchItemFailures": []}


def test_a_look_reads_as_much_after_ten_years_as_after_one(
    acme: Company, globex: Company, world: World, platform: Platform
) -> None:
    grown(platform, world, acme, 12)
    grown(platform, world, globex, 120)
    read = {}
    for kind in LOOKS:
        for company in (acme, globex):
            with table_reads(platform) as reads:
                look(world, company, kind)
            read[kind, company.tenant] = reads.requests, reads.units
    for kind in LOOKS:
        assert read[kind, "globex"] == read[kind, "acme"], kind
    # The company, the rules of all schemes, and the months that have changed: none.
    assert read["due_signals", "globex"][0] == 3
    # The company, that all are entered, and those under way: none.
    assert read["remind_raters", "globex"][0] == read["close_due_rounds", "globex"][0] == 3


@pytest.fixture
def old(acme: Company, world: World, platform: Platform) -> Iterator[Context]:
    """A company of an older version: its months and rounds have no entries."""
    with worker_in(platform, acme.tenant) as context:
        context.table.write_batch(_stored(context, 12))
        yield context


def _change(context: Context, period: str, **members: object) -> None:
    key = key_of_period(context.scope, period, "s000")
    context.table.update(key, [Path(name).set(value) for name, value in members.items()])


NOVEMBER = "2026-11-05T00:00:00.000Z"


def test_months_that_an_older_version_changed_are_looked_through_once_and_then_forgotten(
    old: Context, clock: Clock
) -> None:
    _change(old, "2026-03", settled_at=NOVEMBER)
    _change(old, "2026-04", settled_at=NOVEMBER, incomplete=2)
    _change(old, "2026-05", settled_at=NOVEMBER, state="locked")
    found = due.look(old)
    assert [one.period for one in found.due] == ["2026-03"]
    entered, _ = changed_months.page(old, None)
    assert set(entered) == {("2026-03", "s000"), ("2026-04", "s000")}
    # A look has seen March. April's last source comes, without another settling.
    _change(old, "2026-03", signals_at="2026-11-06T00:00:00.000Z")
    _change(old, "2026-04", incomplete=0)
    found = due.look(old)
    assert [one.period for one in found.due] == ["2026-04"]
    clock.advance(hours=1)
    due.follow(old, due.Look((), found.done))
    entered, _ = changed_months.page(old, None)
    assert set(entered) == {("2026-04", "s000")}


def test_an_entry_of_a_change_that_may_not_be_committed_yet_stays(
    old: Context, clock: Clock
) -> None:
    """The entry is written before the summary that makes the month another one."""
    due.look(old)
    (entry,) = changed_months.entries(old, "2026-03", "s000")
    old.table.put(*entry)
    clock.advance(minutes=14)
    due.follow(old, due.look(old))
    assert old.table.get(entry[0]) is not None
    # Written again between the look and the end of it.
    clock.advance(hours=1)
    found = due.look(old)
    old.table.put(entry[0], {"at": NOVEMBER})
    due.follow(old, found)
    assert old.table.get(entry[0]) is not None
    due.follow(old, due.look(old))
    assert old.table.get(entry[0]) is None


def test_a_scheme_that_is_looked_through_anew_has_all_its_months_entered_anew(
    old: Context, clock: Clock
) -> None:
    """While it was not, its entries were forgotten."""
    due.look(old)
    rules = key_of_settings(old.scope, "s000")
    old.table.update(rules, [Path("automatic").set(False), Path("entered").set(False)])
    _change(old, "2026-03", settled_at=NOVEMBER)
    old.table.put(key_of_changed(old.scope, "2026-03", "s000"), {"at": NOVEMBER})
    clock.advance(hours=1)
    due.follow(old, due.look(old))
    assert changed_months.page(old, None) == ({}, None)
    old.table.update(rules, [Path("automatic").set(True)])
    assert [one.period for one in due.look(old).due] == ["2026-03"]


def test_rounds_that_an_older_version_left_open_are_entered_once(old: Context) -> None:
    first = key_of_round(old.scope, "rnd_000_s000")
    old.table.update(first, [Path("status").set(OPEN)])
    assert [one.id for one in rounds_under_way(old)] == ["rnd_000_s000"]
    assert old.table.get(key_of_all_entered(old.scope)) is not None
    # It ended while the first look entered it: the next one removes the entry.
    old.table.update(first, [Path("status").set(CLOSED)])
    assert rounds_under_way(old) == []
    assert old.table.get(key_of_round_under_way(old.scope, "rnd_000_s000")) is None
