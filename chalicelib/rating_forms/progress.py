"""How many forms the raters of a team have in a role, and have submitted.

One item for each team and role of a draw, written with the draw, with hr's changes, and with each
submission in its own transaction. So nobody walks through forms to know how far a round is, and
the round's own record does not change with them. A team is that of the raters at the draw, who can
be reminded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pynamodb.expressions.operand import Path

from chalicelib.rating_forms.keys import key_of_progress, partition_of_progress
from chalicelib.rating_forms.records import Round
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Progress:
    """The forms of a team's raters in a role. ``team`` is the team's text; empty: without one."""

    team: str
    role: str
    forms: int
    submitted: int = 0


def progress_writes(
    context: Context, found: Round, forms: Mapping[tuple[str, str], int]
) -> Iterator[tuple[Key, Item]]:
    """Yield the writes of a draw: its forms by the raters' team and role."""
    for (team, role), number in sorted(forms.items()):
        key = key_of_progress(context.scope, found.id, found.draw, team, role)
        yield key, to_item(Progress(team, role, number))


def add(
    context: Context, found: Round, team: str, role: str, *, forms: int = 0, submitted: int = 0
) -> None:
    """Add to the numbers of a team and role, in the request's unit."""
    context.unit.update(
        key_of_progress(context.scope, found.id, found.draw, team, role),
        [
            Path("team").set(team),
            Path("role").set(role),
            Path("forms").add(forms),
            Path("submitted").add(submitted),
        ],
    )


def page(
    context: Context, found: Round, limit: int, after: str | None
) -> tuple[list[Progress], str | None]:
    """Return a page of a round's numbers, by team and role, and the position after it."""
    partition = partition_of_progress(context.scope, found.id, found.draw)
    some = context.table.query(partition, limit=limit, after=after or None)
    return [from_item(Progress, item) for item in some.items], some.after


def unsubmitted(context: Context, found: Round) -> int:
    """Return how many forms of the round are not submitted. Reads the numbers of all teams."""
    partition = partition_of_progress(context.scope, found.id, found.draw)
    items = (from_item(Progress, item) for item in context.table.query_all(partition))
    return sum(one.forms - one.submitted for one in items)
