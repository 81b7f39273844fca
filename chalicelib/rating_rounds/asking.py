"""Ask roles of raters again about single people, because appeals were decided so.

A whole role about a person, never single raters. The closed round is open for these forms alone,
until hr closes it, or its last day has passed (rating_rounds/due_rounds.py); several appeals may
ask in it meanwhile. The period may be locked: what comes of it is the appeals'
(appeals/counting_answers.py), and the figures of all others stay as they are.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Final, NamedTuple

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.people.today import today
from chalicelib.person_keys import PersonKey
from chalicelib.rating_forms.records import (
    CLOSED,
    MOST_CLOSINGS_OF_APPEALS,
    OPEN,
    Round,
)
from chalicelib.rating_rounds.count_queue import send_count
from chalicelib.rating_rounds.making import existing, put
from chalicelib.rating_rounds.transitions import check_status, refuse_under_way
from chalicelib.tenancy.context import Context
from chalicelib.uploads import of_rounds

#: What a round asks about at once, at most.
MOST_ASKED: Final = 100


class Asked(NamedTuple):
    """A role that is asked again about a person, for an appeal."""

    person: PersonKey
    role: str
    appeal: str


def ask_again(context: Context, round_id: str, asked: Sequence[Asked], closes_on: str) -> Round:
    """Open a closed round for these forms, or one that is open for other appeals for these too.

    Raises NotFound (404), and Conflict (409) ``status_not_reachable``, ``values_under_way``,
    ``closed_too_often`` and ``too_many_asked``.
    """
    before = existing(context, round_id)
    joins = before.status == OPEN and bool(before.asked_about)
    if not joins:
        check_status(before, (CLOSED,))
        if before.closings_of_appeals >= MOST_CLOSINGS_OF_APPEALS:
            raise Conflict("closed_too_often", TOO_OFTEN)
        refuse_under_way(context, before)
    about = (*before.asked_about, *(one._asdict() for one in asked))
    if len(about) > MOST_ASKED:
        raise Conflict("too_many_asked", TOO_MANY)
    after = replace(
        before,
        status=OPEN,
        opens_on=None,
        closes_on=max(before.closes_on, closes_on) if joins else closes_on,
        reminded_on=today(context),
        asked_again=tuple(dict.fromkeys(str(one["role"]) for one in about)),
        asked_about=about,
    )
    reason = " ".join(sorted({one.appeal for one in asked}))
    return put(context, before, after, "rating_rounds.reopen", reason)


def closed(context: Context, before: Round) -> Round:
    """Return a round that was open for appeals as its closing leaves it, and ask for the count of
    what was answered, appeal by appeal, once requests under way have ended."""
    for appeal in sorted({str(one["appeal"]) for one in before.asked_about}):
        send_count(context, appeal, ceil(of_rounds.SETTLES.total_seconds()))
    return replace(
        before,
        status=CLOSED,
        closed_at=context.time,
        closings=before.closings + 1,
        closings_of_appeals=before.closings_of_appeals + 1,
        closed_after_appeals=True,
        asked_again=(),
        asked_about=(),
    )


def asks_for(found: Round | None, appeal: str) -> bool:
    """Return whether a round still waits for answers for an appeal."""
    return found is not None and any(one["appeal"] == appeal for one in found.asked_about)


TOO_OFTEN = Text(
    f"一个轮次最多为申诉重新征询 {MOST_CLOSINGS_OF_APPEALS} 次；请改用整体剔除该角色。",
    f"A round is opened for appeals {MOST_CLOSINGS_OF_APPEALS} times at most; leave the role out.",
)
TOO_MANY = Text(
    f"一个轮次同时最多再次征询 {MOST_ASKED} 份；请先关闭它。",
    f"A round asks again about {MOST_ASKED} at once, at most: close it first.",
)
