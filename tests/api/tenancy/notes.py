"""A complete made-up package: notes about people, as a new resource would store them.

In the service its parts would be ``notes/keys.py``, ``records.py``, ``erasure.py`` and
``holdings.py``. No other file knows of it but the table of contents.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chalicelib.contents import Package
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, key_of_item
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, Erasing, ErasureStage, ErasureStep, Holding, Row
from chalicelib.tenancy.scope import Collection, TenantScope

# keys.py
NOTES = Collection("test-notes")


def partition_of_notes(scope: TenantScope) -> str:
    return scope.partition(NOTES)


def key_of_note(scope: TenantScope, note_id: str) -> Key:
    return scope.key(partition_of_notes(scope), note_id)


# records.py
@dataclass(frozen=True, slots=True)
class Note:
    id: str
    employee_id: str
    words: str | None = None


# erasure.py
def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Erase note by note. The checkpoint is the id of the last note."""
    context = erasing.context
    for item in list(context.table.query_all(partition_of_notes(context.scope))):
        note = from_item(Note, item)
        if after is not None and note.id <= after:
            continue
        if note.employee_id == erasing.person:
            erased = replace(note, employee_id=erasing.pseudonym, words=None)
            context.table.put(key_of_item(item), to_item(erased))
            erasing.count("notes")
        yield note.id


# holdings.py
def _rows(_: Context, item: Item) -> Iterator[Row]:
    note = from_item(Note, item)
    yield {"id": note.id, "employee_id": note.employee_id, "words": note.words}


package = Package(
    holdings=(
        Holding(
            NOTES,
            lambda context, _: [partition_of_notes(context.scope)],
            Copied("notes", _rows),
            ErasureStep(ErasureStage.MENTIONS, erase),
        ),
    ),
)
