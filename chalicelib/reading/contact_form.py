"""What a file with one row per contact must have: the fields that the scheme counts by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.scoring.columns import Column
from chalicelib.scoring.contact_fields import FieldKind, fields_read, section_of
from chalicelib.scoring.contact_slices import adds_wrongly, of_whole_person
from chalicelib.scoring.scheme import ContactField, Scheme

from .columns import ColumnSpec
from .faults import FileRejected, rejected
from .words import name_key


@dataclass(frozen=True, slots=True)
class ContactForm:
    """How contacts are made rows of a person.

    made: the section of each column that contacts give, by code. slices: the columns of which each
    contact names its own value; the person has a row for each. whole: the columns whose figure is
    of all contacts of the person, in each row. fields: what the file must have. key: the code of
    the field that identifies a contact; None: none does.
    """

    made: Mapping[str, Mapping[str, Any]]
    slices: tuple[str, ...]
    whole: frozenset[str]
    fields: tuple[ColumnSpec, ...]
    key: str | None


def gives(scheme: Scheme, column: Column) -> bool:
    """Return whether contacts give a column. ``column`` is none by which rows are told apart."""
    section = section_of(column)
    return section is not None and not adds_wrongly(scheme, column.code, section)


def contact_form(
    scheme: Scheme, columns: Sequence[Column], slices: tuple[str, ...] = (), key: str | None = None
) -> ContactForm:
    """Return how these columns of the scheme are made of contacts.

    ``key``: a file's own name of the field that identifies a contact, before the scheme's. Raises
    FileRejected when contacts do not give required columns; it names all of them.
    """
    counted = [column for column in columns if column.code not in slices]
    silent = [one for one in counted if one.required and not gives(scheme, one)]
    if silent:
        raise no_contact_rule(silent)
    made = {one.code: section_of(one) or {} for one in counted if gives(scheme, one)}
    declared = {field.code: field for field in scheme.contacts.fields}
    by = [column for column in columns if column.code in slices]
    own_key = _field_called(key, declared) if key is not None else scheme.contacts.key
    kinds: dict[str, FieldKind] = {} if own_key is None else {own_key: "text"}
    kinds |= {**dict.fromkeys((one.code for one in by), "text"), **fields_read(made.values())}
    names = {one.code: _named(one.name["zh"], one.name["en"]) for one in by}
    fields = tuple(
        _spec(code, kind, declared.get(code), names.get(code, ())) for code, kind in kinds.items()
    )
    return ContactForm(made, slices, of_whole_person(scheme), fields, own_key)


def no_contact_rule(silent: Sequence[Column]) -> FileRejected:
    """Return the refusal of a file of contacts that do not give these columns."""
    zh = "、".join(f"{column.name['zh']} ({column.code})" for column in silent)
    en = ", ".join(f"{column.name['en']} ({column.code})" for column in silent)
    return rejected(
        "no_contact_rule",
        f"方案没有说明如何由逐条记录得出这些列：{zh}。请在 columns 中写明 from_contacts，"
        "或只报送一个来源（source）。",
        f"The scheme does not say how to make these columns of contacts: {en}. "
        "Describe from_contacts in its columns, or send the file for one source (source).",
        columns=[column.code for column in silent],
    )


def _field_called(heading: str, declared: Mapping[str, ContactField]) -> str:
    """Return the code of the field that a heading names, or the heading itself."""
    for field in declared.values():
        if name_key(heading) in map(name_key, (field.code, field.name["zh"], field.name["en"])):
            return field.code
    return heading


def _spec(
    code: str, kind: FieldKind, field: ContactField | None, names: tuple[str, ...]
) -> ColumnSpec:
    if field is not None:
        names = tuple(dict.fromkeys((*_named(field.name["zh"], field.name["en"]), *names)))[:2]
    return ColumnSpec(code, names, kind, unit=None if field is None else field.unit)


def _named(zh: str, en: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (zh, en) if name))
