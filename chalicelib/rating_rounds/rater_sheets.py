"""All sheets of one rater: read, and replaced in one transaction with what they are counted in."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.errors import Changed
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms import progress
from chalicelib.rating_forms.keys import is_sheet, key_of_round
from chalicelib.rating_forms.places import rater_partition, rater_prefix, sheet_key
from chalicelib.rating_forms.records import Round, Sheet, sheet_of
from chalicelib.rating_rounds.sheets import sheet_writes, sheets_of
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context


class Theirs(NamedTuple):
    """A rater's sheets as they are stored, and the team in which the rater's forms are counted."""

    rater: PersonKey
    team: str | None
    sheets: Sequence[Sheet]

    @property
    def forms(self) -> set[tuple[str, PersonKey]]:
        """Whom the rater is asked to rate, with the role."""
        return {form for sheet in self.sheets for form in sheet.forms}


def items_of_rater(context: Context, found: Round, rater: PersonKey) -> list[Item]:
    """Return the stored forms and sheets of a rater."""
    partition = rater_partition(context, found.id, found.draw, rater)
    return list(context.table.query_all(partition, prefix=rater_prefix(rater)))


def sheets_of_rater(context: Context, found: Round, rater: PersonKey) -> list[Sheet]:
    """Return all sheets of a rater."""
    items = items_of_rater(context, found, rater)
    return [sheet_of(item) for item in items if is_sheet(item["sk"])]


def replace_sheets(
    context: Context,
    found: Round,
    before: Theirs,
    forms: Collection[tuple[str, PersonKey]],
    condition: Condition,
    refusal: Callable[[], Exception],
) -> list[Sheet]:
    """Add to the unit that a rater has these forms and no others. Return the new sheets.

    The numbers of the round and of the rater's team change with them. ``condition`` is about the
    round. When the sheets have changed meanwhile, the commit raises Changed.
    """
    rater, team = before.rater, before.team
    revision = before.sheets[0].revision if before.sheets else 0
    # Without forms one empty sheet keeps the revision.
    empty = Sheet(rater, 0, 1, (), revision + 1, team)
    after = sheets_of(rater, forms, team, revision + 1) or [empty]
    same = Path("revision")
    unchanged = same.does_not_exist() if revision == 0 else same == revision
    for key, item in sheet_writes(context, found.id, found.draw, after):
        first = after[0].part == item["part"]
        context.unit.put(key, item, unchanged if first else None, Changed)
    for sheet in before.sheets[len(after) :]:
        context.unit.delete(sheet_key(context, found.id, found.draw, rater, sheet.part))
    had = before.forms
    _count(context, found, team, had, forms)
    context.unit.update(
        key_of_round(context.scope, found.id),
        [
            Path("forms").set(Path("forms") + (len(forms) - len(had))),
            Path("raters").set(Path("raters") + (bool(forms) - bool(had))),
            Path("revision").set(Path("revision") + 1),
        ],
        condition,
        refusal,
    )
    return after


def _count(
    context: Context,
    found: Round,
    team: str | None,
    before: Collection[tuple[str, PersonKey]],
    after: Collection[tuple[str, PersonKey]],
) -> None:
    """Add to the numbers of the rater's team what has changed in each role."""
    if team is None:
        return
    added = Counter(role for role, _ in after)
    added.subtract(role for role, _ in before)
    for role, number in added.items():
        if number:
            progress.add(context, found, team, role, forms=number)
