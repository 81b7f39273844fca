"""What differs between two scheme documents. Pure.

Entries with a code (indicators, grades, levels) are matched by it, wherever they stand. Figures
are compared as figures ("90" is 90), a plain name as one for both languages, and null as a
missing field. Parameters are left out: what they fill stands in its place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from chalicelib.scoring.field_names import FIELDS
from chalicelib.scoring.findings import joined
from chalicelib.scoring.reading.scalars import exact_number

ORDER: Final = {name: place for place, name in enumerate(FIELDS)}
Kind = Literal["added", "removed", "changed", "reordered"]

#: Lists whose order means nothing: bands go by their min.
UNORDERED = frozenset({"grades"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``pointer`` is the place in the later document; of what was removed, in the
    earlier one. ``before`` and ``after`` are JSON values; of a reordering, lists of codes."""

    kind: Kind
    pointer: str
    before: Any = None
    after: Any = None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every difference, in the order of the later document."""
    places = Places("", "")
    return tuple(_between(_without_parameters(before), _without_parameters(after), places))


@dataclass(frozen=True, slots=True)
class Places:
    """Where the two values lie, each in its own document."""

    before: str
    after: str

    def at(self, before: str | int, after: str | int) -> "Places":
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
    """Fields in the order in which people think of them, not in that of the canonical form."""
    return ORDER.get(name, len(ORDER)), name


def _same(before: Any, after: Any) -> bool:
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
    """A name in both languages, however it is written; None for anything else."""
    if isinstance(value, str):
        return value, value
    if isinstance(value, Mapping) and value and set(value) <= {"zh", "en"}:
        return value.get("zh", value.get("en")), value.get("en", value.get("zh"))
    return None


def _plain_object(value: Any) -> bool:
    """An object with fields of its own: neither a name nor a place that waits for a parameter."""
    return isinstance(value, Mapping) and _names(value) is None and "$parameter" not in value


def _same_kind(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Rules and values of different kinds have nothing in common to compare field by field."""
    return bool(before.get("kind") == after.get("kind"))


def _coded(value: Any) -> bool:
    """A list of entries that each have a code of their own."""
    if not isinstance(value, list):
        return False
    codes = [entry.get("code") for entry in value if isinstance(entry, Mapping)]
    texts = {code for code in codes if isinstance(code, str)}
    return len(texts) == len(value)
