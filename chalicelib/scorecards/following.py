"""What changed of a period's results since a time, for copies of its list in other systems.

Changed entries come from the period's directories; they have what is listed of a result, and not
its rank. A result is shown as it stands. Who follows some teams is told first which results left
them (scorecards/moves.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import PersonKey, shown
from chalicelib.scorecards.asked_entries import Asked
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.listing import of_period
from chalicelib.scorecards.moves import Moved, moved_since
from chalicelib.scorecards.outdated import Shown
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.store.keys import Key
from chalicelib.team_folds import fold
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.web.syncing import Asked as Followed

#: What the position of a page begins with: results that left a team, then entries that changed.
_MOVED, _ENTRIES = "moved:", "entries:"


class Changed(NamedTuple):
    """A page of results, and of those that the list has no more.

    ``after`` is the position of the next page (None: last).
    """

    items: Sequence[Shown]
    removed: Sequence[Mapping[str, Any]]
    after: str | None


def removals(period: Sequence[PeriodRecord]) -> list[str]:
    """Return when entries were last removed from the directories: somebody was erased, or a
    withdrawn file was all that a result had.

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
    after = followed.after or (_ENTRIES if asked.folds is None else _MOVED)
    if after.startswith(_MOVED):
        start = after.removeprefix(_MOVED) or None
        name = period[0].period
        moved, last = moved_since(context, name, followed.since, limit, start)
        further = _ENTRIES if last is None else f"{_MOVED}{last}"
        return Changed([], list(_left(context, period, asked, moved)), further)
    since = timestamp(followed.since)
    wanted = replace(asked, grade=None, upload=None, state=None, since=since)
    start = after.removeprefix(_ENTRIES) or None
    found, last = of_period(context, period, wanted, limit, start)
    kept = [one for one in found if asked.shows(one[0], one[2])]
    removed = [
        _removed(card.scheme, card.person, card.computed_at)
        for card, _, record in found
        if not asked.shows(card, record)
    ]
    return Changed(kept, removed, None if last is None else f"{_ENTRIES}{last}")


def _left(
    context: Context, period: Sequence[PeriodRecord], asked: Asked, moved: Sequence[Moved]
) -> Sequence[Mapping[str, Any]]:
    """Return those that left the teams asked for and are in none of them now."""
    folds = asked.folds or frozenset[str]()
    schemes = {one.scheme for one in period}
    wanted = [
        one
        for one in moved
        if one.scheme in schemes and any(fold(team) in folds for team in one.left)
    ]
    name, shards = period[0].period, context.principal.shards
    keys: dict[Moved, Key] = {
        one: key_of_scorecard(context.scope, one.scheme, name, one.person, shards) for one in wanted
    }
    found = context.table.get_many(list(keys.values())) if keys else {}
    return [
        _removed(one.scheme, one.person, one.at)
        for one, key in keys.items()
        if key not in found or not _in(card_of(key, found[key]), folds)
    ]


def _in(card: Scorecard, folds: frozenset[str]) -> bool:
    return card.team is not None and fold(card.team) in folds


def _removed(scheme: str, person: PersonKey, at: str) -> dict[str, Any]:
    return {"person": shown(person), "scheme": scheme_of(scheme), "removed_at": at}
