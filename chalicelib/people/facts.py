"""What a person's dated facts mean on a day, and for a period. Pure: nothing is read or written.

What ``facts`` has, and what holds on a day, is people/dated.py's. ``employments`` is a list of
``{"joined_on", "left_on"}``: the first and the last day of each, sorted; a missing one is open.
``leaves`` is a list of ``{"from", "to"}``, both days included. Days are texts ``2026-10-16``.

A period is its first and its last day (periods/calendar.py: ``days_of``). Its facts are those of
the **last day worked** in it: the last day of employment without leave. Whoever is on leave for the
whole period has those of the last day of employment.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Protocol

from chalicelib.people import dated
from chalicelib.people.dated import FTE, LEVEL, SCHEME, STAGE, TEAM, WithFacts, entries_of
from chalicelib.people.records import ACTIVE, DELETED

#: The decimal places of a share.
PLACES: Final = 4

#: Days as ordinals, both included.
Span = tuple[int, int]


class Dated(WithFacts, Protocol):
    """Somebody with dated facts, employments and leaves. ``status`` is that of the last write.

    ``status_set``: the status was set against the employments.
    """

    @property
    def status(self) -> str: ...

    @property
    def employments(self) -> Sequence[Mapping[str, Any]]: ...

    @property
    def leaves(self) -> Sequence[Mapping[str, Any]]: ...

    @property
    def status_set(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Month:
    """What the facts say of a person for a period.

    ``last_day`` is the last day worked; None: not employed in the period, and every value is None.
    ``due`` are the days of employment in it, ``worked`` those without leave.
    """

    last_day: date | None
    due: int
    worked: int
    team: str | None
    scheme: str | None
    level: str | None
    stage: str | None
    fte: Decimal | None

    @property
    def expected(self) -> bool:
        """Whether a result is expected: some day of the period is worked."""
        return self.worked > 0


def value_on(person: WithFacts, name: str, day: date) -> str | None:
    """Return the value of a fact that is in force on a day; None: there is none."""
    return dated.value_on(entries_of(person, name), day.isoformat())


def month_of(person: Dated, period: tuple[date, date]) -> Month:
    """Return the facts of a person for a period, mostly a month: its first and its last day."""
    employed, worked = _days(person, period)
    days = worked or employed
    if not days:
        return Month(None, 0, 0, None, None, None, None, None)
    last = date.fromordinal(days[-1][1])
    values = dated.values_on(person, last.isoformat())
    share = values[FTE]
    return Month(
        last_day=last,
        due=_length(employed),
        worked=_length(worked),
        team=values[TEAM],
        scheme=values[SCHEME],
        level=values[LEVEL],
        stage=values[STAGE],
        fte=None if share is None else Decimal(share),
    )


def first_day(person: Dated, period: tuple[date, date]) -> date | None:
    """Return the first day of a period on which a person is employed; None: on none."""
    employed, _ = _days(person, period)
    return date.fromordinal(employed[0][0]) if employed else None


def shares(person: Dated, name: str, period: tuple[date, date]) -> dict[str, Fraction]:
    """Return the share of each value of a fact in a period, by days worked. They add up to 1.

    Days without a value are left out; empty when no day has one. Of somebody on leave for the whole
    period the days of employment count. Values come in the order of their first day.
    """
    employed, worked = _days(person, period)
    days: dict[str, int] = {}
    for (first, last), value in _in_force(person, name):
        if value is None:
            continue
        number = _length(_cut(worked or employed, first, last))
        if number:
            days[value] = days.get(value, 0) + number
    whole = sum(days.values())
    return {value: Fraction(number, whole) for value, number in days.items()}


def rounded(exact: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """Return shares with four places that add up to 1 as the exact ones do.

    What rounding down leaves goes to the largest remainders, ties in the order of the values.
    """
    units = 10**PLACES
    cut = {value: share * units // 1 for value, share in exact.items()}
    left = round(sum(exact.values()) * units) - sum(cut.values())
    by_remainder = sorted(exact, key=lambda value: (cut[value] - exact[value] * units, value))
    for value in by_remainder[:left]:
        cut[value] += 1
    return {value: Decimal(number).scaleb(-PLACES) for value, number in cut.items()}


def _days(person: Dated, period: tuple[date, date]) -> tuple[list[Span], list[Span]]:
    """Return the days of employment in a period, and those without leave, as sorted spans."""
    first, last = (day.toordinal() for day in period)
    employed = _cut(_merged(_employments(person)), first, last)
    worked = employed
    for leave in person.leaves:
        worked = _without(worked, _span(leave.get("from"), leave.get("to")))
    return employed, worked


def _employments(person: Dated) -> list[Span]:
    """Return the days of employment.

    Somebody without dates is employed always while active, and never otherwise: when a leaver
    without a date has left is not known. A status that was set decides in the same way about the
    last employment: active opens its end, and left takes it away when its end is open.
    """
    if person.status == DELETED:
        return []
    spans = [_span(one.get("joined_on"), one.get("left_on")) for one in person.employments]
    if not spans:
        return [(_BEGINNING, _END)] if person.status == ACTIVE else []
    if person.status_set:
        first, last = spans.pop()
        if person.status == ACTIVE:
            spans.append((first, _END))
        elif last != _END:
            spans.append((first, last))
    return spans


def _in_force(person: WithFacts, name: str) -> Iterator[tuple[Span, str | None]]:
    """Yield the spans of a fact's values, in their order."""
    entries = entries_of(person, name)
    starts = [_span(entry.get("from"), None)[0] for entry in entries]
    for (start, next_start), entry in zip(pairwise([*starts, _END + 1]), entries, strict=True):
        yield (start, next_start - 1), entry.get("value")


_BEGINNING, _END = date.min.toordinal(), date.max.toordinal()


def _span(first: str | None, last: str | None) -> Span:
    return (
        _BEGINNING if first is None else date.fromisoformat(first).toordinal(),
        _END if last is None else date.fromisoformat(last).toordinal(),
    )


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Return the same days as sorted spans that do not overlap."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        elif first <= last:
            found.append((first, last))
    return found


def _cut(spans: Sequence[Span], first: int, last: int) -> list[Span]:
    """Return the days of the spans from ``first`` to ``last``."""
    cut = ((max(first, start), min(last, end)) for start, end in spans)
    return [span for span in cut if span[0] <= span[1]]


def _without(spans: Sequence[Span], taken: Span) -> list[Span]:
    """Return the days of the spans that are not in ``taken``."""
    first, last = taken
    if first > last:
        return list(spans)
    return [
        part
        for start, end in spans
        for part in ((start, min(end, first - 1)), (max(start, last + 1), end))
        if part[0] <= part[1]
    ]


def _length(spans: Sequence[Span]) -> int:
    return sum(last - first + 1 for first, last in spans)
