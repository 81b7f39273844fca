"""A company as its people know it: who works there, what they sent, what they were told.

This is what the checker holds against the table. It is written by the actors, while they act.
"""

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.chaos.schemes import COLUMNS

Cells = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is scored. Name and id hold the company's mark, which no other company has."""

    id: str
    name: str
    team: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file. ``good`` False: one of its cells is no number."""

    person: Person
    cells: Cells
    good: bool = True

    @property
    def figures(self) -> dict[str, Fraction | None]:
        """Return the cells of a good row as numbers."""
        return {name: None if cell is None else Fraction(cell) for name, cell in self.cells.items()}


@dataclass(slots=True)
class File:
    """A file for an upload, by its unique name. ``sent``: the form took it, as far as is known."""

    name: str
    period: str
    on_error: str
    rows: tuple[Row, ...]
    content: bytes
    upload: str | None = None
    sent: bool | None = None

    @property
    def bad(self) -> int:
        return sum(not row.good for row in self.rows)


@dataclass(slots=True)
class Erased:
    """A person whose erasure was asked for. ``files``: ``keep`` or ``delete``."""

    person: Person
    files: str
    erasure: str | None
    round: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that was asked for: seconds of asking and of the answer, None without one."""

    what: str
    value: str
    at: float
    answered: float | None


@dataclass(slots=True)
class Company:
    """One company of the run, and all that it did."""

    id: str
    mark: str
    scheme: str
    key: str
    people: list[Person] = field(default_factory=list)
    files: dict[str, File] = field(default_factory=dict)
    #: The scheme's documents by version, as they were acknowledged.
    versions: dict[int, dict[str, Any]] = field(default_factory=dict)
    #: From which month on each version is in effect.
    effective: dict[int, str] = field(default_factory=dict)
    erased: dict[str, Erased] = field(default_factory=dict)
    #: Acknowledged changes: (kind, what) to the value that must be found.
    acknowledged: dict[tuple[str, str], Any] = field(default_factory=dict)
    #: Changes of which nobody knows whether they were made.
    unknown: set[tuple[str, str]] = field(default_factory=set)
    #: Locks of months, and payroll numbers of people, as they were asked for.
    locks: list[Asked] = field(default_factory=list)
    payroll: list[Asked] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def number(self, of: str) -> int:
        with self.lock:
            self.numbers[of] += 1
            return self.numbers[of]

    def known(self, kind: str, what: str, value: Any) -> None:
        """Keep that a change was acknowledged."""
        with self.lock:
            self.acknowledged[kind, what] = value
            self.unknown.discard((kind, what))

    def unsure(self, kind: str, what: str) -> None:
        """Keep that nobody knows whether a change was made."""
        with self.lock:
            self.unknown.add((kind, what))

    def numbers_at_lock(self, month: str, person: str) -> set[str | None]:
        """Return the payroll numbers that a person may have had when a month was locked."""
        locks = [one for one in self.locks if one.what == month]
        first = min((one.at for one in locks), default=0.0)
        last = min((one.answered for one in locks if one.answered), default=float("inf"))
        found: set[str | None] = {None}
        for one in self.payroll:
            if one.what != person or one.at > last:
                continue
            if one.answered is not None and one.answered < first:
                found.clear()
            found.add(one.value)
        return found

    def joins(self, teams: tuple[str, ...] = ("red", "blue", "teal")) -> Person:
        """Add a person to the company."""
        number = self.number("person")
        team = teams[number % len(teams)]
        person = Person(f"{self.mark}-{number:04d}", f"{self.mark}×张{number:04d}", team)
        self.people.append(person)
        return person

    def draw_file(self, dice: random.Random, period: str, *, corrects: bool) -> File:
        """Make a file: of most people, or a correction for some of them."""
        everybody = list(self.people)
        some = dice.sample(everybody, dice.randint(1, 6)) if corrects else everybody
        if not corrects and dice.random() < 0.5:
            some = [one for one in everybody if dice.random() < 0.8] or everybody
        if self.erased and dice.random() < 0.2:
            some = [*some, dice.choice(list(self.erased.values())).person]
        name = f"{self.mark}-file-{self.number('file'):05d}.csv"
        on_error = "reject" if dice.random() < 0.12 else "continue"
        rows = tuple(self._row(dice, person) for person in some)
        file = File(name, period, on_error, rows, self._content(rows))
        with self.lock:
            self.files[name] = file
        return file

    def _row(self, dice: random.Random, person: Person) -> Row:
        contacts = dice.randint(20, 200)
        cells: Cells = {
            "wait_seconds": str(contacts * dice.randint(15, 60) + dice.randint(0, 9)),
            "contacts": str(contacts),
        }
        for column in COLUMNS[self.scheme]:
            cells[column] = self._figure(dice, column)
        if dice.random() < 0.04:
            return Row(person, {**cells, "wait_seconds": "x"}, good=False)
        return Row(person, cells)

    @staticmethod
    def _figure(dice: random.Random, column: str) -> str | None:
        if column in ("quality", "mark", "sold") and dice.random() < 0.15:
            return None
        match column:
            case "quality":
                return f"{dice.randint(500, 1000) / 10:.1f}"
            case "mark":
                return str(dice.randint(20, 60))
            case "solved":
                return str(dice.randint(70, 100))
            case "raised":
                return "100"
            case _:
                return str(dice.randint(50, 150))

    def _content(self, rows: tuple[Row, ...]) -> bytes:
        columns = ("wait_seconds", "contacts", *COLUMNS[self.scheme])
        lines = ["employee_id,employee_name,team," + ",".join(columns)]
        for row in rows:
            cells = [row.cells[column] or "" for column in columns]
            lines.append(",".join([row.person.id, row.person.name, row.person.team, *cells]))
        return ("\n".join(lines) + "\n").encode()
