"""A month whose three departments send their parts in any order, on the deployed package.

Each figure is a percentage of a department: chat 40 points, quality 30, exam 30, a point less for
each percent under 90. Two files are wrong: quality's, which a later file of the department
corrects, and exam's, in which everybody failed, which is taken back before or after its right file
comes. Eve joins in mid-month, Bob moves to Red, Cy leaves, Dora is called otherwise, and Flo is in
no right file of the exam office: her result waits until hr declares it final.

At each step everything that the company sees is what a plain reading of the files says: totals,
ranks, grades, who is awaited, the board, and at the end the export.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from demo.client import Client, download, upload
from tests.profiles import choose
from tests.stack.conftest import Stack
from tests.stack.waiting import finished, until

pytestmark = [pytest.mark.stack, pytest.mark.deep, pytest.mark.long]

PERIOD, CODE = "2026-10", "parts"
#: The points of each source's one line.
POINTS = {"chat": 40, "quality": 30, "exam": 30}
TARGET = 90
GRADES = (("good", 80, "1.1"), ("fair", 60, "1"), ("poor", 0, "0.6"))
SCHEME: dict[str, Any] = {
    "code": CODE,
    "name": {"zh": "分部门考核", "en": "A month in parts"},
    "total_points": "100",
    "sources": [{"code": one, "name": one} for one in POINTS],
    "columns": [
        {"code": f"{one}_rate", "name": f"{one} rate", "unit": "percent", "source": one}
        for one in POINTS
    ],
    "dimensions": [
        {
            "code": "all",
            "name": "All",
            "points": "100",
            "indicators": [
                {
                    "code": one,
                    "name": one,
                    "unit": "percent",
                    "direction": "higher",
                    "max_points": str(points),
                    "target": str(TARGET),
                    "value": {"kind": "metric", "column": f"{one}_rate"},
                    "rule": {"kind": "step_deduct", "step": "1", "per_step": "1"},
                }
                for one, points in POINTS.items()
            ],
        }
    ],
    "grades": [
        {"code": code, "name": code, "min": str(least), "coefficient": coefficient}
        for code, least, coefficient in GRADES
    ],
}
#: Id of today to name, team of the month's end.
PEOPLE = {
    "1007": ("Ann", "Blue"),
    "1008": ("Bob", "Red"),
    "1009": ("Cy", "Red"),
    "2010": ("Dora", "Blue"),
    "1011": ("Eve", "Blue"),
    "1012": ("Flo", "Red"),
}
Rates = Mapping[str, int]


@dataclass(frozen=True)
class Part:
    """A file of one department: percentages by employee id."""

    source: str
    rates: Rates


@dataclass(frozen=True)
class TakenBack:
    """A file that was sent before is taken back."""

    part: Part


Step = Part | TakenBack


#: Each department's files, in the order in which it sends them.
CHAT = (Part("chat", {"1007": 95, "1008": 88, "1009": 70, "2010": 90, "1011": 85, "1012": 91}),)
QUALITY = (
    # Ann's and Bob's figures are exchanged, and Cy is left out.
    Part("quality", {"1007": 71, "1008": 92, "2010": 84, "1011": 90, "1012": 80}),
    Part("quality", {"1007": 92, "1008": 71, "1009": 89}),
)
#: Of another exam, which Flo took too: what its right file does not name must go with it.
OTHER_EXAM = Part("exam", dict.fromkeys(PEOPLE, 3))
EXAM = Part("exam", {"1007": 90, "1008": 85, "1009": 60, "2010": 84, "1011": 100})
#: The exam office takes its wrong file back before it sends the right one, or afterwards.
EXAMS: tuple[tuple[Step, ...], ...] = (
    (OTHER_EXAM, EXAM, TakenBack(OTHER_EXAM)),
    (OTHER_EXAM, TakenBack(OTHER_EXAM), EXAM),
)


@dataclass
class Reading:
    """A plain reading: of each person and source the figure of the last of the files that stand."""

    files: list[Part] = field(default_factory=list)
    final: set[str] = field(default_factory=set)

    @property
    def figures(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for part in self.files:
            for who, rate in part.rates.items():
                found.setdefault(who, {})[part.source] = rate
        return found

    def awaiting(self, who: str) -> list[str]:
        return [] if who in self.final else [one for one in POINTS if one not in self.figures[who]]

    def total(self, who: str) -> Decimal | None:
        """What was earned of the points that there are; nothing while a source is awaited."""
        if self.awaiting(who):
            return None
        there = self.figures[who]
        earned = sum(max(0, POINTS[one] - max(0, TARGET - rate)) for one, rate in there.items())
        most = sum(POINTS[one] for one in there)
        return (Decimal(earned * 100) / most).quantize(Decimal("0.01"))

    def cards(self) -> dict[str, tuple[str | None, str | None, str | None, int | None, list[str]]]:
        """Total, grade, coefficient, rank and what is awaited, by employee id."""
        totals = {who: self.total(who) for who in self.figures}
        known = [one for one in totals.values() if one is not None]
        found = {}
        for who, total in totals.items():
            if total is None:
                found[who] = (None, None, None, None, self.awaiting(who))
                continue
            code, _, paid = next(one for one in GRADES if total >= one[1])
            rank = 1 + sum(other > total for other in known)
            found[who] = (str(total), code, paid, rank, [])
        return found

    def board(self) -> dict[str, int]:
        return {one: sum(one in figures for figures in self.figures.values()) for one in POINTS}


@dataclass
class Company:
    """The company on the stack, and the plain reading beside it."""

    admin: Client
    reading: Reading = field(default_factory=Reading)
    sent: dict[str, str] = field(default_factory=dict)

    def does(self, step: Step) -> None:
        if isinstance(step, TakenBack):
            self.take_back(step.part)
        else:
            self.send(step)

    def send(self, part: Part) -> None:
        lines = [
            f"employee_id,{part.source}_rate",
            *(f"{one},{n}" for one, n in part.rates.items()),
        ]
        wanted = {"scheme": CODE, "period": PERIOD, "filename": f"{part.source}.csv"}
        made = self.admin.post("/uploads", {**wanted, "source": part.source}).body
        upload(made["form"], "part.csv", ("\n".join(lines) + "\n").encode())
        ended = until(lambda: self.admin.get(f"/uploads/{made['id']}").body, finished)
        assert (ended["status"], ended["counts"]["scored"]) == ("completed", len(part.rates))
        assert ended["counts"]["new_people"] == 0
        self.reading.files.append(part)
        self.sent[str(part)] = made["id"]

    def take_back(self, part: Part) -> None:
        path = f"/uploads/{self.sent[str(part)]}"
        self.admin.post(f"{path}/withdraw", {"reason": "the figures of another exam"})
        until(lambda: self.admin.get(path).body, lambda found: found["status"] == "withdrawn")
        self.reading.files.remove(part)

    def cards(self) -> dict[str, Any]:
        return {
            card["employee_id"]: (
                card["total"],
                card["grade"],
                card["coefficient"],
                card["rank"] and card["rank"]["position"],
                card["awaiting"],
            )
            for card in self.admin.items(f"/periods/{PERIOD}/scorecards")
        }

    def board(self) -> Any:
        return self.admin.get(f"/periods/{PERIOD}/board?scheme={CODE}").body

    def is_as_read(self) -> None:
        """Everything that the company sees is what the plain reading says."""
        assert _plain(self.cards()) == _plain(self.reading.cards())
        board, waiting = self.board(), [one for one in PEOPLE if self._waits(one)]
        assert {one["code"]: one["arrived"] for one in board["sources"]} == self.reading.board()
        assert board["incomplete"] == len(waiting)
        assert board["publishable"] is (not waiting and len(self.reading.figures) == len(PEOPLE))

    def _waits(self, who: str) -> bool:
        return who in self.reading.figures and bool(self.reading.awaiting(who))

    def declare_final(self, who: str) -> None:
        body = {"scheme": CODE, "employee_id": who, "reason": "on leave on the day of the exam"}
        self.admin.post(f"/periods/{PERIOD}/final", body)
        self.reading.final.add(who)
        until(lambda: self.board()["incomplete"] == 0)

    def exported(self) -> dict[str, dict[str, str]]:
        wanted = {"period": PERIOD, "scheme": CODE, "format": "csv"}
        asked = self.admin.post("/exports", wanted).body
        done = until(
            lambda: self.admin.get(f"/exports/{asked['id']}").body,
            lambda found: found["status"] in ("completed", "failed"),
        )
        rows = csv.DictReader(io.StringIO(download(done["url"]).decode("utf-8-sig")))
        return {row["employee_id"]: row for row in rows}


def _plain(cards: Mapping[str, Any]) -> dict[str, Any]:
    """Coefficients as numbers: 1 and 1.0 are the same."""
    return {
        who: (total, grade, paid and Decimal(paid), rank, awaiting)
        for who, (total, grade, paid, rank, awaiting) in cards.items()
    }


def onboarded(stack: Stack, name: str) -> Company:
    made = (
        Client(stack.url, stack.operator_key)
        .post("/tenants", {"id": name, "name": name, "appeal_days": 0})
        .body
    )
    admin = Client(stack.url, made["api_key"]["secret"])
    draft = admin.post("/schemes", SCHEME)
    admin.post(f"/schemes/{CODE}/publish", {"effective_from": PERIOD}, draft.etag)
    people = [
        {"id": one, "name": PEOPLE[who][0], "team": "Blue", "joined_on": "2025-01-01"}
        for one, who in (("1007", "1007"), ("1008", "1008"), ("1009", "1009"), ("1010", "2010"))
    ]
    people.append({"id": "1012", "name": "Flo", "team": "Red", "joined_on": "2025-01-01"})
    people[2]["team"] = "Red"
    admin.post("/employees/batch", {"employees": people})
    return Company(admin)


def _people_move(company: Company) -> None:
    """What becomes of the people in the month, before the first file comes."""
    admin = company.admin
    eve = {"name": "Eve", "team": "Blue", "joined_on": "2026-10-12", "new_person": True}
    admin.post("/employees/batch", {"employees": [{"id": "1011", **eve}]})
    admin.change("/employees/1008", {"team": "Red", "effective_from": "2026-10-16"})
    admin.change("/employees/1009", {"left_on": "2026-10-20"})
    admin.post("/employees/1010/rename", {"employee_id": "2010"})


def in_some_order(chance: Random, *departments: Sequence[Step]) -> Iterator[Step]:
    """Yield the departments' steps in a random order that keeps each department's own."""
    left = [list(one) for one in departments]
    while any(left):
        yield chance.choice([one for one in left if one]).pop(0)


@pytest.mark.parametrize("seed", range(choose(quick=1, long=4)))
def test_a_month_of_three_departments_in_any_order(stack: Stack, seed: int) -> None:
    company = onboarded(stack, f"month-in-parts-{seed}")
    _people_move(company)
    for step in in_some_order(Random(seed), CHAT, QUALITY, EXAMS[seed % 2]):
        company.does(step)
        company.is_as_read()
    # Flo is missing in the exam alone, and everything waits for her.
    assert [one for one in PEOPLE if company.reading.awaiting(one)] == ["1012"]
    assert company.board()["sources"][2]["missing"]["count"] == 1
    company.declare_final("1012")
    company.is_as_read()

    teams = {
        card["employee_id"]: (card["employee_name"], card["team"])
        for card in company.admin.items(f"/periods/{PERIOD}/scorecards")
    }
    assert teams == PEOPLE
    for step in ("publish", "lock"):
        company.admin.post(f"/periods/{PERIOD}/{step}", {"scheme": CODE})
    paid = company.exported()
    cards = company.reading.cards()
    assert {who: Decimal(row["coefficient"]) for who, row in paid.items()} == {
        who: Decimal(card[2] or "0") for who, card in cards.items()
    }
    assert {who: row["total"] for who, row in paid.items()} == {
        who: card[0] for who, card in cards.items()
    }
