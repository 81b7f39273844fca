"""The result of scoring a row: the figures of a scorecard."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from .exact import WORKING, shown
from .reasons import Reason
from .rows import Row
from .scorecard_layout import ScorecardLayout

Status = Literal["scored", "not_available", "exempt", "awaited"]
Treatment = Literal["leave_out", "full", "adjusted_target"]


class SliceMark(NamedTuple):
    """One slice of a line: its value, its own target, its points and their weight.

    `reason` is the code of why there is no value.
    """

    slice: str
    value: Decimal | None
    target: Decimal
    points: Decimal | None
    weight: Decimal | None
    reason: str | None


class Line(NamedTuple):
    """One line of a scorecard.

    `value` is rounded half up to six decimals for display, `points` to the scheme's places. A line
    that is not available may still have points by its policy; without points it is left out of
    earned and available. A line is `awaited` while a source that it reads has not arrived. `reason`
    is the code of why there is no value, or the exemption's treatment. `before` are the previous
    period's cells that the value was made from.
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
    """What a line has beside figure and points, for lines that are not simply scored.

    `target` is an exemption's adjusted target. `before` are the previous period's cells that the
    line read, a row per slice: a growth cannot be checked without them.
    """

    status: Status
    reason: str | None
    target: Decimal | None
    slices: tuple[SliceMark, ...]
    before: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """An approved exception for one line of one person's period (rules.md §4).

    `leave_out` leaves the line out like `reweight`, `full` gives full points, `adjusted_target`
    scores against `target`.
    """

    indicator: str
    treatment: Treatment = "leave_out"
    target: Decimal | None = None


class Result(NamedTuple):
    """A scorecard as it is computed; `lines` are made on request.

    `figures` are the exact values and `points` the rounded points in the order of the scheme's
    lines, None where there is none. `notes` by line number are of lines that are not simply scored.
    `total`, `grade` and `coefficient` are None when too little was available (`insufficient`),
    unless a veto sets the last two.

    `awaiting` are the codes of the sources that have not arrived: then there is no total and no
    grade, whatever a veto says. `final` are those that will not arrive any more.
    """

    layout: ScorecardLayout
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
    awaiting: tuple[str, ...] = ()
    final: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines, in the order of the scheme."""
        return tuple(self._line(n) for n in range(len(self.points)))

    @property
    def values(self) -> dict[str, Decimal]:
        """The values as they are displayed, by indicator code: what `carry_previous` takes."""
        return {
            entry.indicator: shown(figure)
            for entry, figure in zip(self.layout.entries, self.figures, strict=True)
            if figure is not None
        }

    @property
    def dimensions(self) -> dict[str, tuple[Decimal, Decimal]]:
        """By dimension code: (points earned, maximum of the lines that have points)."""
        sums: dict[str, tuple[Decimal, Decimal]] = {}
        nothing = Decimal(0).quantize(self.earned)  # with the places of points
        for entry, points in zip(self.layout.entries, self.points, strict=True):
            earned, available = sums.get(entry.dimension, (nothing, Decimal(0)))
            if points is not None:
                earned = WORKING.add(earned, points)
                available = WORKING.add(available, entry.max_points)
            sums[entry.dimension] = (earned, available)
        return sums

    def _line(self, n: int) -> Line:
        entry, figure, note = self.layout.entries[n], self.figures[n], self.notes.get(n, SCORED)
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
AWAITED = Note("awaited", "source_awaited", None, ())


def not_available(reason: Reason, slices: tuple[SliceMark, ...] = ()) -> Note:
    """The note of a line without a value."""
    return Note("not_available", reason.value, None, slices)
