"""The company's periods, the newest first, as they are needed: ten years of a hundred schemes are
12,000 records."""

from collections.abc import Callable, Iterator

from chalicelib.periods.keys import partition_of_periods
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context

#: Records that one query reads: a year of one scheme, or a month of many.
AHEAD = 12


def periods_newest_first(
    context: Context, before: str | None, asked: Callable[[], None]
) -> Iterator[str]:
    """Give each period that has a record, once, the last in the order of texts first.

    ``before``: the period before which to begin; None: with the last. ``asked`` is called with
    each query. A query gives a period at least, or the end.
    """
    partition = partition_of_periods(context.scope)
    while True:
        asked()
        # No scheme's code is empty, so this is before all records of the period.
        after = None if before is None else context.scope.key(partition, before, "").sk
        page = context.table.query(
            partition, after=after, limit=AHEAD, descending=True, only=("pk", "sk")
        )
        for item in page.items:
            period = parts_of(item["sk"])[0]
            if period != before:
                before = period
                yield period
        if page.after is None:
            return
