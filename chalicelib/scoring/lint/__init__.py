"""The linter: errors stop a scheme from being published, warnings do not (rules.md §8)."""

from collections.abc import Iterator, Mapping
from decimal import localcontext

from chalicelib.scoring.exact import WORKING
from chalicelib.scoring.findings import Finding, InvalidScheme, joined
from chalicelib.scoring.parameters import fill, open_parameters, substitute
from chalicelib.scoring.reading.document_bounds import bounded_document
from chalicelib.scoring.reading.scalars import brief
from chalicelib.scoring.reading.scheme_reader import read_with_faults
from chalicelib.scoring.scheme import Scheme
from chalicelib.scoring.text import Text, text

from .column_findings import Places, column_errors, column_warnings
from .contact_findings import contact_warnings
from .growth_findings import growth_warnings
from .indicator_findings import indicator_errors, indicator_warnings
from .judged_findings import judged_warnings
from .scheme_findings import (
    aggregation_errors,
    band_errors,
    narrowest_band,
    points_errors,
    reach_warnings,
    whole_warnings,
)
from .sentences import finding
from .source_findings import source_errors, source_warnings


def lint(document: object) -> tuple[Finding, ...]:
    """Every finding about a document, errors first. Never raises, whatever JSON value it gets.

    Open parameters are errors. Everything else is checked with their suggested values in place.
    """
    try:
        document = bounded_document(document)
    except InvalidScheme as outside:
        return outside.findings
    open_findings = list(_open(document))
    scheme, faults = read_with_faults(_with_suggestions(document))
    known = set(open_parameters(document.get("parameters")))
    structural = [f for f in faults if not _reported_as_open(f, known)]
    findings = [*open_findings, *structural]
    if scheme is not None:
        with localcontext(WORKING):
            findings += lint_scheme(scheme)
    return tuple(sorted(findings, key=lambda f: f.severity != "error"))


def lint_scheme(scheme: Scheme) -> Iterator[Finding]:
    """The findings about a scheme that could be read. Runs in the WORKING context."""
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
        *source_errors(scheme),
    ]
    lines = [(list(indicator_errors(*place)), place) for place in places]
    yield from errors
    band = narrowest_band(scheme)
    for found, place in lines:
        yield from found or indicator_warnings(*place, band)
    yield from column_warnings(scheme, places)
    yield from growth_warnings(scheme, places)
    yield from judged_warnings(scheme, places)
    yield from source_warnings(scheme, places)
    yield from contact_warnings(scheme)
    yield from whole_warnings(scheme)
    if not any(found for found, _ in lines):
        yield from reach_warnings(scheme)


def _open(document: Mapping[str, object]) -> Iterator[Finding]:
    """An error at every parameter without a value."""
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
    """The name of a parameter or a choice in the document; its code where it has none."""
    given = named.get("name") if isinstance(named, Mapping) else None
    if isinstance(given, str):
        return text(brief(given), brief(given))
    if not isinstance(given, Mapping):
        return text(brief(code), brief(code))
    return text(brief(given.get("zh", code)), brief(given.get("en", code)))


def _suggested(parameter: Mapping[str, object]) -> Text:
    """The suggested value; of a choice, its name."""
    suggested, choices = parameter.get("suggested"), parameter.get("choices")
    for choice in choices if isinstance(choices, list | tuple) else ():
        if isinstance(choice, Mapping) and choice.get("code") == suggested:
            return _name(choice, suggested)
    return _name(None, suggested)


def _with_suggestions(document: Mapping[str, object]) -> object:
    waiting = open_parameters(document.get("parameters"))
    suggested = {code: parameter.get("suggested") for code, parameter in waiting.items()}
    return substitute(fill(document), {k: v for k, v in suggested.items() if v is not None})


def _reported_as_open(fault: Finding, open_codes: set[str]) -> bool:
    """Whether the fault is an unset parameter that already has a finding of its own."""
    if fault.code != "parameter_unset":
        return False
    return any(f"“{brief(code)}”" in fault.message["en"] for code in open_codes)
