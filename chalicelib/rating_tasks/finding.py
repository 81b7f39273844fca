"""Find the forms that a caller is asked to fill in. They are found under the caller alone, so that
another rater's form is not there for the caller, whatever it is called."""

from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.errors import NotFound
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.keys import is_sheet, partition_of_rounds
from chalicelib.rating_forms.places import rater_partition, rater_prefix
from chalicelib.rating_forms.records import (
    CLOSED,
    OPEN,
    Form,
    Round,
    form_of,
    read_round,
    read_task_id,
    sheet_of,
)
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

#: The latest rounds among which a caller's forms are looked for, when no round is named.
AMONG = 50


class Task(NamedTuple):
    """A form of the caller; ``form`` None: nothing of it is saved."""

    round: Round
    role: str
    ratee: PersonKey
    form: Form | None


def rounds_for_raters(context: Context, round_id: str | None) -> list[Round]:
    """Return the open rounds among the latest, the newest first, or the one that is named while
    raters may see it."""
    if round_id is not None:
        found = read_round(context, round_id)
        return [found] if found is not None and found.status in (OPEN, CLOSED) else []
    partition = partition_of_rounds(context.scope)
    latest = context.table.query(partition, limit=AMONG, descending=True).items
    return [one for item in latest if (one := from_item(Round, item)).status == OPEN]


def tasks_of(context: Context, rater: PersonKey, found: Round) -> list[Task]:
    """Return all forms of a rater in a round, in one order. One query for some hundred forms."""
    forms: dict[tuple[str, PersonKey], Form] = {}
    asked: list[tuple[str, PersonKey]] = []
    for item in _items(context, rater, found):
        if is_sheet(item["sk"]):
            asked += sheet_of(item).forms
        else:
            form = form_of(item)
            forms[form.role, PersonKey(form.ratee)] = form
    return [Task(found, role, ratee, forms.get((role, ratee))) for role, ratee in asked]


def own_task(context: Context, name: str) -> Task:
    """Return the caller's form of this id. Raises NotFound (404) for every other."""
    named, rater = read_task_id(name), context.principal.person
    if named is None or rater is None:
        raise NotFound("rating_task")
    round_id, role, ratee = named
    for found in rounds_for_raters(context, round_id):
        for task in tasks_of(context, rater, found):
            if (task.role, task.ratee) == (role, ratee):
                return task
    raise NotFound("rating_task")


def _items(context: Context, rater: PersonKey, found: Round) -> Iterator[Item]:
    partition = rater_partition(context, found.id, found.draw, rater)
    yield from context.table.query_all(partition, prefix=rater_prefix(rater))
