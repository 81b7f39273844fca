"""The check of a large register, kept with the period: a follower of settled results.

Who is missing changes with the register too, so the counts are told with the time of the walk. When
few results have changed, the counts are adjusted by these people where that is exact
(publication/check_of_few.py). Of a small register nothing is kept: a request walks it
(publication/month_check.py).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.announcements.not_told import is_asked
from chalicelib.people import headcount
from chalicelib.periods import missing_counts
from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.periods.records import PeriodRecord
from chalicelib.publication.check_of_few import adjust_check
from chalicelib.publication.month_check import MOST_AT_ONCE, Walk
from chalicelib.results.followers import Settled
from chalicelib.tenancy.context import Context, timestamp

#: The name under which this follower stores that it waited for a run with more time.
FOLLOWER: Final = "register_check"
#: People that are walked in a second, at least.
PER_SECOND: Final = 2_000


class KeepCheck:
    """Walks a large register after each settling, and keeps the counts with the period."""

    def follow(self, context: Context, settled: Settled, deadline: datetime) -> bool:
        """Keep the check. False when the time is too short, once: the next run walks in any case.

        The walk is one piece of work, which is made again after a death. A check that is kept no
        more, because the register is small now, is removed: it would not be of the results.
        """
        if pilot_of(settled.scheme) is not None:
            return True
        people = headcount.number(context)
        if people <= MOST_AT_ONCE:
            if settled.progress.begun.check is not None:
                settled.progress.change([Path("check").remove()])
                _remove_former(context, settled)
            return True
        if settled.changed is not None and adjust_check(context, settled, settled.changed):
            return True
        needed = timedelta(seconds=(people + settled.summary.scorecards) / PER_SECOND)
        late = context.platform.clock() + needed > deadline
        if late and settled.progress.of(FOLLOWER) is None:
            settled.progress.store(FOLLOWER, {"waited": True})
            return False
        as_of = timestamp(context.platform.clock())
        announced = is_asked(context, settled.period, settled.scheme)
        record = PeriodRecord(settled.period, settled.scheme)
        walk = Walk(context, record, announced=announced)
        for _ in walk.absent():
            pass
        check = walk.check
        writes, pieces = missing_counts.made(context, settled.period, settled.scheme, check.missing)
        context.table.write_batch(writes)
        kept: Mapping[str, Any] = {
            "as_of": as_of,
            "until": timestamp(context.platform.clock()),
            "several": dict(check.several),
            "outdated": check.outdated,
            **({} if check.not_told is None else {"not_told": check.not_told}),
            **pieces,
        }
        settled.progress.change([Path("check").set(kept)])
        _remove_former(context, settled)
        return True


def _remove_former(context: Context, settled: Settled) -> None:
    """Remove the pieces of the check before, if the summary was adjusted and so has kept them."""
    former = missing_counts.pieces_of(context, settled.progress.begun)
    context.table.write_batch((), former)
