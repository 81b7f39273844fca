"""Versions: they never change, take effect from a month on, and never change a locked period."""

import hashlib
import json
from typing import Any

import pytest

from chalicelib.periods.keys import key_of_period
from chalicelib.schemes.compiled import forget
from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.company import Company
from tests.api.schemes.documents import FIRST_POINTS, FIRST_TARGET, scheme
from tests.api.uploads.sending import Desk, csv_of
from tests.api.web.table_reads import table_reads
from tests.api.worker import worker_in
from tests.api.world import TABLE, World


def released(caller: Api, how: str = "publish", target: str = "30", **body: Any) -> Any:
    """Create or change the desk scheme with this target, and publish or pilot it (``how``).

    A reason is given, as a version for a month that has begun needs one.
    """
    if how == "publish":
        body = {"reason": "x", **body}
    document = scheme({FIRST_TARGET: target})
    if caller.get("/v1/schemes/desk").status == 404:
        caller.post("/v1/schemes", document).ok(201)
    else:
        caller.put("/v1/schemes/desk", document, if_match="*").ok()
    return caller.post(f"/v1/schemes/desk/{how}", body, if_match="*")


def lock(world: World, period: str = "2026-10", state: str = "locked") -> None:
    """Write the state that POST /v1/periods/{p}/lock writes to the table."""
    key = {"pk": {"S": "acme#periods"}, "sk": {"S": f"{period}#desk"}}
    world.dynamodb.update_item(
        TableName=TABLE,
        Key=key,
        UpdateExpression="SET #s = :s",
        ExpressionAttributeNames={"#s": "state"},
        ExpressionAttributeValues={":s": {"S": state}},
    )


def test_a_published_version_has_the_draft_with_its_parameters_in_place(acme: Company) -> None:
    made = acme.admin.post("/v1/schemes", {"template": "courier"})
    entries = made.ok(201)["document"]["parameters"]
    values = {entry["code"]: {"confirmed": True} for entry in entries}
    acme.admin.put("/v1/schemes/courier", {"parameters": values}, if_match="*").ok()

    body = {"effective_from": "2026-10"}
    version = acme.admin.post("/v1/schemes/courier/publish", body, if_match="*").ok(201)

    assert (version["version"], version["state"]) == (1, "published")
    suggested = next(one["suggested"] for one in entries if one["code"] == "csat_target")
    assert version["document"]["dimensions"][0]["indicators"][0]["target"] == suggested
    assert "$parameter" not in json.dumps(version["document"])


def test_anybody_can_check_the_fingerprint_of_a_version(acme: Company) -> None:
    released(acme.admin, effective_from="2026-10").ok(201)

    found = acme.auditor.get("/v1/schemes/desk/versions/1").ok()

    canonical = json.dumps(
        found["document"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert hashlib.sha256(canonical.encode()).hexdigest() == found["sha256"]


def test_a_version_stays_as_it_was_when_the_draft_goes_on(acme: Company) -> None:
    released(acme.admin, effective_from="2026-10").ok(201)
    before = acme.hr.get("/v1/schemes/desk/versions/1").ok()

    released(acme.admin, target="25", effective_from="2026-12").ok(201)

    assert acme.hr.get("/v1/schemes/desk/versions/1").ok() == before
    items = acme.hr.get("/v1/schemes/desk/versions").ok()["items"]
    assert [(one["version"], one["effective_from"]) for one in items] == [
        (1, "2026-10"),
        (2, "2026-12"),
    ]


def test_a_version_changed_behind_its_fingerprint_is_not_used(
    acme: Company, world: World, desk: Desk
) -> None:
    forget()
    damaged = json.dumps(scheme({FIRST_TARGET: "1"}))
    world.dynamodb.update_item(
        TableName=TABLE,
        Key={"pk": {"S": "acme#scheme#desk"}, "sk": {"S": "v000001"}},
        UpdateExpression="SET document = :d",
        ExpressionAttributeValues={":d": {"S": damaged}},
    )

    acme.hr.get("/v1/schemes/desk/versions/1").problem(500, "version_damaged")
    row = dict.fromkeys(("wait_seconds", "contacts", "solved", "raised"), "5")
    body = {"scheme": "desk", "version": 1, "rows": [row]}
    acme.hr.post("/v1/score", body).problem(500, "version_damaged")
    # The upload is refused at its announcement or at scoring. In both cases nobody gets a result.
    announced = {"scheme": "desk", "period": "2026-10", "filename": "month.csv"}
    made = acme.hr.post("/v1/uploads", announced)
    if made.status == 201:
        desk.deliver(desk.put(made.ok(201), csv_of("1001,Ann,red,4000,100,88,100")))
    assert acme.hr.get("/v1/periods/2026-10/scorecards").ok()["items"] == []


def test_what_the_linter_calls_an_error_cannot_be_published(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme({FIRST_POINTS: "35"})).ok(201)

    body = {"effective_from": "2026-10"}
    problem = acme.admin.post("/v1/schemes/desk/publish", body, if_match="*").problem(
        422, "scheme_not_publishable"
    )

    assert "dimension_points" in [error["code"] for error in problem["errors"]]
    assert acme.admin.get("/v1/schemes/desk/versions").ok()["items"] == []


def test_nothing_is_published_with_a_parameter_open(acme: Company) -> None:
    acme.admin.post("/v1/schemes", {"template": "courier"}).ok(201)

    body = {"effective_from": "2026-10"}
    problem = acme.admin.post("/v1/schemes/courier/publish", body, if_match="*").problem(422)

    assert {error["code"] for error in problem["errors"]} == {"assumption_unconfirmed"}


def test_two_versions_cannot_begin_in_one_month(acme: Company) -> None:
    released(acme.admin, effective_from="2026-10").ok(201)

    problem = released(acme.admin, effective_from="2026-10").problem(409, "effective_overlap")

    assert problem["version"] == 1


def test_a_season_cannot_end_before_it_begins(acme: Company) -> None:
    body = {"effective_from": "2026-11", "effective_until": "2026-10"}
    problem = released(acme.admin, **body).problem(422)

    assert problem["errors"][0]["code"] == "ends_before_it_begins"


def test_after_a_season_the_former_version_scores_again(acme: Company, desk: Desk) -> None:
    season = {"effective_from": "2026-10", "effective_until": "2026-10"}
    released(acme.admin, target="90", **season).ok(201)
    # 40 s and 90 %: with a target of 30 s one step over, 40 − 8 = 32; with 90 s nothing is lost.
    rows = csv_of("1001,Ann,red,4000,100,90,100")

    desk.send(rows, period="2026-09")
    desk.send(rows, period="2026-10")
    desk.send(rows, period="2026-11")

    totals = [
        acme.hr.get(f"/v1/employees/1001/scorecards/{period}").ok()["total"]
        for period in ("2026-09", "2026-10", "2026-11")
    ]
    assert totals == ["92.00", "100.00", "92.00"]


def test_a_version_cannot_come_to_govern_a_locked_period(
    acme: Company, desk: Desk, world: World
) -> None:
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    lock(world)

    problem = released(acme.admin, effective_from="2026-09").problem(409, "period_locked")
    later = released(acme.admin, effective_from="2026-11").ok(201)

    assert problem["periods"] == ["2026-10"]
    assert later["version"] == 2


def test_periods_that_are_open_and_scored_are_named_for_a_rescore(
    acme: Company, desk: Desk
) -> None:
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))

    version = released(acme.admin, effective_from="2026-09").ok(201)

    assert version["awaiting_rescore"] == ["2026-10"]
    assert acme.hr.get("/v1/employees/1001/scorecards/2026-10").ok()["scheme"]["version"] == 1


@pytest.mark.parametrize(
    ("effective_from", "named"),
    [("2026-02", ["2026-10", "2026-Q3"]), ("2026-09", ["2026-10"]), ("2026-11", [])],
)
def test_only_periods_from_the_first_that_changes_are_read(
    acme: Company, desk: Desk, platform: Platform, effective_from: str, named: list[str]
) -> None:
    """A hundred years of another scheme lie before; a year goes by its January, which is scored by
    the first version in each case."""
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    found = {"period": "", "scheme": "desk", "state": "provisional", "scorecards": 1}
    with worker_in(platform, "acme") as context:
        context.table.write_batch(
            (
                key_of_period(context.scope, period, code),
                {**found, "period": period, "scheme": code},
            )
            for period, code in (
                *(("2026", "desk"), ("2026-Q3", "desk")),
                *((f"{1900 + n // 12}-{n % 12 + 1:02d}", "other") for n in range(1200)),
            )
        )
    with table_reads(platform) as reads:
        version = released(acme.admin, effective_from=effective_from).ok(201)
    assert sorted(version["awaiting_rescore"]) == named
    # 1,200 records of the other scheme are 40 units.
    assert reads.units <= 30


def test_a_period_locked_while_publishing_stops_it(
    acme: Company, desk: Desk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.schemes import publishing

    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    made = publishing._new_version

    def locked_meanwhile(*args: Any) -> Any:
        lock(world)
        return made(*args)

    monkeypatch.setattr(publishing, "_new_version", locked_meanwhile)

    released(acme.admin, effective_from="2026-09").problem(409, "period_locked")
    assert acme.hr.get("/v1/schemes/desk").ok()["latest_version"] == 1


def test_a_retired_version_is_in_effect_no_more_from_its_month_on(
    acme: Company, desk: Desk
) -> None:
    retired = acme.admin.post(
        "/v1/schemes/desk/retire", {"effective_from": "2026-10"}, if_match="*"
    ).ok()

    assert (retired["state"], retired["versions"][0]["retired_from"]) == ("retired", "2026-10")
    body = {"scheme": "desk", "period": "2026-10", "filename": "month.csv"}
    acme.hr.post("/v1/uploads", body).problem(422)
    assert acme.hr.post("/v1/uploads", {**body, "period": "2026-09"}).status == 201


def test_without_a_month_a_scheme_is_retired_from_the_current_one(
    acme: Company, desk: Desk
) -> None:
    # The tests' clock shows 5 November 2026.
    retired = acme.admin.post("/v1/schemes/desk/retire", {}, if_match="*").ok()

    assert retired["versions"][0]["retired_from"] == "2026-11"


def test_a_version_of_a_locked_period_cannot_be_retired_from_under_it(
    acme: Company, desk: Desk, world: World
) -> None:
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"))
    lock(world)

    body = {"version": 1, "effective_from": "2026-10"}
    acme.admin.post("/v1/schemes/desk/retire", body, if_match="*").problem(409, "period_locked")
    acme.admin.post("/v1/schemes/desk/retire", {"version": 1}, if_match="*").ok()


@pytest.mark.long
def test_a_calendar_that_is_full_takes_no_more(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)
    # 50 teams of 64 Chinese characters are 9.6 KB a pilot.
    teams = [f"{number:02d}" + "队" * 62 for number in range(50)]
    body = {"effective_from": "2026-10", "teams": teams}
    statuses = []
    while 409 not in statuses and len(statuses) < 30:
        made = acme.admin.post("/v1/schemes/desk/pilot", body, if_match="*")
        statuses.append(made.status)

    assert statuses == [201] * 18 + [409]
    assert made.problem(409)["code"] == "too_many_versions"
    assert acme.admin.get("/v1/schemes/desk").ok()["latest_version"] == 18


def test_a_scheme_that_was_published_cannot_be_deleted(acme: Company) -> None:
    released(acme.admin, effective_from="2026-10").ok(201)

    acme.admin.delete("/v1/schemes/desk", if_match="*").problem(409, "scheme_published")


def test_publishing_and_retiring_are_in_the_audit_log(acme: Company) -> None:
    version = released(acme.admin, effective_from="2026-10").ok(201)
    acme.admin.post("/v1/schemes/desk/retire", {"version": 1}, if_match="*").ok()

    events = {e["action"]: e for e in acme.auditor.get("/v1/audit-events").ok()["items"]}

    assert events["schemes.publish"]["after"]["sha256"] == version["sha256"]
    retired = events["schemes.retire"]
    assert "retired_from" not in retired["before"]["calendar"][0]
    assert retired["after"]["calendar"][0]["retired_from"] == "2026-11"


def test_only_an_administrator_publishes(acme: Company) -> None:
    released(acme.admin, effective_from="2026-10").ok(201)

    for role in ("hr", "auditor", "supervisor", "agent"):
        caller = acme.callers()[role]
        for verb in ("publish", "pilot", "retire"):
            body = {"effective_from": "2026-12"}
            caller.post(f"/v1/schemes/desk/{verb}", body, if_match="*").problem(403)
    for role in ("hr", "auditor"):
        acme.callers()[role].get("/v1/schemes/desk/versions/1").ok()
