"""Look who joined a round's teams since its draw, and add them when hr has asked for it.

A look tells in the round, and by an event, how many there are. Adding keeps what was drawn, and
what hr has changed: it gives new forms to raters, one after the other, each in a transaction that
finds the rater's sheets and the round as they were. Whom it adds is stored first. So a run that
died is followed by one that adds the same people, and gives no form twice.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.audit.work_ends import end_work
from chalicelib.errors import Changed
from chalicelib.jobs.kinds import Next
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.keys import key_of_round
from chalicelib.rating_forms.records import DRAFT, MOST_FORMS, OPEN, Round, read_round
from chalicelib.rating_rounds.joined import drawn_for, joined
from chalicelib.rating_rounds.rater_sheets import Theirs, replace_sheets, sheets_of_rater
from chalicelib.store.changes import actions_of
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.leaving import Presence

#: People whom one asking adds; the next adds others.
MOST_ADDED: Final = 200
#: People who are named in the round, of all who joined.
MOST_NAMED: Final = 50
#: Time kept free at the end of an invocation.
RESERVE: Final = timedelta(seconds=60)
#: Seconds until another run looks again at what hr was changing.
LOOK_SECONDS: Final = 5


class Stopped(Exception):
    """The round was closed, cancelled or drawn again, or another run has added its people."""


def may_join(found: Round) -> bool:
    """Return whether people can be added to a round: not while single roles are asked again."""
    return found.status in (DRAFT, OPEN) and not found.asked_again and not found.asked_about


def run(context: Context, found: Round, deadline: datetime) -> Next | None:
    """Add people to a round if hr has asked for it, then look who else joined."""
    if not may_join(found):
        return None
    if found.adding_since is not None:
        try:
            if not _added(context, found, deadline):
                return Next(0)
        except Stopped:
            return None
        except Changed:
            return Next(LOOK_SECONDS)
    _look(context, found.id)
    return None


def _added(context: Context, found: Round, deadline: datetime) -> bool:
    """Add the people. Return False when the time is over before all is done.

    Raises Stopped, and Changed when hr changed a rater's sheets in the same moment.
    """
    persons = tuple(map(PersonKey, found.adding)) or _begun(context, found)
    drawn = drawn_for(context, found, frozenset(persons))
    presence = Presence(context)
    for rater, forms in sorted(drawn.forms.items()):
        presence.check()
        if context.platform.clock() > deadline - RESERVE:
            return False
        _give(context, found, rater, forms, drawn.team_of.get(rater, ""))
    _end(context, found, len(persons))
    return True


def _give(
    context: Context,
    found: Round,
    rater: PersonKey,
    forms: Collection[tuple[str, PersonKey]],
    team: str,
) -> None:
    """Give a rater those of the forms that the rater has not. Raises Stopped, and Changed."""
    sheets = sheets_of_rater(context, found, rater)
    before = Theirs(rater, sheets[0].team if sheets else team, sheets)
    had = before.forms
    new = [one for one in forms if one not in had][: MOST_FORMS - len(had)]
    if new:
        replace_sheets(context, found, before, {*had, *new}, _adds(found), Stopped)
        context.unit.commit()


def _begun(context: Context, found: Round) -> tuple[PersonKey, ...]:
    """Store whom this adding is about. Returns them. Raises Stopped."""
    persons = tuple(joined(context, found)[:MOST_ADDED])
    key = key_of_round(context.scope, found.id)
    # Two runs that began at once add the same people, or the later one stops.
    begins = _adds(found) & (Path("adding").does_not_exist() | (Path("adding") == []))
    # With a revision, so that no request that had read the round before writes over it.
    revision = Path("revision").set(Path("revision") + 1)
    try:
        context.table.update(key, [*actions_of({"adding": list(persons)}), revision], begins)
    except ConditionFailed:
        raise Stopped from None
    return persons


def _end(context: Context, found: Round, people: int) -> None:
    """Store the end of the adding and its event. Raises Stopped, and Changed."""
    now = read_round(context, found.id)
    if now is None or now.adding_since != found.adding_since:
        raise Stopped
    changes: dict[str, Any] = {
        "adding_since": None,
        "adding": [],
        "joined": {},
        "people": now.people + people,
        "updated_at": timestamp(context.platform.clock()),
    }
    ended = end_work(
        context,
        key_of_round(context.scope, found.id),
        actions_of(changes),
        _adds(found) & (Path("revision") == now.revision),
        "rating_rounds.added",
        f"rating-rounds/{found.id}",
        {"people": people, "forms": now.forms},
        now.revision + 1,
    )
    if not ended:
        raise Changed


def _look(context: Context, round_id: str) -> None:
    """Store who joined, with an event when these are others than before. A round that changes
    meanwhile is left to the next look."""
    found = read_round(context, round_id)
    if found is None or not may_join(found):
        return
    persons = joined(context, found)
    told: dict[str, Any] = {"people": len(persons), "persons": persons[:MOST_NAMED]}
    if (int(found.joined.get("people", 0)), found.joined.get("persons", [])) == (
        told["people"],
        told["persons"],
    ):
        return
    at, revision = timestamp(context.platform.clock()), found.revision + 1
    stored = {"joined": {**told, "at": at} if persons else {}, "revision": revision}
    unit = Unit(context.table)
    same = (Path("revision") == found.revision) & (Path("draw") == found.draw)
    unit.update(key_of_round(context.scope, found.id), actions_of(stored), same)
    if persons:
        target, people = f"rating-rounds/{found.id}", {"people": len(persons)}
        unit.put(
            *event_write(context, "rating_rounds.joined", target, None, people, revision=revision)
        )
    try:
        unit.commit()
    except ConditionFailed:
        return


def _adds(found: Round) -> Condition:
    adds: Condition = (
        Path("status").is_in(DRAFT, OPEN)
        & (Path("draw") == found.draw)
        & (Path("adding_since") == found.adding_since)
    )
    return adds
