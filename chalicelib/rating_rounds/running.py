"""Open, close, reopen and cancel a round.

A closed round becomes an upload of its sources (uploads/of_rounds.py): the one way in which figures
of several hands come together. While a round is open or closed its sources are named in the
period's record, so that no file brings their columns.
"""

from dataclasses import replace

from pynamodb.expressions.operand import Path

from chalicelib.errors import Changed, Conflict
from chalicelib.language import Text
from chalicelib.people.today import today
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import (
    LOCKED,
    NOT_EXAMINED,
    PeriodRecord,
    not_locked,
    period_of,
    same_rounds,
)
from chalicelib.rating_forms.records import (
    CANCELLED,
    CLOSED,
    DRAFT,
    DRAWING,
    MOST_CLOSINGS,
    OPEN,
    Round,
)
from chalicelib.rating_rounds import asking, jobs, period_flags
from chalicelib.rating_rounds.making import NOBODY_JOINS, check_days, existing, put
from chalicelib.rating_rounds.transitions import check_status, refuse_under_way
from chalicelib.scoring.rater_roles import ANONYMITY_MIN
from chalicelib.tenancy.context import Context
from chalicelib.uploads import of_rounds
from chalicelib.web.etags import Expected, check


def open_round(context: Context, round_id: str, expected: Expected) -> Round:
    """Open a drawn round: its forms can be filled in, and its columns come in no file any more.

    Raises NotFound (404), 412, PeriodLocked (409), and Conflict (409) ``status_not_reachable``,
    ``nobody_rates`` and ``source_of_another_round``.
    """
    before = existing(context, round_id)
    check(expected, before.revision)
    check_status(before, (DRAFT,))
    if not before.forms:
        raise Conflict("nobody_rates", NOBODY_RATES)
    check_days(context, before.opens_on, before.closes_on)
    record = _open_period(context, before)
    rounds = dict(record.rounds or {})
    others = sorted({rounds[one] for one in before.sources if one in rounds})
    if others:
        raise Conflict("source_of_another_round", OF_ANOTHER, rounds=others)
    _name_sources(context, record, {**rounds, **dict.fromkeys(before.sources, before.id)})
    # Nobody is reminded on the day on which the forms are there.
    first = max(before.opens_on or "", today(context))
    after = replace(_hidden(before), status=OPEN, opened_at=context.time, reminded_on=first)
    return put(context, before, after, "rating_rounds.open")


def close(context: Context, round_id: str, expected: Expected) -> Round:
    """Close an open round: its forms take no more answers, and their values become the month's.

    One that was open for appeals gives its values to these alone, in a locked period too. Any other
    that was opened again gives a locked period none: what it gave before the lock stands, and what
    was said since counts when it is opened and closed once more.

    Raises NotFound (404), 412, PeriodLocked (409) for a round that was never closed, and Conflict
    ``status_not_reachable`` (409).
    """
    before = existing(context, round_id)
    check(expected, before.revision)
    check_status(before, (OPEN,))
    if before.asked_about:
        return close_for_appeals(context, before)
    if before.closings and _period(context, before).state == LOCKED:
        shut = replace(before, status=CLOSED, asked_again=(), **NOBODY_JOINS)
        return put(context, before, shut, "rating_rounds.close")
    _open_period(context, before)
    upload = of_rounds.announce(context, before)
    after = replace(
        _hidden(before),
        status=CLOSED,
        closed_at=context.time,
        closings=before.closings + 1,
        closed_after_appeals=False,
        upload=upload.id,
        asked_again=(),
        **NOBODY_JOINS,
    )
    examine(context, after)
    return put(context, before, after, "rating_rounds.close")


def _hidden(found: Round) -> Round:
    """Return a round in which what a few anonymous raters gave is not counted either.

    One that an older version made may count two marks, which are shown to nobody: the result and
    the other roles' marks give them away. What a closing gave stays as it is.
    """
    if found.closings:
        return found
    return replace(found, anonymity_min=max(found.anonymity_min, ANONYMITY_MIN))


def close_for_appeals(context: Context, before: Round) -> Round:
    """Close a round that is open for appeals: its answers are counted for these alone."""
    after = asking.closed(context, before)
    examine(context, after)
    return put(context, before, after, "rating_rounds.close")


def examine(context: Context, found: Round) -> None:
    """Ask for an examination of the raters, and let the period wait for it."""
    period_flags.write(context, context.unit, found, NOT_EXAMINED)
    jobs.send_examination(context, found.id)


def reopen(
    context: Context,
    round_id: str,
    reason: str,
    closes_on: str,
    expected: Expected,
    asked_again: tuple[str, ...] = (),
) -> Round:
    """Open a closed round again, with a reason. What it gave stands until it is closed again.

    ``asked_again``: the only roles that may answer. Without them every role may, and counts again.
    The period waits for the next closing and its examination.

    Raises NotFound (404), 412, PeriodLocked (409), Invalid (422), and Conflict (409)
    ``status_not_reachable``, ``values_under_way`` and ``closed_too_often``.
    """
    before = existing(context, round_id)
    check(expected, before.revision)
    check_status(before, (CLOSED,))
    check_days(context, None, closes_on)
    _open_period(context, before)
    if before.closings - before.closings_of_appeals >= MOST_CLOSINGS:
        raise Conflict("closed_too_often", TOO_OFTEN)
    refuse_under_way(context, before)
    after = replace(
        before,
        status=OPEN,
        opens_on=None,
        closes_on=closes_on,
        reminded_on=today(context),
        asked_again=asked_again,
        left_out=before.left_out if asked_again else {},
    )
    # Publishing names it until it is closed and examined again. One that asks again for appeals is
    # named with them.
    period_flags.write(context, context.unit, before, None if asked_again else NOT_EXAMINED)
    return put(context, before, after, "rating_rounds.reopen", reason)


def cancel(context: Context, round_id: str, reason: str, expected: Expected) -> Round:
    """Cancel a round that was never closed: its columns may come in files again.

    Raises NotFound (404), 412, and Conflict (409) ``status_not_reachable`` and ``was_closed``.
    """
    before = existing(context, round_id)
    check(expected, before.revision)
    check_status(before, (DRAWING, DRAFT, OPEN))
    if before.closings:
        raise Conflict("was_closed", WAS_CLOSED)
    if before.status == OPEN:
        record = _period(context, before)
        rounds = {one: by for one, by in (record.rounds or {}).items() if by != before.id}
        _name_sources(context, record, rounds)
    after = replace(before, status=CANCELLED, **NOBODY_JOINS)
    return put(context, before, after, "rating_rounds.cancel", reason)


def _period(context: Context, found: Round) -> PeriodRecord:
    key = key_of_period(context.scope, found.period, found.scheme)
    return period_of(context.table.get(key), found.period, found.scheme)


def _open_period(context: Context, found: Round) -> PeriodRecord:
    record = _period(context, found)
    if record.state == LOCKED:
        raise PeriodLocked
    return record


def _name_sources(context: Context, record: PeriodRecord, rounds: dict[str, str]) -> None:
    """Write which sources of the period rounds feed, unless that has changed meanwhile."""
    named = Path("rounds")
    place = [Path("period").set(record.period), Path("scheme").set(record.scheme)]
    condition = same_rounds(record)
    if record.state != LOCKED:
        condition &= not_locked()
    context.unit.update(
        key_of_period(context.scope, record.period, record.scheme),
        [*place, named.set(rounds)] if rounds else [*place, named.remove()],
        condition,
        Changed,
    )


NOBODY_RATES = Text(
    "该轮次没有任何评分表：请重新抽取，或指定评分人。",
    "The round has no form: draw it again, or name raters.",
)
OF_ANOTHER = Text(
    "这些评分列已由另一轮次提供；请先取消它，或重新打开它。",
    "Another round feeds these columns already. Cancel it first, or reopen it.",
)
TOO_OFTEN = Text(
    f"一个轮次最多关闭 {MOST_CLOSINGS} 次。", f"A round is closed {MOST_CLOSINGS} times at most."
)
WAS_CLOSED = Text(
    "该轮次曾经关闭，其评分值已计入结果，不能取消；请再次关闭它。",
    "The round was closed before and its values are in results, so it is not cancelled: close it "
    "again.",
)
