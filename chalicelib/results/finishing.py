"""The last steps of each run that wrote results: settle the period, then call the followers.

After a run that has changed few results the summary is adjusted, and the followers work for these
people alone. Everything else is from all current cards. So another run may repeat it after a run
has died: it does not know what that one has changed. When only the followers are left
(``following`` in the period's record), the period is not settled again and each follower goes on
from its checkpoint.
"""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.periods.lease import Lease
from chalicelib.periods.left_pieces import remove_left
from chalicelib.person_keys import PersonKey
from chalicelib.results.adjusting import adjust
from chalicelib.results.changes import Changes
from chalicelib.results.followers import Progress, Settled, call_followers
from chalicelib.results.layers import source_codes
from chalicelib.results.settling import Summary, settle
from chalicelib.results.stored_state import WHOLE_AT_MOST, whole
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.period_cards import Head, read_heads
from chalicelib.tenancy.context import Context


def settle_and_follow(
    context: Context,
    version: ReadyScheme,
    held: Lease,
    deadline: datetime,
    changes: Changes | None,
    heads: Mapping[PersonKey, Head] | None = None,
) -> None:
    """Store the period's summary and call the followers. All cards must be written.

    ``held`` is the run's lease. ``changes``: all that the run has written; None: everything is
    counted anew. ``heads``: for each current card the values that are counted, by employee id, if
    the caller has them. With None they are read once for both steps, unless the summary is
    adjusted. If they are too many for memory, each step reads them. Raises OutOfTime, TakenOver,
    and the errors of the followers.
    """
    scheme, period = held.scheme, held.period
    record = held.record
    by_team = version.scheme.rank_by_team
    summary = changed = None
    if record.following is not None:
        # The run that stored the summary may have died before it removed what it replaced.
        remove_left(context, record)
        summary = Summary(record.scorecards, record.insufficient, record.grades)
    elif changes is not None and changes.few is not None:
        changed = changes.few
        sources = source_codes(version)
        summary = adjust(context, held, changed, by_team=by_team, sources=sources)
    if summary is None:
        changed = None
        if heads is None:
            heads = whole(read_heads(context, scheme, period), WHOLE_AT_MOST)
        summary = settle(
            context,
            held,
            by_team=by_team,
            known=heads,
            only_followers_left=True,
            sources=source_codes(version),
        )
    progress = Progress(context, held)
    settled = Settled(scheme, period, version, summary, heads, progress, changed)
    call_followers(context, settled, deadline)
