"""Three months of a shop from the file to the pay slip, on the deployed package.

Results are appealed, locked, paid, rejected by payroll and carried, corrected after payday, paid
in arrears and taken back in instalments. In the end what payroll has of everybody, and what is due,
is what the standing results are worth by a plain reading, in fractions.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pytest

from demo.client import ApiProblem, Client, download, upload
from tests.stack.conftest import Stack
from tests.stack.three_months_plainly import (
    CODE,
    FILES,
    FIRST,
    MONTHS,
    RIGHT,
    SCHEME,
    SECOND,
    TEAM,
    THIRD,
    Figures,
    coefficients,
    exact,
)
from tests.stack.waiting import finished, until

pytestmark = [pytest.mark.stack, pytest.mark.long]

DESK = {"scheme": CODE}
#: A refusal says what is to be sent to go on: ``"accept": {"open_appeals": 1}``.
ASKED = re.compile(r'"accept": \{"(\w+)": (\d+)\}')
#: Refusals that pass by themselves.
PASSING = (
    "period_busy",
    "period_unfinished",
    "uploads_running",
    "cases_due",
    "previous_period_busy",
)
ENDED = ("completed", "failed")


@dataclass
class Shop:
    """The shop on the stack: its administrator, payroll's system, and what payroll has paid."""

    admin: Client
    payroll: Client
    judge: Client
    #: By month and person.
    books: dict[tuple[str, str], Fraction] = field(default_factory=dict)

    def as_person(self, role: str, employee_id: str) -> Client:
        body = {"role": role, "employee_id": employee_id}
        return Client(self.admin.url, self.admin.post("/api-keys", body).body["secret"])

    def send(self, month: str) -> None:
        made = self.admin.post("/uploads", {**DESK, "period": month, "filename": "m.csv"}).body
        rows = "".join(f"{who},{one.solved},{one.handled}\n" for who, one in FILES[month].items())
        upload(made["form"], "m.csv", f"employee_id,solved,handled\n{rows}".encode())
        done = until(lambda: self.admin.get(f"/uploads/{made['id']}").body, finished)
        assert (done["status"], done["counts"]["scored"]) == ("completed", len(FILES[month])), done

    def settle(self, month: str, verb: str) -> None:
        """Publish or lock a month, and accept by its count what a refusal names."""
        accept: dict[str, int] = {}

        def settled() -> bool:
            try:
                self.admin.post(f"/periods/{month}/{verb}", {**DESK, "accept": accept})
            except ApiProblem as problem:
                asked = ASKED.search(problem.detail)
                if asked is None and problem.code not in PASSING:
                    raise
                accept.update({} if asked is None else {asked[1]: int(asked[2])})
                return False
            return True

        until(settled)

    def appeal(self, who: str, month: str) -> str:
        """Somebody disputes the own solving. Returns the path of the appeal."""
        body = {
            **DESK,
            "period": month,
            "revision": 1,
            "reason": "tickets of another",
            "against": {"kind": "line", "indicator": "solving"},
        }
        return f"/appeals/{self.as_person('agent', who).post('/appeals', body).body['id']}"

    def uphold(self, path: str, solved: int) -> Any:
        """The appeal is won: so much was solved. Returns it when that is carried out."""
        read = self.judge.post(f"{path}/review", {}, self.judge.get(path).etag)
        remedy = {"kind": "figures", "columns": {"solved": str(solved)}}
        decision = {"decision": "upheld", "reason": "looked at again", "remedies": [remedy]}
        self.judge.post(f"{path}/decide", decision, read.etag)
        return until(
            lambda: self.admin.get(path).body,
            lambda found: all(one["state"] == "done" for one in found["remedies"]),
        )

    def correct(self, who: str, month: str, **figures: int) -> Any:
        cells = {name: str(figure) for name, figure in figures.items()}
        body = {**DESK, "employee_id": who, "period": month, "figures": cells, "reason": "wrong"}
        return self.admin.post("/corrections", body).body

    def correction(self, month: str, kind: str) -> Any:
        return until(
            lambda: next(self.admin.items("/corrections", period=month, kind=kind), None),
            lambda found: found is not None,
        )

    def export(self, month: str, **more: str) -> Any:
        """Have a file made. Returns it as payroll fetches it."""
        made = self.admin.post("/exports", {**DESK, "period": month, **more}).body
        return self.fetched(made["id"])

    def fetched(self, export: str) -> Any:
        path = f"/exports/{export}"
        found = until(lambda: self.payroll.get(path).body, lambda one: one["status"] in ENDED)
        assert found["status"] == "completed", found
        return found

    def beside(self, file: Any) -> Any:
        """The file of differences that is made by itself beside a file."""

        def there() -> Any:
            listed = self.payroll.items("/exports", content="differences")
            return next((one for one in listed if one["beside"] == file["id"]), None)

        return self.fetched(until(there, lambda found: found is not None)["id"])

    def pay(self, file: Any, *, rejected: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> None:
        """Payroll pays the rows of a file, or ``only`` some, and says so."""
        answers = []
        for row in rows(file):
            who, month = row["employee_id"], row["period"]
            if only and who not in only:
                continue
            said = {"employee_id": who, "answer": "accepted"}
            if file["content"] == "differences":
                said["period"] = month
            if who in rejected:
                said |= {"answer": "rejected", "code": "E7", "reason": "no account"}
            else:
                amount = exact(row.get("difference") or row.get("coefficient"))
                self.books[month, who] = self.books.get((month, who), Fraction(0)) + amount
            answers.append(said)
        self.payroll.post(f"/exports/{file['id']}/receipt", {"rows": answers})

    def due(self) -> dict[tuple[str, str], tuple[str, Fraction]]:
        """What is due still: its state and amount, by month and person."""
        return {
            (one["period"], one["employee_id"]): (one["status"], exact(one["difference"]))
            for one in self.payroll.items("/differences", **DESK)
            if exact(one["difference"])
        }


def rows(file: Any) -> list[dict[str, str]]:
    text = download(file["url"]).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def onboarded(stack: Stack) -> Shop:
    body = {"id": "three-months", "name": "Shop", "appeal_days": 7}
    made = Client(stack.url, stack.operator_key).post("/tenants", body).body
    admin = Client(stack.url, made["api_key"]["secret"])
    draft = admin.post("/schemes", SCHEME)
    admin.post(f"/schemes/{CODE}/publish", {"effective_from": FIRST}, draft.etag)
    people = [
        {"id": who, "name": who.title(), "team": TEAM, "joined_on": joined}
        for who, joined in (
            *((one, "2025-01-01") for one in ("ann", "bob", "cy", "di")),
            ("eve", "2026-09-01"),
        )
    ]
    office = {"id": "joy", "name": "Joy", "team": "Office", "joined_on": "2025-01-01"}
    admin.post("/employees/batch", {"employees": [*people, office]})
    payroll = Client(stack.url, admin.post("/api-keys", {"role": "payroll"}).body["secret"])
    shop = Shop(admin, payroll, admin)
    shop.judge = shop.as_person("hr", "joy")
    return shop


def test_three_months_of_pay(stack: Stack) -> None:
    shop = onboarded(stack)
    august = _august_is_appealed_locked_and_paid(shop)
    bytes_of_august = download(august["url"])
    _september_is_paid_with_what_is_owed_of_august(shop)
    _eve_was_forgotten_in_september(shop)
    _october_is_paid_and_what_ann_had_too_much_is_taken_back(shop)

    worth = coefficients(RIGHT)
    stands = {
        (card["period"], card["employee_id"]): exact(card["coefficient"])
        for month in MONTHS
        for card in shop.admin.items(f"/periods/{month}/scorecards", scheme=CODE, effective="true")
    }
    assert stands == worth
    due = shop.due()
    assert due == {(SECOND, "ann"): ("pending", Fraction(-3, 10))}
    for place, standing in worth.items():
        owed = due.get(place, ("", Fraction(0)))[1]
        assert shop.books[place] + owed == standing, place
    # No byte of what was locked has changed.
    assert download(shop.fetched(august["id"])["url"]) == bytes_of_august
    assert shop.fetched(august["id"])["sha256"] == august["sha256"]


def _august_is_appealed_locked_and_paid(shop: Shop) -> Any:
    """Ann wins inside the window, Cy's appeal is open at the lock; payroll rejects Di's row."""
    shop.send(FIRST)
    shop.settle(FIRST, "publish")
    shop.uphold(shop.appeal("ann", FIRST), RIGHT[FIRST]["ann"].solved)
    shop.appeal("cy", FIRST)
    shop.settle(FIRST, "lock")
    file = shop.export(FIRST)
    paid = {row["employee_id"]: exact(row["coefficient"]) for row in rows(file)}
    locked = {**FILES[FIRST], "ann": RIGHT[FIRST]["ann"]}
    worth = coefficients({**FILES, FIRST: locked})
    assert paid == {who: worth[FIRST, who] for who in locked}
    shop.pay(file, rejected=("di",))
    (left,) = shop.payroll.items("/exports/rejected-rows")
    assert (left["employee_id"], left["code"]) == ("di", "E7")
    # The next file of the month carries the row, until it is accepted.
    shop.pay(shop.export(FIRST), only=("di",))
    assert list(shop.payroll.items("/exports/rejected-rows")) == []
    return file


def _september_is_paid_with_what_is_owed_of_august(shop: Shop) -> None:
    """After payday Cy wins, and Bob's contacts of August turn out to be fewer: September is locked,
    looks back to that, and is corrected in turn. Both are paid beside September's file."""
    shop.send(SECOND)
    shop.settle(SECOND, "publish")
    shop.settle(SECOND, "lock")
    (open_one,) = shop.admin.items("/appeals", period=FIRST, status="filed")
    won = shop.uphold(f"/appeals/{open_one['id']}", RIGHT[FIRST]["cy"].solved)
    assert won["correction"] is not None
    bob = shop.correct("bob", FIRST, handled=RIGHT[FIRST]["bob"].handled)
    assert exact(bob["difference"]) == 0
    followed = shop.correction(SECOND, "follows")
    assert (followed["employee_id"], followed["cause"]) == ("bob", {"correction": bob["id"]})
    file = shop.export(SECOND)
    shop.pay(file)
    beside = shop.beside(file)
    assert {
        (row["period"], row["employee_id"]): exact(row["difference"]) for row in rows(beside)
    } == {(FIRST, "cy"): Fraction(4, 10), (SECOND, "bob"): Fraction(2, 10)}
    shop.pay(beside)
    assert shop.due() == {}


def _eve_was_forgotten_in_september(shop: Shop) -> None:
    """Her first result is made beside the locked month, and all of it is due."""
    first = shop.correct("eve", SECOND, **RIGHT[SECOND]["eve"]._asdict())
    assert first["before"] is None
    assert exact(first["difference"]) == 1
    assert shop.due() == {(SECOND, "eve"): ("pending", Fraction(1))}


def _october_is_paid_and_what_ann_had_too_much_is_taken_back(shop: Shop) -> None:
    """October looks back to Eve's first result, and Di left within it. Of September Ann had 0.5 too
    much: she agrees to two instalments, of which payroll has taken one."""
    shop.send(THIRD)
    _di_has_left_and_is_paid_ahead(shop)
    shop.settle(THIRD, "publish")
    shop.settle(THIRD, "lock")
    file = shop.export(THIRD)
    assert "di" not in {row["employee_id"] for row in rows(file)}
    shop.pay(file)
    beside = shop.beside(file)
    assert [(row["period"], row["employee_id"]) for row in rows(beside)] == [(SECOND, "eve")]
    shop.pay(beside)

    ann = shop.correct("ann", SECOND, solved=RIGHT[SECOND]["ann"].solved)
    assert shop.due() == {(SECOND, "ann"): ("waiting", Fraction(-1, 2))}
    with pytest.raises(ApiProblem) as refused:
        shop.export(THIRD, content="differences")
    assert "no_differences" in str(refused.value)
    agreed = {"kind": "consent", "text": "in two parts", "given_on": "2026-11-20"}
    basis = {**agreed, "instalments": ["0.2", "0.3"]}
    shop.admin.post(f"/corrections/{ann['id']}/basis", basis)
    part = shop.export(THIRD, content="differences")
    assert [exact(row["difference"]) for row in rows(part)] == [Fraction(-2, 10)]
    shop.pay(part)


def _di_has_left_and_is_paid_ahead(shop: Shop) -> None:
    """Di left in October: the result has a file of its own, before the month is published."""
    shop.admin.change("/employees/di", {"left_on": "2026-10-28"}, "*")
    path = f"/employees/di/scorecards/{THIRD}/close"
    settled = shop.admin.post(path, {**DESK, "reason": "left"}).body
    file = shop.fetched(settled["id"])
    assert [row["employee_id"] for row in rows(file)] == ["di"]
    shop.pay(file)


def test_the_plain_reading_is_worked_out() -> None:
    """Bob in September: 56 for 88 %; 110 after 100 contacts 20 more, after 88 all 40."""
    assert coefficients(FILES)[SECOND, "bob"] == Fraction(1)  # 76.00
    assert coefficients(RIGHT)[SECOND, "bob"] == Fraction(6, 5)  # 96.00
    assert coefficients(RIGHT)[SECOND, "ann"] == Fraction(1, 2)  # 20 and 20
    assert Figures(85, 90) == RIGHT[SECOND]["eve"]  # 50 of 60: 83.33
