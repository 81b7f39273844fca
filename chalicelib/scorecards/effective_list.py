"""A period's list of what stands: corrected results in the place of the locked ones, and behind all
of them those that corrections added.

The added ones are in no directory. They are read among the corrected results of the period, of
which a page reads a bounded number: then it ends, may be short, and has a next one.
"""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.periods.records import PeriodRecord
from chalicelib.scorecards import listing
from chalicelib.scorecards.asked_entries import SEPARATOR, Asked
from chalicelib.scorecards.corrected import corrected_cards, effective
from chalicelib.scorecards.outdated import Shown
from chalicelib.scorecards.versions import version_of
from chalicelib.scorecards.visibility import visible
from chalicelib.store.filtered_page import MOST_READ
from chalicelib.tenancy.context import Context

#: Begins the positions behind all directories. No code of a scheme begins with it.
ADDED = "+"


def of_period(
    context: Context, period: Sequence[PeriodRecord], asked: Asked, limit: int, after: str | None
) -> tuple[list[Shown], str | None]:
    """Return up to ``limit`` results as they stand, scheme after scheme, then the added ones.

    Arguments and second result as of listing.of_period. Filters of a locked result go by that, of
    an added one by what stands.
    """
    shown: list[Shown] = []
    if after is None or not after.startswith(ADDED):
        found, further = listing.of_period(context, list(period), asked, limit, after)
        shown, after = effective(context, found), None
        if further is not None:
            return shown, further
    added, further = _added(context, period, asked, limit - len(shown), after)
    return [*shown, *added], further


def _added(
    context: Context, period: Sequence[PeriodRecord], asked: Asked, limit: int, after: str | None
) -> tuple[list[Shown], str | None]:
    scheme_after, _, person_after = (after or ADDED).removeprefix(ADDED).partition(SEPARATOR)
    found: list[Shown] = []
    read, last = 0, after or ADDED
    begun = [one for one in period if one.scheme >= scheme_after and one.corrections]
    for number, record in enumerate(begun):
        if number == listing.MOST_SCHEMES:
            return found, f"{ADDED}{record.scheme}{SEPARATOR}"
        begin = person_after if record.scheme == scheme_after else ""
        for card in corrected_cards(context, record.scheme, record.period, begin):
            here = card.added and visible(context.principal, card, record)
            # By the state filter it is a locked one, as every other that was corrected.
            wanted = bool(here) and asked.shows(replace(card, correction=None), record)
            if read == MOST_READ or (wanted and len(found) == limit):
                return found, last
            read, last = read + 1, f"{ADDED}{record.scheme}{SEPARATOR}{card.person}"
            if wanted:
                found.append((card, version_of(context, card), record))
    return found, None
