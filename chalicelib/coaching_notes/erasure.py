"""Erase a person from coaching notes: those about the person, and those that the person wrote.

The employee index and the authors' entries lead to them, so no other note is read. A note keeps its
id, which names nobody. One about the person loses its words, plans and remarks.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.coaching_notes.keys import (
    author_prefix,
    index_of_employee_coaching_notes,
    key_of_author,
    partition_of_authors,
)
from chalicelib.coaching_notes.records import (
    WORDS,
    CoachingNote,
    coaching_note_write,
    read_coaching_note,
)
from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import Key, parts_of
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.erased_records import write_without
from chalicelib.tenancy.holdings import Erasing
from chalicelib.tenancy.signatures import without_signer

Without = Callable[[Erasing, CoachingNote], CoachingNote]


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Take the person out of the notes about them. Gives ids as checkpoints."""
    context = erasing.context
    index = index_of_employee_coaching_notes(context.scope, erasing.person)
    for note_id in sorted(key.sk for key in context.table.keys_of_employee(index)):
        if after is None or note_id > after:
            _change(erasing, note_id, _wordless)
            yield note_id


def erase_author(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Put the pseudonym in the author's place in what the person wrote about others.

    Gives ids as checkpoints. An entry goes with the note's change.
    """
    context, scope = erasing.context, erasing.context.scope
    prefix = author_prefix(scope, erasing.person)
    for item in list(context.table.query_all(partition_of_authors(scope), prefix=prefix)):
        note_id = parts_of(item["sk"])[-1]
        if after is None or note_id > after:
            entry = key_of_author(scope, erasing.person, note_id)
            _change(erasing, note_id, _unsigned, entry)
            yield note_id


def _change(erasing: Erasing, note_id: str, without: Without, entry: Key | None = None) -> None:
    """Write the note without the person, and delete the author's entry with it.

    Raises ErasureBusy while others keep changing the note.
    """
    context = erasing.context

    def write(found: CoachingNote) -> None:
        time = timestamp(context.platform.clock())
        changed = replace(without(erasing, found), updated_at=time, revision=found.revision + 1)
        unit = Unit(context.table)
        key, item = coaching_note_write(context, changed)
        unit.put(key, item, Path("revision") == found.revision)
        if entry is not None:
            unit.delete(entry)
        unit.commit()

    read = partial(read_coaching_note, context, note_id)
    write_without(erasing, "coaching_notes", read(), read, write)


def _wordless(erasing: Erasing, note: CoachingNote) -> CoachingNote:
    words: dict[str, Any] = dict.fromkeys(WORDS)
    return replace(
        note,
        person=PersonKey(erasing.pseudonym),
        plans=(),
        remarks=tuple(_unsaid(one) for one in note.remarks),
        **words,
    )


def _unsigned(erasing: Erasing, note: CoachingNote) -> CoachingNote:
    return replace(note, recorded=without_signer(erasing, note.recorded))


def _unsaid(remark: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in remark.items() if name != "remark"}
