"""The differences between two scheme documents. Pure.

- Entries with a code (indicators, grades, levels) are matched by the code, not by their place.
- Figures are compared as numbers: "90" equals 90.
- A name as one string equals the same name in both languages.
- Null equals a missing field.
- ``parameters`` are not compared, because the places that they fill are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from chalicelib.scoring.field_names import FIELDS
from chalicelib.scoring.findings import joined
from chalicelib.scoring.reading.scalars import exact_number

#: The rank of each field in the order of presentation.
ORDER: Final = {name: place for place, name in enumerate(FIELDS)}
Kind = Literal["added", "removed", "changed", "reordered"]

#: Lists whose order has no meaning. Grades are ordered by their ``min``.
UNORDERED = frozenset({"grades"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two documents.

    ``pointer`` is a JSON pointer into the later document; for ``removed``, into the earlier one.
    ``before`` and ``after`` are JSON values. For ``reordered`` they are lists of codes.
    """

    kind: Kind
    pointer: str
    before: Any = None
    after: Any = None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return every difference, in the order of the later document."""
    places = Places("", "")
    return tuple(_between(_without_parameters(before), _without_parameters(after), places))


@dataclass(frozen=True, slots=True)
class Places:
    """The pointers of two values, each in its own document."""

    before: str
    after: str

    def at(self, before: str | int, after: str | int) -> "Places":
        """Return the pointers of the values below, at these fields or list places."""
        return Places(joined(self.before, before), joined(self.after, after))


def _without_parameters(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "parameters"}


def _between(before: Any, after: Any, places: Places) -> Iterator[Difference]:
    if _plain_object(before) and _plain_object(after) and _same_kind(before, after):
        yield from _between_objects(before, after, places)
    elif _coded(before) and _coded(after):
        yield from _between_lists(before, after, places)
    elif not _same(before, after):
        yield Difference("changed", places.after, before, after)


def _between_objects(
    before: Mapping[str, Any], after: Mapping[str, Any], places: Places
) -> Iterator[Difference]:
    for name in sorted({**after, **before}, key=_rank):
        old, new, inner = before.get(name), after.get(name), places.at(name, name)
        if old is None and new is None:
            continue
        if old is None:
            yield Difference("added", inner.after, None, new)
        elif new is None:
            yield Difference("removed", inner.before, old, None)
        else:
            yield from _between(old, new, inner)


def _between_lists(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], places: Places
) -> Iterator[Difference]:
    old = {entry["code"]: (number, entry) for number, entry in enumerate(before)}
    new = {entry["code"]: number for number, entry in enumerate(after)}
    for number, entry in enumerate(after):
        if entry["code"] in old:
            earlier, other = old[entry["code"]]
            yield from _between(other, entry, places.at(earlier, number))
        else:
            yield Difference("added", joined(places.after, number), None, entry)
    for number, entry in enumerate(before):
        if entry["code"] not in new:
            yield Difference("removed", joined(places.before, number), entry, None)
    kept_old = [code for code in old if code in new]
    kept_new = [code for code in new if code in old]
    if kept_old != kept_new and places.after.rpartition("/")[2] not in UNORDERED:
        yield Difference("reordered", places.after, kept_old, kept_new)


def _rank(name: str) -> tuple[int, str]:
    """Return the sort key of a field: its place in ``FIELDS``, unknown fields last."""
    return ORDER.get(name, len(ORDER)), name


def _same(before: Any, after: Any) -> bool:
    """Whether two values are equal by the rules of this module."""
    if isinstance(before, (list, tuple)) and isinstance(after, (list, tuple)):
        return len(before) == len(after) and all(map(_same, before, after))
    if isinstance(before, Mapping) and isinstance(after, Mapping) and _names(before) is None:
        return set(before) == set(after) and all(
            _same(before[name], after[name]) for name in before
        )
    if isinstance(before, bool | None) or isinstance(after, bool | None):
        return before is after
    old, new = exact_number(before), exact_number(after)
    if old is not None and new is not None:
        return old == new
    return _names(before) is not None and _names(before) == _names(after)


def _names(value: Any) -> tuple[Any, Any] | None:
    """Return a name in Chinese and English, from a string or an object; None for other values."""
    if isinstance(value, str):
        return value, value
    if isinstance(value, Mapping) and value and set(value) <= {"zh", "en"}:
        return value.get("zh", value.get("en")), value.get("en", value.get("zh"))
    return None


def _plain_object(value: Any) -> bool:
    """Whether the value is an object other than a name or a place with an open parameter."""
    return isinstance(value, Mapping) and _names(value) is None and "$parameter" not in value


def _same_kind(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether both objects have the same ``kind`` or none.

    Rules and values of different kinds have different fields, so they are compared as a whole.
    """
    return bool(before.get("kind") == after.get("kind"))


def _coded(value: Any) -> bool:
    """Whether the value is a list of entries with distinct codes."""
    if not isinstance(value, list):
        return False
    codes = [entry.get("code") for entry in value if isinstance(entry, Mapping)]
    texts = {code for code in codes if isinstance(code, str)}
    return len(texts) == len(value)
