"""The fields of contacts that a scheme reads: for its columns, and to tell contacts apart.

The reader of a scheme has checked each ``from_contacts`` section.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from .columns import Column
from .scheme import ColumnNote

NUMERIC: Final = ("sum", "max", "min")
#: `text` is compared or counted, `yes_no` is only asked whether it says yes.
FieldKind = Literal["number", "text", "yes_no"]
_WEAK_TO_STRONG: Final[tuple[FieldKind | None, ...]] = (None, "yes_no", "text", "number")


def section_of(column: Column) -> Mapping[str, Any] | None:
    """Return how the column is made of contacts; None when the scheme does not say."""
    return None if column.note is None else section_in(column.note)


def section_in(note: ColumnNote) -> Mapping[str, Any] | None:
    """Return how a declared column is made of contacts; None when the scheme does not say."""
    return note.from_contacts if isinstance(note.from_contacts, Mapping) else None


def fields_read(sections: Iterable[Mapping[str, Any]]) -> dict[str, FieldKind]:
    """Return every field that the sections read, in their order, and what its cells must be.

    A figure where one section needs a figure; yes or no where no section needs more.
    """
    found: dict[str, FieldKind | None] = {}
    for section in sections:
        for field, kind in _uses(section):
            found[field] = max(found.get(field), kind, key=_WEAK_TO_STRONG.index)
    return {field: kind or "text" for field, kind in found.items()}


def _uses(section: Mapping[str, Any]) -> Iterator[tuple[str, FieldKind | None]]:
    """Give each use of a field, and as what. None: it is only asked whether it is filled."""
    for kind in NUMERIC:
        if kind in section:
            yield section[kind], "number"
    if "count_distinct" in section:
        yield section["count_distinct"], "text"
    inner = section.get("count")
    if isinstance(inner, Mapping):
        if inner.get("present") is not None:
            yield inner["present"], None
        yield from _tested(inner)
    yield from _tested(section)


def _tested(section: Mapping[str, Any]) -> Iterator[tuple[str, FieldKind]]:
    for one in section.get("where") or ():
        if "at_least" in one or "at_most" in one:
            yield one["field"], "number"
        else:
            wanted = one.get("in", [one.get("equals")])
            asked = all(isinstance(value, bool) for value in wanted)
            yield one["field"], "yes_no" if asked else "text"
