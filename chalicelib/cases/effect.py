"""What has become of a decided case: whether the person's result follows it yet."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from chalicelib.cases.in_force import InForce, read_all_in_force
from chalicelib.cases.records import CONFIRMED, Case
from chalicelib.jobs import given_up
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import period_of
from chalicelib.periods.waiting import waiting_for
from chalicelib.scorecards.keys import key_of_corrected, key_of_scorecard
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.tenancy.context import Context

#: States of an effect. PENDING: the result is to be scored again. FAILED: that was given up.
PENDING: Final = "pending"
FAILED: Final = "failed"
IN_EFFECT: Final = "in_effect"
#: There is no result that the case could be applied to yet, or its version has no such thing.
NO_RESULT: Final = "no_result"
NOT_IN_VERSION: Final = "not_in_version"
#: A revoked case does nothing any more.
ENDED: Final = "ended"
EFFECTS: Final = (PENDING, FAILED, IN_EFFECT, NO_RESULT, NOT_IN_VERSION, ENDED)

Effect = Mapping[str, Any]


def effects(
    context: Context, cases: Sequence[Case], *, due: bool = False, corrects: bool = False
) -> dict[str, Effect]:
    """Return the effect of each case that is or was in force, by id, in two batch reads.

    ``due``: the effect of all of them is asked for with this request's commit. ``corrects``: it is
    made with this commit. Results that were corrected cost one read more.
    """
    decided = [case for case in cases if case.was_confirmed]
    if corrects:
        at_once = {"since": None, "waiting_for": None}
        return {
            case.id: {"status": IN_EFFECT if case.status == CONFIRMED else ENDED, **at_once}
            for case in decided
        }
    if due:
        asked = {"status": PENDING, "since": context.time, "waiting_for": None}
        return {case.id: asked for case in decided}
    places = [(case.period, case.scheme, case.person) for case in decided]
    standing = read_all_in_force(context, dict.fromkeys(places))
    cards = {case.id: _card_key(context, case) for case in decided if case.status == CONFIRMED}
    periods = {
        (period, scheme): key_of_period(context.scope, period, scheme)
        for (period, scheme, _), one in standing.items()
        if one.due_since is not None
    }
    keys = list(dict.fromkeys((*cards.values(), *periods.values())))
    items = context.table.get_many(keys) if keys else {}
    items |= _corrected(context, decided, cards, items)
    card_of = {case_id: items.get(key) for case_id, key in cards.items()}
    record_of = {place: items.get(key) for place, key in periods.items()}
    return {
        case.id: _effect(
            context,
            case,
            standing.get((case.period, case.scheme, case.person)),
            card_of.get(case.id),
            record_of.get((case.period, case.scheme)),
        )
        for case in decided
    }


def _corrected(
    context: Context, cases: Sequence[Case], cards: Mapping[str, Key], items: Mapping[Key, Item]
) -> dict[Key, Item]:
    """Return what stands of results that were corrected, at the keys of the locked ones."""
    keys = {
        key_of_corrected(context.scope, case.scheme, case.period, case.person): cards[case.id]
        for case in cases
        if case.id in cards and "corrected" in items.get(cards[case.id], {})
    }
    found = context.table.get_many(list(keys)) if keys else {}
    return {keys[key]: item for key, item in found.items()}


def _effect(
    context: Context,
    case: Case,
    standing: InForce | None,
    card: Item | None,
    period: Item | None,
) -> Effect:
    if standing is not None and standing.due_since is not None:
        failed = given_up.since(standing.gave_up_at, context.time) is not None
        record = period_of(period, case.period, case.scheme)
        return {
            "status": FAILED if failed else PENDING,
            "since": standing.due_since,
            "waiting_for": None if failed else waiting_for(context, record, case.id),
        }
    return {"status": _settled(context, case, card), "since": None, "waiting_for": None}


def _settled(context: Context, case: Case, card: Item | None) -> str:
    if case.status != CONFIRMED:
        return ENDED
    if not context.principal.oversees(case.team):
        # Whether there is a result is not told to its person before it is published.
        return IN_EFFECT
    if card is None:
        return NO_RESULT
    return IN_EFFECT if case.id in card.get("cases", ()) else NOT_IN_VERSION


def _card_key(context: Context, case: Case) -> Key:
    shards = context.principal.shards
    return key_of_scorecard(context.scope, case.scheme, case.period, case.person, shards)
