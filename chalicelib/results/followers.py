"""Followers: work that is done after a period's results were settled, for example drafting plans.

A package that works from results registers a :class:`Follower` in its ``holdings.py``
(``Package(followers=...)``). This package calls the followers and imports none of them.

A follower can rely on this:

- Each follower is called after every settling of the period. The order is that of registration,
  which is that of ``handlers/contents.py``. The run holds the period's lease during the
  calls, so no other run writes results.
- A follower that runs out of time returns False, which ends the run. The next run calls all
  followers again, from the first. It settles again only if other work has held the period in
  between. Otherwise each follower finds the checkpoint that it has stored (``Settled.progress``).
- A follower that raises does not stop the calls of the others. The run then fails, its message is
  delivered again, and all followers are called again.
- When few results have changed, ``Settled.changed`` has them, and the follower works for these
  people, in reads that are bounded by their number. It may do so only if what it has stored was of
  all results before. A run after this one does not know them: then it works for everybody.
- The period's writer is finished only when every follower has finished in the same run.

So a follower must be repeatable. Called again on the same results, it changes nothing more. After
an interruption, it completes what is left. It must do at least one piece of its work, check the
deadline between pieces, and store a checkpoint before it returns False. So each run makes progress.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import Lease
from chalicelib.person_keys import PersonKey
from chalicelib.results.changes import Changed
from chalicelib.results.leased_run import OutOfTime, TakenOver
from chalicelib.results.settling import Summary
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.period_cards import Head
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Settled:
    """A period whose results are written and settled.

    ``scheme`` is the code that the results are stored under: the scheme's, or a pilot's.
    ``version`` is the version that the run scored by. Single cards may be from other versions.
    ``heads``: for each current card the values that are counted, by employee id. None: there are
    too many to keep in memory, or this run has not read them. ``progress`` keeps the followers'
    checkpoints. ``changed``: the results that are other ones since the period was settled before,
    by person, when they are few and known; None: any may be.
    """

    scheme: str
    period: str
    version: ReadyScheme
    summary: Summary
    heads: Mapping[PersonKey, Head] | None
    progress: "Progress"
    changed: Changed | None = None


class Progress:
    """The checkpoints of followers since the period was settled, stored in the period's item."""

    def __init__(self, context: Context, held: Lease) -> None:
        self._context, self._held = context, held
        #: The period as it was when the run took it.
        self.begun = held.record
        self._stored = dict(held.record.following or {})

    def of(self, follower: str) -> Mapping[str, Any] | None:
        """Return the checkpoint that the follower has stored. None: it begins."""
        found: Mapping[str, Any] | None = self._stored.get(follower)
        return found

    def store(self, follower: str, checkpoint: Mapping[str, Any]) -> None:
        """Store a checkpoint. Raises TakenOver when another run holds the period."""
        self.change([Path(f"following.{follower}").set(dict(checkpoint))])
        self._stored[follower] = checkpoint

    def change(self, actions: list[Action]) -> None:
        """Change members of the period's item. Raises TakenOver when another run holds it."""
        held = self._held
        key = key_of_period(self._context.scope, held.period, held.scheme)
        try:
            self._context.table.update(key, actions, held.held)
        except ConditionFailed:
            raise TakenOver from None


class Follower(Protocol):
    """Works from a period's settled results. It must be repeatable."""

    def follow(self, context: Context, settled: Settled, deadline: datetime) -> bool:
        """Do the work. Return True when all is done, False when the deadline came first."""


def call_followers(context: Context, settled: Settled, deadline: datetime) -> None:
    """Call the registered followers. A False of a follower ends the calls.

    Raises a follower's error after the calls, several errors as an ExceptionGroup. Raises OutOfTime
    when no follower failed and one of them needs another run.
    """
    errors: list[Exception] = []
    in_time = True
    for follower in _registered(context):
        try:
            in_time = follower.follow(context, settled, deadline)
        except Exception as error:  # noqa: BLE001 (raised below, after the other calls)
            errors.append(error)
        if not in_time:
            break
    if errors:
        raise errors[0] if len(errors) == 1 else ExceptionGroup("several followers failed", errors)
    if not in_time:
        raise OutOfTime


def _registered(context: Context) -> Iterator[Follower]:
    yield from context.platform.contents.followers
