"""What else meets imported results: other schemes, the register, copies, erasures."""

import gzip
import json
from collections import Counter

import pytest

from chalicelib.periods.team_counts import Tally, opened_teams, packed_teams
from chalicelib.results import stored_state
from tests.api.company import Company
from tests.api.history.importing import card, imported, past, period_of
from tests.api.people.worker import Worker
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import BUCKET, World

AUGUST = "/v1/periods/2026-08"
ANN = "1001,Ann,red,92.5,good,1.15,9,12"
COMPUTED = csv_of("1001,Ann,red,1200,40,92,100")  # 100.00


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme)
    return Desk(world, acme.hr, "acme")


def test_an_imported_result_is_no_second_one_that_pays(desk: Desk, acme: Company) -> None:
    published(acme, {**SCHEME, "code": "phone"})
    imported(desk, past(ANN))
    desk.send(COMPUTED, period="2026-08", scheme="phone")
    by_scheme = {one["scheme"]: one for one in desk.caller.get(AUGUST).ok()["schemes"]}
    for code in ("desk", "phone"):
        assert by_scheme[code]["register"]["several_results"] == 0
        assert by_scheme[code]["missing"]["count"] == 0
    desk.caller.post(f"{AUGUST}/lock", {"scheme": "phone"}).ok()


def test_what_the_register_says_later_does_not_make_it_outdated(desk: Desk) -> None:
    desk.caller.put("/v1/employees/1001", {"name": "Ann", "team": "red"}).ok(201)
    imported(desk, past("1001,,,92.5,,,,"))
    teams = {"team": [{"from": None, "value": "blue"}]}
    desk.caller.patch("/v1/employees/1001", {"dated": teams}, if_match="*").ok()
    found = card(desk, "1001")
    assert (found["team"], found["outdated"]) == ("red", False)
    assert period_of(desk)["register"] == {"several_results": 0, "changed": 0}


def test_a_new_version_for_past_months_asks_for_no_rescoring_of_imported_ones(
    desk: Desk, acme: Company
) -> None:
    imported(desk, past(ANN))
    desk.send(COMPUTED, period="2026-09")
    etag = acme.admin.get("/v1/schemes/desk").etag
    body = {"effective_from": "2026-02", "reason": "x"}
    released = acme.admin.post("/v1/schemes/desk/publish", body, if_match=etag).ok(201)
    assert released["awaiting_rescore"] == ["2026-09"]
    assert period_of(desk)["outdated"] is False


@pytest.mark.long
def test_a_copy_and_an_erasure_keep_it_an_imported_result(
    desk: Desk, acme: Company, world: World
) -> None:
    imported(desk, past(ANN))
    imported(desk, past("1001,Ann,red,93,,,,"))
    acme.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(world).work()
    copy = acme.admin.post("/v1/tenant/copies").ok(201)["id"]
    Worker(world).work()
    (name,) = (
        part["filename"]
        for part in acme.admin.get(f"/v1/tenant/copies/{copy}").ok()["parts"]
        if part["collection"] == "scorecards"
    )
    stored = world.s3.get_object(Bucket=BUCKET, Key=f"exports/acme/{copy}/{name}")["Body"].read()
    rows = [json.loads(line) for line in gzip.decompress(stored).decode().splitlines()]
    assert sorted((row["state"], row["total"]) for row in rows) == [
        ("imported", "93.00"),
        ("superseded", "92.50"),
    ]
    assert all(row["not_paying_because"]["code"] == "imported" for row in rows)
    assert all(row["employee_id"].startswith("erased-") for row in rows)


def test_a_large_import_reads_the_period_at_once_and_replaces_no_computed_result(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.send(COMPUTED, period="2026-08")
    monkeypatch.setattr(stored_state, "WHOLE_FROM", 1)
    upload = imported(desk, past(ANN, "1002,Bob,red,70,,,,", "1003,Cy,red,60,,,,"))
    assert (upload["counts"]["scored"], upload["counts"]["failed"]) == (2, 1)
    found = period_of(desk)
    assert (found["scorecards"], found["imported"], found["grades"]) == (1, 2, {"good": 1})
    desk.send(csv_of("1002,Bob,red,1200,40,92,100"), period="2026-08")
    assert (card(desk, "1002")["total"], card(desk, "1002")["revision"]) == ("100.00", 2)
    assert (period_of(desk)["scorecards"], period_of(desk)["imported"]) == (2, 1)


def test_a_single_row_keeps_the_counts_of_a_team_that_has_imported_results_alone(
    desk: Desk,
) -> None:
    """It adjusts the counts of its own team: the other one keeps what was imported."""
    imported(desk, past("1001,Ann,red,88,good,1.1,,", "1002,Bob,blue,48,poor,0.6,,"))

    imported(desk, past("1001,Ann,red,90,good,1.1,,", "1003,Cy,red,91,good,1.1,,"))

    teams = period_of(desk)["teams"]
    assert {one["team"]: one["imported"] for one in teams} == {"red": 2, "blue": 1}


def test_counts_of_teams_keep_those_of_imported_results() -> None:
    teams = {
        "red": Tally(Counter(good=2), 1, Counter({1: 3}), 4, Counter(poor=3)),
        "blue": Tally(Counter(good=1), 0, Counter({2: 1})),
    }
    assert opened_teams(packed_teams(teams)) == teams
