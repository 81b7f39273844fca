"""Flags about the raters of a closed round, and what a person answers to each, with a reason.

*Keep* takes the marks as they are. *Ask again* opens the round again for one role. *Leave out*
drops one role as a whole, and never single raters: the values are counted anew without it, and the
raters examined anew; what was kept stays kept.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Conflict, NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.records import LOCKED, read_period
from chalicelib.rating_forms.keys import key_of_flag, partition_of_flags
from chalicelib.rating_forms.records import CLOSED, Round
from chalicelib.rating_rounds import period_flags, running
from chalicelib.rating_rounds.flag_records import (
    ASK_AGAIN,
    KEEP,
    RaterFlag,
    examination_of,
    flag_of,
    read_flag,
)
from chalicelib.rating_rounds.making import existing, put
from chalicelib.rating_rounds.transitions import check_status, refuse_under_way
from chalicelib.tenancy.context import Context
from chalicelib.uploads import of_rounds
from chalicelib.web.etags import NO_CONDITIONS


def page(
    context: Context, found: Round, limit: int, after: str | None
) -> tuple[list[RaterFlag], str | None]:
    """Return a page of the flags of a round's last examination, and the position after it."""
    partition = partition_of_flags(context.scope, found.id)
    some = context.table.query(
        partition, prefix=examination_of(found), limit=limit, after=after or None
    )
    return [flag_of(item) for item in some.items], some.after


def answer(
    context: Context, round_id: str, name: str, wanted: Mapping[str, Any]
) -> tuple[Round, RaterFlag]:
    """Answer a flag. Returns the round and the flag after that.

    Raises NotFound (404), PeriodLocked (409), Conflict (409) ``status_not_reachable``,
    ``flag_outdated``, ``flag_answered``, ``own_flag``, ``values_under_way`` and the errors of a
    reopening, and Invalid (422) for a role or a day that cannot be.
    """
    found = existing(context, round_id)
    flag = read_flag(context, found, name)
    if flag is None:
        raise NotFound("rater_flag")
    check_status(found, (CLOSED,))
    if not name.startswith(examination_of(found)):
        raise Conflict("flag_outdated", OUTDATED)
    if flag.answer is not None:
        raise _answered()
    if context.principal.person in {rater for _, rater in flag.raters}:
        raise Conflict("own_flag", OWN)
    record = read_period(context.table, context.scope, found.period, found.scheme)
    if record is not None and record.state == LOCKED:
        raise PeriodLocked
    said = {
        "answer": wanted["answer"],
        "reason": wanted["reason"],
        "at": context.time,
        "by": context.principal.credential,
    }
    context.unit.update(
        key_of_flag(context.scope, found.id, name),
        [Path("answer").set(said)],
        Path("answer").does_not_exist(),
        _answered,
    )
    after = _carried_out(context, found, flag, wanted)
    record_change(
        context,
        "rating_rounds.answer_flag",
        f"rater-flags/{found.id}.{name}",
        {"code": flag.code, "indicator": flag.indicator},
        {name: wanted[name] for name in ("answer", "reason", "role") if name in wanted},
        revision=found.revision + 1,
    )
    return after, replace(flag, answer=said)


def _carried_out(
    context: Context, found: Round, flag: RaterFlag, wanted: Mapping[str, Any]
) -> Round:
    if wanted["answer"] == KEEP:
        period_flags.answered(context, context.unit, found)
        return found
    role, reason = _role(found, flag, wanted.get("role")), wanted["reason"]
    if wanted["answer"] == ASK_AGAIN:
        if "closes_on" not in wanted:
            raise invalid_value("/closes_on", "required", LAST_DAY)
        closes_on = wanted["closes_on"]
        return running.reopen(context, found.id, reason, closes_on, NO_CONDITIONS, (role,))
    refuse_under_way(context, found)
    told = {"reason": reason, "at": context.time, "by": context.principal.credential}
    after = replace(
        found,
        left_out={**found.left_out, role: told},
        closed_after_appeals=False,
        upload=of_rounds.announce(context, found).id,
    )
    running.examine(context, after)
    return put(context, found, after, "rating_rounds.leave_out", reason)


def _role(found: Round, flag: RaterFlag, named: str | None) -> str:
    """Return the role that an answer is about: the flag's, or of several the one that is named."""
    roles = flag.roles or tuple(one for one in found.roles if one not in found.left_out)
    role = named or (roles[0] if len(roles) == 1 else None)
    if role is None or role not in roles:
        words = "、".join(roles), ", ".join(roles)
        raise invalid_value(
            "/role",
            "not_a_role_of_the_flag",
            Text(f"请指定角色：{words[0]}。", f"Say which role: {words[1]}."),
        )
    return role


def _answered() -> Conflict:
    return Conflict("flag_answered", ANSWERED)


OUTDATED = Text(
    "该提示属于较早的一次检查，请读取最新的提示。",
    "The flag is of an examination before. Read the flags of the last one.",
)
ANSWERED = Text("该提示已有人处理。", "Somebody has answered the flag already.")
OWN = Text("不能处理关于本人评分的提示。", "Nobody answers a flag about the marks that they gave.")
LAST_DAY = Text("再次征询需要新的截止日。", "Asking again needs another last day.")
