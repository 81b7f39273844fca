"""POST /v1/score: the result that a row would get. Nothing is stored.

The desk scheme: 40 points for the answer time, 8 off for each full 10 s over 30 s; 60 for the
resolution rate, 2 off for each full point below 90 %.
"""

from decimal import Decimal
from typing import Any
from unittest.mock import Mock

import pytest

from chalicelib.scoring import CompiledScheme, RowFault
from chalicelib.templates.library import CODES
from chalicelib.trials import service as trials
from tests.api.company import Company
from tests.api.schemes.documents import FIRST_TARGET, scheme
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import World
from tests.templates.sheets import confirmed

# 40 s: one step over, 32; 88 %: two points below, 56; together 88.
ROW = {"wait_seconds": "4000", "contacts": "100", "solved": "88", "raised": "100"}


def only(answer: dict[str, Any]) -> dict[str, Any]:
    (row,) = answer["rows"]
    assert isinstance(row, dict)
    return row


def test_a_row_is_scored_by_the_draft_and_nothing_is_stored(acme: Company, world: World) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)
    hr = acme.hr
    before = world.kept()

    answer = hr.post("/v1/score", {"scheme": "desk", "rows": [ROW]}).ok()

    result = only(answer)["result"]
    assert (result["total"], result["grade"], result["coefficient"]) == ("88.00", "good", "1.1")
    assert [line["points"] for line in result["lines"]] == ["32.00", "56.00"]
    assert answer["scheme"]["version"] is None
    assert world.kept() == before


def test_a_row_is_scored_by_a_version_or_by_a_document_of_the_request(
    acme: Company, desk: Desk
) -> None:
    acme.admin.put("/v1/schemes/desk", scheme({FIRST_TARGET: "20"}), if_match="*").ok()

    def total(**rules: Any) -> str:
        return str(
            only(acme.hr.post("/v1/score", {**rules, "rows": [ROW]}).ok())["result"]["total"]
        )

    assert total(scheme="desk", version=1) == "88.00"
    assert total(scheme="desk") == "80.00"
    assert total(document=scheme({FIRST_TARGET: "40"})) == "96.00"


def test_a_version_scores_a_row_as_it_scores_the_same_row_of_a_file(
    acme: Company, desk: Desk
) -> None:
    desk.send(csv_of("1001,Ann,red,7215,101,83,97"))
    card = acme.hr.get("/v1/employees/1001/scorecards/2026-10?explain=true").ok()

    row = {"wait_seconds": 7215, "contacts": 101, "solved": 83, "raised": 97}
    body = {"scheme": "desk", "version": 1, "rows": [row], "explain": True}
    result = only(acme.hr.post("/v1/score", body).ok())["result"]

    for member in ("lines", "total", "grade", "coefficient", "earned", "explanation"):
        assert result[member] == card[member]


def test_cells_are_read_as_a_files_would_be(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)
    rows = [
        {"wait_seconds": "4,000", "contacts": "１００", "solved": Decimal("88.0"), "raised": 100},
        {"Wait_Seconds": 4000, "CONTACTS": 100, "solved": "88", "raised": "100"},
    ]

    answer = acme.hr.post("/v1/score", {"scheme": "desk", "rows": rows}).ok()

    assert [row["result"]["total"] for row in answer["rows"]] == ["88.00", "88.00"]


def test_a_bad_row_has_its_errors_and_the_others_their_results(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)
    bad = {"employee_id": "7", "wait_seconds": "soon", "contacts": True, "solved": 1}
    rows = [ROW, bad, "no row", {**ROW, "contacts": "-5"}, {**ROW, "contacts": None}]

    answer = acme.hr.in_("zh").post("/v1/score", {"scheme": "desk", "rows": rows}).ok()

    def faults(row: dict[str, Any]) -> list[tuple[str | None, str]]:
        return [(error["column"], error["code"]) for error in row.get("errors", [])]

    assert [faults(row) for row in answer["rows"]] == [
        [],
        [
            ("wait_seconds", "not_a_number"),
            ("contacts", "not_a_cell"),
            ("raised", "missing_column"),
        ],
        [(None, "not_a_row")],
        [("contacts", "negative_denominator")],
        [],
    ]
    assert answer["rows"][1]["employee_id"] == "7"
    assert "不是数字" in answer["rows"][1]["errors"][0]["message"]
    # Without contacts the answer time is left out: 56 of 60 points, 93.33 of 100.
    assert answer["rows"][4]["result"]["total"] == "93.33"


def test_columns_that_the_scheme_does_not_have_are_named(acme: Company) -> None:
    acme.admin.post("/v1/schemes", scheme()).ok(201)

    answer = acme.hr.post("/v1/score", {"scheme": "desk", "rows": [{**ROW, "mood": "5"}]}).ok()

    assert answer["unknown_columns"] == ["mood"]


def test_growth_takes_the_previous_figures_of_the_same_row(acme: Company) -> None:
    growth = {"kind": "growth", "of": {"kind": "metric", "column": "solved"}}
    rule = {"kind": "linear", "zero_at": "0", "full_at": "50"}
    indicator = "/dimensions/0/indicators/1"
    document = scheme({f"{indicator}/value": growth, f"{indicator}/rule": rule})
    row = {**ROW, "wait_seconds": "3000", "previous": {"solved": "80"}}

    answer = acme.hr.post("/v1/score", {"document": document, "rows": [row]}).ok()

    # From 80 to 88 solved is 10 % growth: a fifth of the way to 50 %, 12 of 60; 40 + 12.
    result = only(answer)["result"]
    assert result["total"] == "52.00"
    waiting, solved = result["lines"]
    assert (solved["inputs"], solved["previous_inputs"]) == ({"solved": "88"}, {"solved": "80"})
    assert waiting["previous_inputs"] is None


@pytest.mark.parametrize("policy", ["reject", "carry_previous"])
def test_growth_beside_a_line_that_must_have_a_value(acme: Company, policy: str) -> None:
    growth = {"kind": "growth", "of": {"kind": "metric", "column": "solved"}}
    indicator = "/dimensions/0/indicators/1"
    document = scheme(
        {
            f"{indicator}/value": growth,
            f"{indicator}/rule": {"kind": "linear", "zero_at": "0", "full_at": "50"},
            f"{indicator}/not_available": "reject",
            "/dimensions/0/indicators/0/not_available": policy,
        }
    )
    row = {**ROW, "wait_seconds": "3000", "previous": {"solved": "80"}}
    alone = {**ROW, "wait_seconds": "3000"}

    answer = acme.hr.post("/v1/score", {"document": document, "rows": [row, alone]}).ok()

    # The previous period has no growth of its own and no waiting time, and needs neither.
    assert answer["rows"][0]["result"]["total"] == "52.00"  # 40 + 12, as above
    # Without a previous period there is no growth, and the scheme refuses such a row.
    assert [error["code"] for error in answer["rows"][1]["errors"]] == ["value_missing"]


def test_a_value_is_carried_from_the_previous_figures_of_the_row(acme: Company) -> None:
    document = scheme(
        {
            "/dimensions/0/indicators/0/not_available": "carry_previous",
            "/dimensions/0/indicators/1/not_available": "reject",
        }
    )
    row = {**ROW, "wait_seconds": None, "previous": {"wait_seconds": "3000", "contacts": "100"}}

    answer = acme.hr.post("/v1/score", {"document": document, "rows": [row]}).ok()

    # 30 s of the period before meet the target: 40 points.
    assert only(answer)["result"]["lines"][0]["points"] == "40.00"


def test_a_person_with_slices_is_a_list_of_rows(acme: Company) -> None:
    slices = {"by": "channel", "weight_by": "contacts", "targets": {"phone": "30", "online": "15"}}
    document = scheme({"/dimensions/0/indicators/0/slices": slices}, FIRST_TARGET)
    phone = {**ROW, "channel": "phone", "contacts": "50", "wait_seconds": "1500"}
    online = {**phone, "channel": "online", "wait_seconds": "1250"}

    answer = acme.hr.post("/v1/score", {"document": document, "rows": [[phone, online]]}).ok()

    # Phone 30 s meets its target: 40. Online 25 s is 10 s over: 32. The mean of both is 36.
    assert only(answer)["result"]["lines"][0]["points"] == "36.00"


def test_an_unfinished_draft_is_tried_with_its_suggestions_in_place(acme: Company) -> None:
    acme.admin.post("/v1/schemes", {"template": "telecom"}).ok(201)

    answer = acme.hr.post("/v1/score", {"scheme": "telecom", "rows": [{}]}).ok()

    assert "good_min" in answer["scheme"]["assumed_parameters"]
    assert {error["code"] for error in only(answer)["errors"]} == {"missing_column"}


def test_a_draft_with_a_parameter_that_nobody_suggested_cannot_be_tried(acme: Company) -> None:
    waiting = {"/parameters": [{"code": "x", "name": "X"}], FIRST_TARGET: {"$parameter": "x"}}
    acme.admin.post("/v1/schemes", scheme(waiting)).ok(201)

    problem = acme.hr.post("/v1/score", {"scheme": "desk", "rows": [ROW]}).problem(
        422, "scheme_unfinished"
    )

    assert [error["pointer"] for error in problem["errors"]] == [FIRST_TARGET]


def test_what_cannot_be_a_trial_is_refused_with_the_place(acme: Company) -> None:
    broken = scheme({FIRST_TARGET: "x"}, "/name")
    problem = acme.hr.post("/v1/score", {"document": broken, "rows": [ROW]}).problem(422)
    assert sorted(error["pointer"] for error in problem["errors"]) == [
        "/document/dimensions/0/indicators/0/target",
        "/document/name",
    ]

    acme.hr.post("/v1/score", {"rows": [ROW]}).problem(422)
    acme.hr.post("/v1/score", {"document": scheme(), "rows": []}).problem(422)
    acme.hr.post("/v1/score", {"document": scheme(), "rows": [ROW] * 501}).problem(422)
    acme.hr.post("/v1/score", {"scheme": "none", "rows": [ROW]}).problem(404)
    acme.agent.post("/v1/score", {"document": scheme(), "rows": [ROW]}).problem(403)


def test_the_largest_answer_stays_below_what_lambda_may_give(acme: Company) -> None:
    document = confirmed("taobao")
    rows = [dict.fromkeys(columns_of(document), "7")] * 300

    answer = acme.hr.post("/v1/score", {"document": document, "rows": rows, "explain": True})

    assert all("result" in row for row in answer.ok()["rows"])
    assert len(answer.content) < 5_500_000
    too_many = {"document": document, "rows": [*rows, rows[0]], "explain": True}
    problem = acme.hr.post("/v1/score", too_many).problem(422)
    assert problem["errors"][0]["code"] == "too_many_lines"


def test_an_answer_that_would_be_too_large_is_refused(acme: Company) -> None:
    metric = {"kind": "metric", "column": "mood"}
    levels = [{"code": "a", "name": "A" * 100, "points": "5"}]
    indicator = {
        "max_points": "5",
        "value": metric,
        "rule": {"kind": "scale", "levels": levels},
    }
    many = [{**indicator, "code": f"i{n}", "name": "N" * 200} for n in range(100)]
    document = scheme({"/dimensions/0/indicators": many})
    rows = [{"mood": "A" * 100}] * 100

    problem = acme.hr.post("/v1/score", {"document": document, "rows": rows}).problem(422)

    assert problem["errors"][0]["code"] == "too_much_to_answer"


def sliced(lines: int, slices: int, formula: str) -> dict[str, Any]:
    """Return a scheme of so many lines, each with so many targets and the formula as its value."""
    line = {
        **scheme()["dimensions"][0]["indicators"][1],
        "max_points": "1",
        "value": {"kind": "formula", "expression": formula},
        "slices": {
            "by": "channel",
            "weight_by": "raised",
            "targets": {f"s{n}": str(n) for n in range(slices)},
        },
    }
    many = [{**line, "code": f"i{n}"} for n in range(lines)]
    points = {"/dimensions/0/points": str(lines), "/total_points": str(lines)}
    return scheme({"/dimensions/0/indicators": many, **points})


@pytest.mark.long
def test_rows_slices_and_the_parts_of_formulas_are_bounded_together(
    acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """100 lines × 60 slices × 99 parts of a person's figures were 0.6 s, a hundred people 60 s.

    A row has 3 columns × 2, and each line 8 and its parts: 6 + 100 × (8 + 99) = 10,706 steps; with
    its 3 cells × 3 that were sent 10,715; a person of 60 rows 642,900. Three fit in 2.5 million.
    """
    document = sliced(100, 60, "+".join(["solved"] * 50))
    monkeypatch.setattr(
        CompiledScheme, "score", Mock(side_effect=RowFault("solved", "value_out_of_range"))
    )
    person = [{"channel": f"s{n}", "solved": "1", "raised": "2"} for n in range(60)]
    acme.hr.post("/v1/score", {"document": document, "rows": [person] * 3}).ok()
    CompiledScheme.score.reset_mock()  # type: ignore[attr-defined]

    problem = acme.hr.post("/v1/score", {"document": document, "rows": [person] * 4}).problem(422)

    (error,) = problem["errors"]
    assert (error["pointer"], error["code"]) == ("/rows", "too_much_to_score")
    assert "about 3" in error["message"]
    CompiledScheme.score.assert_not_called()  # type: ignore[attr-defined]


def test_rows_of_the_previous_period_and_explanations_cost_too(
    acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice as many rows with those of before; five times as much with explanations."""
    row = {**ROW, "previous": [ROW]}
    body = {"document": scheme(), "rows": [row] * 4}
    # 4 columns × 2 + 2 lines × 8 = 24 steps for each of eight rows; 5 and 4 cells × 3 for four.
    monkeypatch.setattr(trials, "MOST_STEPS", 8 * 24 + 4 * 9 * 3)
    acme.hr.post("/v1/score", body).ok()
    acme.hr.post("/v1/score", {**body, "explain": True}).problem(422)
    acme.hr.post("/v1/score", {**body, "rows": [row] * 5}).problem(422)


def test_empty_rows_by_the_thousand_cost_their_columns(acme: Company) -> None:
    """60 × 500 rows of nothing, each with an error for each of 400 columns: refused unread."""
    columns = [{"code": f"c{n}", "name": f"c{n}"} for n in range(200)]
    formulas = [
        {
            **scheme()["dimensions"][0]["indicators"][1],
            "code": f"i{n}",
            "value": {"kind": "metric", "column": f"c{n}"},
            "max_points": "1",
        }
        for n in range(100)
    ]
    document = scheme({"/dimensions/0/indicators": formulas, "/columns": columns})
    rows: list[Any] = [[{}] * 60] * 100
    problem = acme.hr.post("/v1/score", {"document": document, "rows": rows}).problem(422)
    assert problem["errors"][0]["code"] == "too_much_to_score"


def test_a_document_of_a_request_has_the_size_of_a_draft_at_most(acme: Company) -> None:
    document = scheme({"/description": "x" * 180_000})
    acme.hr.post("/v1/score", {"document": document, "rows": [ROW]}).problem(413)


def test_every_template_can_be_tried_with_blank_cells(acme: Company) -> None:
    for code in CODES:
        document = confirmed(code)
        blank = dict.fromkeys(columns_of(document))
        answer = acme.hr.post("/v1/score", {"document": document, "rows": [blank]}).ok()
        assert only(answer)["result"]["insufficient_data"] is True, code


def columns_of(document: dict[str, Any]) -> list[str]:
    """Return the columns that the document reads."""
    from chalicelib.scoring import compile_scheme, read_scheme

    return [column.code for column in compile_scheme(read_scheme(document)).columns]


def test_what_the_linter_says_of_a_document_comes_with_its_trial(acme: Company, desk: Desk) -> None:
    # 40 + 60 = 100, not 120
    sent = {"document": {**scheme(), "total_points": "120"}, "rows": [ROW]}
    answer = acme.hr.post("/v1/score", sent).ok()
    (found,) = [one for one in answer["findings"] if one["severity"] == "error"]
    assert (found["code"], found["pointer"]) == ("total_points", "/total_points")
    assert "100" in found["message"]
    assert "result" in only(answer)

    version = acme.hr.post("/v1/score", {"scheme": "desk", "version": 1, "rows": [ROW]}).ok()
    assert version["findings"] == []
