"""Rows that are nobody's (totals), and rows under an id that leads to somebody else than it did."""

import pytest

from tests.api.company import Company
from tests.api.uploads.registering import (
    GOOD,
    columns_of_contacts,
    errors_of,
    only_registered,
    totals_of,
)
from tests.api.uploads.sending import HEADER, SCHEME, Desk, csv_of, published
from tests.api.world import World

TOTALS = [
    "合计",
    "汇总",
    "Grand Total",
    "红组合计",
    "红组 小计",
    "合计（红组）",
    "红组 汇总",
    "红组 平均值",
    "Red Total",
    "Total: Red",
    "Red Subtotal",
    "red average",
    *(
        "合 计",
        "总计(2人)",
        "本组合计",
        "人均",
        "平均数",
        "累计",
        "Total:",
        "Overall",
        "Sum",
        "Team average",
    ),
    *("Totals for Red", "Gesamtergebnis", "Итого", "総計", "Red Result"),
]


@pytest.mark.parametrize("setting", ["create", "reject"])
def test_totals_are_nobody_alone_or_with_a_groups_name(
    desk: Desk, acme: Company, setting: str
) -> None:
    """Also with a figure in error, and where a spreadsheet's own subtotals stand: below each group,
    in the column that it groups by."""
    only_registered(acme, "1001")
    rows = csv_of(
        f"1001,,{GOOD}",
        *(f"{word},,{GOOD}" for word in TOTALS),
        *("绿组合计,,red,#DIV/0!,1,1,1", ",,red 汇总,1,1,1,1", ",,Red Total,1,1,1,1"),
        "红/蓝合计,,,,,,",
    )
    upload = desk.send(rows, unknown_employees=setting, on_error="reject")

    assert upload["status"] == "completed"
    assert (upload["counts"]["rows"], upload["progress"]) == (1, {"done": 1, "known": 1})
    assert [one["id"] for one in desk.caller.get("/v1/employees").ok()["items"]] == ["1001"]


@pytest.mark.parametrize("on_error", ["continue", "reject"])
def test_rows_of_totals_are_named_among_the_findings(desk: Desk, on_error: str) -> None:
    rows = (f"1001,,{GOOD}", f"合计,,{GOOD}", f",平均值,{GOOD}", f"红/蓝合计,,{GOOD}")
    upload = desk.send(csv_of(*rows), on_error=on_error)
    path = f"/v1/uploads/{upload['id']}/findings"
    found = desk.caller.in_("en").get(path, query={"kind": "passed_over"}).ok()["items"]
    figures = "red 4000 100 88 100"
    assert [(one["row"], one["text"]) for one in found] == [
        # Rows that can be nobody's are found when the file is opened.
        (4, f"平均值 {figures}"),
        (5, f"红/蓝合计 {figures}"),
        (3, "合计 red"),
    ]
    assert found[0]["message"].startswith("A row of totals or averages, nobody's: passed over")
    (new,) = desk.caller.get(path, query={"kind": "new_person"}).ok()["items"]
    assert new["employee_id"] == "1001"


def test_ids_that_were_added_up_with_the_figures_make_nobody(desk: Desk, acme: Company) -> None:
    """Below a column of ids programs write their sum or count; the name or team says what it is."""
    only_registered(acme, "1001", "2")
    rows = csv_of(
        *(f"1001,Ann,{GOOD}", f"2003,合计,{GOOD}", "12,,Red Count,1,1,1,1", "7,,红组汇总,1,1,1,1"),
        f"2,Total,{GOOD}",
    )
    upload = desk.send(rows, unknown_employees="create")
    assert totals_of(desk) == {"1001": "88.00"}
    ((row, code, _, error),) = errors_of(desk, upload)
    assert (row, code) == (6, "perhaps_totals")
    assert '"2" is somebody\'s id on the register' in error["message"]


def test_what_only_looks_like_totals_is_somebody(desk: Desk) -> None:
    words = ["total-7", "subtotal1", "总经理", "Li Max", "red_total"]
    upload = desk.send(csv_of(*(f"{word},,{GOOD}" for word in words)))
    assert set(totals_of(desk)) == set(words)
    assert upload["counts"]["new_people"] == 5


def test_an_id_of_the_register_is_a_persons_whatever_it_reads_like(
    desk: Desk, acme: Company
) -> None:
    words = ["Red Total", "余总计", "Total", "合计"]
    only_registered(acme, *words)
    desk.send(csv_of(*(f"{word},,{GOOD}" for word in words)))
    assert totals_of(desk) == dict.fromkeys(words, "88.00")


def test_a_refused_file_counts_its_rows_without_totals(desk: Desk) -> None:
    rows = csv_of(f"1001,,{GOOD}", "1002,,red,x,1,1,1", f"Red Total,,{GOOD}")
    upload = desk.send(rows, on_error="reject")
    assert (upload["counts"]["rows"], upload["counts"]["failed"]) == (2, 1)


RENAMED = [f"1001,Ann,{GOOD}", f"1002,Bob,{GOOD}", f"2001,Ann,{GOOD}"]


@pytest.fixture
def renamed(desk: Desk, acme: Company) -> Company:
    """Ann was 1001 and is 2001; Bob is 1002."""
    only_registered(acme, "1001", "1002")
    acme.hr.post("/v1/employees/1001/rename", {"employee_id": "2001"}).ok()
    return acme


@pytest.mark.parametrize("upside_down", [False, True])
def test_two_rows_of_one_person_are_errors_that_name_both(
    desk: Desk, renamed: Company, upside_down: bool
) -> None:
    rows = RENAMED[::-1] if upside_down else RENAMED
    upload = desk.send(csv_of(*rows))
    found = errors_of(desk, upload)
    assert [one[:3] for one in found] == [
        (2, "same_person", ["2001"]),
        (4, "same_person", ["2001"]),
    ]
    first, last = ("2001", "1001") if upside_down else ("1001", "2001")
    assert (
        f"this row (id {first}) and row 4 (id {last}) are the same person"
        in (found[0][3]["message"])
    )
    assert f"this row (id {last}) and row 2 (id {first})" in found[1][3]["message"]
    assert (
        f"本行（编号 {last}）与第 2 行（编号 {first}）是同一员工"
        in (errors_of(desk, upload, "zh")[1][3]["message"])
    )
    assert totals_of(desk) == {"1002": "88.00"}


def test_they_are_found_over_chunks(
    desk: Desk, renamed: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 1)
    upload = desk.send(csv_of(*RENAMED))
    assert (upload["counts"]["scored"], upload["counts"]["failed"]) == (1, 2)


def test_a_former_id_that_is_somebody_elses_now_is_no_second_row(
    desk: Desk, renamed: Company
) -> None:
    renamed.hr.put("/v1/employees/1001", {"name": "Eve", "new_person": True}).ok(201)
    upload = desk.send(csv_of(*RENAMED))
    assert upload["status"] == "completed"
    assert totals_of(desk) == {"1001": "88.00", "1002": "88.00", "2001": "88.00"}


def test_two_rows_of_one_person_are_found_in_a_file_of_contacts(
    acme: Company, world: World
) -> None:
    scheme = {**SCHEME, "columns": columns_of_contacts()}
    published(acme, scheme)
    desk = Desk(world, acme.hr, "acme")
    only_registered(acme, "1001", "1002")
    acme.hr.post("/v1/employees/1001/rename", {"employee_id": "2001"}).ok()
    contacts = b"employee_id,wait\n1001,30\n1002,30\n2001,30\n1001,30\n"
    upload = desk.send(contacts, grain="contact")
    assert [one[:2] for one in errors_of(desk, upload)] == [(2, "same_person"), (4, "same_person")]
    assert list(totals_of(desk)) == ["1002"]


WAYS_BACK = {
    "1001": {
        "en": "1001 is the former id of 2001: use the new one, or register `new_person` first",
        "zh": "编号 1001 是员工 2001 的旧编号；请改用新编号",
    },
    "1002": {
        "en": "1002 was deleted from the register: rehire the person first if the same one returns",
        "zh": "员工 1002 已从名册删除；若本人返回，请先恢复（rehire）",
    },
}


@pytest.mark.parametrize("figures", ["4000,100,88,100", "x,1,1,1"], ids=["good", "bad"])
def test_a_row_of_somebody_gone_says_the_way_back_and_keeps_its_cells(
    desk: Desk, renamed: Company, figures: str
) -> None:
    renamed.hr.delete("/v1/employees/1002").ok(204)
    upload = desk.send(csv_of(*(f"{one},Ann,red,{figures}" for one in WAYS_BACK)))
    for language in ("en", "zh"):
        former, deleted = errors_of(desk, upload, language)
        assert former[1:3] == ("former_employee_id", ["2001"])
        assert deleted[1:3] == ("person_deleted", [])
        assert WAYS_BACK["1001"][language] in former[3]["message"]
        assert WAYS_BACK["1002"][language] in deleted[3]["message"]
    for row, one in zip(
        desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"], WAYS_BACK, strict=True
    ):
        cells = [one, "Ann", "red", *figures.split(",")]
        assert row["raw"] == dict(zip(HEADER.split(","), cells, strict=True))


def test_the_ways_back_lead_back(desk: Desk, renamed: Company) -> None:
    renamed.hr.delete("/v1/employees/1002").ok(204)
    rows = csv_of(f"1001,Eve,{GOOD}", f"1002,Bob,{GOOD}")
    assert desk.send(rows)["counts"]["failed"] == 2
    renamed.hr.put("/v1/employees/1001", {"name": "Eve", "new_person": True}).ok(201)
    renamed.hr.post("/v1/employees/1002/rehire", {}).ok()
    assert desk.send(rows)["status"] == "completed"
    assert totals_of(desk) == {"1001": "88.00", "1002": "88.00"}
