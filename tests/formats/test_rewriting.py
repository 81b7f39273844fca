"""A rewrite brings up everything that is kept, may die anywhere, and takes nothing from anybody.

The upgrade is made up: format 2 of every collection has one attribute more.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.rewriting import rewrite as rewriting
from chalicelib.rewriting.rewrite import START, Checkpoint, rewrite, rewrite_registers
from chalicelib.store import item_formats
from chalicelib.store.errors import UnknownFormat
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, OperatorContext
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.worker import worker_in
from tests.api.world import World
from tests.faults.killing import Killed, killed_at
from tests.isolation.requests import BODIES
from tests.isolation.things import CODE, PERIOD, furnish


def _upgraded(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "brought": "up"}


@pytest.fixture
def furnished(acme: Company, world: World) -> Company:
    """A company with one of everything, all of it of format 1, and sign-in."""
    furnish(acme, world)
    return acme


@pytest.fixture
def at_two(furnished: Company, monkeypatch: pytest.MonkeyPatch) -> Company:
    """The same, met by a version at format 2 throughout."""
    for name, kind in item_formats._KINDS.items():
        now = replace(kind, format=2, upgrades={1: _upgraded})
        monkeypatch.setitem(item_formats._KINDS, name, now)
    return furnished


@pytest.fixture
def context(platform: Platform, at_two: Company) -> Iterator[Context]:
    with worker_in(platform, "acme", "rewriting") as made:
        yield made


def _ours(world: World) -> list[dict[str, Any]]:
    return [item for item in world.items() if item["pk"]["S"].startswith("acme#")]


def _formats(items: list[dict[str, Any]]) -> set[str]:
    return {item["f"]["N"] for item in items}


def _run(context: Context, checkpoint: Checkpoint = START) -> Checkpoint:
    soon = context.platform.clock() + timedelta(minutes=10)
    *_, last = rewrite(context, soon, checkpoint)
    return last


@pytest.mark.long
def test_everything_of_the_company_is_brought_up_and_nothing_else_changes(
    context: Context, world: World
) -> None:
    before = _ours(world)
    assert _formats(before) == {"1"}

    last = _run(context)

    assert (last.done, last.read, last.upgraded) == (True, len(before), len(before))
    more = {"brought": {"S": "up"}, "f": {"N": "2"}}
    assert _ours(world) == [{**item, **more} for item in before]


@pytest.mark.long
def test_the_service_answers_the_same_before_and_after(
    context: Context, at_two: Company, world: World
) -> None:
    paths = (
        f"/v1/periods/{PERIOD}/scorecards?scheme={CODE}",
        f"/v1/improvement-plans?period={PERIOD}",
        "/v1/employees",
        "/v1/uploads",
        "/v1/schemes",
        "/v1/tenant",
    )
    before = [at_two.admin.get(path).ok() for path in paths]
    assert all(answer.get("items", [1]) for answer in before)

    with acting_as(context.scope):
        _run(context)

    assert [at_two.admin.get(path).ok() for path in paths] == before


def test_the_operators_registers_are_brought_up_too(
    platform: Platform, operator: Any, at_two: Company, world: World
) -> None:
    operator.put("/v1/tenants/acme/sign-in", BODIES["tenants.sign_in_change"]).ok()
    principal = Principal("operator", Role.OPERATOR, None)
    unit = Unit(platform.table)
    soon = platform.clock() + timedelta(minutes=10)
    with acting_as_operator():
        context = OperatorContext(platform, principal, unit, platform.clock())
        *_, last = rewrite_registers(context, soon)
    assert last.done
    registers = [item for item in world.items() if item["pk"]["S"].startswith("~operator")]
    assert _formats(registers) == {"2"}
    assert {item["pk"]["S"] for item in registers} <= set(rewriting.REGISTERS)


@pytest.mark.long
def test_a_second_rewrite_writes_nothing(context: Context, world: World) -> None:
    first = _run(context)
    before = _ours(world)
    again = _run(context)
    assert (again.read, again.upgraded) == (first.read, 0)
    assert _ours(world) == before


@pytest.mark.long
def test_a_rewrite_stops_at_its_deadline_and_goes_on_from_its_checkpoint(
    context: Context, clock: Clock, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "PAGE_ITEMS", 2)
    whole = len(_ours(world))
    assert list(rewrite(context, clock())) == []

    checkpoint, runs = START, 0
    while not checkpoint.done:
        runs += 1
        for one in rewrite(context, clock() + timedelta(seconds=3), checkpoint):
            # A page a second: three of them before the deadline.
            clock.advance(seconds=1)
            checkpoint = one

    assert runs > 3
    assert (checkpoint.read, checkpoint.upgraded) == (whole, whole)
    assert list(rewrite(context, clock() + timedelta(seconds=3), checkpoint)) == []


@pytest.mark.long
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_rewrite_that_dies_at_any_write_is_run_again(
    context: Context, world: World, after: bool
) -> None:
    """Each run begins at the start and dies a few writes on, until one comes to its end."""
    whole = len(_ours(world))
    deaths = 0
    while True:
        with killed_at(context.platform, 4, after=after):
            try:
                last = _run(context)
            except Killed:
                deaths += 1
                continue
        break
    # Four of them are written in a run that dies after its fourth, three before it.
    assert deaths == (whole // 4 if after else (whole - 1) // 3)
    assert last.done
    assert _formats(_ours(world)) == {"2"}


@pytest.mark.long
def test_what_somebody_writes_meanwhile_stays(
    context: Context, at_two: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "PAGE_ITEMS", 16)
    soon = context.platform.clock() + timedelta(minutes=10)
    for place, _ in enumerate(rewrite(context, soon)):
        at_two.hr.put(f"/v1/employees/new-{place}", {"name": f"New {place}"}).ok(201)
    found = at_two.admin.get("/v1/employees", query={"limit": 200}).ok()["items"]
    assert {f"New {number}" for number in range(place)} <= {one.get("name") for one in found}


@pytest.mark.long
def test_a_rewrite_stops_at_an_item_that_no_upgrade_is_for(
    context: Context, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = item_formats.kind_of("acme#uploads")
    monkeypatch.setitem(item_formats._KINDS, "uploads", replace(kind, format=3))
    with pytest.raises(UnknownFormat):
        _run(context)
    uploads = [item for item in _ours(world) if item["pk"]["S"] == "acme#uploads"]
    assert _formats(uploads) == {"1"}
