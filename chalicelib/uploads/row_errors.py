"""Bad rows, whether the reader or the scoring core refused them, in one shape."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from chalicelib.reading import BadRow
from chalicelib.reading.employee_fields import employee_called
from chalicelib.reading.faults import called, placed, shown
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.scoring import RowFault
from chalicelib.scoring.columns import Column
from chalicelib.scoring.reading.scalars import brief
from chalicelib.scoring.text import Text, text
from chalicelib.uploads.records import RowError

EMPLOYEE: Final = "employee_id"
NOTHING_BUT_ID: Final = "nothing_but_id"
OTHER_ROW_BAD: Final = "other_row_bad"
PERSON_ERASED: Final = "person_erased"


def read_error(row: BadRow) -> RowError:
    """A row that the reader could not read."""
    again = row.repeated
    return RowError(
        row.number,
        tuple(_error(one.column, one.code, one.message, one.heading) for one in row.errors),
        dict(row.raw),
        beside=tuple((number, dict(raw)) for number, raw in again.beside) if again else (),
        elsewhere=again.elsewhere if again else False,
    )


def scoring_errors(
    person: PersonRows,
    fault: RowFault,
    labels: Mapping[str, str],
    columns: Iterable[Column] = (),
) -> Iterator[RowError]:
    """Rows that were read and cannot be scored; ``labels`` are the file's own column names, and
    the sentence has the one of the column at fault, with the scheme's where that is a code."""
    heading = labels.get(fault.column)
    name = next((one.name for one in columns if one.code == fault.column), None)
    told = fault if heading is None else fault.named(called(heading, fault.column, name))
    error = _error(fault.column, fault.code, told.message, heading)
    return _every_row(person, row_at_fault(person, fault), error, labels)


def spoilt_errors(
    person: PersonRows, bad_row: int, labels: Mapping[str, str]
) -> Iterator[RowError]:
    """A person with several rows, one of which is bad: a score from the others would be wrong.

    All of them, the bad ones too; but bad contacts come by themselves.
    """
    if person.bad:
        return _every_row(person, None, None, labels)
    message = text(
        f"同一员工的第 {bad_row} 行有误，因此该员工未评分。",
        f"Row {bad_row} of the same employee is bad, so the employee was not scored.",
    )
    return _every_row(person, 0, _error(None, OTHER_ROW_BAD, message), labels)


def no_place_errors(person: PersonRows, labels: Mapping[str, str]) -> Iterator[RowError]:
    """Somebody new, where the register already holds as many as the tenant's limit allows."""
    message = text(
        f"员工 {person.employee_id} 不在名册上，而名册人数已达上限；"
        "请联系服务方提高上限，或先删除离职员工。",
        f"employee {person.employee_id} is new, and the register holds as many people as your "
        "limit allows; ask for a higher limit, or delete people who have left.",
    )
    error = _of_employee("too_many_employees", message, labels)
    return _every_row(person, 0, error, labels)


def nobody_errors(person: PersonRows, labels: Mapping[str, str]) -> Iterator[RowError]:
    """Nothing but an id that the register does not know: a remark below the table, most likely
    (`签字：`), and nobody to be made of it."""
    found = shown(person.employee_id)
    message = text(
        f"“{found}”不在名册上，这一行也没有其他内容，不能当作新员工；"
        "应有姓名、团队或数据，备注、签字等请删去，确有其人请先登记",
        f'"{found}" is not on the register and nothing else stands in the row, so nobody new is '
        "made of it; expected a name, a team or figures: leave remarks and signatures out, or "
        "register the person first",
    )
    error = _of_employee(NOTHING_BUT_ID, message, labels)
    return _every_row(person, 0, error, labels)


def erased_errors(row: PersonRows | BadRow, labels: Mapping[str, str]) -> Iterator[RowError]:
    """Rows of somebody who was erased (docs/personal-data.md): nothing of them is kept but the id.

    Whoever is to be scored under that id again is first registered anew.
    """
    message = text(
        "该员工的个人信息已被删除；如确需评分，请先重新登记该员工。",
        "this person was erased; to score somebody under this id, register them first.",
    )
    label = labels.get(EMPLOYEE, EMPLOYEE)
    for number in sorted(_numbers(row)):
        error = _of_employee(PERSON_ERASED, message, labels)
        yield RowError(number, (error,), {label: row.employee_id or ""})


def row_at_fault(person: PersonRows, fault: RowFault) -> int:
    """Which of the person's rows holds the cell that the fault speaks of, from 0; the first where
    it speaks of none in particular. Of a slice named twice it is the later one."""
    found = fault.figures.get("found")
    if found is None or fault.code == "rows_disagree":
        return 0
    said = brief(found).strip().casefold()
    holding = [
        place
        for place, cells in enumerate(person.rows)
        if (cell := cells.get(fault.column)) is not None and brief(cell).strip().casefold() == said
    ]
    if not holding:
        return 0
    return holding[-1] if fault.code == "duplicate_slice" else holding[0]


def _every_row(
    person: PersonRows, at: int | None, error: dict[str, Any] | None, labels: Mapping[str, str]
) -> Iterator[RowError]:
    """All rows of a person who was not scored, by number, with the error at its row (``at``).

    Nothing is wrong with the others, but the file that is mended and sent again replaces all that
    the person has; so they stand together, each but the last saying that it goes on.
    """
    numbers = (person.number, *person.others) if person.rows else ()
    bad = numbers[at] if at is not None else person.bad_row or person.number
    message = text(
        f"本行无误；同一员工的第 {bad} 行有误，因此该员工未评分，改好后请一并上传。",
        f"Nothing is wrong with this row; row {bad} of the same employee is bad, so the employee "
        "was not scored. Send both when it is mended.",
    )
    unharmed = _error(None, OTHER_ROW_BAD, message)
    found = [read_error(row) for row in person.bad]
    for place, (number, cells) in enumerate(zip(numbers, person.rows, strict=True)):
        own = replace(person, rows=(cells,), others=())
        own_error = error if place == at and error is not None else unharmed
        found.append(RowError(number, (own_error,), raw_of(own, labels)))
    found.sort(key=lambda one: one.row)
    last = len(found) - 1
    for place, one in enumerate(found):
        yield one if place == last else replace(one, goes_on=True)


def _numbers(row: PersonRows | BadRow) -> Iterator[int]:
    """The numbers of all the rows."""
    if isinstance(row, BadRow):
        yield row.number
        return
    if row.rows:
        yield from (row.number, *row.others)
    yield from (one.number for one in row.bad)


def _of_employee(code: str, message: Text, labels: Mapping[str, str]) -> dict[str, Any]:
    heading = labels.get(EMPLOYEE)
    told = message if heading is None else placed(employee_called(heading, EMPLOYEE), message)
    return _error(EMPLOYEE, code, told, heading)


def _error(
    column: str | None, code: str, message: Text, heading: str | None = None
) -> dict[str, Any]:
    """As it is stored: ``heading`` is the column's name in the file itself."""
    return {"column": column, "heading": heading, "code": code, "message": dict(message)}


def raw_of(person: PersonRows, labels: Mapping[str, str]) -> dict[str, str]:
    """The person's (first) row under the file's own column names, as it would be typed again."""
    cells = {
        EMPLOYEE: person.employee_id,
        "employee_name": person.employee_name,
        "team": person.team,
        **person.rows[0],
    }
    return {labels[code]: _typed(cell) for code, cell in cells.items() if code in labels}


def _typed(cell: Decimal | str | None) -> str:
    if cell is None:
        return ""
    return format(cell, "f") if isinstance(cell, Decimal) else cell
