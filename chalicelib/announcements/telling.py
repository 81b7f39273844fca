"""One run of telling: the register is walked from the checkpoint on, and whom it concerns is told.

Each person is told by an own conditional write, so that a run that comes twice, late, or beside
another tells nobody twice and takes nothing from what the person has said meanwhile.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.announcements.concerned import Concerned, InTime
from chalicelib.announcements.keys import key_of_announcement, key_of_told
from chalicelib.announcements.records import TELLING, TOLD, Announcement, read_told
from chalicelib.audit.work_ends import end_work
from chalicelib.people.records import Employee, everybody
from chalicelib.person_keys import PersonKey
from chalicelib.store.as_read import as_read
from chalicelib.store.changes import actions_of, changed
from chalicelib.store.records import from_item
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.leaving import Presence

#: People of the register between two checkpoints.
CHUNK: Final = 500
#: Time kept free at the end of an invocation: for a chunk, and for handing on.
RESERVE: Final = timedelta(seconds=60)


class Stopped(Exception):
    """Another announcement has taken the place of this one, or another run has gone on with it."""


def target_of(period: str, scheme: str, number: int) -> str:
    """Return what an announcement is called in the audit log."""
    return f"announcements/{period}/{scheme}/{number}"


def run(context: Context, found: Announcement, deadline: datetime) -> int | None:
    """Tell who is left. None when it has ended, else seconds until the next run."""
    if found.status != TELLING:
        return None
    presence = Presence(context)
    concerned = Concerned(context, found.period, found.scheme, found.teams)
    in_time = InTime(context, found.period)
    try:
        for people in _chunks(context, found):
            presence.check()
            told, late = _tell(
                context, found, [one for one in people if concerned.has(one)], in_time
            )
            found = _store(
                context,
                found,
                after=people[-1].key,
                told=found.told + told,
                late=found.late + late,
            )
            if context.platform.clock() > deadline - RESERVE:
                return 0
        _end(context, found)
    except Stopped:
        return None
    return None


def _chunks(context: Context, found: Announcement) -> Iterator[Sequence[Employee]]:
    after = None if found.after is None else PersonKey(found.after)
    people = (from_item(Employee, item) for item in everybody(context, after))
    while chunk := list(islice(people, CHUNK)):
        yield chunk


def _tell(
    context: Context, found: Announcement, people: Sequence[Employee], in_time: InTime
) -> tuple[int, int]:
    """Tell these people. Return how many they are, and how many of them were told too late."""
    before = read_told(context, found.period, found.scheme, (one.key for one in people))
    late = 0
    for one in people:
        known = before[one.key]
        first_at = known.first_at
        if known.number < found.number:
            at = timestamp(context.platform.clock())
            first_at = first_at or at
            _tell_one(context, found, one.key, at)
        late += not in_time.told(one, first_at)
    return len(people), late


def _tell_one(context: Context, found: Announcement, person: PersonKey, at: str) -> None:
    key = key_of_told(context.scope, found.period, found.scheme, person, context.principal.shards)
    number = Path("number")
    untold = number.does_not_exist() | (number < found.number)
    try:
        context.table.update(key, told_actions(found, person, at), untold)
    except ConditionFailed:
        # Told by another run, or of a later announcement.
        return


def told_actions(found: Announcement, person: PersonKey, at: str) -> list[Action]:
    """Return the actions by which a person was told of an announcement at a time."""
    entry = {"number": found.number, "at": at}
    return [
        Path("period").set(found.period),
        Path("scheme").set(found.scheme),
        Path("employee_id").set(person),
        Path("number").set(found.number),
        Path("at").set(at),
        Path("first_at").set(Path("first_at") | at),
        Path("tellings").set((Path("tellings") | []).append([entry])),
        Path("revision").set((Path("revision") | 0) + 1),
    ]


def _store(context: Context, found: Announcement, **changes: Any) -> Announcement:
    """Store a checkpoint, only from the one that this run knows. Raises Stopped."""
    stored = {**changes, "moved_at": timestamp(context.platform.clock())}
    key = key_of_announcement(context.scope, found.period, found.scheme, found.number)
    try:
        context.table.update(key, actions_of(stored), _known(found))
    except ConditionFailed:
        raise Stopped from None
    return changed(found, stored)


def _end(context: Context, found: Announcement) -> None:
    """Store the end with its event. Raises Stopped."""
    place = (found.period, found.scheme, found.number)
    changes = {"status": TOLD, "finished_at": timestamp(context.platform.clock())}
    ended = end_work(
        context,
        key_of_announcement(context.scope, *place),
        actions_of(changes),
        _known(found),
        "announcements.end",
        target_of(*place),
        {"status": TOLD, "told": found.told, "not_told_in_time": found.late},
        found.revision + 1,
    )
    if not ended:
        raise Stopped


def _known(found: Announcement) -> Any:
    same = as_read("after", found.after)
    return (Path("status") == TELLING) & (Path("revision") == found.revision) & same
