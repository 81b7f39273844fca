"""Erase a person from review meetings: who took part, who recorded them, who is named in the words.

A meeting is the team's or department's, so its words stay, with the pseudonym in the person's place
(tenancy/mentions.py).
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.person_keys import PersonKey
from chalicelib.review_meetings.keys import partition_of_meetings
from chalicelib.review_meetings.records import (
    WORDS,
    ReviewMeeting,
    meeting_of,
    meeting_write,
    read_meeting,
)
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.erased_records import erase_from_each, write_without
from chalicelib.tenancy.holdings import Erasing
from chalicelib.tenancy.mentions import without_mentions
from chalicelib.tenancy.signatures import without_signer


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of every review meeting of the company. Gives ids as checkpoints."""

    def of_one(item: Item) -> bool:
        found = meeting_of(item)
        named = _without(erasing, found) != found
        if named:
            _change(erasing, found)
        return named

    partition = partition_of_meetings(erasing.context.scope)
    yield from erase_from_each(erasing, partition, after, of_one)


def _change(erasing: Erasing, meeting: ReviewMeeting) -> None:
    """Write the meeting without the person. Raises ErasureBusy while others keep changing it."""
    context = erasing.context

    def write(found: ReviewMeeting) -> None:
        changed = replace(
            _without(erasing, found),
            updated_at=timestamp(context.platform.clock()),
            revision=found.revision + 1,
        )
        key, item = meeting_write(context, changed)
        context.table.put(key, item, Path("revision") == found.revision)

    again = partial(read_meeting, context, meeting.id)
    write_without(erasing, "review_meetings", meeting, again, write)


def _without(erasing: Erasing, found: ReviewMeeting) -> ReviewMeeting:
    """Return the meeting with the pseudonym in the person's place, an equal one if nobody is."""
    pseudonym = PersonKey(erasing.pseudonym)
    words: dict[str, Any] = {
        name: None if text is None else without_mentions(erasing, text)
        for name in WORDS
        for text in [getattr(found, name)]
    }
    return replace(
        found,
        recorded=without_signer(erasing, found.recorded),
        participants=tuple(
            pseudonym if one == erasing.person else one for one in found.participants
        ),
        decisions=tuple(
            {**one, "decision": without_mentions(erasing, one["decision"])}
            for one in found.decisions
        ),
        **words,
    )
