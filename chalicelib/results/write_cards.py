"""Write scorecards as the current ones, and keep each former one as a revision.

This is the only writer of cards. Running it again, after it finished or died at any write, leaves
the same items. A card with unchanged content is not written. When it was made with another revision
of the previous period, or the same team comes from another side (register or file), the stored card
says so and stays as it is otherwise: the same revision, upload and time. A former revision is
copied before it is replaced, so dying between the two writes leaves a copy of the card that is
still current. The caller must hold the period's lease (:mod:`chalicelib.results.leased_run`),
because batch writes cannot be conditional.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.person_keys import PersonKey
from chalicelib.results.changes import Changes
from chalicelib.results.stored_state import KnownCard, Stored, fingerprint
from chalicelib.scorecards import chain
from chalicelib.scorecards.appeal_ids import appeal_of
from chalicelib.scorecards.moves import announce_moves
from chalicelib.scorecards.records import Scorecard, current_write, superseded_write
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Written:
    """The cards written, each with its revision. ``overtaken``: the number of cards not written
    because a later file's result is stored, or one that was computed here."""

    cards: tuple[Scorecard, ...]
    overtaken: int = 0


def write_cards(
    context: Context,
    cards: Sequence[Scorecard],
    stored: Stored,
    changes: Changes,
    *,
    came_later: Callable[[str], bool] | None = None,
    at_once: int = 1,
    withdrawn: str | None = None,
    appeals: Sequence[str] = (),
    made: Mapping[str, str] | None = None,
) -> Written:
    """Write the cards (one a person) whose content differs from the stored ones.

    ``changes`` is told what the run changes. ``came_later`` returns whether an upload (by id) has
    precedence over these cards. None: no upload has. A result that was computed here always has
    precedence over an imported one. ``at_once``: the most batch requests in progress at a time.
    ``withdrawn``: the upload whose withdrawal makes the cards, ``appeals``: those whose remedies
    make them. ``made``: as of a scorecard. Raises Throttled.
    """
    known = stored.known(card.person for card in cards)
    changed: list[Scorecard] = []
    replaced: list[PersonKey] = []
    made_with: dict[PersonKey, tuple[str | None, bool | None]] = {}
    overtaken = 0
    removed = stored.removed(card.person for card in cards if card.person not in known)
    for card in cards:
        before = known.get(card.person)
        if before is None:
            last = removed.get(card.person)
            changed.append(card if last is None else replace(card, revision=last.revision + 1))
        elif before.closed:
            continue  # It was settled ahead of the period, and changes by corrections alone.
        elif _has_precedence(before, card, came_later):
            overtaken += 1
        elif before.fingerprint != fingerprint(card):
            changed.append(replace(card, revision=before.revision + 1))
            replaced.append(card.person)
        elif (before.previous_revision, before.register_team) != _made_with(card):
            made_with[card.person] = _made_with(card)
    scope, shards = context.scope, context.principal.shards
    there = stored.cards([*replaced, *made_with]) if replaced or made_with else {}
    former = [there[person] for person in replaced if person in there]
    also = (*appeals, *(() if withdrawn is None else (withdrawn,)))
    changed = [_with_cause(card, there.get(card.person), also, made) for card in changed]
    changed = [
        _linked(card, there.get(card.person) or removed.get(card.person)) for card in changed
    ]
    if former:
        announce_moves(context, former, {card.person: card for card in changed})
    same = [
        replace(there[person], previous_revision=revision, register_team=register_team)
        for person, (revision, register_team) in made_with.items()
        if person in there
    ]
    changes.note(there, (*changed, *same))
    context.table.write_batch(
        [superseded_write(scope, card, shards) for card in former], at_once=at_once
    )
    context.table.write_batch(
        [current_write(scope, card, shards) for card in (*changed, *same)], at_once=at_once
    )
    stored.written((*changed, *same))
    return Written(tuple(changed), overtaken)


def _has_precedence(
    before: KnownCard, card: Scorecard, came_later: Callable[[str], bool] | None
) -> bool:
    """Return whether the stored card stays. Of a computed and an imported result the computed one
    counts, in whatever order they came."""
    if before.head.imported != bool(card.imported):
        return not before.head.imported
    return came_later is not None and came_later(before.upload)


def _with_cause(
    card: Scorecard,
    former: Scorecard | None,
    also: Sequence[str],
    made: Mapping[str, str] | None,
) -> Scorecard:
    """Return the card with the cases that the revision before has not, or has and it has not, with
    the appeals whose figures are new in it, and with what ``also`` and ``made`` say."""
    said = None if made is None else dict(made)
    if former is None:
        return card if card.made == said else replace(card, made=said)
    differ = sorted(set(card.cases or ()) ^ set(former.cases or ()))
    decided = (appeal_of(one) for one in sorted(card.uploads - former.uploads))
    causes = dict.fromkeys((*differ, *(one for one in decided if one is not None), *also))
    return replace(card, cause=tuple(causes) or None, made=said)


def _linked(card: Scorecard, former: Scorecard | None) -> Scorecard:
    """Return the card as the next link of its result's chain."""
    return replace(card, link=chain.linked(card, former), erased=None)


def _made_with(card: Scorecard) -> tuple[str | None, bool | None]:
    return card.previous_revision, card.register_team
