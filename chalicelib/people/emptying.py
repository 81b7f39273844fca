"""What a request that names the whole person would empty by leaving it out.

Two systems may each keep some members of a person. One that sends the person whole and does not
know the other's members must not empty them: it says null for what it means to empty.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.errors import Fault
from chalicelib.language import Text
from chalicelib.people.dated import FACTS, entries_of
from chalicelib.people.employment import JOINED_ON, LEFT_ON
from chalicelib.people.records import LEFT, Employee

WOULD_EMPTY = "would_empty"


def left_out(person: Employee, wanted: Mapping[str, Any]) -> Iterator[Fault]:
    """Give a fault (``would_empty``) for each member that has a value and is not named.

    A fact may be named by its list in ``dated``, a day of the employment by ``employments``. A
    return that is sent again need not name the day that it began.
    """
    named = {*wanted, *(wanted.get("dated") or ())}
    if wanted.get("rehired"):
        named.add(JOINED_ON)
    if "employments" in wanted:
        named |= {JOINED_ON, LEFT_ON}
    for name in _with_a_value(person):
        if name not in named:
            yield _would_empty(f"/{name}")
    systems = wanted.get("external_ids", {})
    for system in person.external_ids if systems is not None else ():
        if system not in systems:
            yield _would_empty(f"/external_ids/{escaped(system)}")


def _with_a_value(person: Employee) -> Iterator[str]:
    """Give the names of the members that have a value. A status has one when it was set."""
    for name in ("name", "bonus_base", "probation_until"):
        if getattr(person, name) is not None:
            yield name
    yield from (fact for fact in FACTS if entries_of(person, fact))
    if person.status_set or was_left(person):
        yield "status"
    # Both days are the last employment's.
    for day in (JOINED_ON, LEFT_ON):
        if person.employments and day in person.employments[-1]:
            yield day
    if person.leaves:
        yield "leave"


def was_left(person: Employee) -> bool:
    """Return whether somebody without employments was said to have left."""
    return person.status == LEFT and not person.employments


def refusal_code(faults: Iterable[Fault]) -> str:
    """Return the code of a refusal with these faults: ``would_empty`` when all are."""
    codes = {fault.code for fault in faults}
    return WOULD_EMPTY if codes == {WOULD_EMPTY} else "invalid_request"


def _would_empty(pointer: str) -> Fault:
    return Fault(
        pointer,
        WOULD_EMPTY,
        Text(
            "该项现有值，而请求未写明。若要清空请写 null；只改写明的项请用 PATCH。",
            "This has a value and is left out. Say null to empty it; PATCH changes only what it "
            "names.",
        ),
    )


def escaped(name: str) -> str:
    """Return a member's name as a part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
