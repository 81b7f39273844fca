"""Results of past periods that were found elsewhere: read from a file's cells, not computed.

A person's row has a total, a grade and a coefficient, and any columns of the scheme as figures. No
rule applies: no line has points, no policy stands in for a value, no band gives a grade. Figures
are read as the scheme reads them, so that a later period can look back at them (growth,
`previous()`, `carry_previous`).
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from .columns import Column
from .engine.compiled_scheme import CompiledScheme
from .exact import ZERO, plain, quantum
from .faults import RowFault
from .phrases import enumeration
from .result import Result
from .rows import Cell, ColumnKind, Row, Rows
from .scheme import ColumnNote, Scheme
from .text import Text, text

TOTAL: Final = "total"
GRADE: Final = "grade"
COEFFICIENT: Final = "coefficient"
#: Before the code of an own column, when a column of the scheme has the code itself.
PREFIX: Final = "result_"
#: By it `110%` in a cell is 1.1 (reading/units.py).
_RATIO: Final = text("比例", "ratio")


@dataclass(frozen=True, slots=True)
class OwnColumns:
    """The columns of a past result that are not the scheme's."""

    total: Column
    grade: Column
    coefficient: Column

    @classmethod
    def beside(cls, scheme: Scheme, columns: Sequence[Column]) -> "OwnColumns":
        """The own columns beside those of the scheme. No code is there twice."""
        taken = {column.code for column in columns}
        grades = [grade.name for grade in scheme.grades]
        first = grades[0]["zh"] if grades else None
        allowed = enumeration(grades) if grades else text("", "")
        return cls(
            _own(
                TOTAL, text("总分", "Total"), taken, required=True, said=_TOTAL_SAID, example="88.5"
            ),
            _own(
                GRADE,
                text("等级", "Grade"),
                taken,
                kind="text",
                said=text(f"等级：{allowed['zh']}", f"one of the grades: {allowed['en']}"),
                example=first,
            ),
            _own(
                COEFFICIENT,
                text("系数", "Coefficient"),
                taken,
                unit=_RATIO,
                said=_RECORD,
                example="1.1",
            ),
        )

    def __iter__(self) -> Iterator[Column]:
        return iter((self.total, self.grade, self.coefficient))


class PastResults:
    """Reads past results by one version of a scheme. Keeps nothing from one row to the next."""

    def __init__(self, compiled: CompiledScheme) -> None:
        self._compiled = compiled
        self._own = OwnColumns.beside(compiled.scheme, compiled.columns)
        self._grades = _grades_by_name(compiled.scheme)
        self._zero = ZERO.quantize(quantum(compiled.scheme.line_places))
        self._theirs = tuple(column.code for column in compiled.columns)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a file: the own ones, then those of the scheme, none of them required."""
        theirs = (replace(column, required=False) for column in self._compiled.columns)
        return (*self._own, *theirs)

    def result(self, rows: Rows) -> Result:
        """The result of a person's row, or rows of a scheme with slices: values without points.

        Raises RowFault for a cell that cannot be read, an unknown grade, a total or coefficient
        below 0, rows of one person that disagree, and a row with nothing in it.
        """
        several = (rows,) if isinstance(rows, Mapping) else tuple(rows)
        own = self._own
        total = self._number(several, own.total)
        coefficient = self._number(several, own.coefficient)
        grade = self._grade(several)
        empty = all(row.get(code) is None for row in several for code in self._theirs)
        if empty and total is None and grade is None:
            raise RowFault(own.total.code, "nothing_imported")
        values = self._compiled.own_values(rows)
        layout = self._compiled.layout
        return Result(
            layout=layout,
            figures=tuple(values.get(entry.indicator) for entry in layout.entries),
            points=(None,) * len(layout.entries),
            notes={},
            earned=self._zero,
            available=ZERO,
            extras={},
            total=total,
            grade=grade,
            coefficient=coefficient,
            insufficient=False,
            veto=None,
        )

    def _number(self, rows: Sequence[Row], column: Column) -> Decimal | None:
        figure = _one(rows, column.code)
        if figure is None:
            return None
        if not isinstance(figure, Decimal):
            raise RowFault(column.code, "not_a_number", found=figure)
        if figure < 0:
            raise RowFault(column.code, "below_zero", found=figure)
        return Decimal(plain(figure))  # 80 and 80.0 are one figure

    def _grade(self, rows: Sequence[Row]) -> str | None:
        """The code of the grade that is named, by its code or its name in either language."""
        code = self._own.grade.code
        named = _one(rows, code)
        if named is None:
            return None
        found = self._grades.get(_key(str(named)))
        if found is None:
            grades = enumeration([grade.name for grade in self._compiled.scheme.grades])
            raise RowFault(code, "unknown_grade", found=named, grades=grades)
        return found


def _one(rows: Sequence[Row], code: str) -> Cell:
    """The one value that a person's rows have in a column; blanks say nothing."""
    found = list(dict.fromkeys(row[code] for row in rows if row.get(code) is not None))
    if len(found) > 1:
        said = " / ".join(str(value) for value in found)
        raise RowFault(code, "rows_disagree", found=said)
    return found[0] if found else None


def _grades_by_name(scheme: Scheme) -> dict[str, str]:
    """The code of each grade by code and names. A name of two grades names neither."""
    named: dict[str, set[str]] = {}
    for grade in scheme.grades:
        for name in (grade.name["zh"], grade.name["en"]):
            named.setdefault(_key(name), set()).add(grade.code)
    for veto in scheme.vetoes:
        if veto.grade is not None and veto.grade_name is not None:
            for name in (veto.grade_name["zh"], veto.grade_name["en"]):
                named.setdefault(_key(name), set()).add(veto.grade)
    codes = [grade.code for grade in scheme.grades]
    codes += [veto.grade for veto in scheme.vetoes if veto.grade is not None]
    unambiguous = {key: min(found) for key, found in named.items() if len(found) == 1}
    return unambiguous | {_key(code): code for code in codes}


def _key(name: str) -> str:
    """A name without width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _own(
    code: str,
    name: Text,
    taken: set[str],
    *,
    kind: ColumnKind = "number",
    unit: Text | None = None,
    required: bool = False,
    said: Text,
    example: str | None = None,
) -> Column:
    while code in taken:
        code = f"{PREFIX}{code}"
    note = ColumnNote(code, name, unit, None, "number", False, said, example, None)
    return Column(code, name, unit, kind, required, said, (), note)


_TOTAL_SAID: Final = text(
    "当时的总分；没有总分、只有数据时留空",
    "the total of that time; blank for a person of whom there are figures alone",
)
_RECORD: Final = text(
    "当时的系数，只作记录，不计发", "the coefficient of that time, for the record; it pays nobody"
)
