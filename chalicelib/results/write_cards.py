"""Making scorecards the current ones, each former one kept as a revision. The one writer of cards.

Running it again, wholly or after dying at any write, leaves the same items: a card that already
says the same is left alone, and a former revision is copied before it is replaced, so that dying in
between leaves a copy of what is still current. Only for who holds the period's lease
(:mod:`chalicelib.results.leased_run`): batch writes cannot be conditional.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chalicelib.results.stored_state import Stored, fingerprint
from chalicelib.scorecards.records import Scorecard, current_write, superseded_write
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Written:
    """The cards written, each with its revision. ``overtaken``: how many stay those of a later
    file."""

    cards: tuple[Scorecard, ...]
    overtaken: int = 0


def write_cards(
    context: Context,
    cards: Sequence[Scorecard],
    stored: Stored,
    *,
    came_later: Callable[[str], bool] | None = None,
    at_once: int = 1,
) -> Written:
    """Write those of the cards (one a person) that say something else than the stored ones.

    ``came_later`` tells of an upload's id whether its results stand against these; None: none do.
    ``at_once``: how many batch requests may be on their way at a time. Raises Throttled.
    """
    known = stored.known(card.employee_id for card in cards)
    changed: list[Scorecard] = []
    replaced: list[str] = []
    overtaken = 0
    for card in cards:
        before = known.get(card.employee_id)
        if before is None:
            changed.append(card)
        elif came_later is not None and came_later(before.upload):
            overtaken += 1
        elif before.says != fingerprint(card):
            changed.append(replace(card, revision=before.revision + 1))
            replaced.append(card.employee_id)
    scope, shards = context.scope, context.principal.shards
    if replaced:
        former = stored.cards(replaced).values()
        context.table.write_batch(
            [superseded_write(scope, card, shards) for card in former], at_once=at_once
        )
    context.table.write_batch(
        [current_write(scope, card, shards) for card in changed], at_once=at_once
    )
    stored.written(changed)
    return Written(tuple(changed), overtaken)
