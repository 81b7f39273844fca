"""Row errors in one shape, from rows refused by the reader or by the scoring core."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
PERHAPS_TOTALS: Final = "perhaps_totals"
OTHER_ROW_BAD: Final = "other_row_bad"

#: The file's own name of each column.
Labels = Mapping[str, str]


def read_error(row: BadRow) -> RowError:
    """Return the error of a row that the reader could not read."""
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
    labels: Labels,
    columns: Iterable[Column] = (),
) -> Iterator[RowError]:
    """Yield the errors of rows that were read but cannot be scored.

    ``labels`` are the file's own column names. The message names the column at fault by its label.
    When the label is the column's code, the message adds the scheme's name of the column.
    """
    heading = labels.get(fault.column)
    name = next((one.name for one in columns if one.code == fault.column), None)
    told = fault if heading is None else fault.named(called(heading, fault.column, name))
    error = _error(fault.column, fault.code, told.message, heading)
    return _every_row(person, row_at_fault(person, fault), error, labels)


def without_marks(found: RowError) -> RowError:
    """Return the error of a row that a rating round made, with the person alone: the cells are what
    single people's marks came to, of too small a group too."""
    return replace(found, raw={EMPLOYEE: found.raw.get(EMPLOYEE, "")})


def other_row_bad_errors(person: PersonRows, bad_row: int, labels: Labels) -> Iterator[RowError]:
    """Yield the errors of a person with several rows, one of which is bad.

    The person is not scored, because a score from the other rows would be wrong. The errors cover
    all rows, including the bad ones. Bad contacts are reported separately.
    """
    if person.bad:
        return _every_row(person, None, None, labels)
    message = text(
        f"同一员工的第 {bad_row} 行有误，因此该员工未评分。",
        f"Row {bad_row} of the same employee is bad, so the employee was not scored.",
    )
    if person.contradicted:
        message = text(
            f"第 {bad_row} 行与该员工的一条记录联络编号相同而内容不同，因此该员工未评分。",
            f"Row {bad_row} has a contact of this employee with other content, so the employee was "
            "not scored.",
        )
    return _every_row(person, 0, _error(None, OTHER_ROW_BAD, message), labels)


def register_full_errors(person: PersonRows, labels: Labels) -> Iterator[RowError]:
    """Yield the errors of a new person when the register is at the tenant's limit."""
    message = text(
        f"员工 {person.employee_id} 不在名册上，而名册人数已达上限；"
        "请联系服务方提高上限，或先删除离职员工。",
        f"employee {person.employee_id} is new, and the register holds as many people as your "
        "limit allows; ask for a higher limit, or delete people who have left.",
    )
    return refused(person, "too_many_employees", message, labels)


def given_away_errors(person: PersonRows, labels: Labels) -> Iterator[RowError]:
    """Yield the errors of somebody new whose id was given to somebody renamed meanwhile."""
    message = text(
        f"编号 {person.employee_id} 在读取文件期间已给了另一名员工；请核对后重新上传此行。",
        f"{person.employee_id} became the id of somebody else while the file was read: look whose "
        "the row is, and send it again.",
    )
    return refused(person, "id_given_away", message, labels)


def only_id_errors(person: PersonRows, labels: Labels) -> Iterator[RowError]:
    """Yield the errors of a row with nothing but an id that is not on the register.

    It is most likely a remark below the table (`签字：`), so no person is created from it.
    """
    found = shown(person.employee_id)
    message = text(
        f"“{found}”不在名册上，这一行也没有其他内容，不能当作新员工；"
        "应有姓名、团队或数据，备注、签字等请删去，确有其人请先登记",
        f'"{found}" is not on the register and nothing else stands in the row, so nobody new is '
        "made of it; expected a name, a team or figures: leave remarks and signatures out, or "
        "register the person first",
    )
    return refused(person, NOTHING_BUT_ID, message, labels)


def perhaps_totals_errors(
    row: PersonRows | BadRow, named: str, labels: Labels
) -> Iterator[RowError]:
    """Yield the errors of a row under a registered id that the file calls totals.

    Programs add up or count a column of ids, and the sum may be somebody's id.
    """
    found, own = shown(named), shown(row.employee_id or "")
    message = text(
        f"本行姓名写的是“{found}”，编号“{own}”却是名册上的员工；合计行请删去，确是本人请写上姓名",
        f'the row is called "{found}", but "{own}" is somebody\'s id on the register: leave a row '
        "of totals out, or write the person's name",
    )
    return refused(row, PERHAPS_TOTALS, message, labels)


def refused(
    row: PersonRows | BadRow,
    code: str,
    message: Text,
    labels: Labels,
    nearest: Sequence[str] = (),
    about: tuple[str, ...] = (),
) -> Iterator[RowError]:
    """Yield the errors of a person's rows that are refused because of whose they are.

    What else is wrong with a row is said too. ``nearest`` are ids that may have been meant,
    ``about`` the keys of their people.
    """
    error = of_employee(code, message, labels) | ({"nearest": list(nearest)} if nearest else {})
    if isinstance(row, BadRow):
        read = read_error(row)
        found: Iterable[RowError] = [replace(read, errors=(error, *read.errors))]
    elif row.rows:
        found = _every_row(row, 0, error, labels)
    else:
        found = _first_too(_every_row(row, None, None, labels), error)
    for one in found:
        yield replace(one, about=about) if about else one


def _first_too(errors: Iterator[RowError], error: dict[str, Any]) -> Iterator[RowError]:
    """Yield the errors of a person who has bad rows only, with an error more at the first."""
    for place, one in enumerate(errors):
        yield one if place else replace(one, errors=(error, *one.errors))


def row_at_fault(person: PersonRows, fault: RowFault) -> int:
    """Return the index (from 0) of the person's row with the cell that the fault is about.

    0 when the fault is about no single cell. Of a slice named twice, the later row.
    """
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
    person: PersonRows, at: int | None, error: dict[str, Any] | None, labels: Labels
) -> Iterator[RowError]:
    """Yield all rows of a person who was not scored, by number. ``error`` is at row ``at``.

    The other rows are valid. But the mended file replaces all rows of the person, so all of them
    must be sent. Each row but the last has ``goes_on``, to keep them together.
    """
    if person.of_contacts and person.rows:
        # The rows are made of contacts, and stand nowhere in the file.
        person, at = replace(person, rows=(person.rows[at or 0],)), 0
    numbers = person.numbers
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


def of_employee(code: str, message: Text, labels: Labels) -> dict[str, Any]:
    heading = labels.get(EMPLOYEE)
    told = message if heading is None else placed(employee_called(heading, EMPLOYEE), message)
    return _error(EMPLOYEE, code, told, heading)


def _error(
    column: str | None, code: str, message: Text, heading: str | None = None
) -> dict[str, Any]:
    """Return an error as stored. ``heading`` is the column's name in the file."""
    return {"column": column, "heading": heading, "code": code, "message": dict(message)}


def raw_of(person: PersonRows, labels: Labels) -> dict[str, str]:
    """Return the person's first row as typed again, under the file's own column names."""
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
