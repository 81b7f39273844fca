"""Erase a person from opinions: those that they sent, which the employee index names.

An opinion keeps its id, which names nobody, and its outcomes. The words and those of the answers
go. The case of an award is called as it is when it has moved to the pseudonym.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.opinions.keys import index_of_employee_opinions
from chalicelib.opinions.records import Opinion, opinion_write, read_opinion
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.case_ids import moved_id
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.erased_records import write_without
from chalicelib.tenancy.holdings import Erasing


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of what they sent. Gives ids as checkpoints."""
    context = erasing.context
    index = index_of_employee_opinions(context.scope, erasing.person)
    for opinion_id in sorted(key.sk for key in context.table.keys_of_employee(index)):
        if after is None or opinion_id > after:
            _change(erasing, opinion_id)
            yield opinion_id


def _change(erasing: Erasing, opinion_id: str) -> None:
    """Write the opinion without the person. Raises ErasureBusy while others keep changing it."""
    context = erasing.context

    def write(found: Opinion) -> None:
        key, item = opinion_write(context, _without(erasing, found))
        context.table.put(key, item, Path("revision") == found.revision)

    read = partial(read_opinion, context, opinion_id)
    write_without(erasing, "opinions", read(), read, write)


def _without(erasing: Erasing, opinion: Opinion) -> Opinion:
    return replace(
        opinion,
        person=PersonKey(erasing.pseudonym),
        opinion=None,
        answers=tuple(_wordless(one) for one in opinion.answers),
        case=None if opinion.case is None else moved_id(opinion.case, erasing.pseudonym),
        updated_at=timestamp(erasing.context.platform.clock()),
        revision=opinion.revision + 1,
    )


def _wordless(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "answer"}
