"""What must stand, worked out anew: from the contents of the files, in the order they count.

The figures come from tests/scoring/reference_scoring.py, a reading of the rules in fractions that
shares no code with the service.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.chaos.company import Company, File, Person, Row
from tests.chaos.schemes import MONTHS
from tests.chaos.seen import Seen
from tests.chaos.stored import Card, Item, of_collection
from tests.scoring import reference_scoring

#: End states of an upload whose rows count.
SCORED = ("completed", "completed_with_errors")
FINAL = (*SCORED, "rejected")
#: How the id of an erased person's results begins.
PSEUDONYM = "erased-"


@dataclass(frozen=True, slots=True)
class Result:
    """A person's result; all None without enough data."""

    total: Fraction | None
    grade: str | None
    coefficient: Fraction | None


def result_of(card: Card) -> Result:
    """Return the result that a stored card holds."""
    return Result(card.total, card.grade, card.coefficient)


@dataclass(frozen=True, slots=True)
class Counted:
    """An upload that counts: its record, and the file that was sent by it."""

    record: Item
    file: File


def counted(company: Company, seen: Seen) -> list[Counted]:
    """Return the uploads whose rows count, in the order in which they take effect.

    That is the order in which S3 received the files (it tells the second, this one the
    millisecond), then that of the announcements.
    """
    came: dict[str, str] = {}
    for one in sorted(seen.objects, key=lambda one: one.modified):
        parts = one.name.split("/")
        if parts[0] == "uploads":
            came.setdefault(parts[2], one.modified)
    found = []
    for record in of_collection(seen.items, "uploads"):
        file = company.files.get(str(record.get("filename")))
        if file is None or record.get("status") not in SCORED:
            continue
        arrival = came.get(record["id"], str(record.get("received_at", ""))[:23])
        found.append(((arrival, record["created_at"], record["id"]), Counted(record, file)))
    return [one for _, one in sorted(found, key=lambda entry: entry[0])]


def erased_ids(seen: Seen) -> set[str]:
    """Return the ids of people whom the register has erased."""
    register = of_collection(seen.items, "employees")
    return {str(item["id"]) for item in register if item.get("erased_at") is not None}


class Expected:
    """The results that must stand in one company."""

    def __init__(self, company: Company, seen: Seen) -> None:
        self.company = company
        self.gone = erased_ids(seen)
        #: For each month and person all rows that counted, the last one stands.
        self.rows: dict[str, dict[str, list[Row]]] = {month: {} for month in MONTHS}
        for one in counted(company, seen):
            for row in one.file.rows:
                if row.good:
                    self.rows[one.file.period].setdefault(row.person.id, []).append(row)

    def standing(self, month: str) -> dict[str, Person]:
        """Return the people who must have a result in a month, without erased ones."""
        return {
            name: rows[-1].person
            for name, rows in self.rows[month].items()
            if name not in self.gone
        }

    def result(self, month: str, person: str, document: dict[str, Any]) -> Result:
        """Return a person's result by this version of the scheme."""
        row = self.rows[month][person][-1]
        return self._scored(month, row, self._previous(month, person), document)

    def awaits_team(self, month: str, person: str) -> bool:
        """Return whether a person's result reads the team's mean."""
        row = self.rows[month][person][-1]
        return "quality" in row.cells and row.cells["quality"] is None

    def possible(
        self, month: str, person: str, document: dict[str, Any], *, last: bool = False
    ) -> set[Result]:
        """Return every result that a person may have had, as files of both months came.

        An erased person was left with one of them. ``last``: by the last row of the month, with any
        row of the month before.
        """
        before: list[Any] = [None]
        if month != MONTHS[0]:
            earlier = MONTHS[MONTHS.index(month) - 1]
            before += [
                {"inputs": row.figures, "values": self._values(earlier, person, row)}
                for row in self.rows[earlier].get(person, [])
            ]
        return {
            self._scored(month, row, previous, document)
            for row in self.rows[month].get(person, [])[-1 if last else 0 :]
            for previous in before
        }

    def _scored(self, month: str, row: Row, previous: Any, document: dict[str, Any]) -> Result:
        means = self._means(month, row.person.team)
        _, total, grade, coefficient = reference_scoring.read(
            document, row.figures, previous, means
        )
        return Result(total, grade, coefficient)

    def _previous(self, month: str, person: str) -> dict[str, Any] | None:
        if month == MONTHS[0]:
            return None
        earlier = MONTHS[MONTHS.index(month) - 1]
        rows = self.rows[earlier].get(person)
        if rows is None:
            return None
        return {"inputs": rows[-1].figures, "values": self._values(earlier, person, rows[-1])}

    def _values(self, month: str, person: str, row: Row) -> dict[str, Any]:
        """Return the values of lines that the month after may carry over: own, or carried."""
        if "mark" not in row.cells:
            return {}
        mark: Any = row.figures["mark"]
        if mark is None:
            mark = ((self._previous(month, person) or {}).get("values") or {}).get("mark")
        return {"mark": mark}

    def _means(self, month: str, team: str) -> dict[str, Any]:
        """Return the team's mean of the marks of quality of all results that stand."""
        if self.company.scheme != "shared":
            return {}
        last = [rows[-1] for rows in self.rows[month].values()]
        marks = [
            Fraction(row.cells["quality"] or 0)
            for row in last
            if row.person.team == team and row.cells["quality"] is not None
        ]
        return {"quality": sum(marks, Fraction(0)) / len(marks)} if marks else {}

    def misses(self, month: str, person: str, line: dict[str, Any]) -> bool | None:
        """Return whether a line's own value misses its target; None when it has none of its own."""
        row = self.rows[month][person][-1]
        value = reference_scoring.figure(
            line, line["value"], row.figures, self._previous(month, person)
        )
        if value is None:
            return None
        target = Fraction(line["target"])
        return bool(value > target if line["direction"] == "lower" else value < target)
