"""What scoring a row gives: a scorecard's figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from .exact import WORKING, shown
from .reasons import Reason
from .rows import Row
from .sheet import Sheet

Status = Literal["scored", "not_available", "exempt"]
Treatment = Literal["leave_out", "full", "adjusted_target"]


class SliceMark(NamedTuple):
    """One slice of a line: its value against its own target, and the weight of its points."""

    slice: str
    value: Decimal | None
    target: Decimal
    points: Decimal | None
    weight: Decimal | None
    reason: str | None


class Line(NamedTuple):
    """One line of a scorecard.

    `value` is rounded half up to six decimals for showing; `points` to the scheme's places. A line
    that is not available may still have points, by its policy; without points it is left out of
    both sums. `reason` says why there was no value of this period, or which exemption holds.
    `before` holds the cells of the previous period that the value was made from.
    """

    indicator: str
    dimension: str
    value: Decimal | None
    target: Decimal | None
    points: Decimal | None
    max_points: Decimal
    status: Status
    reason: str | None
    slices: tuple[SliceMark, ...]
    before: tuple[Row, ...] = ()


class Note(NamedTuple):
    """What is out of the ordinary with a line.

    `before` holds the previous period's cells that the line read, a row for each slice: without
    them nobody could check a growth.
    """

    status: Status
    reason: str | None
    target: Decimal | None
    slices: tuple[SliceMark, ...]
    before: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """An approved exception for one line of one person's period (rules.md §4).

    `leave_out` takes the line out like `reweight`; `full` gives its points; `adjusted_target`
    scores against `target`.
    """

    indicator: str
    treatment: Treatment = "leave_out"
    target: Decimal | None = None


class Result(NamedTuple):
    """A scorecard as it is computed; `lines` are made when they are asked for.

    `total`, `grade` and `coefficient` are None when too little was available (`insufficient`),
    unless a veto sets the last two. `figures` are the exact values, `notes` the lines that are not
    plainly scored.
    """

    sheet: Sheet
    figures: tuple[Decimal | None, ...]
    points: tuple[Decimal | None, ...]
    notes: Mapping[int, Note]
    earned: Decimal
    available: Decimal
    extras: Mapping[str, Decimal]
    total: Decimal | None
    grade: str | None
    coefficient: Decimal | None
    insufficient: bool
    veto: str | None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines in the order of the scheme."""
        return tuple(self._line(n) for n in range(len(self.points)))

    @property
    def values(self) -> dict[str, Decimal]:
        """The values as they are shown, by indicator: what the next period may carry over."""
        return {
            entry.indicator: shown(figure)
            for entry, figure in zip(self.sheet.entries, self.figures, strict=True)
            if figure is not None
        }

    @property
    def dimensions(self) -> dict[str, tuple[Decimal, Decimal]]:
        """Per dimension the points earned, and the maximum of the lines that have points."""
        sums: dict[str, tuple[Decimal, Decimal]] = {}
        nothing = Decimal(0).quantize(self.earned)  # with the places of points
        for entry, points in zip(self.sheet.entries, self.points, strict=True):
            earned, available = sums.get(entry.dimension, (nothing, Decimal(0)))
            if points is not None:
                earned = WORKING.add(earned, points)
                available = WORKING.add(available, entry.max_points)
            sums[entry.dimension] = (earned, available)
        return sums

    def _line(self, n: int) -> Line:
        entry, figure, note = self.sheet.entries[n], self.figures[n], self.notes.get(n, SCORED)
        return Line(
            indicator=entry.indicator,
            dimension=entry.dimension,
            value=None if figure is None else shown(figure),
            target=entry.target if note.target is None else note.target,
            points=self.points[n],
            max_points=entry.max_points,
            status=note.status,
            reason=note.reason,
            slices=note.slices,
            before=note.before,
        )


SCORED = Note("scored", None, None, ())


def not_available(reason: Reason, slices: tuple[SliceMark, ...] = ()) -> Note:
    return Note("not_available", reason.value, None, slices)
