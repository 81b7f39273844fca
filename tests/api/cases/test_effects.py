"""What a confirmed case does to a result, and that nothing of it is left when it is revoked."""

from typing import Any

from tests.api.cases.deciding import Panel

GOOD = ("88.00", "good", "1.1", (1, 3))


def content(card: Any) -> Any:
    """A card without what tells its revisions apart."""
    told = ("revision", "computed_at", "updated_at", "caused_by")
    return {name: value for name, value in card.items() if name not in told}


def test_a_veto_sets_grade_and_coefficient_keeps_the_total_and_takes_the_rank(
    panel: Panel,
) -> None:
    assert panel.brief("1001") == GOOD

    case = panel.confirmed("1001", "veto", code="fraud")

    assert panel.brief("1001") == ("88.00", "unqualified", "0", None)
    # The other two are first and second of two: who is vetoed is not counted.
    assert panel.brief("1002") == ("48.00", "poor", "0.6", (1, 2))
    assert panel.brief("1003") == ("40.00", "poor", "0.6", (2, 2))
    card = panel.card("1001")
    assert (card["revision"], card["cases"], card["caused_by"]) == (2, [case], [case])
    assert card["next_grade"] is None
    rows = panel.company.hr.get("/v1/periods/2026-10/bonus-coefficients", query={"scheme": "desk"})
    paid = {row["employee_id"]: (row["coefficient"], row["rank"]) for row in rows.ok()["items"]}
    assert paid == {"1001": ("0", None), "1002": ("0.6", 1), "1003": ("0.6", 2)}


def test_an_exempt_line_is_left_out_has_full_points_or_another_target(panel: Panel) -> None:
    # 72 s: 8 of 40 points, and 40 of 60 for 80 %.
    out = panel.confirmed("1002", "exemption", indicator="answer_time", treatment="leave_out")
    assert panel.brief("1002")[:3] == ("66.67", "poor", "0.6")  # 40 × 100 ÷ 60
    panel.revoked(out)
    panel.confirmed("1002", "exemption", indicator="answer_time", treatment="full")
    assert panel.brief("1002")[:3] == ("80.00", "good", "1.1")  # 40 + 40
    # 60 % against a target of 70 instead of 90: 20 points off in place of 60.
    panel.confirmed(
        "1003", "exemption", indicator="resolution", treatment="adjusted_target", target="70"
    )
    assert panel.brief("1003")[:3] == ("80.00", "good", "1.1")  # 40 + 40
    line = panel.card("1003")["lines"][1]
    assert (line["status"], line["target"], line["points"]) == ("exempt", "70", "40.00")


def test_the_whole_result_is_left_out_or_full(panel: Panel) -> None:
    out = panel.confirmed("1002", "exemption", treatment="leave_out")
    assert panel.brief("1002") == (None, None, None, None)
    assert {line["status"] for line in panel.card("1002")["lines"]} == {"exempt"}
    panel.revoked(out)
    panel.confirmed("1002", "exemption", treatment="full")
    assert panel.brief("1002") == ("100.00", "good", "1.1", (1, 3))


def test_a_revoked_case_brings_the_former_figures_back(panel: Panel) -> None:
    before = panel.card("1001", explain="true")
    case = panel.confirmed("1001", "veto", code="fraud")
    # The scheme has no band of that grade: the veto names it.
    assert panel.card("1001")["grade_name"] == {"zh": "不合格", "en": "Unqualified"}

    panel.revoked(case)

    after = panel.card("1001", explain="true")
    assert (after["revision"], after["caused_by"]) == (3, [case])
    assert content(after) == content(before)
    vetoed = panel.card("1001", revision=2)
    assert (vetoed["grade"], vetoed["cases"]) == ("unqualified", [case])
    assert panel.case(case)["effect"]["status"] == "ended"


def test_several_cases_go_by_the_strongest_whatever_was_confirmed_first(panel: Panel) -> None:
    line = {"indicator": "answer_time"}
    out = panel.confirmed("1002", "exemption", treatment="leave_out", **line)
    panel.confirmed("1002", "exemption", treatment="full", **line)
    assert panel.brief("1002")[0] == "66.67"
    assert len(panel.card("1002")["cases"]) == 2
    panel.revoked(out)
    assert panel.brief("1002")[0] == "80.00"
    # Of two vetoes the one with the lower coefficient counts: 0, not 0.6.
    panel.confirmed("1001", "veto", code="fraud")
    panel.confirmed("1001", "veto", code="leak")
    assert panel.brief("1001")[1:3] == ("unqualified", "0")


def test_figures_that_come_later_are_scored_with_the_cases(panel: Panel) -> None:
    case = panel.confirmed("1001", "veto", code="fraud")
    panel.desk.send(b"employee_id,employee_name,team,wait_seconds,contacts,solved,raised\n"
                    b"1001,Ann,red,3000,100,90,100\n")  # fmt: skip
    assert panel.brief("1001") == ("100.00", "unqualified", "0", None)
    panel.company.hr.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
    panel.work()
    assert panel.brief("1001") == ("100.00", "unqualified", "0", None)
    assert panel.card("1001")["cases"] == [case]


def test_a_case_of_somebody_without_a_result_counts_when_it_comes(panel: Panel) -> None:
    panel.company.hr.put("/v1/employees/1004", {"name": "Di", "team": "red"}).ok(201)
    case = panel.confirmed("1004", "veto", code="fraud")
    assert panel.case(case)["effect"]["status"] == "no_result"
    panel.desk.send(b"employee_id,employee_name,team,wait_seconds,contacts,solved,raised\n"
                    b"1004,Di,red,3000,100,90,100\n")  # fmt: skip
    assert panel.brief("1004") == ("100.00", "unqualified", "0", None)
    assert panel.case(case)["effect"]["status"] == "in_effect"


def test_an_explanation_tells_the_case_and_its_reason_and_no_evidence(panel: Panel) -> None:
    case = panel.confirmed("1001", "veto", code="fraud", reason="诱导好评", evidence="录音 138****")

    card = panel.card("1001", explain="true")

    (told,) = card["applied_cases"]
    assert (told["id"], told["reason"]) == (case, "诱导好评")
    assert told["effect"] == {
        "zh": "否决项“弄虚作假”：无论总分，等级为“不合格”，系数 0；不参加排名。",
        "en": "Veto “Fraud”: whatever the total, the grade is “Unqualified”, coefficient 0; "
        "the result is not ranked.",
    }
    assert "录音" not in str(card)


def test_plans_and_a_simulation_go_by_the_cases(panel: Panel) -> None:
    query = {"employee_id": "1002"}
    plans = "/v1/improvement-plans"
    assert len(panel.company.hr.get(plans, query=query).ok()["items"]) == 2
    panel.confirmed("1002", "exemption", indicator="answer_time", treatment="full")
    # 80.00 is good: nothing is drafted for that grade.
    assert panel.company.hr.get(plans, query=query).ok()["items"] == []
    answer = panel.company.hr.post("/v1/schemes/desk/simulate", {"period": "2026-10"})
    changes = answer.ok()["grade_changes"]
    assert changes == {"up": 0, "down": 0, "same": 3, "gained": 0, "lost": 0}
