"""Contacts in a scheme with slices: which figures are of a slice, and which of the whole person.

A person's contacts make a row for each slice. A line without slices adds its columns up over these
rows, or takes the one figure on which they agree.
"""

from collections.abc import Mapping
from typing import Any, Final

from .columns import uses
from .needs import needs_slices
from .scheme import Scheme

#: Figures of parts that add up to the figure of the whole.
_ADDITIVE: Final = ("count", "sum")


def of_whole_person(scheme: Scheme) -> frozenset[str]:
    """Return the columns whose figure is of all contacts of a person, and equal in every row.

    They are those that no line with slices reads and that no line adds up.
    """
    sliced, summed = _read(scheme)
    others = {note.code for note in scheme.columns} - sliced - summed
    return frozenset(others if needs_slices(scheme) else ())


def adds_wrongly(scheme: Scheme, code: str, section: Mapping[str, Any]) -> bool:
    """Return whether a line would add up figures that are none of a whole: distinct days by slice.

    The days of two channels are not the days of the person.
    """
    additive = any(kind in section for kind in _ADDITIVE)
    return not additive and bool(needs_slices(scheme)) and code in _read(scheme)[1]


def _read(scheme: Scheme) -> tuple[set[str], set[str]]:
    """Return the columns that lines with slices read, and those that lines without add up."""
    sliced: set[str] = set()
    summed: set[str] = set()
    for indicator in scheme.indicators:
        for use in uses(indicator):
            if indicator.slices is not None:
                sliced.add(use.column)
            elif use.summed:
                summed.add(use.column)
    return sliced, summed
