"""The sheets of a round's raters: whom each is asked to rate, in parts that stay small."""

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.places import sheet_key
from chalicelib.rating_forms.records import FORMS_OF_SHEET, Sheet, sheet_item
from chalicelib.rating_rounds.draw import Assigned
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.tenancy.context import Context


def sheets_of(
    rater: PersonKey,
    forms: Iterable[tuple[str, PersonKey]],
    team: str | None,
    revision: int = 1,
) -> list[Sheet]:
    """Return the sheets of a rater of a team, with each form once: by role, then by person."""
    listed = sorted(set(forms))
    some = [listed[n : n + FORMS_OF_SHEET] for n in range(0, len(listed), FORMS_OF_SHEET)]
    return [
        Sheet(rater, part, len(some), tuple(these), revision, team)
        for part, these in enumerate(some)
    ]


def by_rater(assigned: Iterable[Assigned]) -> dict[PersonKey, list[tuple[str, PersonKey]]]:
    """Return the forms of each rater."""
    found: dict[PersonKey, list[tuple[str, PersonKey]]] = {}
    for one in assigned:
        found.setdefault(one.rater, []).append((one.role, one.ratee))
    return found


def sheet_writes(
    context: Context, round_id: str, draw: int, sheets: Sequence[Sheet]
) -> Iterator[tuple[Key, Item]]:
    """Yield the writes of sheets of a draw."""
    for sheet in sheets:
        key = sheet_key(context, round_id, draw, sheet.rater, sheet.part)
        yield key, sheet_item(sheet)
