"""A person as a request wants it: a change of whoever has the id, a newcomer, or a return."""

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import Conflict, ServiceError
from chalicelib.language import Text
from chalicelib.people.employment import again
from chalicelib.people.id_changes import Change, newcomer, returned
from chalicelib.people.identity import Place, Use
from chalicelib.people.records import ACTIVE, Employee
from chalicelib.people.wanted import Basis, as_wanted
from chalicelib.people.writing import REHIRE, Draft

#: Members of a body that say who comes with an id that was used before.
REHIRED, NEW_PERSON = "rehired", "new_person"


def put_draft(there: Place, wanted: Mapping[str, Any], basis: Basis) -> Draft:
    """Return the draft of a person with the id ``there``, as ``wanted`` (a loaded ``Comer``) says.

    An id that was used before needs ``rehired`` (the person who had it returns, with all results
    and another employment) or ``new_person``. Raises Conflict (409): ``employee_id_used`` without
    either, ``former_employee_id`` for the former id of somebody renamed, ``nobody_to_rehire``; and
    Invalid (422) as :func:`as_wanted`.
    """
    if there.holder is not None:
        return Draft([Change(there.holder, as_wanted(there.holder, wanted, basis))])
    if wanted.get(NEW_PERSON) or there.use is Use.FREE:
        if wanted.get(REHIRED):
            raise _nobody_to_rehire(there)
        blank = Employee(there.id, ACTIVE, basis.time, revision=0)
        return Draft(newcomer(there, as_wanted(blank, wanted, basis), basis.time))
    gone = there.person
    if not wanted.get(REHIRED):
        raise former_id(there) if there.use is Use.FORMER else used_id(there)
    if there.use is Use.FORMER or gone is None or gone.erased_at is not None:
        raise _nobody_to_rehire(there)
    back = again(gone.back_at(basis.time), basis.day)
    return Draft(returned(there, gone, as_wanted(back, wanted, basis)), REHIRE)


def used_id(there: Place) -> ServiceError:
    """Return the 409 for the id of somebody who was deleted, or erased and cannot return."""
    if there.person is not None and there.person.erased_at is not None:
        return Conflict("employee_id_used", _erased(there.id), employee_id=there.id)
    return Conflict(
        "employee_id_used",
        Text(
            f'员工编号 {there.id} 曾属于一名已删除的员工。若是同一人返回，请加 "rehired": true；'
            '若是另一个人，请加 "new_person": true。',
            f"The id {there.id} was somebody's who was deleted. Say `rehired: true` if it is the "
            "same person who returns, or `new_person: true` if it is somebody else.",
        ),
        employee_id=there.id,
    )


def _erased(employee_id: str) -> Text:
    return Text(
        f"员工编号 {employee_id} 曾属于一名个人信息已被删除的员工，其本人无法恢复；"
        '由另一个人使用时请加 "new_person": true。',
        f"The id {employee_id} was somebody's who was erased and cannot return. Say `new_person: "
        "true` if it is now somebody else's.",
    )


def not_reused(there: Place) -> ServiceError:
    """Return the 409 for an id that somebody else had before."""
    return Conflict(
        "employee_id_used",
        Text(
            f'编号 {there.id} 曾属于另一名员工。若仍要使用，请加 "reuse": true。',
            f"The id {there.id} was somebody else's. Say `reuse: true` to take it all the same.",
        ),
        employee_id=there.id,
    )


def former_id(there: Place) -> ServiceError:
    """Return the 409 for the former id of somebody who was renamed."""
    now = there.person.id if there.person else None
    return Conflict(
        "former_employee_id",
        Text(
            f'员工编号 {there.id} 是 {now} 的旧编号。若由另一个人使用，请加 "new_person": true。',
            f"{there.id} is a former id of {now}. Say `new_person: true` if it is now somebody "
            "else's.",
        ),
        employee_id=now,
    )


def _nobody_to_rehire(there: Place) -> ServiceError:
    return Conflict(
        "nobody_to_rehire",
        Text(
            f"没有编号为 {there.id} 的已删除员工可恢复。",
            f"There is no deleted person with the id {there.id} who could return.",
        ),
        employee_id=there.id,
    )
