"""What the tickets of a person come to: the cells of the columns of the judged source."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from chalicelib.inspections.agreeing import agreed, failing
from chalicelib.inspections.sources import item_key
from chalicelib.inspections.tickets import Ticket
from chalicelib.scoring.checklists import failures_of_ticket
from chalicelib.scoring.exact import plain
from chalicelib.scoring.judged_sources import INSPECTOR, Judged
from chalicelib.scoring.limits import MARKS_PER_CELL
from chalicelib.scoring.values.combined_marks import Mark, combined
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.sample import Sample


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a ticket came to: the keys of the items that fail, and the marks by rating (decimals as
    text). ``passages`` are what inspectors wrote where something failed."""

    number: int
    contact: str
    day: str
    channel: str
    failed: tuple[str, ...] = ()
    marks: dict[str, str] = field(default_factory=dict)
    passages: tuple[str, ...] = ()

    def stored(self) -> list[Any]:
        """Return it as a JSON list."""
        return [
            self.number,
            self.contact,
            self.day,
            self.channel,
            list(self.failed),
            self.marks,
            list(self.passages),
        ]

    @classmethod
    def of(cls, found: Sequence[Any]) -> "Outcome":
        """Return what :meth:`stored` gave."""
        number, contact, day, channel, failed, marks, passages = found
        return cls(number, contact, day, channel, tuple(failed), marks, tuple(passages))


def outcome(ticket: Ticket) -> Outcome | None:
    """Return what a ticket came to; None for one of which no judgement was submitted.

    Of a ticket that two should judge and one has, that one counts.
    """
    if not ticket.submitted:
        return None
    found = agreed([one.opinion for one in ticket.submitted])
    failed = tuple(sorted(failing(found)))
    said = (one.passage for one in ticket.submitted) if failed else ()
    return Outcome(
        ticket.number,
        ticket.contact,
        ticket.day,
        ticket.channel,
        failed,
        {code: plain(mark) for code, mark in found.marks.items() if mark is not None},
        tuple(one for one in said if one),
    )


def cells(judged: Judged, outcomes: Collection[Outcome]) -> dict[str, str]:
    """Return the cell of each column of the judged source, by code."""
    found: dict[str, str] = {}
    for indicator, value in judged.samples:
        found[value.failures] = str(sum(_failures(indicator.code, value, outcomes)))
        found[value.size] = str(len(outcomes))
    for indicator, rating in judged.ratings:
        marks = [one.marks[indicator.code] for one in outcomes if indicator.code in one.marks]
        found[rating.columns[INSPECTOR]] = _cell(rating, sorted(map(Decimal, marks)))
    return found


def _cell(rating: Rating, marks: Sequence[Decimal]) -> str:
    """Return the marks as a cell; more than it takes (several weeks' inspections) combined."""
    if len(marks) <= MARKS_PER_CELL:
        return ";".join(map(plain, marks))
    given = combined(rating.combine, map(Mark, marks))
    return "" if given is None else given.cell


def _failures(indicator: str, value: Sample, outcomes: Iterable[Outcome]) -> Iterable[int]:
    by_ticket = value.count_of == "tickets"
    for one in outcomes:
        failed = [
            item.code for item in value.checklist if item_key(indicator, item.code) in one.failed
        ]
        yield failures_of_ticket(
            value.checklist, failed, by_ticket=by_ticket, fails_at=value.fails_at
        )
