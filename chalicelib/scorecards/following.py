"""What changed of a period's results since a time, for copies of its list in other systems.

Changed entries come from the period's directories; they have what is listed of a result, and not
its rank. A result is shown as it stands. Which results are no more, and left the teams that
somebody follows, is told first (scorecards/moves.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import PersonKey, shown
from chalicelib.scorecards.asked_entries import Asked
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.listing import of_period
from chalicelib.scorecards.moves import Moved, moved_since
from chalicelib.scorecards.outdated import Shown
from chalicelib.scorecards.records import card_of
from chalicelib.store.keys import Key
from chalicelib.team_folds import fold
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.web.syncing import Asked as Followed

#: What the position of a page begins with: results that left, then entries that changed.
_MOVED, _ENTRIES = "moved:", "entries:"


class Changed(NamedTuple):
    """A page of results, and of those that the list has no more.

    ``after`` is the position of the next page (None: last).
    """

    items: Sequence[Shown]
    removed: Sequence[Mapping[str, Any]]
    after: str | None


def removals(period: Sequence[PeriodRecord]) -> list[str]:
    """Return when entries were last removed from the directories of which no log tells: somebody
    was erased.

    Whoever follows a list from before then lists it anew (docs/decisions/lists.md).
    """
    times = {one.scheme: (one.listing or {}).get("removed_at") for one in period}
    return [f"{scheme} {at}" for scheme, at in sorted(times.items()) if at is not None]


def changed_cards(
    context: Context,
    period: list[PeriodRecord],
    asked: Asked,
    followed: Followed,
    limit: int,
) -> Changed:
    """Return a page of a period's results that changed since the token's time.

    ``asked`` are the filters of the list, ``period`` the records of its schemes.
    """
    if followed.since is None or not period:
        return Changed([], [], None)
    folds = asked.folds
    left = left_since(context, period, followed.since, folds, followed.after, limit)
    if left is not None:
        return left
    since = timestamp(followed.since)
    wanted = replace(asked, grade=None, upload=None, state=None, since=since)
    found, last = of_period(context, period, wanted, limit, entries_after(followed.after))
    kept = [one for one in found if asked.shows(one[0], one[2])]
    removed = [
        _removed(card.scheme, card.person, card.computed_at)
        for card, _, record in found
        if not asked.shows(card, record)
    ]
    return Changed(kept, removed, before_entries(last))


def left_since(
    context: Context,
    period: Sequence[PeriodRecord],
    since: datetime,
    folds: frozenset[str] | None,
    after: str | None,
    limit: int,
) -> Changed | None:
    """Return a page of the results that are no more, or left the teams with these folds.

    None: the position ``after`` is beyond them. They are looked for only by whoever follows some
    teams, and where results of the period were removed at all.
    """
    start = after or ""
    if not start and folds is None and not any(one.some_removed for one in period):
        return None
    if start and not start.startswith(_MOVED):
        return None
    name, place = period[0].period, start.removeprefix(_MOVED) or None
    moved, last = moved_since(context, name, since, limit, place)
    further = _ENTRIES if last is None else f"{_MOVED}{last}"
    return Changed([], list(_left(context, period, folds, moved)), further)


def entries_after(after: str | None) -> str | None:
    """Return where a page of entries begins, by its position; None: at the beginning."""
    return (after or "").removeprefix(_ENTRIES) or None


def before_entries(after: str | None) -> str | None:
    """Return the position of a page of entries that begins at a place; None: there is none."""
    return None if after is None else f"{_ENTRIES}{after}"


def _left(
    context: Context,
    period: Sequence[PeriodRecord],
    folds: frozenset[str] | None,
    moved: Sequence[Moved],
) -> Sequence[Mapping[str, Any]]:
    """Return those that are no more, or left the teams asked for and are in none of them now."""
    schemes = {one.scheme for one in period}
    wanted = [
        one
        for one in moved
        if one.scheme in schemes
        and (folds is None or any(fold(team) in folds for team in one.left))
    ]
    name, shards = period[0].period, context.principal.shards
    keys: dict[Moved, Key] = {
        one: key_of_scorecard(context.scope, one.scheme, name, one.person, shards) for one in wanted
    }
    found = context.table.get_many(list(keys.values())) if keys else {}
    return [
        _removed(one.scheme, one.person, one.at)
        for one, key in keys.items()
        if key not in found or not is_in(card_of(key, found[key]).team, folds)
    ]


def _removed(scheme: str, person: PersonKey, at: str) -> dict[str, Any]:
    return {"person": shown(person), "scheme": scheme_of(scheme), "removed_at": at}
