"""Draw a round: one run reads the register, draws team by team, and writes a sheet for each rater.

A run writes under a draw's number of its own, which it takes first. So a run that died is followed
by another that begins anew, with what the register has then, and nothing of two draws is mixed.
What former draws have left is removed before the round becomes a draft. A round of 20,000 people
with six raters each is some 20,000 writes; MOST_PEOPLE of them are far below a worker's time.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work, note_given_up
from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.keys import key_of_round, partition_of_progress
from chalicelib.rating_forms.places import sheet_partitions
from chalicelib.rating_forms.progress import progress_writes
from chalicelib.rating_forms.records import DRAFT, DRAWING, MOST_FORMS, Round, read_round
from chalicelib.rating_rounds.draw import assigned
from chalicelib.rating_rounds.sheets import by_rater, sheet_writes, sheets_of
from chalicelib.rating_rounds.teams import staff_of
from chalicelib.store.changes import actions_of, changed
from chalicelib.store.keys import key_of_item
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.leaving import Presence

#: People rated in one round at most; a larger company makes rounds of some teams each.
MOST_PEOPLE: Final = 60_000
#: Raters whose sheets are written between two steps of the progress that is shown.
PIECE: Final = 2_500
ACTION = "rating_rounds.drawn"
Forms = list[tuple[str, PersonKey]]


class _Stopped(Exception):
    """Another run draws the round, or it was cancelled."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw came to: each rater's forms, the people whom a role has no rater for, and which
    team everybody is in."""

    forms: dict[PersonKey, Forms]
    people: int
    lacking: dict[str, int]
    team_of: Mapping[PersonKey, str]

    def by_team(self) -> dict[tuple[str, str], int]:
        """Return how many forms the raters of each team have in each role."""
        counted = Counter[tuple[str, str]]()
        for rater, theirs in self.forms.items():
            counted.update((self.team_of.get(rater, ""), role) for role, _ in theirs)
        return counted

    @property
    def fault(self) -> Text | None:
        """Why the draw cannot be used; None: it can."""
        if self.people > MOST_PEOPLE:
            return TOO_MANY_PEOPLE
        most = max(map(len, self.forms.values()), default=0)
        return TOO_MANY_FORMS if most > MOST_FORMS else None


def run(context: Context, found: Round, _deadline: datetime) -> None:
    """Draw a round that is to be drawn. Does nothing when it is drawn already."""
    if found.status != DRAWING:
        return
    try:
        found = _store(context, found, draw=found.draw + 1, drawn=0)
        drawn = draw(context, found)
        fault = drawn.fault
        if fault is None:
            found = _write(context, found, drawn)
        _remove_former(context, found)
        _end(context, found, drawn, fault)
    except _Stopped:
        return


def draw(context: Context, found: Round) -> Drawn:
    """Return who rates whom, by the register as it is now."""
    forms: dict[PersonKey, Forms] = {}
    lacking: Counter[str] = Counter()
    people = 0
    staff = staff_of(context, found)
    for team in staff.teams:
        made = list(assigned(team, found.roles, found.seed))
        people += len(team.rated)
        for rater, theirs in by_rater(made).items():
            forms.setdefault(rater, []).extend(theirs)
        for role in found.roles:
            rated = {one.ratee for one in made if one.role == role}
            lacking[role] += len(team.rated) - len(rated)
    missing = {role: number for role, number in lacking.items() if number}
    return Drawn(forms, people, missing, staff.team_of)


def give_up(context: Context, round_id: str, at: str | None) -> None:
    """Store since when the drawing counts as given up."""
    note_given_up(
        context,
        key_of_round(context.scope, round_id),
        at,
        (DRAWING,),
        lambda: read_round(context, round_id),
        ACTION,
        f"rating-rounds/{round_id}",
    )


def _write(context: Context, found: Round, drawn: Drawn) -> Round:
    """Write the numbers of forms, then the sheets, PIECE raters after another: each is progress."""
    presence, raters = Presence(context), sorted(drawn.forms)
    found = _store(context, found, raters=len(raters))
    context.table.write_batch(progress_writes(context, found, drawn.by_team()))
    for start in range(0, len(raters), PIECE):
        presence.check()
        piece = raters[start : start + PIECE]
        sheets = [
            one
            for rater in piece
            for one in sheets_of(rater, drawn.forms[rater], drawn.team_of.get(rater, ""))
        ]
        context.table.write_batch(sheet_writes(context, found.id, found.draw, sheets))
        found = _store(context, found, drawn=start + len(piece))
    return found


def _remove_former(context: Context, found: Round) -> None:
    for former in range(1, found.draw):
        counted = partition_of_progress(context.scope, found.id, former)
        for partition in (*sheet_partitions(context, found.id, former), counted):
            keys = [
                key_of_item(item) for item in context.table.query_all(partition, only=("pk", "sk"))
            ]
            context.table.write_batch((), keys)


def _end(context: Context, found: Round, drawn: Drawn, fault: Text | None) -> None:
    changes: dict[str, Any] = {
        "status": DRAFT,
        "people": drawn.people,
        "raters": 0 if fault else len(drawn.forms),
        "forms": 0 if fault else sum(map(len, drawn.forms.values())),
        "lacking": drawn.lacking,
        "reason": None if fault is None else {"code": "not_drawn", "message": fault.as_names()},
        "updated_at": timestamp(context.platform.clock()),
    }
    told = {name: changes[name] for name in ("status", "people", "raters", "forms")}
    end_work(
        context,
        key_of_round(context.scope, found.id),
        actions_of(changes),
        (Path("status") == DRAWING) & (Path("draw") == found.draw),
        ACTION,
        f"rating-rounds/{found.id}",
        told,
        found.revision + 1,
    )


def _store(context: Context, found: Round, **changes: Any) -> Round:
    condition = (Path("status") == DRAWING) & (Path("draw") == found.draw)
    try:
        context.table.update(key_of_round(context.scope, found.id), actions_of(changes), condition)
    except ConditionFailed:
        raise _Stopped from None
    return changed(found, changes)


TOO_MANY_PEOPLE = Text(
    f"一个评分轮次最多 {MOST_PEOPLE} 人；请按团队分成几个轮次。",
    f"A round rates at most {MOST_PEOPLE} people; make one for some teams each.",
)
TOO_MANY_FORMS = Text(
    f"有评分人需填写的评分表超过 {MOST_FORMS} 份；请减少其要评的团队，或增加评分人。",
    f"A rater would have more than {MOST_FORMS} forms; give them fewer teams, or name more raters.",
)
