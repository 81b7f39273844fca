"""Reading the section `parameters`: its form. parameters.py fills the values in."""

from typing import Final

from chalicelib.scoring import limits
from chalicelib.scoring.parameters import fits
from chalicelib.scoring.units import unit_text

from .place import Place
from .scalars import brief

TYPES: Final = ("decimal", "integer", "text", "choice")
FIELDS: Final = (
    "code",
    "name",
    "description",
    "type",
    "unit",
    "suggested",
    "assumed",
    "choices",
    "value",
    "confirmed",
)


def read_parameters(place: Place) -> None:
    """Note the faults of the section. An open parameter is a fault at its places, not here."""
    for parameter in place.items(limits.PARAMETERS):
        if not parameter.is_object(FIELDS):
            continue
        code = parameter.at("code").code()
        parameter.at("name").text(limits.NAME_CHARACTERS)
        parameter.at("description").optional_text(limits.DESCRIPTION_CHARACTERS)
        kind = parameter.at("type").choice(TYPES, "decimal")
        unit_text(parameter.at("unit"))
        parameter.at("assumed").flag()
        parameter.at("confirmed").flag()
        if kind == "choice":
            _read_choices(parameter.at("choices"))
        for given in (parameter.at("suggested"), parameter.at("value")):
            if given.present and not fits(_fields(parameter), given.value):
                found = brief(given.value)
                given.fault("bad_parameter_value", parameter=code, type=kind, found=found)


def _read_choices(place: Place) -> None:
    for choice in place.items(limits.CHOICES, least=1):
        if isinstance(choice.value, str):
            choice.string(limits.NAME_CHARACTERS)
        elif choice.is_object(("code", "name")):
            choice.at("code").string(limits.NAME_CHARACTERS)
            choice.at("name").text(limits.NAME_CHARACTERS)


def _fields(place: Place) -> dict[str, object]:
    return {key: place.at(key).value for key in ("type", "choices") if place.at(key).present}
