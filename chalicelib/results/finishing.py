"""The end of every run that has written results: the period is summed up, and what follows is done.

Both work from all current cards, so any run may do them again after another has died.
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
    """Store the period's summary and call the followers. Raises OutOfTime, and what they raise.

    ``heads``: of all current cards what is counted, if the caller knows them. Else they are read
    once for both, or, when they are more than memory likes, by each.
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
