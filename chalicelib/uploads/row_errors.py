"""Bad rows, whether the reader or the scoring core refused them, in one shape."""

from collections.abc import Mapping
from decimal import Decimal

from chalicelib.scoring import RowFault
from chalicelib.uploads.people_rows import PersonRows
from chalicelib.uploads.reading import BadRow
from chalicelib.uploads.records import RowError


def read_error(row: BadRow) -> RowError:
    """A row that the reader could not read."""
    return RowError(
        row.number,
        tuple(
            {"column": one.column, "code": one.code, "message": dict(one.message)}
            for one in row.errors
        ),
        dict(row.raw),
    )


def scoring_error(person: PersonRows, fault: RowFault, labels: Mapping[str, str]) -> RowError:
    """A row that was read and cannot be scored; ``labels`` are the file's own column names."""
    return RowError(
        person.number,
        ({"column": fault.column, "code": fault.code, "message": dict(fault.message)},),
        raw_of(person, labels),
    )


def spoilt_error(person: PersonRows, bad_row: int, labels: Mapping[str, str]) -> RowError:
    """A person with several rows, one of which is bad: a score from the others would be wrong."""
    message = {
        "zh": f"同一员工的第 {bad_row} 行有误，因此该员工未评分。",
        "en": f"Row {bad_row} of the same employee is bad, so the employee was not scored.",
    }
    return RowError(
        person.number,
        ({"column": None, "code": "other_row_bad", "message": message},),
        raw_of(person, labels),
    )


def no_place_error(person: PersonRows, labels: Mapping[str, str]) -> RowError:
    """Somebody new, where the register already holds as many as the tenant's limit allows."""
    message = {
        "zh": "该员工不在名册上，而名册人数已达上限；请联系服务方提高上限，或先删除离职员工。",
        "en": "This employee is new, and the register holds as many people as your limit allows; "
        "ask for a higher limit, or delete people who have left.",
    }
    return RowError(
        person.number,
        ({"column": "employee_id", "code": "too_many_employees", "message": message},),
        raw_of(person, labels),
    )


def erased_error(row: PersonRows | BadRow, labels: Mapping[str, str]) -> RowError:
    """A row of somebody who was erased (docs/personal-data.md): nothing of it is kept but the id.

    Whoever is to be scored under that id again is first registered anew.
    """
    message = {
        "zh": "该员工的个人信息已被删除；如确需评分，请先重新登记该员工。",
        "en": "This person was erased; to score somebody under this id, register them first.",
    }
    label = labels.get("employee_id", "employee_id")
    return RowError(
        row.number,
        ({"column": "employee_id", "code": "person_erased", "message": message},),
        {label: row.employee_id or ""},
    )


def raw_of(person: PersonRows, labels: Mapping[str, str]) -> dict[str, str]:
    """The person's (first) row under the file's own column names, as it would be typed again."""
    cells = {
        "employee_id": person.employee_id,
        "employee_name": person.employee_name,
        "team": person.team,
        **person.rows[0],
    }
    return {labels[code]: _typed(cell) for code, cell in cells.items() if code in labels}


def _typed(cell: Decimal | str | None) -> str:
    if cell is None:
        return ""
    return format(cell, "f") if isinstance(cell, Decimal) else cell
