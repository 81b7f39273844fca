"""Erase a person from interviews: those with the person, and those that the person recorded.

An interview with the person keeps its id, which names nobody, and loses its words and plans.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.interviews.keys import partition_of_interviews
from chalicelib.interviews.records import (
    WORDS,
    Interview,
    interview_of,
    interview_write,
    read_interview,
)
from chalicelib.person_keys import PersonKey
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.holdings import Erasing, ErasureBusy

#: Interviews read at a time.
SIZE = 200
#: Tries for an interview that others keep changing.
ATTEMPTS = 5


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of every interview of the company. Gives ids as checkpoints."""
    context = erasing.context
    start = after or None
    while True:
        page = context.table.query(partition_of_interviews(context.scope), after=start, limit=SIZE)
        for item in page.items:
            found = interview_of(item)
            if erasing.person in (found.person, found.recorded.get("person")):
                _change(erasing, found)
                yield found.id
        start = page.after
        if start is None:
            return
        yield start


def _change(erasing: Erasing, interview: Interview) -> None:
    """Write the interview without the person. Raises ErasureBusy while others keep changing it."""
    found: Interview | None = interview
    for _ in range(ATTEMPTS):
        if found is None:
            return
        key, item = interview_write(erasing.context, _without(erasing, found))
        try:
            erasing.context.table.put(key, item, Path("revision") == found.revision)
        except ConditionFailed:
            found = read_interview(erasing.context, interview.id)
            continue
        erasing.count("interviews")
        return
    raise ErasureBusy


def _without(erasing: Erasing, found: Interview) -> Interview:
    pseudonym = PersonKey(erasing.pseudonym)
    recorded = dict(found.recorded)
    if recorded.get("person") == erasing.person:
        recorded["person"] = pseudonym
    changed = replace(
        found,
        recorded=recorded,
        updated_at=timestamp(erasing.context.platform.clock()),
        revision=found.revision + 1,
    )
    if found.person != erasing.person:
        return changed
    words: dict[str, Any] = dict.fromkeys(WORDS)
    return replace(
        changed,
        person=pseudonym,
        plans=(),
        answers=tuple(_wordless(one) for one in found.answers),
        **words,
    )


def _wordless(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "remark"}
