"""A file of past results: its columns, its rows, whose they are, and what is refused."""

import io
from copy import deepcopy
from typing import Any

import pytest

from tests.api.company import Company
from tests.api.history.importing import PAST, card, imported, past, period_of
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World

ANN = "1001,Ann,red,92.5,良好,1.15,9,12"


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme)
    return Desk(world, acme.hr, "acme")


def errors(desk: Desk, upload: Any) -> list[tuple[int, str, str]]:
    """The row, the column and the code of each error, by row."""
    found = desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    return sorted(
        (one["row"], one["errors"][0]["column"], one["errors"][0]["code"]) for one in found
    )


def refused(desk: Desk, **more: Any) -> str:
    """The code by which an announcement is refused."""
    body = {"scheme": "desk", "period": "2026-08", "filename": "past.csv", **PAST, **more}
    answer = desk.caller.post("/v1/uploads", body)
    return str(answer.problem(422)["errors"][0]["code"])


def test_total_grade_and_coefficient_are_found_by_code_or_name(desk: Desk) -> None:
    for header in ("employee_id,total,grade,coefficient", "工号,总分,等级,系数"):
        assert imported(desk, past("1001,80,Good,110%", header=header))["status"] == "completed"
        found = card(desk, "1001")
        assert (found["total"], found["grade"], found["coefficient"]) == ("80.00", "good", "1.1")
        assert found["revision"] == 1


def test_only_the_total_must_be_a_column_and_its_cells_may_be_blank(desk: Desk) -> None:
    upload = imported(desk, past("1001,9,12", header="employee_id,solved,raised"))
    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "missing_columns")
    assert [one["code"] for one in upload["reason"]["details"]["columns"]] == ["total"]
    upload = imported(desk, past("1001,,9,12", header="employee_id,total,solved,raised"))
    assert (upload["status"], card(desk, "1001")["lines"][1]["value"]) == ("completed", "75")


def test_each_bad_row_names_its_column(desk: Desk) -> None:
    upload = imported(
        desk,
        past(
            "1001,Ann,red,-3,,,,",
            "1002,Bob,red,80,不错,,,",
            "1003,Cy,red,eighty,,,,",
            "1004,Dee,red,,,1.1,,",
            "1005,Eve,red,80,,,5,-1",
        ),
    )
    assert errors(desk, upload) == [
        (2, "total", "below_zero"),
        (3, "grade", "unknown_grade"),
        (4, "total", "not_a_number"),
        (5, "total", "nothing_imported"),
        (6, "raised", "negative_denominator"),
    ]
    assert (upload["status"], upload["counts"]["scored"]) == ("completed_with_errors", 0)


def test_the_names_are_those_of_the_version_in_effect_or_the_next_one(
    acme: Company, world: World
) -> None:
    published(acme, effective_from="2026-03")
    desk = Desk(world, acme.hr, "acme")
    later = deepcopy(SCHEME)
    later["grades"][0] |= {"code": "fine", "name": {"zh": "优", "en": "Fine"}}
    head = acme.admin.get("/v1/schemes/desk")
    draft = acme.admin.put("/v1/schemes/desk", later, if_match=head.etag)
    draft.ok()
    acme.admin.post(
        "/v1/schemes/desk/publish",
        {"effective_from": "2026-06", "reason": "x"},
        if_match=draft.etag,
    ).ok(201)
    for period, grade, version in (
        ("2025-12", "good", 1),
        ("2026-04", "good", 1),
        ("2026-07", "fine", 2),
    ):
        imported(desk, past(f"1001,Ann,red,90,{grade},,,"), period)
        found = card(desk, "1001", period)
        assert (found["grade"], found["scheme"]["version"]) == (grade, version)


def test_a_period_that_is_not_over_is_refused(desk: Desk) -> None:
    # It is 5 November 2026 (tests/api/clock.py).
    assert refused(desk, period="2026-11") == "period_not_over"
    assert refused(desk, period="2026-12") == "period_not_over"
    assert refused(desk, period="2026-Q3") == "wrong_kind_of_period"
    assert desk.announce(**{**PAST, "period": "2026-10"})["grain"] == "results"


def test_a_scheme_without_a_published_version_is_refused(desk: Desk, acme: Company) -> None:
    acme.admin.post("/v1/schemes", {**SCHEME, "code": "draft"}).ok(201)
    assert refused(desk, scheme="draft") == "no_published_version"
    assert refused(desk, scheme="nothing") == "no_published_version"


def test_a_locked_period_is_refused(desk: Desk) -> None:
    desk.send(csv_of("1001,Ann,red,1200,40,92,100"), period="2026-08")
    announced = desk.announce(period="2026-08", **PAST)
    late = desk.put(announced, past("1002,Bob,red,80,,,,"))
    lock = {"scheme": "desk", "accept": {"running_uploads": 1}}
    desk.caller.post("/v1/periods/2026-08/lock", lock).ok()
    desk.deliver(late)
    upload = desk.caller.get(f"/v1/uploads/{announced['id']}").ok()
    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "period_locked")
    body = {"scheme": "desk", "period": "2026-08", "filename": "past.csv", **PAST}
    desk.caller.post("/v1/uploads", body).problem(409, "period_locked")


def test_an_import_never_takes_the_place_of_a_computed_result(desk: Desk) -> None:
    desk.send(csv_of("1001,Ann,red,1200,40,92,100"), period="2026-08")  # 100.00
    upload = imported(desk, past(ANN, "1002,Bob,red,80,,,,"))
    assert errors(desk, upload) == [(2, "employee_id", "computed_here")]
    assert (card(desk, "1001")["total"], card(desk, "1001")["revision"]) == ("100.00", 1)
    assert card(desk, "1002")["state"] == "imported"
    whole = imported(desk, past(ANN, "1003,Cy,red,80,,,,"), on_error="reject")
    assert (whole["status"], whole["reason"]["code"]) == ("rejected", "rows_in_error")
    desk.caller.get("/v1/employees/1003/scorecards/2026-08").problem(404, "not_found")


def test_a_computed_result_takes_the_place_of_an_imported_one_as_a_new_revision(desk: Desk) -> None:
    imported(desk, past(ANN, "1002,Bob,red,80,,,,"))
    desk.send(csv_of("1001,Ann,red,1200,40,92,100"), period="2026-08")
    now = card(desk, "1001")
    assert (now["total"], now["revision"], now["state"]) == ("100.00", 2, "provisional")
    former = card(desk, "1001", more="&revision=1")
    assert (former["total"], former["state"]) == ("92.50", "superseded")
    assert (former["lines"][1]["status"], former["paying"]) == ("imported", False)
    found = period_of(desk)
    assert (found["scorecards"], found["imported"]) == (1, 1)


def test_the_person_keeps_sight_of_the_imported_revision_once_the_period_is_published(
    desk: Desk, acme: Company
) -> None:
    imported(desk, past(ANN))
    desk.send(csv_of("1001,Ann,red,1200,40,92,100"), period="2026-08")
    path = "/v1/employees/1001/scorecards/2026-08"
    acme.agent.get(path).problem(404, "not_found")
    desk.caller.post("/v1/periods/2026-08/publish", {"scheme": "desk"}).ok()
    assert acme.agent.get(path).ok()["total"] == "100.00"
    assert acme.agent.get(f"{path}?revision=1").ok()["total"] == "92.50"


def test_importing_again_is_a_new_revision_and_the_same_file_is_none(desk: Desk) -> None:
    imported(desk, past(ANN))
    imported(desk, past(ANN))
    assert card(desk, "1001")["revision"] == 1
    imported(desk, past("1001,Ann,red,93,良好,1.15,9,12"))
    assert (card(desk, "1001")["revision"], card(desk, "1001")["total"]) == (2, "93.00")


def test_a_file_of_computed_figures_that_came_earlier_counts_all_the_same(desk: Desk) -> None:
    """Its event came last, long after the import's."""
    early = desk.put(desk.announce(period="2026-08"), csv_of("1001,Ann,red,1200,40,92,100"))
    late = desk.put(desk.announce(period="2026-08", **PAST), past(ANN))
    desk.deliver(early)
    desk.deliver(late)
    assert (card(desk, "1001")["total"], card(desk, "1001")["state"]) == ("100.00", "provisional")


def test_people_who_are_not_on_the_register_are_errors_unless_it_is_asked_otherwise(
    desk: Desk,
) -> None:
    # The company itself has `create` (tests/api/company.py), which is not for imports.
    upload = desk.send(past(ANN), period="2026-08", grain="results")
    assert (upload["unknown_employees"], upload["counts"]["scored"]) == ("reject", 0)
    assert errors(desk, upload) == [(2, "employee_id", "unknown_employee")]
    upload = imported(desk, past(ANN))
    assert [one["employee_id"] for one in upload["new_people"]] == ["1001"]


def test_ids_of_another_system_name_people_of_the_register(desk: Desk) -> None:
    desk.caller.put("/v1/employees/1001", {"name": "Ann", "external_ids": {"crm": "P-77"}}).ok(201)
    upload = imported(
        desk, past("P-77,Ann,red,80,,,,"), employee_key="external:crm", unknown_employees="reject"
    )
    assert upload["status"] == "completed"
    assert card(desk, "1001")["total"] == "80.00"


def test_the_team_is_the_registers_of_that_month_unless_the_file_names_one(desk: Desk) -> None:
    dated = {
        "team": [{"from": "2026-01-01", "value": "red"}, {"from": "2026-09-01", "value": "blue"}]
    }
    desk.caller.put("/v1/employees/1001", {"name": "Ann", "dated": dated}).ok(201)
    upload = imported(desk, past("1001,,,80,,,,"))
    assert (card(desk, "1001")["team"], upload["warnings"]) == ("red", [])
    upload = imported(desk, past("1001,,green,80,,,,"))
    assert [one["code"] for one in upload["warnings"]] == ["other_team"]
    assert card(desk, "1001")["team"] == "green"


def test_somebody_who_was_not_employed_then_is_a_warning(desk: Desk) -> None:
    desk.caller.put("/v1/employees/1001", {"name": "Ann", "joined_on": "2026-09-01"}).ok(201)
    upload = imported(desk, past(ANN))
    (warning,) = upload["warnings"]
    assert warning["code"] == "not_employed"
    assert "imported result is kept" in warning["message"]
    assert "pays" not in warning["message"]


def test_a_pilot_gets_no_upload_of_an_import(desk: Desk, acme: Company) -> None:
    head = acme.admin.get("/v1/schemes/desk")
    body = {"effective_from": "2026-08", "effective_until": "2026-08", "teams": ["red"]}
    acme.admin.post("/v1/schemes/desk/pilot", body, if_match=head.headers["etag"]).ok(201)
    imported(desk, past(ANN))
    assert len(desk.caller.get("/v1/uploads").ok()["items"]) == 1


def test_the_template_of_an_import_is_accepted_as_it_is(desk: Desk) -> None:
    answer = desk.caller.get("/v1/schemes/desk/upload-template?grain=results&format=csv")
    assert 'filename="desk-results.csv"' in answer.headers["content-disposition"]
    heading, _, example = answer.content.decode("utf-8-sig").splitlines()
    assert heading.split(",")[3:6] == [
        "总分 / Total (total)",
        "等级 / Grade (grade)",
        "系数 / Coefficient (coefficient)",
    ]
    assert example.split(",")[3:6] == ["88.5", "良好", "1.1"]
    row = "1001,Ann,red,88.5,良好,1.1,,,9,12\r\n"
    assert imported(desk, answer.content + row.encode())["counts"]["scored"] == 1
    assert (card(desk, "1001")["total"], card(desk, "1001")["grade"]) == ("88.50", "good")


def test_the_xlsx_template_explains_the_columns_of_an_import(desk: Desk) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    answer = desk.caller.get("/v1/schemes/desk/upload-template?grain=results")
    explained = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[1]
    rows = {row[0]: row for row in explained.iter_rows(values_only=True)}
    assert (rows["total"][4], rows["wait_seconds"][4]) == ("是 yes", "否 no")
    assert "one of the grades: Good, Poor" in rows["grade"][6]
