"""What is remarkable in the columns of a file, and what must be asked before it is scored."""

from copy import deepcopy
from typing import Any

import pytest

from tests.api.company import Company
from tests.api.uploads.registering import totals_of
from tests.api.uploads.sending import SCHEME, Desk, published
from tests.api.uploads.test_looked_at import applied, found
from tests.reading.corpus.library_making import xlsxwriter_file

#: One line: satisfaction in percent, a point for each percent under 90.
CSAT: dict[str, Any] = {
    **{name: SCHEME[name] for name in ("total_points", "grades")},
    "code": "csat",
    "name": "CSAT",
    "columns": [
        {"code": "csat", "name": {"zh": "满意度", "en": "Satisfaction"}, "unit": "percent"},
        {"code": "faults", "name": "Faults", "unit": "count", "at_most": "20"},
    ],
    "dimensions": [
        {
            "code": "quality",
            "name": "Quality",
            "points": "100",
            "indicators": [
                {
                    "code": "satisfaction",
                    "name": "Satisfaction",
                    "unit": "percent",
                    "direction": "higher",
                    "max_points": "80",
                    "target": "90",
                    "value": {"kind": "metric", "column": "csat"},
                    "rule": {"kind": "step_deduct", "step": "1", "per_step": "1"},
                },
                {
                    "code": "faults",
                    "name": "Faults",
                    "unit": "count",
                    "direction": "lower",
                    "max_points": "20",
                    "target": "0",
                    "value": {"kind": "metric", "column": "faults"},
                    "rule": {"kind": "count_deduct", "per_incident": "1"},
                },
            ],
        }
    ],
}
HEAD = "employee_id,csat,faults"


@pytest.fixture
def csat(desk: Desk, acme: Company) -> Desk:
    published(acme, deepcopy(CSAT))
    return desk


def sent(desk: Desk, *rows: str, head: str = HEAD, **more: Any) -> Any:
    return desk.send("\n".join([head, *rows, ""]).encode(), scheme="csat", **more)


FRACTIONS = ("1001,0.962,0", "1002,0.88,1", "1003,1,0")


def test_percentages_typed_as_fractions_are_asked_about_before_anything_is_written(
    csat: Desk,
) -> None:
    upload = sent(csat, *FRACTIONS)
    assert (upload["status"], upload["reason"]["code"]) == ("needs_answer", "needs_answer")
    (question,) = upload["reason"]["details"]["questions"]
    assert question == {
        "column": "csat",
        "heading": "csat",
        "greatest": "1",
        "answers": ["fraction", "percent"],
    }
    (one,) = found(csat, upload, "as_fractions")
    assert (one["column"], one["rows"], one["after"]) == ("csat", 3, "1")
    assert csat.caller.get("/v1/employees").ok()["items"] == []


@pytest.mark.parametrize(
    ("reading", "totals"),
    [
        # 96.2 and 100 are over 90; 88 is 2 under it: 78. A fault costs 1 of 20.
        ("fraction", {"1001": "100.00", "1002": "97.00", "1003": "100.00"}),
        # 0.962 is 89.038 under 90: nothing of 80.
        ("percent", {"1001": "20.00", "1002": "19.00", "1003": "20.00"}),
    ],
)
def test_the_answer_is_given_to_the_upload_or_with_the_next_announcement(
    csat: Desk, reading: str, totals: dict[str, str]
) -> None:
    waiting = sent(csat, *FRACTIONS)
    path = f"/v1/uploads/{waiting['id']}/apply"
    missing = csat.caller.post(path, {}).problem(422)
    assert missing["errors"][0]["code"] == "answers_missing"
    done = applied(csat, waiting, readings={"csat": reading})
    assert (done["status"], done["readings"]) == ("completed", {"csat": reading})
    assert totals_of(csat) == totals
    again = sent(csat, *FRACTIONS, readings={"csat": reading})
    assert (again["status"], again["changes"]["same"]) == ("completed", 3)


def test_a_workbook_is_asked_the_same_and_shown_percents_are_no_question(csat: Desk) -> None:
    rows = [("employee_id", "csat", "faults"), ("1001", 0.962, 0), ("1002", 0.88, 1)]
    assert csat.send(xlsxwriter_file(rows), scheme="csat")["status"] == "needs_answer"
    shown = xlsxwriter_file(rows, {(1, 1): "0.0%", (2, 1): "0.0%"})
    assert csat.send(shown, scheme="csat")["status"] == "completed"


def test_a_fraction_among_percentages_is_named_with_its_row_and_read_as_it_stands(
    csat: Desk,
) -> None:
    upload = sent(csat, "1001,96.2,0", "1002,0.962,0", "1003,0.88,0", "1004,100,0")
    (one,) = found(csat, upload, "some_fractions")
    assert (one["column"], one["row"], one["rows"]) == ("csat", 3, 2)
    # 0.962 % is more than 80 under the target of 90: nothing of 80, and 20 for no fault.
    assert (upload["status"], totals_of(csat)["1002"]) == ("completed", "20.00")


def test_a_look_that_was_asked_goes_on_as_a_look(csat: Desk) -> None:
    waiting = sent(csat, *FRACTIONS, dry_run=True)
    looked = applied(csat, waiting, readings={"csat": "fraction"})
    assert (looked["status"], looked["dry_run"]) == ("looked_at", True)
    assert applied(csat, looked)["status"] == "completed"
    assert totals_of(csat)["1002"] == "97.00"


def test_small_figures_as_in_the_month_before_are_no_question(csat: Desk) -> None:
    sent(csat, *FRACTIONS, period="2026-09", readings={"csat": "percent"})
    assert sent(csat, *FRACTIONS)["status"] == "completed"


def test_a_column_of_zeros_and_figures_above_the_bound_are_named(csat: Desk) -> None:
    upload = sent(csat, "1001,0,21", "1002,0,30", "1003,0,2")
    (zero,) = found(csat, upload, "all_zero")
    assert (zero["column"], zero["rows"]) == ("csat", 3)
    (above,) = found(csat, upload, "above_at_most")
    assert (above["column"], above["row"], above["rows"]) == ("faults", 2, 2)
    assert (above["before"], above["after"]) == ("20", "30")
    assert upload["counts"]["failed"] == 2


def test_a_mean_ten_times_that_of_the_month_before_is_named(csat: Desk) -> None:
    sent(csat, "1001,95,1", "1002,95,2", "1003,95,0", period="2026-09")
    upload = sent(csat, "1001,95,12", "1002,95,8", "1003,95,10")
    (one,) = found(csat, upload, "tenfold")
    # 30 ÷ 3 against 3 ÷ 3
    assert (one["column"], one["before"], one["after"]) == ("faults", "1", "10")


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("2026-09", True),
        ("2026年9月", True),
        ("9月", True),
        ("202609", True),
        ("2026/10/1", False),
        ("10月", False),
    ],
)
def test_a_period_column_that_says_another_month_is_named(
    csat: Desk, written: str, other: bool
) -> None:
    upload = sent(csat, f"1001,95,0,{written}", head=f"{HEAD},月份")
    says = [(one["heading"], one["rows"]) for one in found(csat, upload, "other_period")]
    assert says == ([("月份", 1)] if other else [])


def test_a_period_far_ahead_is_refused_unless_the_request_says_so(csat: Desk) -> None:
    body = {"scheme": "csat", "period": "2062-10", "filename": "a.csv"}
    refused = csat.caller.post("/v1/uploads", body).problem(422)
    assert refused["errors"][0]["code"] == "future_period"
    csat.caller.post("/v1/uploads", {**body, "future_period": True}).ok(201)


def test_a_blank_slice_beside_figures_is_named(desk: Desk, acme: Company) -> None:
    sliced = deepcopy(SCHEME)
    sliced["code"] = "csat"
    sliced["dimensions"][0]["indicators"][0]["slices"] = {
        "by": "channel",
        "weight_by": "contacts",
        "targets": {"phone": "30", "online": "15"},
    }
    published(acme, sliced)
    head = "employee_id,channel,wait_seconds,contacts,solved,raised"
    upload = sent(desk, "1001,phone,3000,100,90,100", "1002,,3000,100,90,100", head=head)
    (blank,) = found(desk, upload, "blank_slice")
    assert (blank["column"], blank["row"], blank["rows"]) == ("channel", 3, 1)
