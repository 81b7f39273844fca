"""Marks in a period's directory of which results are outdated, so that a list of what changed has
those whose mark is another one, and no others.

A mark is the revision of the previous period that stands now, of a result that was made with
another one; empty: it is not outdated. It becomes current in the transaction of the count
(:mod:`chalicelib.results.outdated_counts`), on condition that the directory is the one that it was
compared with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from chalicelib.periods import directory, ordered_tables
from chalicelib.periods.errors import SummaryReplaced
from chalicelib.periods.ordered_tables import Part
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import shard_of

#: Marks by person.
Marks = Mapping[PersonKey, str]
NO_MARKS: Final[Marks] = {}


@dataclass(slots=True)
class Seen:
    """The shards of a period that a run has looked through, and the marks of outdated results."""

    shards: set[int] = field(default_factory=set)
    marks: dict[PersonKey, str] = field(default_factory=dict)


def differing(context: Context, record: PeriodRecord, seen: Seen) -> Marks:
    """Return the marks that a period's directory does not have yet, of the shards that were seen.

    It reads the whole directory. Raises SummaryReplaced.
    """
    if record.listing is None:
        return NO_MARKS
    shards, found = context.principal.shards, dict[PersonKey, str]()
    for entry in directory.everybody(context, record):
        mark = seen.marks.get(entry.person, "")
        if mark != entry.outdated and shard_of(entry.person, shards) in seen.shards:
            found[entry.person] = mark
    return found


def part_of(context: Context, record: PeriodRecord, marks: Marks) -> Part:
    """Return the part of the directory with these marks. Nothing is written.

    Who has no entry stays out. Raises SummaryReplaced.
    """
    if not marks or record.listing is None:
        return Part()
    at = directory.next_time(context, record)
    changed = {
        person: entry._replace(outdated=marks[person], changed_at=at)
        for person, entry in directory.entries_of(context, record, marks).items()
        if entry.outdated != marks[person]
    }
    if not changed:
        return Part()
    return directory.changed(context, record, changed, new_id("gen", context.platform.clock()), at)


def forget(context: Context, record: PeriodRecord, part: Part) -> None:
    """Remove the written pieces of a part that did not become current."""
    now = read_period(context.table, context.scope, record.period, record.scheme)
    if now is None or not part.writes:
        return
    try:
        stays = ordered_tables.current_keys(context, now)
    except SummaryReplaced:
        return  # The next settling removes them.
    context.table.write_batch((), [key for key, _ in part.writes if key not in stays])
