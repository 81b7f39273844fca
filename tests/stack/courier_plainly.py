"""The courier's month worked out plainly: calls, marks, and the points of every line."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import NamedTuple

from tests.stack.judged_month import Points, rounded, steps

CODE, TEAM = "courier", "Parcels"
AGENTS = ("ann", "kim", "mo", "pat", "tia")
SUPERIORS = ("bo", "lee")
#: What each line gives at most.
MOST = {
    "csat": 30,
    "complaint_timeliness": 10,
    "avg_response_time": 15,
    "resolution_rate": 15,
    "exam": 10,
    "applied_knowledge": 5,
    "responsibility": 5,
    "initiative": 5,
    "teamwork": 5,
}
BANDS = (
    ("excellent", 90, "1.2"),
    ("good", 80, "1.1"),
    ("standard", 70, "1"),
    ("basic", 60, "0.8"),
    ("poor", 0, "0.5"),
)
EXAM = {"ann": "91", "kim": "82.5", "mo": "76", "pat": "85", "tia": ""}
LEVELS = {"优秀": 4, "good": 3, "一般": 2, "Poor": 1}
#: Applied knowledge, responsibility, initiative: a level's name, or a mark inside one.
OBSERVED = {
    "ann": ("4.5", "优秀", "5"),
    "kim": ("good", "4", "一般"),
    "mo": ("2", "3", "Poor"),
    "pat": ("5", "4.5", "good"),
    "tia": ("一般", "good", "4"),
}
Mark = str | None
#: Peers' marks by rater and person; None: cannot judge. Mo's of Ann is never submitted.
PEERS: Mapping[str, Mapping[str, Mark]] = {
    "ann": {"kim": "4", "mo": "3", "pat": "5", "tia": "4.5"},
    "kim": {"ann": "4", "mo": "2", "pat": None, "tia": "4"},
    "mo": {"ann": "1", "kim": "3", "pat": None, "tia": "5"},
    "pat": {"ann": "5", "kim": "4", "mo": "3", "tia": "4"},
    "tia": {"ann": "4", "kim": "4.5", "mo": "2", "pat": "3"},
}
UNSUBMITTED = ("mo", "ann")
SUPERIOR: Mapping[str, Mapping[str, Mark]] = {
    "bo": {"ann": "5", "kim": "3", "mo": "2", "pat": "4", "tia": None},
    "lee": {"ann": "4.5", "kim": "4", "mo": "3", "pat": "4.5", "tia": "4"},
}
OWN = {"ann": "4", "kim": "5", "mo": "5", "pat": "3", "tia": "4"}


class Calls(NamedTuple):
    """How an agent's calls are: how many, how often good, minutes to the reply, complaints."""

    calls: int
    satisfied: float
    solved: float
    minutes: int
    complaints: int


HABITS = {
    "ann": Calls(44, 0.95, 0.97, 3, 4),
    "kim": Calls(38, 0.93, 0.88, 4, 0),
    "mo": Calls(31, 0.82, 0.85, 6, 25),
    "pat": Calls(14, 0.90, 0.90, 2, 3),
    "tia": Calls(40, 0.94, 0.92, 5, 2),
}


def contacts() -> list[dict[str, str]]:
    """The month's calls as the service system sends them; the same each time."""
    chance = Random("courier")
    rows: list[dict[str, str]] = []
    for who, habit in HABITS.items():
        for n in range(habit.calls):
            row = dict.fromkeys(
                ("callback_answer", "complaint", "handling_hours", "first_reply_minutes"), ""
            )
            if n % 2 == 0:
                good = chance.random() < habit.satisfied
                row["callback_answer"] = "very satisfied" if good else "satisfied"
            if n < habit.complaints:
                row["complaint"] = ("一般", "major")[n % 2]
                row["handling_hours"] = str(chance.choice((12, 20, 24, 30)))
            if n % 5:
                minutes = Decimal(chance.randint(0, 8 * habit.minutes)) / 4
                row["first_reply_minutes"] = str(minutes)
            solved = chance.random() < habit.solved
            own = {"employee_id": who, "contact_id": f"C-{who}-{n}"}
            rows.append({**own, **row, "resolved": "Y" if solved else "N"})
    return rows


def worked_out(who: str) -> dict[str, Points]:
    """The points of each line, by a plain reading of the rows and the marks."""
    own = [row for row in contacts() if row["employee_id"] == who]
    exam = EXAM[who]
    lost = max(Fraction(0), 85 - Fraction(exam)) if exam else None
    observed = [Decimal(LEVELS.get(one, one)) for one in OBSERVED[who]]
    return {
        "csat": _satisfaction(own),
        "complaint_timeliness": _complaints(own),
        "avg_response_time": _reply(own),
        "resolution_rate": Decimal(
            max(0, 15 - steps(90 - Fraction(100 * _count(own, "resolved", "Y"), len(own))))
        ),
        "exam": None if lost is None else Decimal(max(0, 10 - steps(lost))),
        **dict(zip(("applied_knowledge", "responsibility", "initiative"), observed, strict=True)),
        "teamwork": _teamwork(who),
    }


def _count(rows: list[dict[str, str]], field: str, value: str) -> int:
    return sum(row[field] == value for row in rows)


def _satisfaction(rows: list[dict[str, str]]) -> Points:
    """Two points for each percent of very satisfied under 85; nothing of fewer than ten."""
    asked = [row for row in rows if row["callback_answer"]]
    if len(asked) < 10:
        return None
    share = Fraction(100 * _count(asked, "callback_answer", "very satisfied"), len(asked))
    return Decimal(max(0, 30 - 2 * steps(85 - share)))


def _complaints(rows: list[dict[str, str]]) -> Points:
    """One rate over both kinds: 48 hours for an ordinary one, 24 for a major one; 95 is the aim."""
    complaints = [row for row in rows if row["complaint"]]
    if not complaints:
        return None
    limits = {"一般": 48, "major": 24}
    in_time = sum(int(row["handling_hours"]) <= limits[row["complaint"]] for row in complaints)
    return Decimal(max(0, 10 - steps(95 - Fraction(100 * in_time, len(complaints)))))


def _reply(rows: list[dict[str, str]]) -> Points:
    """A point for each whole minute of the mean reply over three."""
    minutes = [Fraction(row["first_reply_minutes"]) for row in rows if row["first_reply_minutes"]]
    return Decimal(max(0, 15 - steps(sum(minutes, Fraction(0)) / len(minutes) - 3)))


def _teamwork(who: str) -> Points:
    """The mean of both roles' means; peers with fewer than three marks drop out as a whole."""
    roles = [mean for mean in (_mean(peers_of(who), 3), _mean(_superiors(who), 1)) if mean]
    return rounded(sum(roles, Fraction(0)) / len(roles))


def peers_of(who: str) -> list[str]:
    said = {rater: marks.get(who) for rater, marks in PEERS.items() if (rater, who) != UNSUBMITTED}
    return [mark for mark in said.values() if mark is not None]


def _superiors(who: str) -> list[str]:
    return [mark for marks in SUPERIOR.values() if (mark := marks[who]) is not None]


def _mean(marks: list[str], least: int) -> Fraction | None:
    return sum(map(Fraction, marks), Fraction(0)) / len(marks) if len(marks) >= least else None
