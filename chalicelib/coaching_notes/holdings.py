"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.coaching_notes import erasure, presenting, records, routes
from chalicelib.coaching_notes.keys import (
    COACHING_NOTE_AUTHORS,
    COACHING_NOTES,
    partition_of_authors,
    partition_of_coaching_notes,
)
from chalicelib.contents import Package
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    Row,
)


def _coaching_note(_context: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(records.coaching_note_of(item), None)


package = Package(
    events={
        "coaching_notes.record": "coaching_note.recorded",
        "coaching_notes.change": "coaching_note.changed",
        "coaching_notes.acknowledge": "coaching_note.acknowledged",
    },
    routes=(routes,),
    holdings=(
        Holding(
            COACHING_NOTES,
            lambda context, _: [partition_of_coaching_notes(context.scope)],
            Copied("coaching_notes", _coaching_note),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
        Holding(
            COACHING_NOTE_AUTHORS,
            lambda context, _: [partition_of_authors(context.scope)],
            NotCopied("the notes say who wrote them"),
            ErasureStep(
                ErasureStage.MENTIONS,
                lambda erasing, after: erasure.erase_author(erasing, after),
            ),
        ),
    ),
)
