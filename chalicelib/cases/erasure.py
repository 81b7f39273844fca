"""Erase a person from cases: those about the person, and those that the person had a hand in.

A case about the person moves to the pseudonym, under another id, without reason, evidence and
answer; files of evidence are removed. What it does to the result stays, as the figures do.
Scorecards name it by the same new id (:func:`chalicelib.scorecards.case_ids.moved_id`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.cases.in_force import in_force_write, read_in_force
from chalicelib.cases.keys import (
    key_of_case,
    key_of_cases_in_force,
    partition_of_cases,
)
from chalicelib.cases.records import Case, case_of, case_write, read_case
from chalicelib.evidence.removing import remove_files
from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.case_ids import moved_id, prefix_of
from chalicelib.store.converters import Item
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.erased_records import erase_from_each, write_without
from chalicelib.tenancy.holdings import Erasing, ErasureBusy
from chalicelib.tenancy.moved_items import move_item
from chalicelib.tenancy.signatures import without_signer

#: Stands where a case must have a reason.
ERASED = Text("（已删除）", "(erased)")


def move_cases(erasing: Erasing, scheme: str, period: str) -> None:
    """Move the person's cases of a scheme's period, and what is in force. The caller holds the
    period's lease. Raises ErasureBusy while a case is about to be applied."""
    context, scope = erasing.context, erasing.context.scope
    standing = read_in_force(context, period, scheme, erasing.person)
    if standing.due_since is not None:
        raise ErasureBusy
    prefix = prefix_of(period, erasing.person)
    for item in list(context.table.query_all(partition_of_cases(scope), prefix=prefix)):
        case = case_of(item)
        if case.scheme == scheme and case.person == erasing.person:
            _change(erasing, case)
    if standing.revision == 0:
        return
    moved = replace(
        standing,
        person=PersonKey(erasing.pseudonym),
        entries=tuple(
            {**one, "id": moved_id(one["id"], erasing.pseudonym)} for one in standing.entries
        ),
    )
    former = key_of_cases_in_force(scope, period, scheme, erasing.person)
    move_item(erasing, former, standing.revision, in_force_write(context, period, scheme, moved))


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of every case of the company. Gives the ids of cases as checkpoints.

    Those of a period that was scored have moved with its results.
    """

    def of_one(item: Item) -> bool:
        case = case_of(item)
        named = erasing.person in _people(case)
        if named:
            _change(erasing, case)
        return named

    partition = partition_of_cases(erasing.context.scope)
    yield from erase_from_each(erasing, partition, after, of_one)


def _change(erasing: Erasing, case: Case) -> None:
    """Write the case without the person. Raises ErasureBusy while others keep changing it."""
    context = erasing.context

    def write(found: Case) -> None:
        changed = _without(erasing, found)
        if changed.files != found.files:
            remove_files(context, found)
        key, item = case_write(context, changed)
        same = Path("revision") == found.revision
        unit = Unit(context.table)
        if changed.id == found.id:
            unit.put(key, item, same)
        else:
            unit.put(key, item)
            unit.delete(key_of_case(context.scope, found.id), same)
        unit.commit()

    write_without(erasing, "cases", case, partial(read_case, context, case.id), write)


def _without(erasing: Erasing, case: Case) -> Case:
    time = timestamp(erasing.context.platform.clock())
    changed = replace(
        case,
        proposal=without_signer(erasing, case.proposal),
        decisions={status: without_signer(erasing, one) for status, one in case.decisions.items()},
        authors=tuple(_renamed(erasing, one) for one in case.authors),
        updated_at=time,
        revision=case.revision + 1,
    )
    if case.person != erasing.person:
        return changed
    return replace(
        changed,
        id=moved_id(case.id, erasing.pseudonym),
        person=PersonKey(erasing.pseudonym),
        reason=ERASED.zh if erasing.context.language == "zh" else ERASED.en,
        evidence=None,
        files=(),
        hearing=None if case.hearing is None else _unanswered(case.hearing),
        former_hearings=tuple({**_unanswered(one), "about": {}} for one in case.former_hearings),
        proposal=_wordless(changed.proposal),
        decisions={status: _wordless(one) for status, one in changed.decisions.items()},
    )


def _unanswered(hearing: Mapping[str, Any]) -> dict[str, Any]:
    """Return a hearing without what the person answered."""
    if hearing.get("answer") is None:
        return dict(hearing)
    return {**hearing, "answer": ERASED.en}


def _wordless(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "reason"}


def _renamed(erasing: Erasing, person: PersonKey) -> PersonKey:
    return PersonKey(erasing.pseudonym) if person == erasing.person else person


def _people(case: Case) -> set[Any]:
    signed = (case.proposal, *case.decisions.values())
    return {case.person, *case.authors, *(one.get("person") for one in signed)}
