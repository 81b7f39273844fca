"""Find the forms that a caller is asked to fill in. They are found under the caller alone, so that
another rater's form is not there for the caller, whatever it is called."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from chalicelib.errors import NotFound
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.keys import is_sheet, partition_of_rounds
from chalicelib.rating_forms.places import form_key, rater_partition, rater_prefix, sheet_key
from chalicelib.rating_forms.records import (
    CLOSED,
    OPEN,
    Form,
    Round,
    Sheet,
    form_of,
    has_said,
    is_asked,
    read_round,
    read_task_id,
    sheet_of,
)
from chalicelib.rating_tasks import by_link
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

#: The latest rounds among which a caller's forms are looked for, when no round is named.
AMONG = 50


class Task(NamedTuple):
    """A form of the caller; ``form`` None: nothing of it is saved.

    ``shown``: whether the caller may read what it says (by_link.py). ``team`` is the caller's, as
    the round's progress is counted.
    """

    round: Round
    role: str
    ratee: PersonKey
    form: Form | None
    shown: bool = True
    team: str | None = None

    @property
    def answers(self) -> dict[str, Any]:
        """The answers that the caller may read."""
        return {} if self.form is None or not self.shown else self.form.answers

    @property
    def comment(self) -> str | None:
        """The comment, where the caller may read it."""
        return None if self.form is None or not self.shown else self.form.comment


def rounds_for_raters(context: Context, round_id: str | None) -> list[Round]:
    """Return the open rounds among the latest, the newest first, or the one that is named while
    raters may see it. A rater with a link has the round of the link alone."""
    if context.principal.round is not None:
        own = by_link.own_round(context)
        return [own] if round_id in (None, own.id) else []
    if round_id is not None:
        found = read_round(context, round_id)
        return [found] if found is not None and found.status in (OPEN, CLOSED) else []
    partition = partition_of_rounds(context.scope)
    latest = context.table.query(partition, limit=AMONG, descending=True).items
    return [one for item in latest if (one := from_item(Round, item)).status == OPEN]


def tasks_of(context: Context, rater: PersonKey, found: Round) -> list[Task]:
    """Return all forms of a rater in a round, in one order. One query for some hundred forms.

    Raises Conflict ``link_over`` (409) for a rater with a link who has submitted all of them.
    """
    forms: dict[tuple[str, PersonKey], Form] = {}
    asked: list[tuple[str, PersonKey]] = []
    team: str | None = None
    for item in _items(context, rater, found):
        if is_sheet(item["sk"]):
            sheet = sheet_of(item)
            asked += sheet.forms
            team = sheet.team
        else:
            form = form_of(item)
            forms[form.role, PersonKey(form.ratee)] = form
    open_now = [one for one in asked if is_asked(found, *one)]
    if asked and all(one in forms and has_said(forms[one], found.closings) for one in open_now):
        by_link.refuse_done(context)
    return [
        Task(found, *one, forms.get(one), by_link.may_read(context, forms.get(one)), team)
        for one in asked
    ]


def own_task(context: Context, name: str) -> Task:
    """Return the caller's form of this id. Raises NotFound (404) for every other."""
    named, rater = read_task_id(name), context.principal.person
    if named is None or rater is None:
        raise NotFound("rating_task")
    round_id, role, ratee = named
    for found in rounds_for_raters(context, round_id):
        task = _task(context, rater, found, role, ratee)
        if task is not None:
            return task
    raise NotFound("rating_task")


def _task(
    context: Context, rater: PersonKey, found: Round, role: str, ratee: PersonKey
) -> Task | None:
    """Return a rater's form in a round; None when the rater is not asked for it.

    It is read by key with the sheet that asks for it, so that a form of a thousand costs what a
    form of six does. Of a rater with a link all are read: whether the link is over is asked first.
    """
    if context.principal.round is not None:
        tasks = tasks_of(context, rater, found)
        return next((one for one in tasks if (one.role, one.ratee) == (role, ratee)), None)
    at = form_key(context, found.id, found.draw, rater, role, ratee)
    first = sheet_key(context, found.id, found.draw, rater, 0)
    items = context.table.get_many([first, at])
    form = form_of(items[at]) if at in items else None
    for sheet in _sheets(context, rater, found, items.get(first)):
        if (role, ratee) in sheet.forms:
            return Task(found, role, ratee, form, team=sheet.team)
    return None


def _sheets(
    context: Context, rater: PersonKey, found: Round, first: Item | None
) -> Iterator[Sheet]:
    """Yield a rater's sheets, of which the first is read; the others are read when needed."""
    if first is None:
        return
    sheet = sheet_of(first)
    yield sheet
    keys = [sheet_key(context, found.id, found.draw, rater, n) for n in range(1, sheet.parts)]
    if keys:
        yield from map(sheet_of, context.table.get_many(keys).values())


def _items(context: Context, rater: PersonKey, found: Round) -> Iterator[Item]:
    partition = rater_partition(context, found.id, found.draw, rater)
    yield from context.table.query_all(partition, prefix=rater_prefix(rater))
