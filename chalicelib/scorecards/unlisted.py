"""Lists of a period that has no directory: it was not settled yet, or by an older version.

Its cards are read by person, from all shards side by side, and no more than MOST_READ: then the
page ends, may be short, and has a next one. The next settling of the period makes its directory.
"""

from collections.abc import Iterator

from chalicelib.periods.records import PeriodRecord
from chalicelib.scorecards.asked_entries import Asked, Place
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.scorecards.visibility import visible
from chalicelib.store.filtered_page import MOST_READ
from chalicelib.store.keys import escaped, key_of_item
from chalicelib.tenancy.context import Context

#: Cards of a shard that are read at a time.
AT_ONCE = 201


def unlisted(
    context: Context, record: PeriodRecord, asked: Asked, limit: int, begin: Place | None
) -> tuple[list[Scorecard], str | None]:
    """Return up to ``limit`` cards from a place on, and the person after whom the next page begins.

    None: the end.
    """
    found: list[Scorecard] = []
    after = "" if begin is None else begin.after[-1]
    at_once = min(limit + 1, AT_ONCE)
    cards = cards_after(context, record.scheme, record.period, after, at_once=at_once)
    for number, card in enumerate(cards):
        if number == MOST_READ:
            return found, after
        if _has(context, asked, card, record):
            if len(found) == limit:
                return found, found[-1].person
            found.append(card)
        after = card.person
    return found, None


def cards_after(
    context: Context, scheme: str, period: str, person_after: str = "", at_once: int = AT_ONCE
) -> Iterator[Scorecard]:
    """Give the current cards of a period by person, after one, from all shards, without those that
    a correction added."""
    from heapq import merge

    def of_shard(shard: int) -> Iterator[Scorecard]:
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        start = f"{CURRENT}{escaped(person_after)}"
        after = start if person_after else None
        while True:
            page = context.table.query(partition, prefix=CURRENT, after=after, limit=at_once)
            for item in page.items:
                if not item.get("added"):
                    yield card_of(key_of_item(item), item)
            if page.after is None:
                return
            after = page.after

    shards = [of_shard(shard) for shard in range(context.principal.shards)]
    return merge(*shards, key=lambda card: escaped(card.person))


def _has(context: Context, asked: Asked, card: Scorecard, record: PeriodRecord) -> bool:
    return (
        visible(context.principal, card, record)
        and asked.shows(card, record)
        and (asked.since is None or _modified_at(card, record) >= asked.since)
    )


def _modified_at(card: Scorecard, record: PeriodRecord) -> str:
    """Return when a card as it is shown may have changed last: it, or anything of its period.

    A card has the time when its upload began, even if it was written later. The period is settled
    after all cards are written.
    """
    times = (
        card.computed_at,
        record.settled_at,
        *record.changed_whole_at,
        record.outdated_at,
    )
    return max(time for time in times if time is not None)
