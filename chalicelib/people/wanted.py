"""A person as a request wants it: the members that it names, put on the person that is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from chalicelib.errors import Fault, Invalid
from chalicelib.language import Text
from chalicelib.people.dated import (
    FACTS,
    FTE,
    LEVEL,
    MOST_ENTRIES,
    TEAM,
    Entry,
    entries_of,
    in_order,
    value_on,
    with_value,
)
from chalicelib.people.employment import (
    employment_faults,
    leave_faults,
    wanted_employments,
    wanted_leaves,
)
from chalicelib.people.emptying import left_out, refusal_code, was_left
from chalicelib.people.records import ACTIVE, DELETED, Employee
from chalicelib.people.today import status_by_dates

MOST_EXTERNAL_IDS = 10
EFFECTIVE_FROM = "effective_from"


@dataclass(frozen=True, slots=True)
class Basis:
    """By what a request's members are put on a person.

    ``time`` is when (RFC 3339), ``day`` that day in the company's time zone. ``whole``: the request
    names the whole person, so it must say what it empties. ``levels`` are the codes of the
    company's ladder; None: no level is named.
    """

    time: str
    day: str
    whole: bool = False
    levels: frozenset[str] | None = None


def as_wanted(person: Employee, wanted: Mapping[str, Any], basis: Basis) -> Employee:
    """Return the person with the members that ``wanted`` (a loaded ``PersonMembers``) names.

    A plain value of a dated fact holds from ``effective_from`` on, by default from today; for
    somebody new (revision 0) or deleted it always held. Raises Invalid (422) with every fault.
    """
    new = person.revision == 0 or person.status == DELETED
    faults = list(left_out(person, wanted)) if basis.whole and not new else []
    facts = dict(_facts(person, wanted, wanted.get(EFFECTIVE_FROM, None if new else basis.day)))
    employments = wanted_employments(person, wanted)
    leaves = wanted_leaves(person, wanted)
    systems = _external_ids(person, wanted)
    faults += _fact_faults(person, facts, wanted, basis)
    faults += employment_faults(employments, wanted)
    faults += leave_faults(leaves)
    if len(systems) > MOST_EXTERNAL_IDS:
        faults.append(_too_many("/external_ids", MOST_EXTERNAL_IDS))
    if faults:
        raise Invalid(faults, refusal_code(faults))
    plain = ("name", "bonus_base", "probation_until")
    after = replace(
        person,
        updated_at=basis.time,
        revision=person.revision + 1,
        external_ids=systems,
        facts=_stored(facts),
        team=value_on(facts[TEAM], basis.day),
        employments=tuple(employments),
        leaves=tuple(leaves),
        **{name: wanted[name] for name in plain if name in wanted},
    )
    return _with_status(after, person, wanted, basis.day)


def _with_status(
    after: Employee, before: Employee, wanted: Mapping[str, Any], day: str
) -> Employee:
    """Return the person with the status of a day: as the request says, else as the dates do.

    A status that the dates say too follows them from then on.
    """
    by_dates = status_by_dates(after.employments, day)
    said = wanted.get("status")
    if "status" not in wanted and (before.status_set or was_left(before)):
        said = before.status
    status = said or by_dates or ACTIVE
    return replace(after, status=status, status_set=by_dates not in (None, status))


def names_a_level(wanted: Mapping[str, Any]) -> bool:
    """Return whether a request names a level of the company's ladder."""
    return bool(wanted.get(LEVEL) or (wanted.get("dated") or {}).get(LEVEL))


def _facts(
    person: Employee, wanted: Mapping[str, Any], since: str | None
) -> Iterator[tuple[str, Sequence[Entry]]]:
    lists = wanted.get("dated") or {}
    for fact in FACTS:
        before = entries_of(person, fact)
        if fact in lists:
            entries = [
                {**one, "value": _text(one["value"])} if fact == FTE else one
                for one in lists[fact] or ()
            ]
            yield fact, in_order(entries)
        elif fact in wanted:
            yield fact, with_value(before, _text(wanted[fact]), since)
        else:
            yield fact, before


def _text(value: Any) -> str | None:
    """Return a fact's value as it is stored. A decimal has no zeros at its end."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return None if value is None else str(value)


def _stored(facts: Mapping[str, Sequence[Entry]]) -> dict[str, list[Entry]]:
    """Return the facts without empty lists, and without a team that always held."""
    always = len(facts[TEAM]) == 1 and "from" not in facts[TEAM][0]
    return {
        fact: list(entries)
        for fact, entries in facts.items()
        if entries and not (fact == TEAM and always)
    }


def _fact_faults(
    person: Employee, facts: Mapping[str, Sequence[Entry]], wanted: Mapping[str, Any], basis: Basis
) -> Iterator[Fault]:
    lists = wanted.get("dated") or {}
    for fact, entries in facts.items():
        pointer = f"/dated/{fact}" if fact in lists else f"/{fact}"
        if len(entries) > MOST_ENTRIES:
            yield _too_many(pointer, MOST_ENTRIES)
    if basis.levels is not None:
        known = {entry["value"] for entry in entries_of(person, LEVEL)} | basis.levels | {None}
        for place, entry in enumerate(lists[LEVEL] or () if LEVEL in lists else ()):
            if entry["value"] not in known:
                yield _unknown_level(f"/dated/{LEVEL}/{place}/value", basis.levels)
        if wanted.get(LEVEL) not in known:
            yield _unknown_level(f"/{LEVEL}", basis.levels)


def _external_ids(person: Employee, wanted: Mapping[str, Any]) -> dict[str, str]:
    """Return the ids in other systems: those named are changed, null removes one, or all."""
    named = wanted.get("external_ids", {})
    if named is None:
        return {}
    merged = {**person.external_ids, **named}
    return {system: number for system, number in merged.items() if number is not None}


def _too_many(pointer: str, most: int) -> Fault:
    return Fault(
        pointer,
        "too_many_entries",
        Text(f"最多可有 {most} 项。", f"At most {most} entries are kept."),
    )


def _unknown_level(pointer: str, levels: frozenset[str]) -> Fault:
    known = ", ".join(sorted(levels)) or "–"
    return Fault(
        pointer,
        "unknown_level",
        Text(
            f"企业职级表中没有该职级。现有：{known}。",
            f"The company's ladder has no such level. It has: {known}.",
        ),
    )
