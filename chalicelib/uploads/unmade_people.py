"""People whom a withdrawn file put on the register, and whom nothing else names, go with it.

Each goes as by a deletion: a tombstone, an event of the audit log, an entry for copies of the
register. Somebody who was changed since, or whom something else names, stays
(uploads/named_elsewhere.py). A file that names the id again brings the same person back
(uploads/new_people.py).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from chalicelib.errors import Changed
from chalicelib.people import headcount
from chalicelib.people.changes import enter_people
from chalicelib.people.id_changes import Change
from chalicelib.people.records import DELETED, Employee, read_people
from chalicelib.people.service import emptied
from chalicelib.people.writing import DELETE, Draft, Writer
from chalicelib.person_keys import PersonKey
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.uploads.kept_people import CHANGED, RESULT, KeptPerson
from chalicelib.uploads.named_elsewhere import NamedElsewhere
from chalicelib.uploads.records import Upload


class Unmade(NamedTuple):
    """How many people went, and those whom the file had made and who stay."""

    gone: int
    kept: tuple[KeptPerson, ...]


def unmake(
    context: Context, upload: Upload, persons: Iterable[PersonKey], without: Iterable[PersonKey]
) -> Unmade:
    """Let those of the people go whom the upload made, and who have no result any more.

    ``without`` are those of ``persons`` without a result in the upload's own period. Called again,
    it changes nothing more and counts the same.
    """
    gone, kept = 0, list[KeptPerson]()
    left, elsewhere = frozenset(without), NamedElsewhere(context, upload)
    for person, there in read_people(context, persons).items():
        if there.unmade_by == upload.id:
            gone += 1
        elif there.made_by_upload == upload.id and there.status != DELETED:
            because = _kept_by(there, elsewhere, with_result=person not in left)
            if because is None and not _removed(context, upload, there):
                because = CHANGED
            if because is None:
                gone += 1
            else:
                kept.append(KeptPerson(person, because))
    return Unmade(gone, tuple(kept))


def _kept_by(there: Employee, elsewhere: NamedElsewhere, *, with_result: bool) -> str | None:
    if there.revision != there.made_revision:
        return CHANGED
    return RESULT if with_result else elsewhere.by(there)


def _removed(context: Context, upload: Upload, there: Employee) -> bool:
    """Put the person's tombstone; False when the person was changed meanwhile, and stays."""
    time = timestamp(context.platform.clock())
    tombstone = replace(emptied(there, time), unmade_by=upload.id)
    draft = Draft([Change(there, tombstone)], DELETE)
    while True:
        unit = Unit(context.table)
        room = headcount.check(context, 0)
        headcount.add(context, unit, draft.numbers, room)
        writer = Writer(context, {0: draft})
        stamped = writer.drafts[0]
        writer.add(unit, stamped)
        enter_people(context, unit, stamped.changes)
        try:
            unit.commit()
        except headcount.Recounted:
            continue
        except Changed:
            now = read_people(context, [there.key]).get(there.key)
            return now is not None and now.unmade_by == upload.id
        return True
