"""The rounds of a scheme before one, as its raters are compared with their own marks of then."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from chalicelib.person_keys import PersonKey
from chalicelib.rater_statistics.marks import Mark
from chalicelib.rater_statistics.report import distances_of
from chalicelib.rating_forms.counting import Rated, rating_of, read_rated
from chalicelib.rating_forms.keys import partition_of_rounds
from chalicelib.rating_forms.records import CLOSED, Round
from chalicelib.schemes.compiled import existing
from chalicelib.scoring import Scheme
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

#: Rounds before one that it is compared with, at most. Their forms are read one round at a time.
MOST: Final = 5
SELF: Final = "self"
Given = Mapping[PersonKey, Rated]
#: By rater and ratee how far the marks lie from the others'.
Distances = Mapping[str, Mapping[str, Fraction]]


def marks_of(found: Round, code: str, given: Given) -> Iterator[Mark]:
    """Yield the marks of an indicator at the last closing, but of oneself and of roles left out."""
    for ratee, rated in given.items():
        for role, raters in rated.said.items():
            if role == SELF or role in found.left_out:
                continue
            for rater, said in raters.items():
                last = said[-1]
                answers: Mapping[str, Any] = {} if last is None else last.answers.get(code, {})
                for question, mark in answers.items():
                    if mark is not None:
                        yield Mark(f"{role}/{rater}", ratee, question, Decimal(mark))


def earlier_distances(
    context: Context, found: Round, raters: Collection[str]
) -> dict[str, list[Distances]]:
    """Return by indicator the distances of these raters (``role/person``) in the rounds before, the
    oldest first. Marks on another scale than today's are brought to its width."""
    now = existing(context.table, context.scope, found.scheme, found.version).scheme
    told: dict[str, list[Distances]] = {code: [] for code in found.indicators}
    for one in _earlier(context, found):
        then = existing(context.table, context.scope, one.scheme, one.version).scheme
        given = read_rated(context, one)
        for code in found.indicators:
            share = _width(now, code) / (_width(then, code) or Fraction(1))
            apart = distances_of(list(marks_of(one, code, given)))
            told[code].append(
                {
                    rater: {ratee: distance * share for ratee, distance in by_ratee.items()}
                    for rater, by_ratee in apart.items()
                    if rater in raters
                }
            )
    return told


def _earlier(context: Context, found: Round) -> list[Round]:
    """Return the closed rounds of the scheme that were made last before this one, in order."""
    rounds = (
        from_item(Round, item)
        for item in context.table.query_all(partition_of_rounds(context.scope))
    )
    earlier = [
        one
        for one in rounds
        if one.id < found.id and one.scheme == found.scheme and one.status == CLOSED
    ]
    return sorted(earlier, key=lambda one: one.id)[-MOST:]


def _width(scheme: Scheme, code: str) -> Fraction:
    """Return the width of an indicator's scale; 0 where it is not rated."""
    value = rating_of(scheme, code)
    return Fraction(0) if value is None else Fraction(value.high) - Fraction(value.low)
