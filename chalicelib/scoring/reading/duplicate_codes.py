"""Duplicate codes: two indicators, grades or levels with one code are a fault."""

from collections.abc import Iterable

from chalicelib.scoring.findings import Finding
from chalicelib.scoring.limits import NODES

from .place import Place

LISTS = ("dimensions", "grades", "vetoes", "extras", "columns", "sources", "parameters")


def duplicate_codes(value: object) -> list[Finding]:
    """A fault at every code that occurs earlier in its list. Other faults are not reported here."""
    findings: list[Finding] = []
    _find_duplicates(Place(value, "", findings))
    return [found for found in findings if found.code == "duplicate_code"]


def _find_duplicates(document: Place) -> None:
    for name in LISTS:
        _report_duplicates(document.at(name).items(NODES))
    _report_duplicates(document.at("contacts").at("fields").items(NODES))
    for kind in ("quarter", "year"):
        _report_duplicates(document.at("aggregation").at(kind).at("grades").items(NODES))
    indicators = [
        indicator
        for dimension in document.at("dimensions").items(NODES)
        for indicator in dimension.at("indicators").items(NODES)
    ]
    _report_duplicates(indicators)
    for indicator in indicators:
        _report_duplicates(indicator.at("rule").at("levels").items(NODES))
        _report_duplicates(indicator.at("value").at("questions").items(NODES))
        _report_duplicates(indicator.at("value").at("checklist").items(NODES))


def _report_duplicates(places: Iterable[Place]) -> None:
    seen: set[str] = set()
    for place in places:
        code = place.at("code")
        if isinstance(code.value, str):
            if code.value in seen:
                code.fault("duplicate_code", found=code.value)
            seen.add(code.value)
