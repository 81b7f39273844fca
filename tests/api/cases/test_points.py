"""Awards and penalties: points for each recorded case, up to the scheme's cap."""

import pytest

from tests.api.cases.deciding import PATH, Panel


@pytest.mark.long
def test_points_add_up_to_the_cap_and_each_case_says_what_it_adds(panel: Panel) -> None:
    praise = [panel.confirmed("1001", "award", code="praise") for _ in range(3)]

    assert panel.brief("1001") == ("90.00", "good", "1.1", (1, 3))  # 88 + 2, not 88 + 3
    card = panel.card("1001", explain="true")
    assert (card["extras"], card["cases"]) == ({"praise": "2"}, sorted(praise))
    assert [one["points"] for one in card["applied_cases"]] == ["1", "1", "0"]
    assert [one["effect"]["zh"] for one in card["applied_cases"]][1:] == [
        "表扬信：+1 分（累计上限 2）。",
        "表扬信：累计已达上限 2 分，不再计。",
    ]
    assert "Letter of praise: +2 (at most 2 together)." in card["explanation"]["en"]
    panel.revoked(praise[0])
    assert panel.brief("1001")[0] == "90.00"
    panel.revoked(praise[1])
    assert panel.brief("1001")[0] == "89.00"


def test_a_penalty_takes_points_off_and_the_rulebook_says_so(panel: Panel) -> None:
    panel.confirmed("1002", "penalty", code="lost")
    assert panel.brief("1002")[0] == "46.00"  # 48 − 2
    book = panel.head.get("/v1/schemes/desk/rulebook", query={"lang": "en"}).ok()
    assert [one["text"] for one in book["extras"]] == [
        "1 is added for each case that is recorded and confirmed, at most 2 together.",
        "2 are taken off for each case that is recorded and confirmed, at most 6 together.",
    ]
    body = {"employee_id": "1001", "period": "2026-10", "scheme": "desk", "reason": "x"}
    for about in ({"kind": "award", "code": "lost"}, {"kind": "penalty"}):
        (error,) = panel.lead.post(PATH, {**body, **about}).problem(422)["errors"]
        assert (error["pointer"], error["code"]) == ("/code", "unknown_extra")
