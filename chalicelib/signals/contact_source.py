"""The contacts of a period: rows of the uploaded files that people's results stand on."""

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import BinaryIO, Final, cast

from chalicelib.inspections.frame_source import PIECE
from chalicelib.language import Text
from chalicelib.people.identity import holders
from chalicelib.people.other_systems import known_as
from chalicelib.person_keys import PersonKey
from chalicelib.reading import BadRow, FileRejected, Row, open_file
from chalicelib.reading.cells import read_employee_id, read_external_id
from chalicelib.reading.faults import rejected
from chalicelib.signals.contact_fields import ContactFields, fields_of
from chalicelib.signals.contacts import Contact
from chalicelib.signals.rules import CameAgain
from chalicelib.tenancy.context import Context
from chalicelib.uploads.keys import name_of_upload_object
from chalicelib.uploads.records import CONTACT, Upload, read_upload
from chalicelib.uploads.stored_file import FILE_GONE

#: Contacts of a period that are compared, at most: all of them are in memory at once.
MOST_CONTACTS: Final = 500_000
#: Rows whose people are looked up together.
CHUNK: Final = 1_000
TOO_MANY: Final = "too_many_contacts"
_DIGEST: Final = 12
#: The uploads that each person's result stands on.
Standing = Mapping[PersonKey, Collection[str]]


@dataclass(slots=True)
class Read:
    """The contacts of a period, and what is left out of them.

    ``unread`` are files that could not be read, each ``(upload, code)``. ``people`` are those who
    have contacts in a file that was read. ``doubtful`` are those whose contacts come from several
    files without keys: nobody knows whether a contact stands in both, so theirs are left out.
    ``without`` counts rows without a customer or a day.
    """

    contacts: list[Contact] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    people: set[PersonKey] = field(default_factory=set)
    doubtful: set[PersonKey] = field(default_factory=set)
    without: int = 0
    keys: set[bytes] = field(default_factory=set)
    file_of: dict[PersonKey, str] = field(default_factory=dict)


def read_contacts(context: Context, rule: CameAgain, standing: Standing) -> Read:
    """Return the contacts of the files that results stand on.

    Raises FileRejected ``too_many_contacts``.
    """
    found = Read()
    for upload_id in sorted({one for some in standing.values() for one in some}):
        upload = read_upload(context.table, context.scope, upload_id)
        if upload is None or upload.grain != CONTACT or upload.is_made:
            continue
        try:
            _add_file(context, rule, upload, standing, found)
        except FileRejected as refused:
            if refused.code == TOO_MANY:
                raise
            found.unread.append((upload_id, refused.code))
    found.contacts = [one for one in found.contacts if one.person not in found.doubtful]
    return found


def _add_file(
    context: Context, rule: CameAgain, upload: Upload, standing: Standing, found: Read
) -> None:
    fields = fields_of(context, rule, upload)
    with tempfile.TemporaryFile() as local:
        _fetch(context, upload, cast("BinaryIO", local))
        with open_file(
            cast("BinaryIO", local),
            upload.filename,
            fields.specs,
            row_key=None,
            contact_key=None,
            employee_field=upload.employee_field,
            read_id=read_employee_id if upload.system is None else read_external_id,
            register_decides=True,
        ) as sheet:
            rows: list[Row] = []
            people: dict[str, PersonKey | None] = {}
            for row in sheet.rows():
                if not isinstance(row, BadRow):
                    rows.append(row)
                if len(rows) == CHUNK:
                    _add_rows(context, upload, fields, rows, people, standing, found)
                    rows = []
            _add_rows(context, upload, fields, rows, people, standing, found)


def _add_rows(
    context: Context,
    upload: Upload,
    fields: ContactFields,
    rows: list[Row],
    people: dict[str, PersonKey | None],
    standing: Standing,
    found: Read,
) -> None:
    """Add the contacts of people whose results stand on the file. ``people``: who has which id, as
    far as was looked up; None: nobody."""
    new = {row.employee_id for row in rows} - people.keys()
    people |= {**dict.fromkeys(new), **_people(context, upload, new)}
    for row in rows:
        person = people.get(row.employee_id)
        if person is None or upload.id not in standing.get(person, ()):
            continue
        found.people.add(person)
        if _again(fields, row, person, upload, found):
            continue
        said = fields.said(row)
        if said is None:
            found.without += 1
            continue
        digest = _digest(f"{said.customer}\n{said.topic}")
        found.contacts.append(
            Contact(digest, said.day, said.time, person, said.solved, upload.id, row.number)
        )
        if len(found.contacts) > MOST_CONTACTS:
            raise rejected(TOO_MANY, MORE.zh, MORE.en)


def _again(fields: ContactFields, row: Row, person: PersonKey, upload: Upload, found: Read) -> bool:
    """Return whether a contact was read before. Without a key of contacts nobody can tell: then the
    contacts of a person come from one file, or are in doubt."""
    key = fields.key(row)
    if key is None:
        if found.file_of.setdefault(person, upload.id) != upload.id:
            found.doubtful.add(person)
        return False
    digest = _digest(key)
    if digest in found.keys:
        return True
    found.keys.add(digest)
    return False


def _people(context: Context, upload: Upload, ids: set[str]) -> Mapping[str, PersonKey]:
    if not ids:
        return {}
    if upload.system is None:
        return {one: who.key for one, who in holders(context, ids).items()}
    pairs = [(upload.system, one) for one in ids]
    return {pair[1]: key for pair, key in known_as(context, pairs).items()}


def _fetch(context: Context, upload: Upload, local: BinaryIO) -> None:
    name = name_of_upload_object(context.scope, upload.file_id, upload.filename)
    gone = upload.file_removed_at is not None
    stored = None if gone else context.objects.open(name, upload.object_version)
    if stored is None:
        raise rejected("file_gone", FILE_GONE.zh, FILE_GONE.en)
    while piece := stored.body.read(PIECE):
        local.write(piece)
    local.seek(0)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_DIGEST).digest()


MORE: Final = Text(
    f"本期联络超过 {MOST_CONTACTS} 次，无法逐一比较。",
    f"The period has more than {MOST_CONTACTS} contacts: too many to compare.",
)
