"""Employments and leaves of a person: days that must follow each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.errors import Fault
from chalicelib.language import Text
from chalicelib.people.records import Employee

Employment = dict[str, str]
Leave = dict[str, Any]
JOINED_ON, LEFT_ON = "joined_on", "left_on"
_LAST = "9999-12-31"


def wanted_employments(person: Employee, wanted: Mapping[str, Any]) -> list[Employment]:
    """Return a person's employments as a request wants them.

    ``employments`` is the whole list. ``joined_on`` and ``left_on`` are those of the last one. One
    of several is not removed by emptying its days: an empty one is left, which is a fault.
    """
    if "employments" in wanted:
        found = [_without_null(one) for one in wanted["employments"] or ()]
        return sorted(found, key=lambda one: one.get(JOINED_ON, ""))
    before = [dict(one) for one in person.employments]
    named = {name: wanted[name] for name in (JOINED_ON, LEFT_ON) if name in wanted}
    if not named:
        return before
    last = before.pop() if before else {}
    changed = _without_null({**last, **named})
    return [*before, changed] if changed or before else []


def wanted_leaves(person: Employee, wanted: Mapping[str, Any]) -> list[Leave]:
    """Return a person's leaves as a request wants them: all of them, by day."""
    if "leave" not in wanted:
        return [dict(one) for one in person.leaves]
    found = [_without_null(one) for one in wanted["leave"] or ()]
    return sorted(found, key=lambda one: str(one["from"]))


def employment_faults(
    employments: Sequence[Employment], wanted: Mapping[str, Any]
) -> Iterator[Fault]:
    """Give the faults of employments that are not one after the other.

    ``wanted`` is the request, for the place of a fault.
    """
    whole = "employments" in wanted
    named = LEFT_ON if LEFT_ON in wanted else JOINED_ON
    before: str | None = None
    for place, one in enumerate(employments):
        pointer = f"/employments/{place}" if whole else f"/{named}"
        joined, left = one.get(JOINED_ON), one.get(LEFT_ON)
        if joined is not None and left is not None and left < joined:
            yield Fault(pointer, "left_before_joined", _LEFT_BEFORE)
        elif place > 0 and (before is None or joined is None or joined <= before):
            yield Fault(pointer, "employments_overlap", _ONE_AFTER_THE_OTHER)
        before = left


def leave_faults(leaves: Sequence[Leave]) -> Iterator[Fault]:
    """Give the faults of leaves that end before they begin, or overlap."""
    until = ""
    for place, one in enumerate(leaves):
        end = one.get("to", _LAST)
        if end < one["from"]:
            yield Fault(f"/leave/{place}/to", "ends_before_it_begins", _ENDS_BEFORE)
        elif one["from"] <= until:
            yield Fault(f"/leave/{place}", "leaves_overlap", _LEAVES_OVERLAP)
        until = max(until, end)


def again(person: Employee, day: str, left_on: str | None = None) -> Employee:
    """Return somebody who returns on a day, with the employments.

    ``left_on`` is the end of the employment before, if the register does not know it. Without it
    an employment that has no end goes on.
    """
    before = [dict(one) for one in person.employments]
    if left_on is not None:
        last = before.pop() if before else {}
        before.append({**last, LEFT_ON: left_on})
    found = before if goes_on(before) else [*before, {JOINED_ON: day}]
    return replace(person, employments=tuple(found))


def goes_on(employments: Sequence[Employment]) -> bool:
    """Return whether the last employment has no end."""
    return bool(employments) and LEFT_ON not in employments[-1]


def _without_null(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if value is not None}


_LEFT_BEFORE = Text("离职日期不能早于入职日期。", "The person cannot leave before joining.")
_ONE_AFTER_THE_OTHER = Text(
    "雇佣期须先后衔接：前一段已结束，后一段在其后开始。",
    "Employments follow each other: the one before has ended when the next begins.",
)
_ENDS_BEFORE = Text("结束日期不能早于开始日期。", "A leave cannot end before it begins.")
_LEAVES_OVERLAP = Text("该假期与另一假期重叠。", "This leave overlaps another one.")
