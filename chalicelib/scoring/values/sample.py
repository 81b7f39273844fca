"""`sample`: how many of the items drawn for inspection failed (rules.md §1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal, Self

from chalicelib.scoring.cells import number
from chalicelib.scoring.checklists import ITEM_FIELDS, ChecklistItem, read_checklist
from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.limits import CELL_DIGITS, CHECKLIST_ITEMS
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import Cell, ColumnUse, Figure, Row, ValueOf

from .value import Value

Counts = Literal["tickets", "items"]
MoreDrawn = Literal["normalise", "as_drawn"]
COUNTS: Final[tuple[Counts, ...]] = ("tickets", "items")
MORE_DRAWN: Final[tuple[MoreDrawn, ...]] = ("normalise", "as_drawn")


@dataclass(frozen=True, slots=True)
class Sample(Value):
    """The failures among those drawn. Not available with a blank, or too few drawn.

    `more_drawn` says what a larger sample does: `normalise` brings the failures to `required_size`
    (4 of 20 counts as 2 of 10), `as_drawn` leaves them. `count_of` says what a failure is: one of
    the `tickets` drawn, or an item in a ticket, of which one ticket may have several.

    `checklist` are the items by which inspectors judge a ticket. A ticket fails when `fails_at` of
    them fail, or a critical one. Counts that come by file need no checklist.

    A negative count, or more failing tickets than were drawn, is a RowFault.
    """

    kind: ClassVar[str] = "sample"
    fields: ClassVar[tuple[str, ...]] = (
        "failures",
        "size",
        "required_size",
        "counts",
        "more_drawn",
        "checklist",
        "fails_at",
    )
    inner_fields: ClassVar[tuple[str, ...]] = ITEM_FIELDS
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "counts": COUNTS,
        "more_drawn": MORE_DRAWN,
    }
    counts: ClassVar[bool] = True

    failures: str
    size: str
    required_size: Decimal
    count_of: Counts = "tickets"
    more_drawn: MoreDrawn = "normalise"
    checklist: tuple[ChecklistItem, ...] = ()
    fails_at: int = 1

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:  # noqa: ARG003 the signature of every kind
        place.is_object(("kind", *cls.fields))
        return cls(
            failures=place.at("failures").code(),
            size=place.at("size").code(),
            required_size=place.at("required_size").number(above=0),
            count_of=place.at("counts").choice(COUNTS, "tickets"),
            more_drawn=place.at("more_drawn").choice(MORE_DRAWN, "normalise"),
            checklist=read_checklist(place.at("checklist")),
            fails_at=place.at("fails_at").integer(1, least=1, most=CHECKLIST_ITEMS),
        )

    def uses(self) -> tuple[ColumnUse, ...]:
        return (
            ColumnUse(self.failures, "number", summed=True),
            ColumnUse(self.size, "number", summed=True),
        )

    def figure(self, indicator: str) -> ValueOf:  # noqa: ARG002 its faults name the column
        failures, size, required = self.failures, self.size, self.required_size
        by_ticket, normalised = self.count_of == "tickets", self.more_drawn == "normalise"

        def failing(row: Row, _previous: Row | None) -> Figure:
            # Only decimals have `adjusted`; another cell raises AttributeError: the general path.
            failed: Any = row[failures]
            drawn: Any = row[size]
            if failed is None or drawn is None:
                return Reason.BLANK
            possible = ZERO <= failed <= drawn if by_ticket else failed >= ZERO
            if (
                possible
                and drawn >= required
                and failed.adjusted() < CELL_DIGITS > drawn.adjusted()
            ):
                count: Decimal = failed
                if drawn.is_finite() and count.is_finite():
                    # The product comes first because it is exact: only the division rounds.
                    return count * required / drawn if normalised and drawn > required else count
            return self._reason_or_fault(failed, drawn)

        return failing

    def _reason_or_fault(self, failed: Cell, drawn: Cell) -> Reason:
        """The reason for too few drawn; RowFault for impossible counts or an unreadable cell."""
        count, size = number(failed, self.failures), number(drawn, self.size)
        if count < 0:
            raise RowFault(self.failures, "negative_count", found=count)
        if count > size and self.count_of == "tickets":
            raise RowFault(self.failures, "more_failures_than_drawn", found=count, size=size)
        return Reason.TOO_FEW_DRAWN
