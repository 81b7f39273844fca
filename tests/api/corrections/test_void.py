"""A result of a locked month is declared void, and is a result again, by corrections.

1001 was paid 1.1 for 88 %.
"""

from tests.api.answer import Reply
from tests.api.corrections.conftest import MONTH
from tests.api.corrections.correcting import WHY
from tests.api.corrections.owing import Owing, accepted


def declared(owing: Owing, employee_id: str, period: str = "2026-10", **said: object) -> Reply:
    body = {**WHY, "employee_id": employee_id, "period": period, **said}
    reply = owing.paid.company.hr.post("/v1/corrections", body)
    owing.paid.follow()
    return reply


def test_a_void_result_pays_nothing_and_all_of_it_is_money_back(owing: Owing) -> None:
    locked = owing.paid.card("1001")

    made = declared(owing, "1001", void=True).ok(201)

    assert (made["kind"], made["difference"], made["after"]["coefficient"]) == (
        "void",
        "-1.1",
        None,
    )
    stands = owing.paid.card("1001", effective="true")
    assert (stands["state"], stands["total"], stands["void"]["reason"]) == (
        *("void", None),
        WHY["reason"],
    )
    assert owing.paid.card("1001") == locked
    month = "/v1/periods/2026-10/bonus-coefficients"
    rows = owing.paid.company.hr.get(month, query={"effective": "true"}).ok()["items"]
    assert [row["employee_id"] for row in rows] == ["1002", "1003"]
    assert owing.due() == {"1001": ("waiting", "-1.1")}
    owing.basis(made, "law", given_on=None).ok()
    file = owing.next_file()
    assert [line[3:] for line in owing.lines(file)] == [("1.1", "0", "-1.1")]
    owing.answer(file, accepted("1001")).ok()

    again = declared(owing, "1001", void=False).ok(201)

    assert (again["kind"], again["after"]["total"], again["difference"]) == ("void", "88.00", "1.1")
    assert owing.due() == {"1001": ("pending", "1.1")}


def test_a_void_holds_until_it_is_lifted(owing: Owing) -> None:
    declared(owing, "1001", void=False).problem(409, "not_void")
    declared(owing, "1001", void=True).ok(201)
    declared(owing, "1001", void=True).problem(409, "void")
    owing.paid.ask("1001", solved="78").problem(409, "void")
    declared(owing, "1001").problem(422)
    declared(owing, "1001", void=True, figures={"solved": "78"}).problem(422)
    declared(owing, "1001", void=False).ok(201)
    owing.correct("1001", solved="78")
    assert owing.due() == {"1001": ("waiting", "-0.5")}


def test_what_was_void_at_the_lock_is_a_result_after_all(owing: Owing) -> None:
    """48.00, 0.6: nothing was paid, so all of it is due."""
    paid = owing.paid
    paid.desk.send(MONTH, period="2026-09")
    path = "/v1/employees/1002/scorecards/2026-09/void"
    paid.company.hr.post(path, {"scheme": "desk", "reason": "a mistake"}).ok(202)
    paid.follow()
    paid.company.hr.post("/v1/periods/2026-09/lock", {"scheme": "desk"}).ok()
    paid.payroll.work()

    declared(owing, "1002", "2026-09", void=False).ok(201)

    assert owing.due() == {"1002": ("pending", "0.6")}
    assert owing.paid.stands("1002", "2026-09")[:2] == ("48.00", "corrected")
