"""After a file or a rescoring: score again whoever took a team mean that has changed since.

A result without a value of its own takes the mean of the team's other standing results (rules.md
§3). A member's new value changes that mean for people who are in no file. This pass compares each
filled-in value with the mean of all current cards. It works from stored cards alone, so uploads and
rescorings share it, and it is right whatever was written before it, by whom and in which order.

It is repeatable: a card that has the right mean is not written. :class:`Place` is its checkpoint,
for a run that has no time left. While results may have been written and this pass is not finished,
the period has ``means_due`` (:func:`begin`, :func:`end`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pynamodb.expressions.operand import Path

from chalicelib.periods.keys import key_of_period
from chalicelib.results.changes import Changes
from chalicelib.results.decisions import decisions_of
from chalicelib.results.leased_run import OutOfTime
from chalicelib.results.rescore_chunk import rescored
from chalicelib.results.scorer import Scorer
from chalicelib.results.standing_teams import in_teams
from chalicelib.results.stored_inputs import StoredInputs
from chalicelib.results.stored_state import CardsAtHand
from chalicelib.results.team_means import StandingValues, TeamSums
from chalicelib.results.write_cards import write_cards
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scorecards.period_cards import valued_cards
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.scoring.needs import needs_team_means
from chalicelib.store.keys import key_of_item
from chalicelib.teams.canonical import TeamTexts
from chalicelib.tenancy.context import Context, timestamp

#: Cards that are looked through at a time.
SIZE = 500


#: Says why a run must end; None: it goes on.
Over = Callable[[], OutOfTime | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A checkpoint: the shard, and the sort key in it after which to go on."""

    shard: int = 0
    after: str = ""


def begin(context: Context, version: ReadyScheme, scheme: str, period: str) -> None:
    """Note, before results are written, that the period's means are to be looked through.

    Does nothing when the version uses no team mean.
    """
    if needs_team_means(version.scheme):
        since = timestamp(context.platform.clock())
        due = Path("means_due").set(since)
        context.table.update(key_of_period(context.scope, period, scheme), [due])


def end(context: Context, scheme: str, period: str) -> None:
    """Note that every filled-in value of the period is the team's mean."""
    due = Path("means_due").remove()
    context.table.update(key_of_period(context.scope, period, scheme), [due])


class MendingMeans:
    """The pass over a scheme's period, for cards by ``version``.

    Cards by another version keep their figures: they await a rescoring. ``computed_at`` is the time
    on the cards that it writes. ``changes`` is told of what changes, ``written`` of these cards,
    and ``noting``, before they are written, of the cards that stand and of those in their place.
    ``made``: what the cards say of how they came to be, as of a scorecard.
    """

    def __init__(
        self,
        context: Context,
        version: ReadyScheme,
        scheme: str,
        period: str,
        computed_at: str,
        changes: Changes,
        written: Callable[[Sequence[Scorecard]], None] = lambda _: None,
        noting: Callable[[Sequence[Scorecard], Sequence[Scorecard]], None] = lambda _, __: None,
        made: Mapping[str, str] | None = None,
    ) -> None:
        self._context, self._version = context, version
        self._changes, self._written, self._noting = changes, written, noting
        self._scheme, self._period, self._made = scheme, period, made
        self._inputs = StoredInputs(context, scheme, version)
        self._values = StandingValues(version, self._inputs)
        decisions = decisions_of(context, scheme, period)
        self._scorer = Scorer(version, scheme, period, computed_at, {}, decisions)
        self._texts = TeamTexts(context)
        self._done = Place(context.principal.shards)

    def run(self, start: Place, save: Callable[[Place], None], over: Over) -> None:
        """Mend the period's cards from a checkpoint to the end.

        ``save`` stores a checkpoint. When ``over`` says why the run must end, stores the
        checkpoint and raises that, after some cards at least.
        """
        if start == self._done:
            return
        while self._pass(start, save, over):
            start = Place()
        # Before the checkpoint: a later run must not end what another writer has begun meanwhile.
        end(self._context, self._scheme, self._period)
        save(self._done)

    def _pass(self, start: Place, save: Callable[[Place], None], over: Over) -> bool:
        """Look through the cards once. Return whether another pass is needed.

        It is when a card that was scored again has other values of its own, because its previous
        period has changed; and, for the same reason, after a pass that began at a checkpoint.
        """
        sums = self._sums()
        if sums is None:
            return False
        scorer = replace(self._scorer, means=sums.means())
        moved = False
        for place, cards in self._pages(start):
            self._texts.learn(card.team for card in cards)
            stale = [card for card in cards if self._stale(card, sums)]
            if stale:
                moved = self._mend(scorer, stale) or moved
            if place == self._done:
                break
            if stale:
                save(place)
            if (why := over()) is not None:
                save(Place() if moved else place)
                raise why
        return moved or start != Place()

    def _pages(self, start: Place) -> Iterator[tuple[Place, list[Scorecard]]]:
        """Yield the cards after the place, each page with the place after it."""
        context = self._context
        for shard in range(start.shard, context.principal.shards):
            partition = partition_of_scorecards(context.scope, self._scheme, self._period, shard)
            after = (start.after if shard == start.shard else "") or None
            while True:
                page = context.table.query(partition, prefix=CURRENT, after=after, limit=SIZE)
                found = (card_of(key_of_item(item), item) for item in page.items)
                cards = [card for card in found if not card.imported and card.void is None]
                after = page.after
                yield Place(shard, after) if after else Place(shard + 1), cards
                if after is None:
                    break

    def _mend(self, scorer: Scorer, stale: Sequence[Scorecard]) -> bool:
        """Score the cards again. Return whether a value of their own has changed."""
        theirs = list(in_teams(self._texts, stale))
        before = {card.person: card for card in stale}
        again = [
            replace(card, computed_at=max(card.computed_at, before[card.person].computed_at))
            for card in rescored(self._context, scorer, self._inputs, theirs)
        ]
        self._noting(stale, again)
        written = write_cards(
            self._context, again, CardsAtHand(stale), self._changes, made=self._made
        )
        self._written(written.cards)
        own = self._values.of
        return any(own(card) != own(before[card.person]) for card in again)

    def _stale(self, card: Scorecard, sums: TeamSums) -> bool:
        team = self._texts.text(card.team)
        return card.version == self._version.version and any(
            figure != sums.mean(team, indicator) for indicator, figure in self._values.read(card)[1]
        )

    def _sums(self) -> TeamSums | None:
        """Sum the values of all current cards; None when no filled-in value differs from the mean.

        For each team and line it keeps one filled-in value, because they are all the same.
        """
        sums = TeamSums()
        filled_in: dict[tuple[str, str], Decimal | None] = {}
        differ = False
        everybody = valued_cards(self._context, self._scheme, self._period)
        for card in in_teams(self._texts, everybody):
            own, others = self._values.read(card)
            sums.add(card.team, own)
            if card.version == self._version.version:
                for indicator, figure in others:
                    place = (card.team or "", indicator)
                    differ = differ or filled_in.setdefault(place, figure) != figure
        differ = differ or any(figure != sums.mean(*place) for place, figure in filled_in.items())
        return sums if differ else None
