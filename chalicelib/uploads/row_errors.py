"""Bad rows, whether the reader or the scoring core refused them, in one shape."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from chalicelib.scoring import RowFault
from chalicelib.scoring.text import Text, text
from chalicelib.uploads.people_rows import PersonRows
from chalicelib.uploads.reading import BadRow
from chalicelib.uploads.reading.faults import placed
from chalicelib.uploads.records import RowError

EMPLOYEE: Final = "employee_id"
OTHER_ROW_BAD: Final = "other_row_bad"
PERSON_ERASED: Final = "person_erased"


def read_error(row: BadRow) -> RowError:
    """A row that the reader could not read."""
    return RowError(
        row.number,
        tuple(_error(one.column, one.code, one.message, one.heading) for one in row.errors),
        dict(row.raw),
    )


def scoring_error(person: PersonRows, fault: RowFault, labels: Mapping[str, str]) -> RowError:
    """A row that was read and cannot be scored; ``labels`` are the file's own column names, and
    the sentence has the one of the column at fault."""
    heading = labels.get(fault.column)
    told = fault if heading is None else fault.named(text(heading, heading))
    return RowError(
        person.number,
        (_error(fault.column, fault.code, told.message, heading),),
        raw_of(person, labels),
    )


def spoilt_error(person: PersonRows, bad_row: int, labels: Mapping[str, str]) -> RowError:
    """A person with several rows, one of which is bad: a score from the others would be wrong."""
    message = text(
        f"同一员工的第 {bad_row} 行有误，因此该员工未评分。",
        f"Row {bad_row} of the same employee is bad, so the employee was not scored.",
    )
    return RowError(person.number, (_error(None, OTHER_ROW_BAD, message),), raw_of(person, labels))


def no_place_error(person: PersonRows, labels: Mapping[str, str]) -> RowError:
    """Somebody new, where the register already holds as many as the tenant's limit allows."""
    message = text(
        f"员工 {person.employee_id} 不在名册上，而名册人数已达上限；"
        "请联系服务方提高上限，或先删除离职员工。",
        f"employee {person.employee_id} is new, and the register holds as many people as your "
        "limit allows; ask for a higher limit, or delete people who have left.",
    )
    return RowError(
        person.number,
        (_of_employee("too_many_employees", message, labels),),
        raw_of(person, labels),
    )


def erased_error(row: PersonRows | BadRow, labels: Mapping[str, str]) -> RowError:
    """A row of somebody who was erased (docs/personal-data.md): nothing of it is kept but the id.

    Whoever is to be scored under that id again is first registered anew.
    """
    message = text(
        "该员工的个人信息已被删除；如确需评分，请先重新登记该员工。",
        "this person was erased; to score somebody under this id, register them first.",
    )
    label = labels.get(EMPLOYEE, EMPLOYEE)
    return RowError(
        row.number,
        (_of_employee(PERSON_ERASED, message, labels),),
        {label: row.employee_id or ""},
    )


def _of_employee(code: str, message: Text, labels: Mapping[str, str]) -> dict[str, Any]:
    heading = labels.get(EMPLOYEE)
    told = message if heading is None else placed(heading, message)
    return _error(EMPLOYEE, code, told, heading)


def _error(
    column: str | None, code: str, message: Text, heading: str | None = None
) -> dict[str, Any]:
    """As it is stored: ``heading`` is the column's name in the file itself."""
    return {"column": column, "heading": heading, "code": code, "message": dict(message)}


def other_errors(person: PersonRows, labels: Mapping[str, str]) -> Iterator[RowError]:
    """The further rows of somebody with several who was not scored: nothing is wrong with them,
    but the file that is mended and sent again replaces all that the person has."""
    message = text(
        f"本行无误；同一员工的第 {person.bad_row or person.number} 行有误，改好后请一并上传。",
        f"Nothing is wrong with this row; row {person.bad_row or person.number} of the same "
        "employee is bad. Send both when it is mended.",
    )
    for number, cells in zip(person.others, person.rows[1:], strict=True):
        own = replace(person, rows=(cells,), others=())
        yield RowError(number, (_error(None, OTHER_ROW_BAD, message),), raw_of(own, labels))


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
