"""Codes that must be each one's own: two indicators or two grades with one code are a fault."""

from collections.abc import Iterable

from chalicelib.scoring.findings import Finding
from chalicelib.scoring.limits import NODES

from .place import Place

LISTS = ("dimensions", "grades", "vetoes", "extras", "columns", "parameters")


def repeated_codes(value: object) -> list[Finding]:
    """A fault at every code that already stands earlier in its list; those of form are said
    elsewhere."""
    findings: list[Finding] = []
    _note_all(Place(value, "", findings))
    return [found for found in findings if found.code == "duplicate_code"]


def _note_all(document: Place) -> None:
    for name in LISTS:
        _note(document.at(name).items(NODES))
    for kind in ("quarter", "year"):
        _note(document.at("aggregation").at(kind).at("grades").items(NODES))
    indicators = [
        indicator
        for dimension in document.at("dimensions").items(NODES)
        for indicator in dimension.at("indicators").items(NODES)
    ]
    _note(indicators)
    for indicator in indicators:
        _note(indicator.at("rule").at("levels").items(NODES))


def _note(places: Iterable[Place]) -> None:
    seen: set[str] = set()
    for place in places:
        code = place.at("code")
        if isinstance(code.value, str):
            if code.value in seen:
                code.fault("duplicate_code", found=code.value)
            seen.add(code.value)
