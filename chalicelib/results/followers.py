"""What follows when a period's results have been settled: plans, and whatever registers itself.

A package that works from results registers a :class:`Follower` in its ``holdings.py``
(``Package(followers=...)``). This package calls them and knows none of them.

What a follower can rely on:

- Each is called after every settling of the period, in the order of registration (that of the
  packages in ``app.py``), while the run holds the period's lease, so nobody else writes results.
- One that runs out of time (False) ends the run: another run settles again and calls all of them
  again, from the first. One that raises does not keep the others from being called; then the run
  fails, its message is delivered again, and all of them are called again. The period's writer is
  finished only when every follower is done in one and the same run.
- So a follower must be repeatable: called again on the same results it changes nothing more, and
  after an interruption it completes what is left. It should look at the deadline between its
  pieces of work, and keep what it has done, so that each run gets further.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.results.leased_run import OutOfTime
from chalicelib.results.settling import Summary
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.period_cards import Head
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Settled:
    """A period whose results are written and summed up.

    ``scheme`` is the code under which they are kept: the scheme's, or a pilot's. ``version`` is the
    one that the run scored by; single cards may be by others. ``heads``: of every current card what
    is counted, by employee id; None when they are too many to be kept in memory.
    """

    scheme: str
    period: str
    version: ReadyScheme
    summary: Summary
    heads: Mapping[str, Head] | None


class Follower(Protocol):
    """Works from a period's settled results; must be repeatable."""

    def follow(self, context: Context, settled: Settled, deadline: datetime) -> bool:
        """True when all is done; False when the deadline came first and another run must go on."""


def call_followers(context: Context, settled: Settled, deadline: datetime) -> None:
    """Call every registered follower. Raises OutOfTime when one needs another run, and what a
    follower raised when the others were called; several errors as an ExceptionGroup."""
    errors: list[Exception] = []
    in_time = True
    for follower in _registered(context):
        try:
            in_time = follower.follow(context, settled, deadline)
        except Exception as error:  # noqa: BLE001 (raised below, when the others were called)
            errors.append(error)
        if not in_time:
            break
    if errors:
        raise errors[0] if len(errors) == 1 else ExceptionGroup("several followers failed", errors)
    if not in_time:
        raise OutOfTime


def _registered(context: Context) -> Iterator[Follower]:
    yield from context.platform.contents.followers
