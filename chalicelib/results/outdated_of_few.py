"""Adjust a count of outdated results, and their marks, by the few results that a run has changed.

Two things make a result outdated or current: its own change, and that of the previous period's. So
a count is adjusted only while one run alone changes either: every other period that the count
depends on has no run at work and no results that are not settled and followed. That is a condition
of the transaction with the count. The count must also be of before the run's own writes. In every
other case the caller counts anew, as after a change of many.
"""

from collections.abc import Iterator

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.periods.calendar import previous
from chalicelib.periods.errors import SummaryReplaced
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.lease import MARGIN
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.results.changes import Changed
from chalicelib.results.followers import Settled
from chalicelib.results.outdated_counts import store_count
from chalicelib.scorecards.previous_period import (
    NONE_STOOD,
    codes_read,
    made_with,
    revision_text,
    revisions,
    standing_revisions,
)
from chalicelib.store.identifiers import first_id
from chalicelib.store.keys import Key
from chalicelib.tenancy.context import Context

#: The mark of a person's result before the run, and after it.
Differences = dict[PersonKey, tuple[str, str]]


def adjust_count(
    context: Context, settled: Settled, changed: Changed, period: str, scheme: str
) -> bool:
    """Adjust the count of a period: the settled one, or one whose results look back to it.

    False: the difference is not known exactly. Costs two or three reads of a hundred people and a
    write, whatever the number of results, and for other marks those of an entry of the directory.
    """
    record = read_period(context.table, context.scope, period, scheme)
    if record is None or record.outdated is None or record.settled_at is None:
        return False
    if record.outdated and record.listing is not None and record.unmarked_until is None:
        return False  # Those that were outdated before have no marks yet.
    own = (period, scheme) == (settled.period, settled.scheme)
    if own:
        if record.outdated_counted != settled.progress.begun.outdated_counted:
            return False
        marks = _of_own(context, changed, period, scheme)
    else:
        # A count that another run has made since this one began may have seen its writes.
        if (record.outdated_counted or "") >= first_id("cnt", context.now - MARGIN):
            return False
        marks = _of_next(context, settled, changed, period, scheme)
    number = record.outdated + sum(bool(after) - bool(before) for before, after in marks.values())
    others = {person: after for person, (before, after) in marks.items() if after != before}
    if number < 0:
        return False
    try:
        return store_count(context, record, number, _at_rest(context, settled, record), others)
    except SummaryReplaced:
        return False


def _at_rest(
    context: Context, settled: Settled, record: PeriodRecord
) -> list[tuple[Key, Condition]]:
    """Return the conditions that no other run changes what the count is of."""
    before = previous(record.period)
    places = [(record.period, record.scheme)]
    places += [(before, code) for code in codes_read(record.scheme)]
    return [
        (
            key_of_period(context.scope, *place),
            Path("writer").does_not_exist() & Path("unsettled").does_not_exist(),
        )
        for place in places
        if place != (settled.period, settled.scheme)
    ]


def _of_own(context: Context, changed: Changed, period: str, scheme: str) -> Differences:
    """Return the marks of the run's own results."""
    looking = [
        (person, one.before.previous_revision if one.before else None, one.after.previous_revision)
        for person, one in changed.items()
    ]
    looking = [one for one in looking if one[1:] != (None, None)]
    if not looking:
        return {}
    standing = standing_revisions(context, scheme, period, (person for person, _, _ in looking))
    return {
        person: (
            _mark(before, standing.get(person, NONE_STOOD)),
            _mark(after, standing.get(person, NONE_STOOD)),
        )
        for person, before, after in looking
    }


def _of_next(
    context: Context, settled: Settled, changed: Changed, period: str, scheme: str
) -> Differences:
    """Return the marks of the results that look back to the run's own."""
    theirs = made_with(context, scheme, period, changed)
    if not theirs:
        return {}
    return {
        person: (_mark(theirs[person], before), _mark(theirs[person], after))
        for person, before, after in _stood(context, settled, changed, scheme, list(theirs))
    }


def _stood(
    context: Context, settled: Settled, changed: Changed, scheme: str, persons: list[PersonKey]
) -> Iterator[tuple[PersonKey, str, str]]:
    """Yield which revision a result by ``scheme`` finds of each person before the run, and now."""
    read = {
        code: revisions(context, code, settled.period, persons)
        for code in codes_read(scheme)
        if code != settled.scheme
    }
    for person in persons:
        change = changed[person]
        found = [NONE_STOOD, NONE_STOOD]
        for code in codes_read(scheme):
            if code == settled.scheme:
                for place, card in enumerate((change.before, change.after)):
                    if card is not None and card.void is None:
                        found[place] = revision_text(code, card.revision)
            elif person in read[code]:
                found = [read[code][person]] * 2
        yield person, found[0], found[1]


def _mark(made: str | None, standing: str) -> str:
    """Return the mark of a result that was made with a revision; None: it does not look back."""
    return "" if made in (None, standing) else standing
