"""The people of a period as its lists find them: an entry for each current result, in five orders.

An entry has what lists are filtered by, so that a list reads the entries it needs and then just the
results that it shows. The same entries lie by person, by team, by grade, by upload and by the time
at which they changed (docs/decisions/lists.md).
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from chalicelib.periods.ordered_pieces import First
from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import escaped
from chalicelib.team_folds import fold


class Listed(NamedTuple):
    """A person's current result as lists find it.

    ``team`` is as it was written when the period was settled; it and ``grade`` are empty when the
    result has none. ``insufficient``: too few data for a total. ``pays`` is as in
    scorecards/period_cards.py. ``changed_at``: when the entry became as it is (RFC 3339, UTC), the
    ranks of others apart. ``outdated``: the revision of the previous period that stands in place of
    the one that the result was made with, as a card would keep it (results/outdated_marks.py);
    empty when it is not outdated, and until a follower has told.
    """

    person: PersonKey
    team: str
    grade: str
    insufficient: bool
    upload: str
    version: int
    revision: int
    pays: str
    changed_at: str
    outdated: str = ""

    def same_as(self, other: "Listed") -> bool:
        """Say whether both have the same content, whenever they changed."""
        return self._replace(changed_at=other.changed_at) == other


class ListOrder:
    """Entries by what ``head`` gives of them, and then by person as keys sort them."""

    def __init__(self, name: str, head: Callable[[Listed], First]) -> None:
        self.name = name
        self.head = head

    def place(self, entry: Listed) -> First:
        return *self.head(entry), escaped(entry.person)

    first = place

    def placed(self, first: First) -> First:
        return first

    def people(self, _entry: Listed) -> int:
        return 1

    def rows(self, entries: Sequence[Listed]) -> object:
        """The entries by column. A column of few values has each once, with a number an entry."""
        return [_column(values) for values in zip(*entries, strict=True)]

    def entries(self, rows: Any) -> list[Listed]:
        columns = map(_values, rows)
        return list(map(Listed._make, zip(*columns, strict=True)))


def team_part(team_fold: str) -> str:
    """Return what stands for a team in the order by team: a digest of its fold, 16 characters."""
    return _digest(team_fold)


@lru_cache(maxsize=8192)
def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


PERSON: Final = ListOrder("people", lambda _: ())
TEAM: Final = ListOrder("by-team", lambda entry: (team_part(fold(entry.team)),))
GRADE: Final = ListOrder("by-grade", lambda entry: (entry.grade,))
UPLOAD: Final = ListOrder("by-upload", lambda entry: (entry.upload,))
CHANGED: Final = ListOrder("by-change", lambda entry: (entry.changed_at,))
#: All orders by name. The first is the one that a small period has alone.
ORDERS: Final = {one.name: one for one in (PERSON, TEAM, GRADE, UPLOAD, CHANGED)}


def _column(values: tuple[Any, ...]) -> list[Any]:
    """Return ``[values]``, ``[different values, a number for each entry]``, or ``[[value], n]``."""
    different = list(dict.fromkeys(values))
    if len(different) == len(values):
        return [different]
    if len(different) == 1:
        return [different, len(values)]
    number = {value: n for n, value in enumerate(different)}
    return [different, [number[value] for value in values]]


def _values(column: list[Any]) -> list[Any]:
    different, *numbers = column
    if not numbers:
        return list(different)
    (told,) = numbers
    return different * told if isinstance(told, int) else [different[n] for n in told]
