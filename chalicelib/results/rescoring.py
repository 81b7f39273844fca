"""One run of a rescoring: score a period's current results again, from a checkpoint.

A run may die at any write and be run again. Cards that are done are not written again, and the
checkpoint moves only after the writes of the cards before it. The period's lease allows one run at
a time.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.jobs.fair_share import Share
from chalicelib.jobs.kinds import UPLOADS
from chalicelib.language import Text
from chalicelib.periods import lease
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import Lease
from chalicelib.periods.records import read_period
from chalicelib.person_keys import PersonKey
from chalicelib.results import mending_means
from chalicelib.results.changes import Changes
from chalicelib.results.declared_final import Declared, carried_out
from chalicelib.results.ended_rescorings import end_rescoring
from chalicelib.results.finishing import settle_and_follow
from chalicelib.results.leased_run import (
    DONE,
    RESERVE,
    Next,
    end_after_step,
    end_of,
    run_under_lease,
)
from chalicelib.results.mending_means import MendingMeans, Place
from chalicelib.results.queue import COMPLETED, OPEN, REFUSED, RUNNING, Rescore
from chalicelib.results.rescore_chunk import Rescorer
from chalicelib.schemes.compiled import existing
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scorecards.records import card_of, read_cards
from chalicelib.scoring.needs import needs_team_means
from chalicelib.store.keys import key_of_item
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.leaving import Presence

#: Cards rescored and written at a time.
SIZE = 500
LOCKED = Text(
    "该期间在重新评分之前已锁定，未重新评分。",
    "The period was locked before it was scored anew; its results stay as they were.",
)


def run(context: Context, asked: Rescore, deadline: datetime) -> Next:
    """Do what is left of a rescoring, and return the next step.

    Does nothing when the rescoring is finished, or when a later one has replaced it. In a locked
    period the rescoring is refused.
    """
    record = read_period(context.table, context.scope, asked.period, asked.scheme)
    state = record.rescoring if record else None
    if state is None or state["id"] != asked.id or state["status"] not in OPEN:
        lease.release_ended(context, asked.period, asked.scheme, asked.id)
        return DONE

    def work(held: Lease) -> None:
        _Rescoring(context, asked, dict(state), held).run_to_end(deadline - RESERVE)

    scheme, period = asked.scheme, asked.period
    try:
        return run_under_lease(context, scheme, period, asked.claim, deadline, work, asked.id)
    except PeriodLocked:
        finished_at = timestamp(context.platform.clock())
        reason = {"code": "period_locked", "message": LOCKED.as_names()}
        _end(
            context,
            asked,
            {
                **carried_out(state),
                "status": REFUSED,
                "finished_at": finished_at,
                "reason": reason,
            },
        )
        return DONE


class _Rescoring:
    """A rescoring in progress. ``state`` is its stored state, including the checkpoint."""

    def __init__(
        self, context: Context, asked: Rescore, state: dict[str, Any], held: Lease
    ) -> None:
        self.context, self.asked, self.state, self.held = context, asked, state, held
        self.presence, self.changes = Presence(context), Changes(held)
        self.share = Share(context.platform, UPLOADS)
        self.declared = Declared.of(state)
        by = state.get("requested_by")
        self.made = None if by is None else {"by": str(by)}
        self.version = existing(context.table, context.scope, asked.scheme, int(state["version"]))
        # With team means each run looks through all results first. So it scores some at least.
        self.moved = not needs_team_means(self.version.scheme)

    def run_to_end(self, deadline: datetime) -> None:
        """Rescore from the checkpoint to the end, and finish the period. Raises OutOfTime."""
        context, scheme, period = self.context, self.asked.scheme, self.asked.period
        shards, first = context.principal.shards, int(self.state.get("shard", 0))
        if first < shards:
            mending_means.begin(context, self.version, scheme, period)
            rescorer = Rescorer(
                context,
                self.version,
                scheme,
                period,
                self.state["requested_at"],
                self.changes,
                made=self.made,
            )
            if self.declared.person is not None:
                self._person(self.declared.person, rescorer)
                first = shards
            for shard in range(first, shards):
                self._shard(shard, rescorer, deadline)
        self._mend_means(deadline)
        self._in_time(deadline)
        # When every result was looked at, everything is counted anew. One person's is adjusted.
        few = None if self.declared.person is None else self.changes
        settle_and_follow(context, self.version, self.held, deadline, few)
        finished_at = timestamp(context.platform.clock())
        ended = {**self.state, "status": COMPLETED, "finished_at": finished_at}
        _end(context, self.asked, carried_out(ended), self.held)

    def _person(self, person: PersonKey, rescorer: Rescorer) -> None:
        """Score the result of the one person anew whom a declaration is about."""
        context, asked = self.context, self.asked
        shards = context.principal.shards
        found = read_cards(
            context.table, context.scope, asked.scheme, asked.period, [person], shards
        )
        cards = self.declared.about(found.values())
        if not found:
            rescorer.removed(person, self.declared.said)
        changed, failed = rescorer.chunk(cards, self.declared.said)
        self._advance(
            status=RUNNING,
            shard=shards,
            after="",
            done=len(cards),
            changed=changed,
            failed=failed,
        )

    def _mend_means(self, deadline: datetime) -> None:
        """Mend the means of results that the version did not score, or that moved meanwhile.

        Afterwards the period's means are right, also when an upload that had begun was given up.
        """
        context, scheme, period = self.context, self.asked.scheme, self.asked.period
        share = Share(context.platform, UPLOADS)
        if needs_team_means(self.version.scheme):
            start = Place(int(self.state.get("means_shard", 0)), self.state.get("means_after", ""))
            MendingMeans(
                context,
                self.version,
                scheme,
                period,
                self.state["requested_at"],
                self.changes,
                made=self.made,
            ).run(
                start,
                lambda place: self._advance(means_shard=place.shard, means_after=place.after),
                lambda: end_after_step(share, deadline),
            )
        else:
            mending_means.end(context, scheme, period)

    def _shard(self, shard: int, rescorer: Rescorer, deadline: datetime) -> None:
        partition = partition_of_scorecards(
            self.context.scope, self.asked.scheme, self.asked.period, shard
        )
        after = self.state.get("after")
        start = after or None
        while True:
            if self.moved:
                self._in_time(deadline)
            page = self.context.table.query(partition, prefix=CURRENT, after=start, limit=SIZE)
            found = (card_of(key_of_item(item), item) for item in page.items)
            cards = self.declared.about(card for card in found if not card.imported)
            changed, failed = rescorer.chunk(cards)
            start = page.after
            self._advance(
                status=RUNNING,
                shard=shard if start else shard + 1,
                after=start or "",
                done=self._count("done") + len(cards),
                changed=self._count("changed") + changed,
                failed=self._count("failed") + failed,
            )
            if start is None:
                return

    def _in_time(self, deadline: datetime) -> None:
        self.presence.check()
        if self.share.over(deadline):
            raise end_of(self.share)

    def _count(self, name: str) -> int:
        return int(self.state.get(name, 0))

    def _advance(self, **parts: Any) -> None:
        self.moved = True
        self.state.update(parts)
        _store_state(self.context, self.asked, self.state)
        self.share.step_done()


def _store_state(context: Context, asked: Rescore, state: Mapping[str, Any]) -> None:
    """Store the state with the period, unless a later rescoring has replaced this one."""
    try:
        context.table.update(
            key_of_period(context.scope, asked.period, asked.scheme),
            [Path("rescoring").set(_plain(state))],
            Path("rescoring.id") == asked.id,
        )
    except ConditionFailed:
        return


def _end(
    context: Context, asked: Rescore, state: Mapping[str, Any], held: Lease | None = None
) -> None:
    """Store the end state with its event, unless a later rescoring has replaced this one.

    The lease ``held`` ends with it. Raises TakenOver.
    """
    plain = _plain(state)
    end_rescoring(
        context,
        asked,
        [Path("rescoring").set(plain)],
        {name: plain.get(name) for name in ("status", "version", "done", "changed", "failed")},
        held,
    )


def _plain(state: Mapping[str, Any]) -> dict[str, Any]:
    """The state with its counts as integers: the table returns Decimals, which pynamodb's update
    actions refuse."""
    return {
        name: int(value) if isinstance(value, Decimal) else value for name, value in state.items()
    }
