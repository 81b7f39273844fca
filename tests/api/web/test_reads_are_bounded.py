"""Single things and lists of a month: requests and read units at 100, 1,000 and 10,000 people.

Each has its bound in view. The people and their results are written as items.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.acknowledgements.keys import key_of_acknowledgement
from chalicelib.announcements.keys import key_of_told
from chalicelib.costs.records import Entry
from chalicelib.people.headcount import PEOPLE
from chalicelib.people.keys import key_of_employee, key_of_headcount
from chalicelib.person_keys import PersonKey
from chalicelib.publication.month_check import MOST_AT_ONCE
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import to_item
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.current_tenant import acting_as_operator
from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.periods.many_results import many_results
from tests.api.settled_month import settled
from tests.api.uploads.sending import csv_of
from tests.api.web.table_reads import TableReads, table_reads
from tests.api.worker import worker_in
from tests.api.world import World
from tests.profiles import choose

OCTOBER = {"scheme": "desk", "period": "2026-10"}
#: What each may cost at most: requests, and read units, whatever the number of people.
MOST = {
    # The case, the result and its period, in force, names of people and teams.
    "/v1/cases/{case}": (5, 8),
    "/v1/corrections/{correction}": (4, 4),
    # The period, its calendar and teams; who is missing: 2,000 people and their results.
    "/v1/periods/2026-10?scheme=desk": (14, 1_000),
    "/v1/exports/readiness?scheme=desk&period=2026-10": (14, 1_000),
    # The announcement, its plan in pieces, sixteen counts.
    "/v1/periods/2026-12/announcement?scheme=desk": (4, 20),
    # Sixteen counts, whatever was appealed.
    "/v1/appeals/figures?scheme=desk&period=2026-10": (1, 16),
    # As scorecards, and what was said by hundreds.
    "/v1/periods/2026-10/acknowledgements?scheme=desk&limit=200": (10, 620),
    # As scorecards: before publication, and where nothing changed, nothing is read beside.
    "/v1/periods/2026-10/changes?scheme=desk": (10, 620),
}


@dataclass
class Grown:
    """A company with a month of so many people, and a thing of each kind in it."""

    company: Company
    platform: Platform
    paths: dict[str, str]

    def read(self, path: str) -> TableReads:
        asked = path.format(**self.paths)
        with table_reads(self.platform) as reads:
            self.company.hr.get(asked).ok()
        return reads


def grown(company: Company, world: World, platform: Platform, number: int) -> Grown:
    hr, worker = company.hr, Worker(world)
    many = many_results(company, world, platform, number)
    many.desk.send(csv_of("0001,Bo,red,4000,100,88,100"), period="2026-09")
    settled(hr, "lock", "2026-09", "desk").ok()
    wrong = {**OCTOBER, "period": "2026-09", "employee_id": "0001", "reason": "x"}
    correction = hr.post("/v1/corrections", {**wrong, "figures": {"solved": "78"}}).ok(201)
    case = {**OCTOBER, "kind": "exemption", "treatment": "full", "employee_id": "0001"}
    case_id = hr.post("/v1/cases", {**case, "reason": "x"}).ok(201)["id"]
    hr.post("/v1/periods/2026-12/announcement", {"scheme": "desk"}).ok(201)
    worker.work()
    company.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
    with worker_in(platform, company.tenant) as context:
        context.table.write_batch(_people(context, number))
        head = key_of_headcount(context.scope)
        context.table.update(head, [Path(PEOPLE).set(2 + 2 * number)])
    if 2 * number > MOST_AT_ONCE:
        many.settle()  # keeps who is missing of a large register
    settled(hr, "publish", "2026-10", "desk").ok()
    agent = company.with_role("agent", employee_id="0001")
    agent.post("/v1/employees/0001/scorecards/2026-10/acknowledge", SEEN).ok()
    appeal = {**OCTOBER, "revision": 1, "reason": "x", "against": {"kind": "result"}}
    agent.post("/v1/appeals", appeal).ok(201)
    with worker_in(platform, company.tenant) as context:
        context.table.write_batch(_said(context, number))
    # The version is in memory from here on.
    hr.get("/v1/periods/2026-10/scorecards?limit=1").ok()
    return Grown(company, platform, {"case": case_id, "correction": correction["id"]})


SEEN = {"scheme": "desk", "revision": 1, "form": "seen"}


def _people(context: Context, number: int) -> Iterator[tuple[Key, Item]]:
    """Give people with a result (A…) and as many without one (B…), and that they were told."""
    scope, shards = context.scope, context.register_shards
    like = context.table.get(key_of_employee(scope, PersonKey("0001"), shards))
    told = context.table.get(key_of_told(scope, "2026-12", "desk", PersonKey("0001"), 1))
    assert like is not None
    assert told is not None
    for one in (PersonKey(f"{kind}{n:06d}") for kind in "AB" for n in range(number)):
        team = "blue" if one < "B" else f"team {int(one[1:]) // 20}"
        yield key_of_employee(scope, one, shards), {**like, "id": one, "team": team}
        yield key_of_told(scope, "2026-12", "desk", one, 1), {**told, "employee_id": one}


def _said(context: Context, number: int) -> Iterator[tuple[Key, Item]]:
    def key(one: str) -> Key:
        return key_of_acknowledgement(context.scope, "2026-10", "desk", PersonKey(one))

    like = context.table.get(key("0001"))
    assert like is not None
    for one in (f"A{n:06d}" for n in range(number)):
        yield key(one), {**like, "employee_id": one}


@pytest.fixture
def hundred(acme: Company, world: World, platform: Platform) -> Grown:
    return grown(acme, world, platform, 100)


@pytest.mark.long
@pytest.mark.deep
def test_what_is_read_has_a_bound_whatever_the_number_of_people(
    hundred: Grown, globex: Company, world: World, platform: Platform
) -> None:
    """10,000 people in the long profile; a hundred in every one."""
    larger = grown(globex, world, platform, choose(quick=1_000, long=10_000))
    beyond = {}
    for path, (requests, units) in MOST.items():
        for one in (hundred, larger):
            reads = one.read(path)
            if reads.requests > requests or reads.units > units:
                beyond[path, one.company.tenant] = (reads.requests, reads.units)
    assert beyond == {}


def test_a_page_of_what_companies_cost_is_one_query_of_its_own_length(
    operator: Api, platform: Platform
) -> None:
    """201 entries of less than half a kilobyte are 25 units at most, of a thousand companies and
    (long) of ten thousand."""
    number = choose(quick=1_000, long=10_000)
    entries = [Entry(tenant=f"a{n:07d}", month="2026-10") for n in range(number)]
    with acting_as_operator():
        platform.table.write_batch(
            (operator_scope.costs(one.month, one.tenant), to_item(one)) for one in entries
        )
    for limit, units in ((1, 1), (200, 25)):
        with table_reads(platform) as reads:
            page = operator.get("/v1/costs", query={"month": "2026-10", "limit": limit}).ok()
        assert (len(page["items"]), reads.requests) == (limit, 1)
        assert reads.units <= units
