"""The directory of a period: which people have results, as its lists find them.

A small directory is in the period's item, by person. A large one is a table for each order of
:mod:`chalicelib.periods.listed`. It is made when the period is settled, and changed by whoever
moves a result without settling. ``listing.at`` grows with each change, so that what a reader of one
directory has not seen has a later ``changed_at`` (docs/decisions/lists.md).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.periods import ordered_pieces, ordered_tables, pieces
from chalicelib.periods.keys import key_of_dropped_piece
from chalicelib.periods.listed import ORDERS, PERSON, Listed
from chalicelib.periods.ordered_pieces import Index
from chalicelib.periods.ordered_tables import Part
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import PersonKey
from chalicelib.store.as_read import as_read
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import Key, escaped
from chalicelib.tenancy.context import Context, timestamp

#: Pieces read in one request where all entries are read in order.
AT_ONCE = 8


def next_time(context: Context, record: PeriodRecord) -> str:
    """Return the time of a change of the directory that is made now: later than all before."""
    now = timestamp(context.platform.clock())
    former = (record.listing or {}).get("at")
    if former is None or now > former:
        return now
    return timestamp(datetime.fromisoformat(former) + timedelta(milliseconds=1))


def unchanged(record: PeriodRecord) -> Condition:
    """Return the condition, on the period's item, that its directory is the one of the record."""
    return as_read("listing.at", (record.listing or {}).get("at"))


def small(record: PeriodRecord) -> list[Listed] | None:
    """Return all entries by person, of a directory in the period's item. None: it is not there."""
    inside = (record.listing or {}).get("inside")
    return None if inside is None else ordered_pieces.opened_piece(PERSON, bytes(inside))


def everybody(context: Context, record: PeriodRecord) -> Iterator[Listed]:
    """Give all entries by person; none without a directory. Raises SummaryReplaced."""
    found = small(record)
    if found is not None:
        yield from found
        return
    index = ordered_tables.read_indexes(context, record, [PERSON.name])[PERSON.name]
    for start in range(0, len(index), AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, len(index)))
        for some in ordered_tables.read_pieces(context, record, PERSON, index, numbers).values():
            yield from some


def since_last(
    context: Context, record: PeriodRecord, entries: Iterable[Listed]
) -> tuple[list[Listed], list[PersonKey]]:
    """Return the entries, by person, with the time of the former ones that have the same content.

    Why a former entry is outdated stays with it until a follower says otherwise. The second result
    are the people of former entries who have none any more. Raises SummaryReplaced.
    """
    former, found, gone = everybody(context, record), list[Listed](), list[PersonKey]()
    before = next(former, None)
    for entry in entries:
        place = PERSON.place(entry)
        while before is not None and PERSON.place(before) < place:
            gone.append(before.person)
            before = next(former, None)
        if before is not None and before.person == entry.person:
            kept = entry._replace(outdated=before.outdated, changed_at=before.changed_at)
            found.append(kept if kept == before else kept._replace(changed_at=entry.changed_at))
            before = next(former, None)
        else:
            found.append(entry)
    if before is not None:
        gone += [before.person, *(one.person for one in former)]
    return found, gone


def made(
    context: Context,
    record: PeriodRecord,
    entries: Sequence[Listed],
    generation: str,
    at: str,
    *,
    removed: bool = False,
    told: bool = False,
) -> Part:
    """Make the directory anew from all entries, by person. Nothing is written.

    ``record`` is the period before, ``at`` is :func:`next_time`, ``removed`` says whether a former
    entry is there no more, and ``told`` whether the log of changes tells of all that went. Raises
    SummaryReplaced.
    """
    place = record.period, record.scheme
    former = ordered_tables.read_indexes(context, record, ORDERS)
    inside = pieces.inside(len(entries), lambda: pieces.packed(PERSON.rows(entries)))
    part = Part()
    for name, order in ORDERS.items():
        standing = ordered_tables.generation_of(record, name)
        if inside is not None:
            part.add(ordered_tables.without(context, place, name, former[name], standing))
            continue
        ordered = entries if order is PERSON else sorted(entries, key=order.place)
        new = ordered_pieces.made(order, ordered, ordered_tables.names(generation), former[name])
        part.add(
            ordered_tables.part_of(context, place, generation, name, new, former[name], standing)
        )
    part.members["listing"] = _listing(record, at, inside, removed=removed, told=told)
    return part


def untold(record: PeriodRecord, at: str) -> Part:
    """Return the part by which whoever follows the period lists it anew: of an entry that went
    before, the log of changes tells no more. ``at`` is :func:`next_time`."""
    listing = record.listing
    members = {} if listing is None else {"listing": {**listing, "at": at, "removed_at": at}}
    return Part(members=dict(members))


def changed(
    context: Context,
    record: PeriodRecord,
    changes: Mapping[PersonKey, Listed | None],
    generation: str,
    at: str,
) -> Part:
    """Put the entries of some people in their places; None removes a person's. Nothing is written.

    ``record`` must have a directory. Reads the indexes and, of each order, at most two pieces a
    person; writes as many. The caller writes ``writes``, makes the part current on condition of
    :func:`unchanged`, and deletes ``drops``. An entry's ``changed_at`` is the caller's: ``at``
    where it has changed. Raises SummaryReplaced.
    """
    removed = None in changes.values()
    entries = small(record)
    left_behind = left_by_former(context, record)
    if entries is not None:
        by_person = {**{entry.person: entry for entry in entries}, **changes}
        left = [entry for entry in by_person.values() if entry is not None]
        in_order = sorted(left, key=PERSON.place)
        part = made(context, record, in_order, generation, at, removed=removed)
    else:
        part = _changed_pieces(context, record, changes, generation)
        part.members["listing"] = _listing(record, at, None, removed=removed)
    part.drops += left_behind
    return part


def moved(
    context: Context,
    record: PeriodRecord,
    person: PersonKey,
    to: PersonKey,
    left: Sequence[Key] = (),
) -> Part | None:
    """Put a person's entry under another key, with the time that it has. None without an entry.

    What is dropped has the person's id, and so may what dead runs have ``left``
    (periods/left_pieces.py). So the period's item keeps these keys, for whoever comes
    after a run that died before it deleted them (:func:`left_by_former`). Raises SummaryReplaced.
    """
    entry = entries_of(context, record, [person]).get(person)
    if entry is None:
        return None
    at = next_time(context, record)
    generation = new_id("gen", context.platform.clock())
    changes = {person: None, to: entry._replace(person=to)}
    part = changed(context, record, changes, generation, at)
    part.drops = list(dict.fromkeys((*part.drops, *left)))
    if part.drops:
        part.members["listing"]["dropped"] = [key.sk for key in part.drops]
    return part


def left_by_former(context: Context, record: PeriodRecord) -> list[Key]:
    """Return the keys of items that are current no more, and that may still be there."""
    place = context.scope, record.period, record.scheme
    return [
        key_of_dropped_piece(*place, sort) for sort in (record.listing or {}).get("dropped", ())
    ]


def entries_of(
    context: Context, record: PeriodRecord, people: Iterable[PersonKey]
) -> dict[PersonKey, Listed]:
    """Return the entries of these people by person, without those who have none.

    Reads the index and at most one piece a person. Raises SummaryReplaced.
    """
    found = small(record)
    if found is not None:
        wanted = set(people)
        return {entry.person: entry for entry in found if entry.person in wanted}
    index = ordered_tables.read_indexes(context, record, [PERSON.name])[PERSON.name]
    return _standing(context, record, index, people)


def _changed_pieces(
    context: Context,
    record: PeriodRecord,
    changes: Mapping[PersonKey, Listed | None],
    generation: str,
) -> Part:
    place = record.period, record.scheme
    former = ordered_tables.read_indexes(context, record, ORDERS)
    before = _standing(context, record, former[PERSON.name], changes)
    part = Part()
    for name, order in ORDERS.items():
        index = former[name]
        moves: dict[ordered_pieces.Place, Listed | None] = {
            order.place(before[person]): None for person in changes if person in before
        }
        moves |= {order.place(entry): entry for entry in changes.values() if entry is not None}
        numbers = ordered_pieces.numbers_at(order, index, moves)
        opened = ordered_tables.read_pieces(context, record, order, index, numbers)
        new = ordered_pieces.changed(order, index, opened, moves, ordered_tables.names(generation))
        standing = ordered_tables.generation_of(record, name)
        part.add(ordered_tables.part_of(context, place, generation, name, new, index, standing))
    return part


def _standing(
    context: Context, record: PeriodRecord, index: Index, people: Iterable[PersonKey]
) -> dict[PersonKey, Listed]:
    wanted = set(people)
    numbers = ordered_pieces.numbers_at(PERSON, index, map(_place_of, wanted))
    some = ordered_tables.read_pieces(context, record, PERSON, index, numbers).values()
    return {entry.person: entry for entries in some for entry in entries if entry.person in wanted}


def _listing(
    record: PeriodRecord, at: str, inside: bytes | None, *, removed: bool, told: bool = False
) -> dict[str, Any]:
    """Return the member ``listing``. A former removal stays noted."""
    former = record.listing or {}
    removed_at = at if removed and not told else former.get("removed_at")
    told_at = at if removed and told else former.get("told_at")
    members = {"at": at, "removed_at": removed_at, "told_at": told_at, "inside": inside}
    return {name: value for name, value in members.items() if value is not None}


def _place_of(person: PersonKey) -> ordered_pieces.Place:
    return (escaped(person),)
