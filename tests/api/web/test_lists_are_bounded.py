"""Each list makes a bounded number of requests, whatever the company's size and the filter.

Items are multiplied in the table: from one real item, under other keys.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pytest
from moto.core import DEFAULT_ACCOUNT_ID as ACCOUNT
from moto.dynamodb.models import dynamodb_backends

from chalicelib.person_keys import PersonKey, shown
from chalicelib.plans.listing import MOST_QUERIES as MOST_OF_PLANS
from chalicelib.store import filtered_page
from chalicelib.store.filtered_page import MOST_QUERIES
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.delivering import deliver, queue_of
from tests.api.fixtures import Calls
from tests.api.rating_rounds.rating import scheme as rating_scheme
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.web.walking import PRIVATE
from tests.api.world import REGION, TABLE, World
from tests.isolation.inspections import INSPECTION, inspected
from tests.isolation.signals import signal
from tests.isolation.things import flagged
from tests.profiles import choose

#: Beside the queries of the list: the authorizer's batch, and what an answer's entries name.
AROUND = 5
Item = dict[str, Any]
#: Counted where they are tested: lists of a period's directory in tests/api/periods, what people
#: said of results and what companies cost in test_reads_are_bounded.py, the parts of a filled
#: template in tests/api/schemes/test_filled_template.py, and a result's revisions, which are one
#: query, and what changed after publication in tests/api/histories.
ELSEWHERE = {
    "scorecards.list",
    "acknowledgements.list",
    "periods.changes",
    "coefficients.list",
    "costs.list",
    "schemes.upload_template",
    "scorecards.history",
}


@dataclass(frozen=True)
class List:
    """A list: its path, the partition of the item to multiply, and what the n-th has changed.

    ``nobody``: filters that nothing meets. ``most``: requests of any page. ``like``: how the sort
    key of the item begins. ``largest``: as many as there can be; a person's months of 80 years are
    below 1,000.
    """

    path: str
    partition: str
    changed: Callable[[int], Item]
    nobody: tuple[str, ...] = ()
    most: int = MOST_QUERIES + AROUND
    caller: str = "admin"
    like: str = ""
    largest: int = 10_000


def texts(**changed: str) -> Item:
    return {name: {"S": text} for name, text in changed.items()}


def named(prefix: str, digits: int) -> Callable[[int], Item]:
    return lambda n: texts(sk=f"{prefix}{n:0{digits}d}", id=f"{prefix}{n:0{digits}d}")


def period(n: int) -> Item:
    """Ten years of a hundred schemes."""
    month, scheme = f"{2016 + n % 120 // 12}-{n % 12 + 1:02d}", f"s{n // 120}"
    return texts(sk=f"{month}#{scheme}", period=month, scheme=scheme)


def card(n: int) -> Item:
    """A month of its own: a person's cards are one scheme's."""
    month = f"{1000 + n // 12}-{n % 12 + 1:02d}"
    return texts(pk=f"acme#scores#desk#{month}#00", employee_sk=f"{month}#desk")


LISTS = {
    "api_keys.list": List("/v1/api-keys", "acme#keys", named("0", 11)),
    "announcements.people": List(
        "/v1/periods/2026-12/announcement/people?scheme=desk",
        "acme#employees#00",
        named("2", 6),
        ("team=nobody", "state=acknowledged", "in_time=true"),
    ),
    "calendar_links.list": List("/v1/calendar-links", "acme#calendar-links", named("cal_0", 21)),
    "audit.list": List(
        "/v1/audit-events", "acme#audit#2026-11", named("evt_0", 20), ("target=uploads/none",)
    ),
    "events.list": List(
        "/v1/events?since=2026-11-01T00:00:00Z",
        "acme#audit#2026-11",
        named("evt_01m6nbhk00", 12),
        ("subject=uploads/none", "type=plan.changed"),
    ),
    "employees.list": List(
        "/v1/employees",
        "acme#employees#00",
        named("2", 6),
        ("team=nobody", "status=left", "external_id=crm:7", f"person={shown('nobody')}"),
    ),
    "exports.list": List(
        "/v1/exports", "acme#exports", named("exp_0", 20), ("status=failed", "period=2020-01")
    ),
    "exports.rows": List(
        "/v1/exports/{export}/rows",
        "acme#export-rows#{export}",
        lambda n: texts(sk=f"{n:05d}"),
        ("answer=accepted", "answer=rejected"),
        # Four pieces of a hundred reads of keys each, and the export.
        most=24 + AROUND,
    ),
    "exports.rejected_rows": List(
        "/v1/exports/rejected-rows",
        "acme#payroll-answers#2026-10#desk",
        lambda n: texts(sk=f"person#2{n:06d}", employee_sk=f"person#2{n:06d}"),
        ("period=2020-01", "scheme=none"),
        most=2 * 8 + AROUND,
        like="person#",
    ),
    "cases.list": List(
        "/v1/cases",
        "acme#cases",
        named("cas_2026-10_", 20),
        ("status=revoked", "team=nobody", "kind=veto", "period=2019-01"),
    ),
    "rating_rounds.list": List(
        "/v1/rating-rounds",
        "acme#rating-rounds",
        named("rnd_0", 20),
        ("status=cancelled", "period=2019-01", "scheme=none"),
    ),
    "rating_rounds.assignments": List(
        "/v1/rating-rounds/{round}/assignments",
        "acme#rating-sheets#{round}#0001#00",
        lambda n: texts(sk=f"9{n:06d}#s#00", rater=f"9{n:06d}"),
        most=MOST_QUERIES + AROUND + 1,
    ),
    "rating_rounds.progress": List(
        "/v1/rating-rounds/{round}/progress",
        "acme#rating-progress#{round}#0001",
        lambda n: texts(sk=f"team {n:06d}#peer", team=f"team {n:06d}"),
    ),
    "rating_rounds.flags": List(
        "/v1/rating-rounds/{round}/flags",
        "acme#rater-flags#{round}",
        lambda n: texts(sk=f"0000{n:06d}", id=f"0000{n:06d}"),
    ),
    "rating_links.list": List(
        "/v1/rating-rounds/{round}/links",
        "acme#rating-links#{round}",
        lambda n: texts(sk=f"{n:016d}", rater=f"9{n:06d}"),
    ),
    "rating_tasks.list": List(
        "/v1/rating-tasks", "acme#rating-rounds", named("rnd_0", 20), caller="agent"
    ),
    "appeals.list": List(
        "/v1/appeals",
        "acme#appeals",
        named("apl_2026-10_", 22),
        ("status=rejected", "team=nobody", "indicator=none", "period=2019-01", "overdue=true"),
    ),
    "interviews.list": List(
        "/v1/interviews",
        "acme#interviews",
        named("itv_0", 20),
        ("status=denied", "team=nobody", "period=2019-01"),
    ),
    "review_meetings.list": List(
        "/v1/review-meetings",
        "acme#review-meetings",
        named("rvm_0", 20),
        ("team=nobody", "scheme=none", "period=2019-01", "department=none"),
    ),
    "coaching_notes.list": List(
        "/v1/coaching-notes",
        "acme#coaching-notes",
        named("cno_0", 20),
        ("status=seen", "team=nobody", "scheme=none", "period=2019-01"),
    ),
    "opinions.list": List(
        "/v1/opinions",
        "acme#opinions",
        named("opn_0", 20),
        ("status=declined", "about=pilot", "scheme=none", "version=7"),
    ),
    "signals.list": List(
        "/v1/signals?scheme=desk&period=2026-10",
        "acme#signals#2026-10#desk",
        named("sig_2026-10_desk_0", 19),
        ("state=case", "team=nobody", "kind=came_again", "employee_id=nobody"),
    ),
    "inspections.list": List(
        "/v1/inspections",
        "acme#inspections",
        named("ins_0", 20),
        ("status=failed", "period=2019-01", "scheme=none"),
    ),
    "inspections.draw": List(
        f"/v1/inspections/{INSPECTION}/draw",
        f"acme#inspection-parts#{INSPECTION}",
        lambda n: texts(sk=f"frame#1001#{n:06d}"),
        like="frame#",
    ),
    "inspection_tasks.list": List(
        "/v1/inspection-tasks",
        "acme#inspection-tasks#1001",
        lambda n: texts(sk=f"itk_0{n:020d}_000001"),
        ("status=submitted",),
        caller="inspector",
    ),
    "corrections.list": List(
        "/v1/corrections",
        "acme#corrections",
        named("cor_0", 20),
        ("kind=follows", "team=nobody", "period=2019-01"),
    ),
    "late_files.list": List(
        "/v1/corrections/files",
        "acme#late-files",
        named("lat_0", 20),
        ("status=taken", "scheme=none", "period=2019-01"),
    ),
    "late_files.rows": List(
        "/v1/corrections/files/{late}/rows",
        "acme#late-file-rows#{late}",
        lambda n: texts(sk=f"{n:09d}"),
        ("outcome=corrected",),
    ),
    "differences.list": List(
        "/v1/differences",
        "acme#differences",
        lambda n: texts(sk=f"desk#2026-09#x{n:05d}", employee_id=f"x{n:05d}"),
        ("status=paid", "scheme=none", "period=2019-01", "export=none"),
    ),
    "plans.list": List(
        "/v1/improvement-plans",
        "acme#plans#2026-10#00",
        named("pln_2026-10_", 20),
        ("status=done", "team=nobody", "indicator=none", "period=2019-01"),
    ),
    "plans.list, of months without plans": List(
        "/v1/improvement-plans?scheme=desk",
        "acme#periods",
        period,
        ("status=done", "team=nobody"),
        # Fifty of empty months, and one more that looks for the next month.
        most=MOST_OF_PLANS + 1 + AROUND,
    ),
    "periods.list": List("/v1/periods", "acme#periods", period, ("state=locked", "scheme=none")),
    "schemes.list": List(
        "/v1/schemes", "acme#schemes", lambda n: texts(sk=f"s{n:05d}", code=f"s{n:05d}")
    ),
    "teams.list": List(
        "/v1/teams",
        "acme#teams",
        lambda n: texts(sk=f"t{n:05d}", code=f"t{n:05d}", text=f"t{n:05d}"),
        ("team=nobody", "department=none", "status=archived"),
    ),
    "teams.proposals": List(
        "/v1/teams/proposals",
        "acme#teams",
        lambda n: texts(sk=f"t{n:05d}", code=f"t{n:05d}", text=f"t{n:05d}"),
    ),
    "tenants.list": List("/v1/tenants", "~operator#tenants", named("a", 8), caller="operator"),
    "uploads.list": List(
        "/v1/uploads", "acme#uploads", named("upl_0", 20), ("status=rejected", "period=2020-01")
    ),
    "uploads.errors": List(
        "/v1/uploads/{upload}/errors",
        "acme#upload-errors#{upload}",
        lambda n: texts(sk=f"{n:09d}"),
    ),
    "uploads.findings": List(
        "/v1/uploads/{upload}/findings",
        "acme#upload-findings#{upload}",
        lambda n: texts(sk=f"{n:09d}"),
    ),
    "tenant_copies.list": List("/v1/tenant/copies", "acme#copies", named("cpy_0", 20), like="cpy_"),
    "scorecards.of_employee": List(
        "/v1/employees/1001/scorecards",
        "acme#scores#desk#2026-10#00",
        card,
        ("scheme=none", "explain=true"),
        largest=1_000,
    ),
}


def multiplied(world: World, one: List, sizes: range) -> None:
    """Put items like the first of the partition into the table, without a request for each."""
    table = stored()
    found = [item for item in world.items() if item["pk"]["S"] == one.partition]
    like = [item for item in found if item["sk"]["S"].startswith(one.like)]
    assert like, f"nothing lies in {one.partition}"
    first = min(like, key=lambda item: str(item["sk"]["S"]))
    for n in sizes:
        table.put_item({**first, **one.changed(n)})


@pytest.fixture
def company(acme: Company, world: World, clock: Clock) -> Company:
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    rows = ("1001,Ann,red,4000,100,88,100", "1002,Bob,blue,7200,100,80,100", "1003,C,red,x,1,1,1")
    desk.send(csv_of(rows[0]), period="2026-09")
    settled(acme.hr, "lock", "2026-09", "desk").ok()
    wrong = {"employee_id": "1001", "scheme": "desk", "period": "2026-09", "reason": "x"}
    acme.hr.post("/v1/corrections", {**wrong, "figures": {"solved": "78"}}).ok(201)
    late = desk.send(csv_of(rows[1]), period="2026-09", late=True)["id"]
    acme.hr.post("/v1/corrections/files", {"upload_id": late, "reason": "x"}).ok(201)
    for body in world.messages("uploads"):
        desk.deliver_body(body)
    desk.send(csv_of(*rows))
    wanted = {"scheme": "desk", "period": "2026-10", "format": "csv"}
    acme.hr.post("/v1/exports", wanted).ok(201)
    acme.admin.post("/v1/tenant/copies", {}).ok(201)
    made = acme.hr.get("/v1/exports").ok()["items"][0]["id"]
    for body in world.messages("exports"):
        deliver(world, body)
    row = {"employee_id": "1001", "answer": "rejected", "code": "E1", "reason": "x"}
    acme.payroll.post(f"/v1/exports/{made}/receipt", {"rows": [row]}).ok()
    case = {"kind": "exemption", "treatment": "full", "employee_id": "1001", "reason": "x"}
    acme.hr.post("/v1/cases", {**case, "scheme": "desk", "period": "2026-10"}).ok(201)
    published(acme, {**rating_scheme(), "code": "ratings"})
    rounds = {"scheme": "ratings", "period": "2026-10", "closes_on": "2026-11-20"}
    acme.hr.post("/v1/rating-rounds", rounds).ok(201)
    for message in world.messages("jobs"):
        if "rating_round" in message:
            deliver(world, message, queue=queue_of(message))
    _linked(acme, world)
    settled(acme.hr, "publish", "2026-10", "desk").ok()
    talk = {"employee_id": "1001", "held_on": "2026-11-04", "scheme": "desk", "period": "2026-10"}
    acme.hr.post("/v1/interviews", talk).ok(201)
    red = {"subject": {"kind": "team", "team": "red"}, "scheme": "desk", "period": "2026-10"}
    acme.hr.post("/v1/review-meetings", {**red, "held_on": "2026-11-04"}).ok(201)
    note = {"employee_id": "1001", "day": "2026-11-04", "observed": "x", "advice": "y"}
    acme.hr.post("/v1/coaching-notes", note).ok(201)
    acme.agent.post("/v1/opinions", {"about": "service", "opinion": "x"}).ok(201)
    inspected(world, "acme", "desk", "2026-10", "1001")
    signal(world, "acme", "desk", "2026-10", PersonKey("1001"), "red")
    acme.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
    appeal = {"scheme": "desk", "period": "2026-10", "revision": 1, "reason": "x"}
    acme.agent.post("/v1/appeals", {**appeal, "against": {"kind": "result"}}).ok(201)
    acme.admin.patch("/v1/tenant", {"appeal_days": 0}, if_match="*").ok()
    acme.hr.post("/v1/calendar-links", {}).ok(201)
    acme.hr.post("/v1/periods/2026-12/announcement", {"scheme": "desk"}).ok(201)
    clock.advance(minutes=5)
    return acme


def _linked(acme: Company, world: World) -> None:
    """Store a link of a round, which is drawn of an open one alone, and a flag about its raters."""
    (found,) = acme.hr.get("/v1/rating-rounds").ok()["items"]
    flagged(world, "acme", found["id"])
    said = {"id": "lnk_0", "round": found["id"], "rater": "1001", "digest": "0" * 64}
    times = {"created_at": "2026-11-05T08:00:00.000Z", "ends_at": "2026-11-20T16:00:00.000Z"}
    key = {"pk": f"acme#rating-links#{found['id']}", "sk": "x"}
    item = {**texts(**key, **said, **times), "f": {"N": "1"}}
    world.dynamodb.put_item(TableName=TABLE, Item=item)


def stored() -> Any:
    return dynamodb_backends[ACCOUNT][REGION].tables[TABLE]


def of_the_company(one: List, company: Company) -> List:
    """Put the id of the company's upload, export or rating round where the list names one."""
    lists = {"{upload}": "uploads", "{export}": "exports", "{round}": "rating-rounds"}
    lists["{late}"] = "corrections/files"
    path, partition = one.path, one.partition
    for place, name in lists.items():
        found = company.hr.get(f"/v1/{name}").ok()["items"][0]["id"]
        path, partition = path.replace(place, found), partition.replace(place, found)
    return replace(one, path=path, partition=partition)


def requests_of(calls: Calls, caller: Api, path: str) -> int:
    caller.get(path).ok()
    calls()
    caller.get(path).ok()
    return len([one for one in calls() if one != "Lease"])


def test_every_list_says_its_bound() -> None:
    lists = {one.operation for one in PRIVATE if one.method == "GET" and one.is_bulk}
    assert lists - ELSEWHERE - set(LISTS) == set()


@pytest.mark.long
@pytest.mark.deep
def test_no_list_makes_more_requests_of_a_larger_company(
    company: Company, operator: Api, world: World, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of a full list makes as many; one whose filter nobody meets reads a bounded number.

    The bound is 2,000 items, in the quick form 40: of 100 it reads no more than of 50.
    """
    monkeypatch.setattr(filtered_page, "MOST_READ", choose(quick=40, long=filtered_page.MOST_READ))
    sizes = choose(quick=(10, 100), long=(100, 1_000, 10_000))
    found = {name: _counted(name, sizes, company, operator, world, calls) for name in LISTS}
    beyond = {
        (name, path): numbers
        for name, paths in found.items()
        for path, numbers in paths.items()
        if max(numbers) > (LISTS[name].most if "&" in path else numbers[0] + 4)
    }
    assert beyond == {}


def _counted(
    name: str,
    sizes: Sequence[int],
    company: Company,
    operator: Api,
    world: World,
    calls: Calls,
) -> dict[str, list[int]]:
    """Return the requests of each page of a list, at each size."""
    one = of_the_company(LISTS[name], company)
    caller = operator if one.caller == "operator" else getattr(company, one.caller)
    between = "&" if "?" in one.path else "?"
    asked = [f"{one.path}{between}limit={limit}" for limit in (1, 200)]
    asked += [f"{one.path}{between}limit=50&{filters}" for filters in one.nobody]
    counted: dict[str, list[int]] = {path: [] for path in asked}
    before_all = {key: dict(items) for key, items in stored().items.items()}
    for before, size in pairwise((0, *(size for size in sizes if size <= one.largest))):
        multiplied(world, one, range(before, size))
        for path in asked:
            counted[path].append(requests_of(calls, caller, path))
    stored().items.clear()
    stored().items.update(before_all)
    return counted
