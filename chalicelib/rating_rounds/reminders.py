"""Reminders that are due: an event before a round's last day, for whoever sends mails or messages.

A round says how many days before its last one its raters are to be reminded, and keeps up to which
day this is done. So each is told once, by whichever run finds it, and none after the last day. Runs
may come twice, late or not at all: of several days that have passed unseen the last is told.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.people.today import today
from chalicelib.rating_forms import progress
from chalicelib.rating_forms.keys import key_of_round
from chalicelib.rating_forms.records import OPEN, Round
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


def due_day(found: Round, day: str) -> str | None:
    """Return the day on which a round's raters are to be reminded, and were not, as of a day.

    None when there is none. ``day``: today, in the company's time zone.
    """
    if found.status != OPEN or day > found.closes_on:
        return None
    last = date.fromisoformat(found.closes_on)
    days = ((last - timedelta(days=before)).isoformat() for before in found.reminders)
    done = found.reminded_on or ""
    return max((one for one in days if done < one <= day), default=None)


def due(context: Context, found: Iterable[Round]) -> list[tuple[Round, str]]:
    """Return those of the rounds whose raters are to be reminded, with the day."""
    day = today(context)
    return [(one, of_day) for one in found if (of_day := due_day(one, day)) is not None]


def tell(context: Context, due: Iterable[tuple[Round, str]]) -> None:
    """Write the event of each reminder, with the day up to which this is done, both or neither.

    Nobody is reminded when every form is submitted. A round that changes meanwhile is left to the
    next run.
    """
    for found, day in due:
        unsubmitted = progress.unsubmitted(context, found)
        if not unsubmitted:
            continue
        revision = found.revision + 1
        unit = Unit(context.table)
        unit.update(
            key_of_round(context.scope, found.id),
            [Path("reminded_on").set(day), Path("revision").set(revision)],
            (Path("revision") == found.revision) & (Path("status") == OPEN),
        )
        told = {"due_on": day, "closes_on": found.closes_on, "unsubmitted": unsubmitted}
        target = f"rating-rounds/{found.id}"
        unit.put(
            *event_write(context, "rating_rounds.remind", target, None, told, revision=revision)
        )
        try:
            unit.commit()
        except ConditionFailed:
            continue
