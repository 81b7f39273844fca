"""Reading `contacts`: the fields of a file with one row per contact, and which identifies one."""

from typing import Final

from chalicelib.scoring import limits
from chalicelib.scoring.scheme import ContactField, Contacts
from chalicelib.scoring.units import unit_text

from .from_contacts import FIELD_CHARACTERS
from .place import Place
from .scheme_sections import read_example

CONTACTS_FIELDS: Final = ("key", "fields")
CONTACT_FIELD_FIELDS: Final = ("code", "name", "description", "unit", "example")


def read_contacts(place: Place) -> Contacts:
    """Read the section; without it, no field is declared."""
    if not place.present or not place.is_object(CONTACTS_FIELDS):
        return Contacts()
    key = place.at("key")
    return Contacts(
        key=key.string(FIELD_CHARACTERS) if key.present else None,
        fields=tuple(_read_field(one) for one in place.at("fields").items(limits.CONTACT_FIELDS)),
    )


def _read_field(place: Place) -> ContactField:
    place.is_object(CONTACT_FIELD_FIELDS)
    example = place.at("example")
    return ContactField(
        code=place.at("code").code(),
        name=place.at("name").text(limits.NAME_CHARACTERS),
        description=place.at("description").optional_text(limits.DESCRIPTION_CHARACTERS),
        unit=unit_text(place.at("unit")),
        example=read_example(example) if example.present else None,
    )
