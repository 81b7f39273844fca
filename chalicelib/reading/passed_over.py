"""The rows of a table that are read, and those that are passed over: blank ones, notes, totals."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from .faults import shown
from .header import Header
from .merges import CoveredText
from .notes import SkipReason, skip_reason
from .table import Line
from .words import is_blank, plain

#: Rows of totals whose text is kept.
MOST_NAMED = 200


@dataclass(slots=True)
class PassedOver:
    """How many rows of a pass were passed over, and the first rows of totals with their text."""

    counts: Counter[SkipReason] = field(default_factory=Counter)
    totals: list[tuple[int, str]] = field(default_factory=list)

    @property
    def by_reason(self) -> dict[SkipReason, int]:
        """The number of rows by reason."""
        return dict(self.counts)

    def add(self, number: int, cells: list[str], why: SkipReason) -> None:
        """Count a row."""
        self.counts[why] += 1
        if why == "total" and len(self.totals) < MOST_NAMED:
            texts = (plain(text) for text in cells if not isinstance(text, CoveredText))
            self.totals.append((number, shown(" ".join(t for t in texts if not is_blank(t)))))


class RowFilter:
    """Tells real rows from others under one header.

    may_be_id: see `skip_reason`.
    """

    def __init__(self, header: Header, may_be_id: Callable[[str], bool] | None = None) -> None:
        self._top = header.row
        self._id = header.fields["employee_id"]
        self._beside = [
            header.fields[one] for one in ("employee_name", "team") if one in header.fields
        ]
        self._may_be_id = may_be_id

    def real(self, lines: Iterable[Line], passed_over: PassedOver) -> Iterator[Line]:
        """Yield the lines below the header that are real rows; count the others."""
        for number, cells in lines:
            if number > self._top:
                why = skip_reason(cells, self._id, self._beside, self._may_be_id)
                if why is None:
                    yield number, cells
                else:
                    passed_over.add(number, cells, why)
