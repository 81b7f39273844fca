"""Reading `from_contacts`: how a column is counted from a file with one row per contact."""

from collections.abc import Mapping
from typing import Final

from chalicelib.scoring.limits import CHOICES

from .place import Place

OPERATIONS: Final = ("count", "count_distinct", "sum", "max", "min")
TESTS: Final = ("equals", "in", "at_least", "at_most")
FIELD_CHARACTERS: Final = 100


def read_from_contacts(place: Place) -> Mapping[str, object] | None:
    """The section as it was written; None without one. The uploads interpret it again."""
    if not place.present or not place.is_object((*OPERATIONS, "where")):
        return None
    given = [name for name in OPERATIONS if place.at(name).present]
    if len(given) != 1:
        place.fault("one_of", options=", ".join(OPERATIONS))
    for name in given:
        if name == "count":
            _read_count(place.at(name))
        else:
            place.at(name).string(FIELD_CHARACTERS)
    _read_where(place.at("where"))
    return dict(place.value) if isinstance(place.value, Mapping) else None


def _read_count(place: Place) -> None:
    place.is_object(("present", "where"))
    if place.at("present").present:
        place.at("present").string(FIELD_CHARACTERS)
    _read_where(place.at("where"))


def _read_where(place: Place) -> None:
    for test in place.items(CHOICES):
        if not test.is_object(("field", *TESTS)):
            continue
        test.at("field").string(FIELD_CHARACTERS)
        given = [name for name in TESTS if test.at(name).present]
        if len(given) != 1:
            test.fault("one_of", options=", ".join(TESTS))
        for name in given:
            _read_test(test.at(name), name)


def _read_test(place: Place, name: str) -> None:
    if name == "in":
        for item in place.items(CHOICES, least=1):
            _read_scalar(item)
    elif name == "equals":
        _read_scalar(place)
    else:
        place.number()


def _read_scalar(place: Place) -> None:
    if isinstance(place.value, str):
        place.string(FIELD_CHARACTERS)
    elif not isinstance(place.value, bool):
        place.number()
