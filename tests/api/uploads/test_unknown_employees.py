"""A row whose employee is not on the register: refused with the nearest ids, or a new person."""

from collections.abc import Callable
from unittest import mock

import pytest

from chalicelib.uploads import register_state
from tests.api.client import Api
from tests.api.company import Company
from tests.api.uploads.registering import GOOD, errors_of, only_registered, totals_of
from tests.api.uploads.sending import HEADER, Desk, csv_of
from tests.api.world import TABLE, World

#: Looks for near ids by key, as for a large register, or in the whole register.
BY_KEY, WHOLE = 0, 1000


@pytest.fixture(params=[BY_KEY, WHOLE], ids=["by key", "whole"])
def looked_through(request: pytest.FixtureRequest) -> object:
    with mock.patch.object(register_state, "LOOKED_THROUGH", request.param):
        yield request.param


def test_a_company_refuses_them_unless_it_says_otherwise(operator: Api) -> None:
    new = {"id": "initech", "name": "Initech"}
    made = operator.post("/v1/tenants", new).ok(201)
    assert made["tenant"]["unknown_employees"] == "reject"
    admin = operator.as_(made["api_key"]["secret"])
    found = admin.get("/v1/tenant")
    changed = admin.patch(
        "/v1/tenant", {"unknown_employees": "create"}, if_match=found.headers["etag"]
    )
    assert changed.ok()["unknown_employees"] == "create"
    other = operator.post("/v1/tenants", {**new, "id": "acme", "unknown_employees": "create"})
    assert other.ok(201)["tenant"]["unknown_employees"] == "create"


def test_a_company_from_before_the_setting_takes_them(
    desk: Desk, acme: Company, world: World
) -> None:
    only_registered(acme)
    (stored,) = (one for one in world.items() if one["pk"]["S"] == "acme#tenant")
    del stored["unknown_employees"]
    world.dynamodb.put_item(TableName=TABLE, Item=stored)
    assert acme.admin.get("/v1/tenant").ok()["unknown_employees"] == "create"
    assert desk.announce()["unknown_employees"] == "create"


def test_an_upload_takes_the_companys_choice_or_its_own(desk: Desk, acme: Company) -> None:
    assert desk.announce()["unknown_employees"] == "create"
    assert desk.announce(unknown_employees="reject")["unknown_employees"] == "reject"
    only_registered(acme)
    assert desk.announce()["unknown_employees"] == "reject"
    wrong = {"scheme": "desk", "period": "2026-10", "filename": "a.csv", "unknown_employees": "x"}
    desk.caller.post("/v1/uploads", wrong).problem(422)


def test_nobody_new_is_made_and_the_others_are_scored(desk: Desk, acme: Company) -> None:
    only_registered(acme, "1001")
    upload = desk.send(csv_of(f"1001,,{GOOD}", f"2002,Eve,{GOOD}", "3003,,red,x,1,1,1"))

    assert upload["status"] == "completed_with_errors"
    # 40 s: one step over, 40 − 8; 88 %: 2 below, 60 − 4. 32 + 56 = 88.
    assert totals_of(desk) == {"1001": "88.00"}
    assert upload["counts"] == {
        "rows": 3, "scored": 1, "failed": 2, "insufficient": 0, "new_people": 0,
    }  # fmt: skip
    found = errors_of(desk, upload)
    assert [one[:3] for one in found] == [(3, "unknown_employee", []), (4, "unknown_employee", [])]
    page = desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    # What else is wrong with the row is said at once.
    assert [one["code"] for one in page[1]["errors"]] == ["unknown_employee", "not_a_number"]
    assert [one["id"] for one in desk.caller.get("/v1/employees").ok()["items"]] == ["1001"]


#: What is registered, what a file says instead, and what the error says of it.
NEAR = [
    ("007", "7", "leading zeros are lost"),
    ("8", "008", "with leading zeros added"),
    ("1009", "1009.0", "saved as a number, with .0"),
    ("AB12", "ab12", "in another case"),
    ("CD12", "CD 12", "with other spaces"),
    ("ＥＦ１２", "EF12", "in another width"),
]


def test_the_error_names_the_nearest_id_and_what_is_different(
    desk: Desk, acme: Company, looked_through: int
) -> None:
    only_registered(acme)
    people = [{"id": registered, "name": "N"} for registered, _, _ in NEAR]
    acme.hr.post("/v1/employees/batch", {"employees": people}).ok()
    upload = desk.send(csv_of(*(f"{written},,{GOOD}" for _, written, _ in NEAR)))

    in_chinese = errors_of(desk, upload, "zh")
    for (registered, written, says), (_, code, nearest, error), zh in zip(
        NEAR, errors_of(desk, upload), in_chinese, strict=True
    ):
        assert (code, nearest) == ("unknown_employee", [registered])
        begin = f'column "employee_id": "{written}" is not on the register; '
        assert error["message"].startswith(f"{begin}the nearest: {registered} ({says})")
        assert f"“{written}”不在名册上；最相近的是 {registered}（" in zh[3]["message"]


@pytest.mark.parametrize(("most", "nearest"), [(BY_KEY, []), (WHOLE, ["AbC"])])
def test_a_mixed_case_is_found_where_the_register_is_read_whole(
    desk: Desk, acme: Company, most: int, nearest: list[str]
) -> None:
    only_registered(acme, "AbC")
    with mock.patch.object(register_state, "LOOKED_THROUGH", most):
        ((_, _, found, _),) = errors_of(desk, desk.send(csv_of(f"aBc,,{GOOD}")))
    assert found == nearest


def test_it_names_whose_other_or_former_id_it_is_and_nobody_deleted(
    desk: Desk, acme: Company, looked_through: int
) -> None:
    only_registered(acme, "0042", "0043")
    ids = {"external_ids": {"crm": "c9", "payroll": "P-77"}}
    acme.hr.put("/v1/employees/1002", ids).ok(201)
    acme.hr.post("/v1/employees/0042/rename", {"employee_id": "2007"}).ok()
    acme.hr.delete("/v1/employees/0043").ok(204)
    upload = desk.send(csv_of(f"P-77,,{GOOD}", f"42,,{GOOD}", f"43,,{GOOD}"))
    other, former, deleted = errors_of(desk, upload)
    assert (other[2], former[2], deleted[2]) == (["1002"], ["2007"], [])
    assert "1002 (the row has the id in payroll)" in other[3]["message"]
    assert "2007 (0042 is a former id)" in former[3]["message"]
    assert "no id like it was found" in deleted[3]["message"]


def test_near_ids_of_a_chunk_are_read_together(
    desk: Desk, acme: Company, calls: Callable[[], list[str]]
) -> None:
    """20 ids of digits have 9 or 10 forms each: 2 requests of a hundred. The register's own read,
    the period, a query for the other systems and their ids come on top."""
    only_registered(acme, "9001")

    def reads(rows: int, period: str) -> int:
        upload = desk.announce(period=period)
        record = desk.put(upload, csv_of(*(f"{n},,{GOOD}" for n in range(100, 100 + rows))))
        calls()
        with mock.patch.object(register_state, "LOOKED_THROUGH", BY_KEY):
            desk.deliver(record)
        return sum(name in ("BatchGetItem", "Query") for name in calls())

    one, twenty = reads(1, "2026-08"), reads(20, "2026-09")
    assert twenty - one == 1


def test_with_on_error_reject_the_whole_file_is_refused(desk: Desk, acme: Company) -> None:
    only_registered(acme, "1001", "007")
    upload = desk.send(csv_of(f"1001,,{GOOD}", f"7,,{GOOD}"), on_error="reject")
    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "rows_in_error")
    assert [one[:3] for one in errors_of(desk, upload)] == [(3, "unknown_employee", ["007"])]
    assert totals_of(desk) == {}


def test_the_report_is_mended_and_sent_again(desk: Desk, acme: Company) -> None:
    only_registered(acme, "1001", "007")
    upload = desk.send(csv_of(f"1001,,{GOOD}", f"7,,{GOOD}"))
    report = desk.caller.get(f"/v1/uploads/{upload['id']}/errors?format=csv").text
    assert "007" in report.splitlines()[1]

    again = desk.send(report.encode())
    assert [one[1] for one in errors_of(desk, again)] == ["unknown_employee"]
    header, row = report.splitlines()[:2]
    fields = row.split(",")
    fields[header.removeprefix("\ufeff").split(",").index("employee_id")] = "007"
    mended = desk.send("\n".join([header, ",".join(fields)]).encode())
    assert mended["status"] == "completed"
    assert totals_of(desk) == {"1001": "88.00", "007": "88.00"}


def test_a_remark_stays_a_remark_and_an_id_alone_with_a_near_one_does_not(
    desk: Desk, acme: Company
) -> None:
    only_registered(acme, "1001", "007")
    upload = desk.send(f"{HEADER}\n签字：,,,,,,\n7,,,,,,\n".encode())
    codes = [(one[0], one[1]) for one in errors_of(desk, upload)]
    assert codes == [(2, "nothing_but_id"), (3, "unknown_employee")]


def test_where_people_are_made_another_spelling_of_somebody_is_an_error_all_the_same(
    desk: Desk, acme: Company
) -> None:
    """Of somebody on the register, and of somebody whom the file itself makes."""
    only_registered(acme, "001007", "MAR1")
    spellings = ["1007.0", "`001007", "1007", "001007(离职)", "1-Mar", "mar1", "A01B", "a01b"]
    nothing = ["NaN", "null", "2026-05-03", "TRUE"]
    rows = (f"{one},,{GOOD}" for one in (*spellings, *nothing))
    upload = desk.send(csv_of(*rows), unknown_employees="create")
    assert upload["counts"]["new_people"] == 1
    assert list(totals_of(desk)) == ["A01B"]
    assert {one[0]: one[2] for one in errors_of(desk, upload)} == {
        **{key: ["001007"] for key in (2, 3, 4, 5)},
        **{key: ["MAR1"] for key in (6, 7)},
        9: ["A01B"],
        **{key: [] for key in (10, 11, 12, 13)},
    }
    said = [one[3]["message"] for one in errors_of(desk, upload)]
    assert "(with signs or a remark around it)" in said[1]
    assert "and means that there is no id, and no id like it was found" in said[7]


def test_an_id_of_the_register_is_somebodys_however_it_reads(desk: Desk, acme: Company) -> None:
    only_registered(acme, "NaN", "1-Mar", "a01b", "A01B")
    desk.send(csv_of(*(f"{one},,{GOOD}" for one in ("NaN", "1-Mar", "a01b", "A01B"))))
    assert list(totals_of(desk)) == ["1-Mar", "A01B", "NaN", "a01b"]
