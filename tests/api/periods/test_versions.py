"""Results by several versions of a scheme are shown, and published or locked only on purpose."""

from typing import Any

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import read_period
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from tests.api.company import Company
from tests.api.periods.test_rescoring import publish_next, rescored, with_resolution_target
from tests.api.uploads.sending import Desk, csv_of

DESK = {"scheme": "desk"}
ACCEPTED = {**DESK, "accept_mixed_versions": True}
COUNTS = [{"version": 1, "scorecards": 3}, {"version": 2, "scorecards": 1}]


@pytest.fixture
def mixed(october: Desk, acme: Company) -> Desk:
    """Three results by version 1 (teams red, red, blue), one by version 2 (team blue)."""
    publish_next(acme, with_resolution_target("80"))
    october.send(csv_of("1004,Di,blue,3000,100,90,100"))
    return october


def of_october(caller: Any) -> Any:
    return caller.get("/v1/periods/2026-10").ok()["schemes"][0]


def test_a_period_tells_by_which_versions_its_results_are(mixed: Desk, acme: Company) -> None:
    (in_list,) = acme.hr.get("/v1/periods").ok()["items"]

    for told in (in_list, of_october(acme.hr)):
        assert told["versions"] == COUNTS
        assert (told["version_in_effect"], told["outdated"]) == (2, True)


def test_results_by_the_version_in_effect_are_not_outdated(october: Desk, acme: Company) -> None:
    told = of_october(acme.hr)

    assert told["versions"] == [{"version": 1, "scorecards": 3}]
    assert (told["version_in_effect"], told["outdated"]) == (1, False)


def test_results_of_an_older_version_alone_are_outdated(october: Desk, acme: Company) -> None:
    publish_next(acme, with_resolution_target("80"))

    assert of_october(acme.hr)["outdated"] is True
    acme.hr.post("/v1/periods/2026-10/publish", DESK).problem(409, "awaiting_rescore")


def test_a_supervisor_is_told_the_own_teams_versions(mixed: Desk, acme: Company) -> None:
    assert of_october(acme.supervisor)["versions"] == [{"version": 1, "scorecards": 2}]


@pytest.mark.parametrize("act", ["publish", "lock"])
def test_mixed_results_are_refused_with_what_to_do(mixed: Desk, acme: Company, act: str) -> None:
    before = mixed.world.kept()

    problem = acme.hr.post(f"/v1/periods/2026-10/{act}", DESK).problem(409, "awaiting_rescore")

    assert problem["versions"] == COUNTS
    assert [one["employee_id"] for one in problem["employees"]] == ["1001", "1002", "1003"]
    assert "3 by version 1" in problem["detail"]
    assert "POST /v1/periods/2026-10/rescore" in problem["detail"]
    assert mixed.world.kept() == before
    assert of_october(acme.hr)["state"] == "provisional"


def test_after_rescoring_they_are_published_and_locked(mixed: Desk, acme: Company) -> None:
    told = rescored(mixed, acme)

    assert (told["versions"], told["outdated"]) == ([{"version": 2, "scorecards": 4}], False)
    acme.hr.post("/v1/periods/2026-10/publish", DESK).ok()
    acme.hr.post("/v1/periods/2026-10/lock", DESK).ok()


@pytest.mark.parametrize("act", ["publish", "lock"])
def test_who_accepts_them_is_in_the_audit_log(mixed: Desk, acme: Company, act: str) -> None:
    acme.hr.post(f"/v1/periods/2026-10/{act}", ACCEPTED).ok()

    events = acme.auditor.get("/v1/audit-events").ok()["items"]
    (event,) = [event for event in events if event["action"] == f"periods.{act}"]
    assert event["after"]["accepted_mixed_versions"] == COUNTS


def test_accepting_what_is_not_mixed_is_no_news(october: Desk, acme: Company) -> None:
    acme.hr.post("/v1/periods/2026-10/lock", ACCEPTED).ok()

    events = acme.auditor.get("/v1/audit-events").ok()["items"]
    (event,) = [event for event in events if event["action"] == "periods.lock"]
    assert "accepted_mixed_versions" not in event["after"]


def test_a_summary_without_versions_is_not_believed(
    mixed: Desk, acme: Company, platform: Platform
) -> None:
    """An older summary: by team only the number without enough data and the grades."""
    import json
    import zlib

    scope = TenantScope("acme")
    with acting_as(scope):
        record = read_period(platform.table, scope, "2026-10", "desk")
        assert record is not None
        assert record.teams is not None
        teams = json.loads(zlib.decompress(record.teams))
        former = {team: tally[:2] for team, tally in teams.items()}
        packed = zlib.compress(json.dumps(former).encode())
        key = key_of_period(scope, "2026-10", "desk")
        platform.table.update(key, [Path("teams").set(packed), Path("versions").remove()])

    told = of_october(acme.hr)
    assert (told["versions"], told["outdated"]) == ([], None)
    problem = acme.hr.post("/v1/periods/2026-10/lock", DESK).problem(409, "awaiting_rescore")
    assert problem["versions"] == COUNTS
