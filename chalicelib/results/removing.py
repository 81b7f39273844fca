"""Remove results that have no figures any more: a withdrawn file was all that they had.

The card stays as a former revision, and as the person's removed result, which the next result goes
on from: its revision follows, so that what was made with the former one is known to be outdated,
and declarations about the person hold. It says with which file it went, and the log of changes
tells whoever follows the period. As with every write of cards, a repeated one changes nothing more.
The caller must hold the period's lease.
"""

from collections.abc import Sequence
from dataclasses import replace

from pynamodb.expressions.operand import Path

from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import Lease
from chalicelib.person_keys import PersonKey
from chalicelib.results.changes import Changes
from chalicelib.results.leased_run import TakenOver
from chalicelib.scorecards import chain
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.moves import announce_moves
from chalicelib.scorecards.records import (
    Scorecard,
    read_removed,
    removed_write,
    superseded_write,
)
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context, timestamp

#: Removed results of one settling of which a follower is told one by one: ten pages of a list.
MOST_TOLD = 2000


def remove_cards(
    context: Context, held: Lease, cards: Sequence[Scorecard], changes: Changes, upload_id: str
) -> None:
    """Remove these current cards, with this withdrawn upload. Raises TakenOver and Throttled."""
    if not cards:
        return
    changes.removing()
    _note(context, held)
    announce_moves(context, cards, {})
    scope, shards = context.scope, context.principal.shards
    withdrawn = {"upload": upload_id, "at": timestamp(context.platform.clock())}
    gone = [replace(card, withdrawn=withdrawn, link=chain.ended(card, withdrawn)) for card in cards]
    context.table.write_batch(
        write(scope, card, shards) for card in gone for write in (superseded_write, removed_write)
    )
    context.table.write_batch(
        (),
        [key_of_scorecard(scope, card.scheme, card.period, card.person, shards) for card in cards],
    )


def _note(context: Context, held: Lease) -> None:
    """Note in the period that results were removed, so that others look for what is left."""
    key = key_of_period(context.scope, held.period, held.scheme)
    try:
        context.table.update(key, [Path("some_removed").set(True)], held.held)
    except ConditionFailed:
        raise TakenOver from None


def all_told(context: Context, held: Lease, gone: Sequence[PersonKey]) -> bool:
    """Return whether the log tells of all these people, who had results before, that they have
    none now: their results were removed here. An erasure, which may come between, moves what is
    left of them. Of more people than MOST_TOLD it is not asked: whoever follows lists anew.
    """
    if len(gone) > MOST_TOLD:
        return False
    return read_removed(context, held.scheme, held.period, gone).keys() >= set(gone)
