"""One figure of a person, aggregated from contacts: which contacts count, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chalicelib.reading.yes_no import folded, says_yes
from chalicelib.scoring.contact_fields import NUMERIC
from chalicelib.scoring.rows import Cell

Cells = Mapping[str, Cell]
Test = Callable[[Cells], bool]


@dataclass(slots=True)
class Tally:
    """The aggregate of one column for one person.

    passes: the test that a contact must pass. name: the contact field to aggregate; None for
    "count". kind: "count", "count_distinct", "sum", "max" or "min".
    """

    passes: Test
    name: str | None
    kind: str
    number: int = 0
    figure: Decimal | None = None
    distinct: set[Cell] | None = None

    def add(self, cells: Cells) -> bool:
        """Add a contact, if it passes the test. An empty cell adds nothing, except to "count".

        Return whether the tally keeps one more value than before.
        """
        if not self.passes(cells):
            return False
        cell = cells.get(self.name) if self.name is not None else None
        if self.kind == "count":
            self.number += 1
        elif self.kind == "count_distinct":
            return cell is not None and self._keep(cell)
        elif cell is not None:
            self._take(cell)
        return False

    def _keep(self, cell: Cell) -> bool:
        if self.distinct is None:
            self.distinct = set()
        before = len(self.distinct)
        self.distinct.add(cell)
        return len(self.distinct) > before

    def _take(self, cell: Cell) -> None:
        if isinstance(cell, Decimal):
            if self.figure is None:
                self.figure = cell
            elif self.kind == "sum":
                self.figure += cell
            else:
                self.figure = (max if self.kind == "max" else min)(self.figure, cell)

    def result(self) -> Decimal | None:
        """Return the figure. Without contacts a count or sum is 0; a max or min is None."""
        match self.kind:
            case "count":
                return Decimal(self.number)
            case "count_distinct":
                return Decimal(len(self.distinct or ()))
            case "sum":
                return Decimal(0) if self.figure is None else self.figure
            case _:
                return self.figure


def counter(how: Mapping[str, Any]) -> Callable[[], Tally]:
    """Return a function that makes empty tallies for a ``from_contacts`` section.

    The scheme's reader has validated the section.
    """
    kind = next(name for name in ("count", "count_distinct", *NUMERIC) if name in how)
    tests = [_test(one) for one in how.get("where") or ()]
    name: str | None = None
    if kind == "count":
        inner: Mapping[str, Any] = how["count"]
        tests += [_test(one) for one in inner.get("where") or ()]
        if inner.get("present") is not None:
            tests.append(_present(inner["present"]))
    else:
        name = how[kind]
    return lambda: Tally(_all(tests), name, kind)


def _all(tests: list[Test]) -> Test:
    match tests:
        case []:
            return lambda _: True
        case [only]:
            return only
        case _:
            return lambda cells: all(test(cells) for test in tests)


def _present(name: str) -> Test:
    return lambda cells: cells.get(name) is not None


def _test(written: Mapping[str, Any]) -> Test:
    name = written["field"]
    if "at_least" in written:
        least = Decimal(str(written["at_least"]))
        return lambda cells: isinstance(cell := cells.get(name), Decimal) and cell >= least
    if "at_most" in written:
        most = Decimal(str(written["at_most"]))
        return lambda cells: isinstance(cell := cells.get(name), Decimal) and cell <= most
    wanted = [_same(one) for one in written.get("in", [written.get("equals")])]
    return lambda cells: any(same(cells.get(name)) for same in wanted)


def _same(wanted: Any) -> Callable[[Cell], bool]:
    """Return a test whether a cell equals the scheme's value.

    Numbers compare by value, texts without regard to case and width. True and False compare with
    words for yes (yes_no.py).
    """
    if isinstance(wanted, bool):
        return lambda cell: cell is not None and says_yes(cell) is wanted
    word = folded(wanted)
    if isinstance(wanted, (int, Decimal)):
        return lambda cell: cell is not None and folded(cell) == word
    return lambda cell: isinstance(cell, str) and folded(cell) == word
