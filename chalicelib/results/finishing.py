"""The last steps of each run that wrote results: settle the period, then call the followers.

Both steps work from all current cards. So another run may repeat them after a run has died.
"""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.results.followers import Settled, call_followers
from chalicelib.results.settling import settle
from chalicelib.results.stored_state import WHOLE_AT_MOST, whole
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.period_cards import Head, read_heads
from chalicelib.tenancy.context import Context


def settle_and_follow(
    context: Context,
    version: ReadyScheme,
    scheme: str,
    period: str,
    deadline: datetime,
    heads: Mapping[str, Head] | None = None,
) -> None:
    """Store the period's summary and call the followers.

    ``heads``: for each current card the values that are counted, by employee id, if the caller has
    them. With None they are read once for both steps. If they are too many for memory, each step
    reads them. Raises OutOfTime, and the errors of the followers.
    """
    if heads is None:
        heads = whole(read_heads(context, scheme, period), WHOLE_AT_MOST)
    summary = settle(
        context,
        scheme,
        period,
        by_team=version.scheme.rank_by_team,
        known=None if heads is None else heads.values(),
    )
    call_followers(context, Settled(scheme, period, version, summary, heads), deadline)
