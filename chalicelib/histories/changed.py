"""Results that changed after their period was published: what stood then, and what came since.

Which they are is found through the period's directory. What stood at publication is the last
revision that was made before; of who has more than MOST_FORMER revisions since it is not looked for
further, and that is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards import listing
from chalicelib.scorecards.keys import key_of_scorecard_revision
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.tenancy.context import Context

#: Results of a page: the former revisions of each are read.
MOST_SHOWN = 50
#: How many former revisions of a result are read at a time, until that of the publication is found.
STEPS = (2, 6, 16)
MOST_FORMER = sum(STEPS)


@dataclass(slots=True)
class Changed:
    """A result that changed. ``since`` are the revisions made after publication, the newest first.

    ``before`` stood at publication; None: there was none then, or with ``more`` it is not known,
    because it has more revisions than were read.
    """

    record: PeriodRecord
    since: list[Scorecard]
    before: Scorecard | None = None
    more: bool = False
    found: bool = field(default=False, repr=False)

    @property
    def card(self) -> Scorecard:
        return self.since[0]

    def former(self, first: int, last: int) -> range:
        """Return the numbers of the revisions that are ``first`` to ``last`` before the current
        one, the newest first, as far as there are so many."""
        current = self.card.revision
        return range(current - first, max(0, current - last - 1), -1)


def page(
    context: Context,
    period: str,
    query: Mapping[str, Any],
    team: frozenset[str] | None,
    after: str | None,
) -> tuple[list[Changed], str | None]:
    """Return a page of the results of a published period that changed since, none of another.

    It may be short and have a next one. ``after`` and the last value are positions, as those of the
    scorecards' list.
    """
    (record,) = listing.records_of(context, period, query["scheme"])
    if record.published_at is None:
        return [], None
    asked = replace(
        listing.asked_of(context, {}, team), changed_after=record.published_at, whole=True
    )
    limit = min(query["limit"], MOST_SHOWN)
    shown, further = listing.of_period(context, [record], asked, limit, after)
    found = [
        Changed(settled, [card])
        for card, _, settled in shown
        if not card.imported and made_after(card, settled)
    ]
    _find_before(context, {one.card.person: one for one in found})
    return found, further


def made_after(card: Scorecard, record: PeriodRecord) -> bool:
    """Return whether a revision was made after its period was published.

    A rescoring dates its results by when it was asked for. One that was asked for before the
    publication, and that ended after it, has made them after it.
    """
    published = record.published_at or ""
    if card.computed_at > published:
        return True
    rescoring = record.rescoring or {}
    ended = rescoring.get("finished_at")
    late = ended is None or ended > published
    return bool(rescoring) and late and card.computed_at == rescoring["requested_at"]


def _find_before(context: Context, changed: Mapping[PersonKey, Changed]) -> None:
    """Read back from each result to the revision that stood at publication."""
    done = 0
    for step in STEPS:
        left = [one for one in changed.values() if not one.found]
        _read_back(context, left, done + 1, done + step)
        done += step
    for one in changed.values():
        one.more = not one.found


def _read_back(context: Context, left: list[Changed], first: int, last: int) -> None:
    """Read the revisions that are ``first`` to ``last`` before the current one of each result."""
    shards = context.principal.shards
    keys = {
        (one.card.person, number): key_of_scorecard_revision(
            context.scope, one.card.scheme, one.card.period, one.card.person, shards, number
        )
        for one in left
        for number in one.former(first, last)
    }
    items = context.table.get_many(list(keys.values())) if keys else {}
    for one in left:
        for number in one.former(first, last):
            key = keys[one.card.person, number]
            if key not in items:
                continue
            former = card_of(key, items[key])
            if made_after(former, one.record):
                one.since.append(former)
                continue
            one.found = True
            one.before = None if _went_before(former, one.record) else former
            break
        else:
            one.found = one.card.revision <= last


def _went_before(card: Scorecard, record: PeriodRecord) -> bool:
    """Return whether a revision had gone with its file when the period was published."""
    return card.withdrawn is not None and str(card.withdrawn["at"]) <= (record.published_at or "")
