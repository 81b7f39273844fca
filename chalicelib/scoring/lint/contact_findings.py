"""The linter's findings about files with one row per contact."""

from collections.abc import Iterator

from chalicelib.scoring.contact_fields import fields_read, section_in
from chalicelib.scoring.findings import Finding, joined
from chalicelib.scoring.scheme import Scheme

from .column_findings import near
from .sentences import finding


def contact_warnings(scheme: Scheme) -> Iterator[Finding]:
    """Warnings: contacts that nothing tells apart, and fields without a name where others have one.

    Without a key a contact that was exported twice counts twice.
    """
    sections = {n: section_in(note) for n, note in enumerate(scheme.columns)}
    if not any(section is not None for section in sections.values()):
        return
    if scheme.contacts.key is None:
        yield finding("contacts_without_key", "/contacts")
    known = {field.code for field in scheme.contacts.fields}
    if not known:
        return
    for n, section in sections.items():
        for name in fields_read([section]) if section is not None else ():
            if name not in known:
                where = joined("/columns", n, "from_contacts")
                yield finding("contact_field_unknown", where, field=name, known=near(name, known))
    key = scheme.contacts.key
    if key is not None and key not in known:
        yield finding("contact_field_unknown", "/contacts/key", field=key, known=near(key, known))
