"""The sources of the scheme that a file is of, and what that makes of it.

A file names its one source, or is of all of them. A file of contacts that names none is of those
sources that contacts give: the figures of the others stand, because no contact says anything of
them. A closed rating round is of the sources that it feeds, an inspection of the source that it
judges, and no file is of these. Corrected figures of an appeal are of the sources whose columns
they are.
"""

from chalicelib.reading.contact_form import ContactForm
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.schemes.file_columns import (
    columns_of,
    contacts_of,
    slices_of,
    sources_of_contacts,
    sources_of_files,
)
from chalicelib.scoring import Column
from chalicelib.uploads.records import CONTACT, RESULTS, Upload


def sources_sent(upload: Upload, version: ReadyScheme) -> tuple[str, ...] | None:
    """Return the codes of the sources that the file is of; None: of all there are.

    A file that names none is of none of those that inspectors judge or rounds feed.
    """
    if upload.is_made:
        return upload.sources or None
    if upload.source is not None:
        return (upload.source,)
    if upload.grain == RESULTS:
        return None
    found = sources_of_contacts(version) if upload.grain == CONTACT else sources_of_files(version)
    if not upload.without:
        return found
    known = found
    if known is None:
        known = tuple(source.code for source in version.compiled.layout.sources)
    return tuple(code for code in known if code not in upload.without)


def slices_sent(upload: Upload, version: ReadyScheme) -> tuple[str, ...]:
    """Return the columns that tell a person's rows apart in the file."""
    return slices_of(version, sources_sent(upload, version))


def columns_sent(upload: Upload, version: ReadyScheme) -> tuple[Column, ...]:
    """Return the columns that the file is of: all, or those of its sources, with their slices."""
    return columns_of(version, sources_sent(upload, version))


def contacts_sent(upload: Upload, version: ReadyScheme) -> ContactForm:
    """Return how a file of contacts is counted up. Raises FileRejected."""
    return contacts_of(version, sources_sent(upload, version), upload.contact_key)
