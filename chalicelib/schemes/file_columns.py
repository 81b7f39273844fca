"""What files of a version have: columns of its sources, and what tells a person's rows apart.

Sources whose figures people judge here are in no file.
"""

from collections.abc import Collection

from chalicelib.reading.contact_form import ContactForm, contact_form, gives
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring import Column
from chalicelib.scoring.judged_sources import judged_sources
from chalicelib.scoring.needs import mixed_lines, needs_slices

#: Codes of sources; None: all that the version has.
Sources = Collection[str] | None


def sources_of_files(version: ReadyScheme) -> tuple[str, ...] | None:
    """Return the sources that files give; None for all that the version has."""
    judged = {source.code for source in judged_sources(version.scheme)}
    known = [source.code for source in version.compiled.layout.sources]
    return tuple(code for code in known if code not in judged) if judged else None


def sources_of_contacts(version: ReadyScheme) -> tuple[str, ...] | None:
    """Return the sources that contacts give; None for all, and for none: those of files.

    They give each column of such a source that it must have. Where sources cannot be joined row by
    row, contacts must give all.
    """
    scheme, columns = version.scheme, version.compiled.columns
    known = sources_of_files(version)
    if known is None:
        known = tuple(source.code for source in version.compiled.layout.sources)
    if mixed_lines(scheme):
        return None
    slices = needs_slices(scheme)
    given: set[str] = set()
    lacking: set[str] = set()
    for column in columns:
        if column.source is None or column.code in slices:
            continue
        if gives(scheme, column):
            given.add(column.source.code)
        elif column.required:
            lacking.add(column.source.code)
    found = tuple(code for code in known if code in given - lacking)
    return sources_of_files(version) if len(found) in (0, len(known)) else found


def slices_of(version: ReadyScheme, sources: Sources) -> tuple[str, ...]:
    """Return the columns that tell a person's rows apart in a file of these sources."""
    if sources is None:
        return needs_slices(version.scheme)
    each = (needs_slices(version.scheme, source) for source in sources)
    return tuple(dict.fromkeys(code for some in each for code in some))


def columns_of(version: ReadyScheme, sources: Sources) -> tuple[Column, ...]:
    """Return the columns of a file of these sources, with their slices."""
    if sources is None:
        return version.compiled.columns
    keys = slices_of(version, sources)
    return tuple(
        one
        for one in version.compiled.columns
        if one.code in keys or (one.source is not None and one.source.code in sources)
    )


def contacts_of(version: ReadyScheme, sources: Sources, key: str | None = None) -> ContactForm:
    """Return how contacts are counted up for these sources.

    ``key``: a file's own name of the field that identifies a contact. Raises FileRejected
    (reading/contact_form.py).
    """
    columns, slices = columns_of(version, sources), slices_of(version, sources)
    return contact_form(version.scheme, columns, slices, key)
