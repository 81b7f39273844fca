"""Whatever corrections, files, answers, consents and waivers come, in any order: what payroll has
by the lock and by accepted lines, and what is on its way, is what stands, to the last digit."""

import random
from decimal import Decimal
from typing import Any

import pytest

from tests.api.clock import Clock
from tests.api.corrections.owing import Owing, accepted, rejected
from tests.profiles import choose

#: The lock has no result of 1004.
PEOPLE = ("1001", "1002", "1003", "1004")
#: Figures whose results are good or poor: 30 s and 90 %, 72 s and 80 %; and none: no coefficient.
FIGURES: tuple[dict[str, Any], ...] = (
    {"wait_seconds": "3000", "solved": "90"},
    {"wait_seconds": "7200", "solved": "80"},
    dict.fromkeys(("wait_seconds", "contacts", "solved", "raised")),
)
STEPS = ("correct", "correct", "file", "answer", "answer", "basis", "answer again")


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(choose(quick=1, long=8)))
def test_what_is_paid_and_on_its_way_is_what_stands(owing: Owing, clock: Clock, seed: int) -> None:
    draw = random.Random(seed)
    walk = _Walk(owing, draw)
    for _ in range(choose(quick=20, long=120)):
        walk.step(draw.choice(STEPS))
        walk.check()
        clock.advance(minutes=1)  # within the rates of requests


class _Walk:
    def __init__(self, owing: Owing, draw: random.Random) -> None:
        self.owing, self.draw = owing, draw
        self.lock = {one: owing.coefficient(one) for one in PEOPLE[:3]} | {"1004": Decimal(0)}
        owing.paid.company.hr.put("/v1/employees/1004", {"name": "Di"}).ok(201)
        self.corrections: dict[str, Any] = {}
        self.files: list[Any] = []
        #: Who has a ground on record for money back.
        self.agreed: set[str] = set()

    def step(self, name: str) -> None:
        who = self.draw.choice(PEOPLE)
        {
            "correct": self._correct,
            "file": self._file,
            "answer": self._answer,
            "answer again": self._answer,
            "basis": self._basis,
        }[name](who)

    def _correct(self, who: str) -> None:
        figures = {**self.draw.choice(FIGURES)}
        if figures["solved"] is not None:
            figures |= {"contacts": "100", "raised": "100"}
        before = self._stands(who)
        made = self.owing.paid.ask(who, **figures)
        if made.status == 409:
            made.problem(409, "same_result")
            return
        self.corrections[who] = made.ok(201)
        self.owing.paid.follow()
        if self._stands(who) != before:
            self.agreed.discard(who)

    def _stands(self, who: str) -> Decimal:
        there = who in self.corrections or who != "1004"
        return self.owing.coefficient(who, effective="true") if there else Decimal(0)

    def _file(self, _who: str) -> None:
        """The next file, whose differences are beside it or in it."""
        same = self.draw.random() < 0.4
        file = self.owing.same_file() if same else self.owing.next_file()
        if file is None:
            return
        self.files.append(file)
        for who, _, _, before, after, difference in self.owing.lines(file):
            assert Decimal(after) - Decimal(before) == Decimal(difference) != 0
            assert Decimal(difference) > 0 or who in self.agreed

    def _answer(self, who: str) -> None:
        if self.files:
            said = {**self.draw.choice((accepted, rejected))(who), "kind": "arrears"}
            reply = self.owing.answer(self.draw.choice(self.files), said)
            assert reply.status in (200, 409, 422), reply.text

    def _basis(self, who: str) -> None:
        found = {one["employee_id"]: one for one in self.owing.listed()}.get(who)
        if found is None:
            return
        left = -Decimal(found["difference"])
        kind = self.draw.choice(("consent", "law", "waiver"))
        parts: list[str] = []
        if kind != "waiver" and left > Decimal("0.1"):
            parts = ["0.1", str(left - Decimal("0.1"))]
        reply = self.owing.basis(self.corrections[who], kind, instalments=parts)
        if reply.status == 409:
            reply.problem(409, "nothing_back")
        elif reply.ok():
            (self.agreed.discard if kind == "waiver" else self.agreed.add)(who)

    def check(self) -> None:
        every = [row for file in self.files for row in self.owing.rows(file["id"])]
        rows = [row for row in every if row["difference"] is not None]
        listed = {one["employee_id"]: one for one in self.owing.listed()}
        counted = dict.fromkeys(("pending", "waiting", "exported", "rejected"), 0)
        for who in PEOPLE:
            mine = [row for row in rows if row["employee_id"] == who]
            paid = self.lock[who] + sum(
                Decimal(row["difference"]["difference"])
                for row in mine
                if row["answer"] == "accepted"
            )
            stands = self._stands(who)
            found = listed.get(who)
            if found is None:
                assert (paid, mine) == (stands, [])
                continue
            assert (Decimal(found["paid"]), Decimal(found["stands"])) == (paid, stands)
            assert paid + Decimal(found["difference"]) == stands
            assert (found["difference"] == "0") or found["status"] not in ("paid", "settled")
            open_lines = [row for row in mine if row["answer"] == "unanswered"]
            assert len(open_lines) == (found["status"] == "exported")
            if found["status"] in counted:
                counted[found["status"]] += 1
        assert self.owing.counted() == {one: number for one, number in counted.items() if number}
