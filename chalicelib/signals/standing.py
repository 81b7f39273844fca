"""Whether what signals were found in stands as it was then: the result, or the round's flags."""

from collections.abc import Sequence

from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.keys import key_of_round
from chalicelib.rating_forms.records import CLOSED, Round
from chalicelib.rating_rounds.flag_records import examination_of
from chalicelib.scorecards.records import read_cards
from chalicelib.signals.records import Signal
from chalicelib.signals.rules import RATER_FLAG
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context


def outdated(context: Context, signals: Sequence[Signal]) -> frozenset[str]:
    """Return the ids of signals of one scheme's period that were found in what stands no more.

    A result was scored again, or went; a round was opened again, or its raters examined anew. Costs
    a read for a hundred people, and one for a hundred rounds.
    """
    of_results = [one for one in signals if one.kind != RATER_FLAG]
    now = _revisions(context, of_results)
    found = {one.id for one in of_results if now.get(one.person) != one.card_revision}
    return frozenset(found | _of_rounds(context, [s for s in signals if s.kind == RATER_FLAG]))


def _revisions(context: Context, signals: Sequence[Signal]) -> dict[PersonKey, int]:
    if not signals:
        return {}
    cards = read_cards(
        context.table,
        context.scope,
        signals[0].scheme,
        signals[0].period,
        [one.person for one in signals],
        context.principal.shards,
        brief=True,
    )
    return {person: card.revision for person, card in cards.items() if card.void is None}


def _of_rounds(context: Context, signals: Sequence[Signal]) -> set[str]:
    named = {one.id: (one.evidence[0]["rating_round"], one.evidence[0]["flag"]) for one in signals}
    keys = {key_of_round(context.scope, place): place for place, _ in named.values()}
    items = context.table.get_many(list(keys)) if keys else {}
    rounds = {keys[key]: from_item(Round, item) for key, item in items.items()}
    return {
        signal
        for signal, (place, flag) in named.items()
        if place not in rounds or not _stands(rounds[place], flag)
    }


def _stands(found: Round, flag: str) -> bool:
    return found.status == CLOSED and flag.startswith(examination_of(found))
