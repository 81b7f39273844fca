"""Erase a person from interviews: those with the person, and those that the person recorded.

An interview with the person keeps its id, which names nobody, and loses its words and plans.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
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
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.erased_records import erase_from_each, write_without
from chalicelib.tenancy.holdings import Erasing
from chalicelib.tenancy.signatures import without_signer


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of every interview of the company. Gives ids as checkpoints."""

    def of_one(item: Item) -> bool:
        found = interview_of(item)
        named = erasing.person in (found.person, found.recorded.get("person"))
        if named:
            _change(erasing, found)
        return named

    partition = partition_of_interviews(erasing.context.scope)
    yield from erase_from_each(erasing, partition, after, of_one)


def _change(erasing: Erasing, interview: Interview) -> None:
    """Write the interview without the person. Raises ErasureBusy while others keep changing it."""
    context = erasing.context

    def write(found: Interview) -> None:
        key, item = interview_write(context, _without(erasing, found))
        context.table.put(key, item, Path("revision") == found.revision)

    again = partial(read_interview, context, interview.id)
    write_without(erasing, "interviews", interview, again, write)


def _without(erasing: Erasing, found: Interview) -> Interview:
    pseudonym = PersonKey(erasing.pseudonym)
    changed = replace(
        found,
        recorded=without_signer(erasing, found.recorded),
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
