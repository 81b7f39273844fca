"""The rows of a batch: whom each names, by the employee id, the lasting key or another system."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.errors import Fault, Invalid, ServiceError
from chalicelib.language import Text
from chalicelib.people.batch_schemas import HANDLES, EmployeeInBatch, RefusedRow
from chalicelib.people.identity import Place, places
from chalicelib.people.member_schemas import LONGEST_ID, LONGEST_SYSTEM
from chalicelib.people.other_systems import Pair, known_as
from chalicelib.people.records import read_people
from chalicelib.person_keys import PersonKey, read_shown
from chalicelib.tenancy.context import Context
from chalicelib.web.faults import faults_of

Refused = dict[int, ServiceError]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the member that names the person, what it wants, and the id that it leads to."""

    handle: str
    wanted: Mapping[str, Any]
    place: Place


def resolved(
    context: Context, sent: Mapping[int, Mapping[str, Any] | RefusedRow]
) -> tuple[dict[int, Row], Refused]:
    """Return the rows by number, and why others are refused.

    Refused are rows with faults of their own, rows that name nobody, and rows that name somebody
    again. Costs a batch read, and two more when rows name people by something else than the id.
    """
    refused: Refused = {}
    asked: dict[int, tuple[str, Mapping[str, Any]]] = {}
    for number, one in sent.items():
        if isinstance(one, RefusedRow):
            refused[number] = Invalid(list(faults_of(one.messages, EmployeeInBatch())))
        else:
            asked[number] = next(name for name in HANDLES if name in one), one
    persons = _persons(context, asked)
    called = {key: one.id for key, one in read_people(context, persons.values()).items()}
    ids: dict[int, str | None] = {
        number: called.get(persons[number]) if number in persons else wanted.get("id")
        for number, (_, wanted) in asked.items()
    }
    known = places(context, (one for one in ids.values() if one is not None))
    rows: dict[int, Row] = {}
    named: set[object] = set()
    for number, (handle, wanted) in asked.items():
        there = known.get(ids[number] or "")
        key = None if there is None or there.person is None else there.person.key
        if there is None or (handle != "id" and key != persons[number]):
            refused[number] = unknown(handle)
        elif there.id in named:
            refused[number] = Invalid([Fault(f"/{handle}", "named_twice", _TWICE)])
        else:
            named.add(there.id)
            rows[number] = Row(handle, wanted, there)
    return rows, refused


def _persons(
    context: Context, asked: Mapping[int, tuple[str, Mapping[str, Any]]]
) -> dict[int, PersonKey]:
    """Return the keys of the people whom rows name by key or by an id in another system."""
    found: dict[int, PersonKey] = {}
    others: dict[int, list[Pair]] = {}
    for number, (handle, wanted) in asked.items():
        if handle == "person" and (key := read_shown(wanted[handle])) is not None:
            found[number] = key
        elif handle == "external_id":
            others[number] = list(_pairs(wanted[handle]))
    known = known_as(context, (pair for some in others.values() for pair in some))
    for number, some in others.items():
        holders = {known[pair] for pair in some if pair in known}
        if len(holders) == 1:
            (found[number],) = holders
    return found


def _pairs(text: str) -> Iterator[Pair]:
    """Give the ways to read ``system:id``: a system's name and an id may contain colons."""
    place = text.find(":")
    while place >= 0:
        system, number = text[:place], text[place + 1 :]
        if 0 < len(system) <= LONGEST_SYSTEM and 0 < len(number) <= LONGEST_ID:
            yield system, number
        place = text.find(":", place + 1)


def unknown(handle: str) -> ServiceError:
    """Return the error of a row that names nobody on the register."""
    return Invalid([Fault(f"/{handle}", "unknown_employee", _UNKNOWN)])


_UNKNOWN = Text(
    "名册中没有该员工。若是新员工，请写明编号并加 new_person。",
    "Nobody on the register is meant by this. For a newcomer say the id and `new_person`.",
)
_TWICE = Text("该员工在同一请求中重复出现。", "This person is named twice in the request.")
