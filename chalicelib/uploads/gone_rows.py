"""The errors of rows under an id that leads to nobody any more, or to somebody twice."""

from collections.abc import Iterator, Mapping
from typing import Final

from chalicelib.people.identity import Use
from chalicelib.reading import BadRow
from chalicelib.reading.row_grouping import PersonRows
from chalicelib.scoring.text import Text, text
from chalicelib.uploads.records import RowError
from chalicelib.uploads.register_state import KnownPerson
from chalicelib.uploads.row_errors import EMPLOYEE, Labels, of_employee, refused

PERSON_ERASED: Final = "person_erased"
PERSON_DELETED: Final = "person_deleted"
FORMER_ID: Final = "former_employee_id"
SAME_PERSON: Final = "same_person"


def gone_errors(row: PersonRows | BadRow, there: KnownPerson, labels: Labels) -> Iterator[RowError]:
    """Return the errors of rows under the id of somebody who was deleted, erased or renamed.

    Of an erased person's rows only the id is kept (docs/personal-data.md).
    """
    code, message = _why_gone(row.employee_id or "", there)
    now = [there.now] if code == FORMER_ID else []
    found = refused(row, code, message, labels, nearest=now)
    if not there.erased:
        return found
    error = of_employee(code, message, labels)
    only_id = {labels.get(EMPLOYEE, EMPLOYEE): row.employee_id or ""}
    return (RowError(one.row, (error,), only_id) for one in found)


def same_person_errors(
    row: PersonRows | BadRow, there: KnownPerson, others: Mapping[str, int], labels: Labels
) -> Iterator[RowError]:
    """Return the errors of rows of a person who has rows under other ids in the same file.

    ``others``: the first row of each other id. None of them is scored.
    """
    own, now = row.employee_id or "", there.now
    zh = "、".join(f"第 {number} 行（编号 {one}）" for one, number in others.items())
    en = ", ".join(f"row {number} (id {one})" for one, number in others.items())
    message = text(
        f"本行（编号 {own}）与{zh}是同一员工，其编号现为 {now}，因此都未评分；"
        f"请合并为一行，编号写 {now}",
        f"this row (id {own}) and {en} are the same person, whose id is {now} now, so none of them "
        f"was scored; make one row of them, under {now}",
    )
    return refused(row, SAME_PERSON, message, labels, nearest=[now])


def _why_gone(employee_id: str, there: KnownPerson) -> tuple[str, Text]:
    if there.erased:
        return PERSON_ERASED, text(
            "该员工的个人信息已被删除；如需以此编号为另一个人评分，请先以 new_person 登记。",
            "this person was erased; to score somebody else under this id, register them first "
            "with `new_person`.",
        )
    if there.use is Use.FORMER:
        return FORMER_ID, text(
            f"编号 {employee_id} 是员工 {there.now} 的旧编号；请改用新编号，"
            "或先以 new_person 登记新员工。",
            f"{employee_id} is the former id of {there.now}: use the new one, or register "
            "`new_person` first if it is somebody else's now.",
        )
    return PERSON_DELETED, text(
        f"员工 {employee_id} 已从名册删除；若本人返回，请先恢复（rehire），"
        "若是另一个人，请先以 new_person 登记。",
        f"{employee_id} was deleted from the register: rehire the person first if the same one "
        "returns, or register `new_person` if it is somebody else.",
    )
