"""The people that an opened file names, with their rows, from the first or from a checkpoint."""

from collections.abc import Iterator
from itertools import islice

from chalicelib.reading import BadRow
from chalicelib.reading.contacts import Repeats, count_contacts
from chalicelib.reading.row_grouping import PersonRows, group_by_person, one_row_each
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.uploads.records import CONTACT, Upload
from chalicelib.uploads.sources_sent import contacts_sent, slices_sent
from chalicelib.uploads.stored_file import Opened


def all_people(
    upload: Upload, version: ReadyScheme, file: Opened, repeats: Repeats | None = None
) -> Iterator[PersonRows | BadRow]:
    """Return the people in the file, in the order of their first row, and its bad rows.

    ``repeats`` counts the contacts that stand in the file again.
    """
    rows = file.sheet.rows()
    if upload.grain == CONTACT:
        return count_contacts(rows, contacts_sent(upload, version), repeats)
    return group_by_person(rows) if slices_sent(upload, version) else one_row_each(rows)


def people_left(
    upload: Upload, version: ReadyScheme, file: Opened
) -> Iterator[PersonRows | BadRow]:
    """Return the people and bad rows after the checkpoint of scoring."""
    return _people_after(upload, version, file, upload.next_row, upload.last_row)


def people_to_check(
    upload: Upload, version: ReadyScheme, file: Opened
) -> Iterator[PersonRows | BadRow]:
    """Return the people and bad rows after the checkpoint of the check before scoring."""
    return _people_after(upload, version, file, upload.looked, upload.looked_row)


def _people_after(
    upload: Upload, version: ReadyScheme, file: Opened, done: int, last_row: int
) -> Iterator[PersonRows | BadRow]:
    """Skip ``done`` people. When each row is a person, earlier rows are not read again."""
    if upload.grain != CONTACT and not slices_sent(upload, version):
        return one_row_each(file.sheet.rows(last_row))
    return islice(all_people(upload, version, file), done, None)
