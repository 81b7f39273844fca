"""What stops a scheme from being published (error), or is worth a word (warning): rules.md §8."""

from collections.abc import Iterator, Mapping
from decimal import localcontext

from chalicelib.scoring.exact import WORKING
from chalicelib.scoring.findings import Finding, InvalidScheme, finding, joined
from chalicelib.scoring.parameters import fill, open_parameters, substitute
from chalicelib.scoring.reading.document import bounded
from chalicelib.scoring.reading.scalars import brief
from chalicelib.scoring.reading.scheme_reader import examine
from chalicelib.scoring.scheme import Scheme
from chalicelib.scoring.text import Text, text

from .columns import Places, column_errors, column_warnings
from .lines import indicator_errors, indicator_warnings
from .whole import (
    aggregation_errors,
    band_errors,
    narrowest_band,
    points_errors,
    reach_warnings,
    whole_warnings,
)


def lint(document: object) -> tuple[Finding, ...]:
    """Every finding about a document, errors first; never raises, whatever JSON value it is given.

    Open parameters are errors of their own; the rest is looked at with their suggested values in
    place.
    """
    try:
        document = bounded(document)
    except InvalidScheme as outside:
        return outside.findings
    open_ones = list(_open(document))
    scheme, faults = examine(_with_suggestions(document))
    known = set(open_parameters(document.get("parameters")))
    structural = [f for f in faults if not _said_already(f, known)]
    findings = [*open_ones, *structural]
    if scheme is not None:
        with localcontext(WORKING):
            findings += lint_scheme(scheme)
    return tuple(sorted(findings, key=lambda f: f.severity != "error"))


def lint_scheme(scheme: Scheme) -> Iterator[Finding]:
    """What is to be said about a scheme that could be read."""
    places: Places = [
        (indicator, joined("/dimensions", d, "indicators", n))
        for d, dimension in enumerate(scheme.dimensions)
        for n, indicator in enumerate(dimension.indicators)
    ]
    errors = [
        *points_errors(scheme),
        *band_errors(scheme.grades, "/grades"),
        *aggregation_errors(scheme),
        *column_errors(scheme, places),
    ]
    lines = [(list(indicator_errors(*place)), place) for place in places]
    yield from errors
    band = narrowest_band(scheme)
    for found, place in lines:
        yield from found or indicator_warnings(*place, band)
    yield from column_warnings(scheme, places)
    yield from whole_warnings(scheme)
    if not any(found for found, _ in lines):
        yield from reach_warnings(scheme)


def _open(document: Mapping[str, object]) -> Iterator[Finding]:
    """A finding at every parameter that waits for the tenant."""
    parameters = document.get("parameters")
    for n, parameter in enumerate(parameters if isinstance(parameters, list | tuple) else ()):
        for code, waiting in open_parameters([parameter]).items():
            pointer = joined("/parameters", n)
            suggested = waiting.get("suggested")
            if suggested is not None and waiting.get("assumed") is True:
                words = {"parameter": _name(waiting, code), "suggested": _suggested(waiting)}
                yield finding("assumption_unconfirmed", pointer, **words)
            else:
                yield finding("parameter_unset", pointer, parameter=_name(waiting, code))


def _name(named: object, code: object) -> Text:
    """The name that the document gives a parameter or a choice; its code where it gives none."""
    given = named.get("name") if isinstance(named, Mapping) else None
    if isinstance(given, str):
        return text(brief(given), brief(given))
    if not isinstance(given, Mapping):
        return text(brief(code), brief(code))
    return text(brief(given.get("zh", code)), brief(given.get("en", code)))


def _suggested(parameter: Mapping[str, object]) -> Text:
    """The suggested value, a choice by its name."""
    suggested, choices = parameter.get("suggested"), parameter.get("choices")
    for choice in choices if isinstance(choices, list | tuple) else ():
        if isinstance(choice, Mapping) and choice.get("code") == suggested:
            return _name(choice, suggested)
    return _name(None, suggested)


def _with_suggestions(document: Mapping[str, object]) -> object:
    waiting = open_parameters(document.get("parameters"))
    suggested = {code: parameter.get("suggested") for code, parameter in waiting.items()}
    return substitute(fill(document), {k: v for k, v in suggested.items() if v is not None})


def _said_already(fault: Finding, open_codes: set[str]) -> bool:
    if fault.code != "parameter_unset":
        return False
    return any(f"“{brief(code)}”" in fault.message["en"] for code in open_codes)
