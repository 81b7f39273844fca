"""The log of results that left a team, or are no more: whoever follows them drops them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.change_log import reading, writing
from chalicelib.change_log.keys import SCORECARDS
from chalicelib.change_log.records import Change
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.records import Scorecard
from chalicelib.tenancy.context import Context

_PART = "/"


class Moved(NamedTuple):
    """A result that left teams, or is no more: whose it is, when, and the teams that it left."""

    scheme: str
    person: PersonKey
    at: str
    left: frozenset[str]


def announce_moves(
    context: Context, former: Iterable[Scorecard], cards: Mapping[PersonKey, Scorecard]
) -> None:
    """Enter those of the former cards that are of another team than the cards to be written, or
    have none among these, which are removed."""
    left = [
        Change(_PART.join((one.period, one.scheme, one.person)), one.team)
        for one in former
        if one.person not in cards or one.team not in (None, cards[one.person].team)
    ]
    if left:
        writing.announce(context, SCORECARDS, left)


def moved_since(
    context: Context, period: str, since: datetime, limit: int, after: str | None
) -> tuple[list[Moved], str | None]:
    """Return a page of a period's results that left a team, or are no more, since a time, and where
    the next begins.

    The page may be short and have a next one: the log has other periods too.
    """
    found, last = reading.page(context, SCORECARDS, since, context.now, limit, after)
    moved: list[Moved] = []
    for one in found:
        of, scheme, person = one.id.split(_PART, 2)
        if of == period:
            moved.append(Moved(scheme, PersonKey(person), one.at, frozenset(one.left)))
    return moved, last
