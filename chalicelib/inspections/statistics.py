"""What double judging says of the inspectors (:mod:`chalicelib.rater_statistics`)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from chalicelib.inspections.agreeing import FAIL, NOT_APPLICABLE
from chalicelib.inspections.records import Inspection
from chalicelib.inspections.tickets import Ticket
from chalicelib.person_keys import PersonKey
from chalicelib.rater_statistics.marks import INTERVAL, NOMINAL, Mark, Scale
from chalicelib.rater_statistics.presenting import described
from chalicelib.rater_statistics.report import report
from chalicelib.scoring.judged_sources import Judged

#: Verdicts as marks: an item fails or not. What is not applicable is no mark.
VERDICTS = Scale(NOMINAL, Decimal(0), Decimal(1))


def statistics(
    inspection: Inspection, judged: Judged, tickets: Iterable[Ticket]
) -> list[dict[str, Any]]:
    """Return a report for the verdicts together, and one for each rating.

    Inspectors are people's keys. The agreement of single pairs is in flags alone: fifty inspectors
    make over a thousand pairs.
    """
    every = [ticket for ticket in tickets if ticket.submitted]
    found = [_report("verdicts", _verdicts(every), VERDICTS, Fraction(0))] if judged.samples else []
    for indicator, value in judged.ratings:
        scale = Scale(INTERVAL, value.low, value.high)
        tolerance = Fraction(inspection.tolerance.marks)
        found.append(_report(indicator.code, _marks(every, indicator.code), scale, tolerance))
    return found


def people_in(found: Iterable[Mapping[str, Any]]) -> list[PersonKey]:
    """Return the inspectors that reports name, each once."""
    named = [
        rater
        for one in found
        for raters in (
            [rater["rater"] for rater in one["raters"]],
            *(flag["raters"] for flag in one["flags"]),
        )
        for rater in raters
    ]
    return [PersonKey(one) for one in dict.fromkeys(named)]


def renamed(found: Any, names: Mapping[PersonKey, str]) -> Any:
    """Return reports with other names of the inspectors."""
    return [
        {
            **one,
            "raters": [
                {**rater, "rater": names.get(rater["rater"], rater["rater"])}
                for rater in one["raters"]
            ],
            "flags": [
                {**flag, "raters": [names.get(rater, rater) for rater in flag["raters"]]}
                for flag in one["flags"]
            ],
        }
        for one in found
    ]


def _report(of: str, marks: list[Mark], scale: Scale, tolerance: Fraction) -> dict[str, Any]:
    found = described(report(marks, scale, tolerance=tolerance))
    del found["pairs"]
    return {"of": of, **found}


def _verdicts(tickets: Iterable[Ticket]) -> list[Mark]:
    return [
        Mark(one.inspector, f"{ticket.number}", key, Decimal(int(verdict == FAIL)))
        for ticket in tickets
        for one in ticket.submitted
        for key, verdict in one.verdicts.items()
        if verdict != NOT_APPLICABLE
    ]


def _marks(tickets: Iterable[Ticket], code: str) -> list[Mark]:
    return [
        Mark(one.inspector, f"{ticket.number}", code, mark)
        for ticket in tickets
        for one in ticket.submitted
        if (mark := one.opinion.marks.get(code)) is not None
    ]
