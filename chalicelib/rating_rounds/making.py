"""Make a rating round, change it while it is a draft, and have it drawn."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Fault, Invalid, NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.people.identity import holders
from chalicelib.people.today import is_too_far, today
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.records import LOCKED, read_period
from chalicelib.rating_forms.keys import key_of_round
from chalicelib.rating_forms.records import DRAFT, DRAWING, OPEN, PREFIX, Round, read_round
from chalicelib.rating_rounds import jobs
from chalicelib.rating_rounds.draw import NAMED, PEERS, USUAL, USUAL_NUMBER
from chalicelib.rating_rounds.feeds import fed
from chalicelib.rating_rounds.transitions import check_status
from chalicelib.rating_rounds.under_way import UNDER_WAY, enter
from chalicelib.schemes.asked_version import asked_version
from chalicelib.scoring.rater_roles import ANONYMITY_MIN
from chalicelib.store.identifiers import new_id
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import USUAL_REMINDERS, read_tenant
from chalicelib.web.etags import Expected, check

#: People are added to what was drawn, until the round ends or is drawn again (joining.py).
NOBODY_JOINS: Final[Mapping[str, Any]] = {"joined": {}, "adding_since": None, "adding": ()}
#: What the audit log tells of a round.
TOLD = (
    *("status", "scheme", "period", "opens_on", "closes_on"),
    *("indicators", "teams", "reminders", "single_marks"),
)


def create(context: Context, wanted: Mapping[str, Any]) -> Round:
    """Make a round and ask for its drawing. Returns the round as it will be stored.

    Raises Invalid (422) as :func:`chalicelib.rating_rounds.feeds.fed` does, and for days, roles
    and people that cannot be; PeriodLocked (409).
    """
    scheme, period = wanted["scheme"], wanted["period"]
    version = asked_version(context, scheme, period)
    record = read_period(context.table, context.scope, period, scheme)
    if record is not None and record.state == LOCKED:
        raise PeriodLocked
    feeds = fed(version, wanted.get("indicators"))
    check_days(context, wanted.get("opens_on"), wanted["closes_on"])
    found = Round(
        id=new_id(PREFIX, context.now),
        scheme=scheme,
        period=period,
        version=version.version,
        status=DRAWING,
        opens_on=wanted.get("opens_on"),
        closes_on=wanted["closes_on"],
        indicators=feeds.indicators,
        sources=feeds.sources,
        roles=_roles(context, feeds.roles, wanted.get("roles") or ()),
        teams=tuple(wanted.get("teams") or ()),
        single_marks=bool(wanted.get("single_marks")),
        reminders=_reminders(context, wanted),
        anonymity_min=max(wanted.get("anonymity_min") or ANONYMITY_MIN, feeds.anonymity_min),
        seed=wanted.get("seed") or secrets.token_hex(16),
        created_at=context.time,
        created_by=context.principal.credential,
        updated_at=context.time,
    )
    key = key_of_round(context.scope, found.id)
    context.unit.put(key, to_item(found), Path("pk").does_not_exist())
    enter(context, context.unit, found)
    record_change(
        context,
        "rating_rounds.create",
        f"rating-rounds/{found.id}",
        None,
        audited(found),
        revision=1,
    )
    jobs.send(context, found.id, found.revision)
    return found


def change(context: Context, round_id: str, wanted: Mapping[str, Any], expected: Expected) -> Round:
    """Change a draft, or the last day and the reminders of an open round. Returns it after that.

    Raises NotFound (404), 412, Conflict ``status_not_reachable`` (409), Invalid (422).
    """
    before = existing(context, round_id)
    check(expected, before.revision)
    while_open = set(wanted) <= {"closes_on", "reminders"}
    check_status(before, (DRAFT, OPEN) if while_open else (DRAFT,))
    check_days(
        context, wanted.get("opens_on", before.opens_on), wanted.get("closes_on", before.closes_on)
    )
    told = {"reminders": tuple(wanted["reminders"])} if "reminders" in wanted else {}
    after = replace(before, **{**wanted, **told})
    return before if after == before else put(context, before, after, "rating_rounds.change")


def draw_again(
    context: Context, round_id: str, wanted: Mapping[str, Any], expected: Expected
) -> Round:
    """Ask for another drawing of a draft: by the register of now, and without hr's changes.

    Raises NotFound (404), 412, Conflict ``status_not_reachable`` (409).
    """
    before = existing(context, round_id)
    check(expected, before.revision)
    check_status(before, (DRAFT,))
    seed = wanted.get("seed") or secrets.token_hex(16)
    after = replace(before, status=DRAWING, seed=seed, drawn=0, reason=None, **NOBODY_JOINS)
    after = put(context, before, after, "rating_rounds.draw")
    jobs.send(context, after.id, after.revision)
    return after


def existing(context: Context, round_id: str) -> Round:
    """Return a round. Raises NotFound (404)."""
    found = read_round(context, round_id)
    if found is None:
        raise NotFound("rating_round")
    return found


def put(
    context: Context,
    before: Round,
    after: Round,
    action: str,
    reason: str | None = None,
) -> Round:
    """Add the write of a changed round and its audit event to the request's unit; return it."""
    after = replace(after, revision=before.revision + 1, updated_at=context.time)
    condition = (Path("revision") == before.revision) & (Path("status") == before.status)
    # A drawing takes its number without a new revision.
    condition &= Path("draw") == before.draw
    context.unit.put(key_of_round(context.scope, after.id), to_item(after), condition, Changed)
    if (before.status in UNDER_WAY) != (after.status in UNDER_WAY):
        enter(context, context.unit, after)
    former, told = audited(before), audited(after)
    names = [name for name in told if former[name] != told[name]]
    said = {} if reason is None else {"reason": reason}
    record_change(
        context,
        action,
        f"rating-rounds/{after.id}",
        {name: former[name] for name in names},
        {**{name: told[name] for name in names}, **said},
        revision=after.revision,
    )
    return after


def audited(found: Round) -> dict[str, Any]:
    """Return what the audit log tells of a round: nobody's name and no mark."""
    told = {name: getattr(found, name) for name in TOLD}
    return {name: list(one) if isinstance(one, tuple) else one for name, one in told.items()}


def fault_of_last_day(context: Context, closes_on: str) -> Fault | None:
    """Return what is wrong with a last day: it is past, or years ahead."""
    if closes_on < today(context):
        return Fault("/closes_on", "in_past", IN_PAST)
    if is_too_far(context, closes_on):
        return Fault("/closes_on", "too_far", TOO_FAR)
    return None


def check_days(context: Context, opens_on: str | None, closes_on: str) -> None:
    """Raise Invalid (422) for a last day that is past, years ahead, or before the first."""
    fault = fault_of_last_day(context, closes_on)
    if fault is not None:
        raise Invalid([fault])
    if opens_on is not None and closes_on < opens_on:
        raise invalid_value("/closes_on", "before_opening", BEFORE_OPENING)


def _reminders(context: Context, wanted: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the days of reminders: as the request says, else as the company has set them."""
    if "reminders" in wanted:
        return tuple(wanted["reminders"])
    tenant = read_tenant(context.table, context.scope)
    return USUAL_REMINDERS if tenant is None else tenant.rating_reminders


def _roles(
    context: Context, roles: Sequence[str], wanted: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return how each role rates: as the request says, else as is usual. Raises Invalid (422)."""
    faults: list[Fault] = []
    said: dict[str, Mapping[str, Any]] = {}
    for n, one in enumerate(wanted):
        if one["role"] not in roles:
            words = Text(
                f"方案没有此评分角色；可用：{'、'.join(roles)}。",
                f"The scheme has no such role of raters; it has: {', '.join(roles)}.",
            )
            faults.append(Fault(f"/roles/{n}/role", "unknown_role", words))
        said[one["role"]] = one
    named = sorted({one for how in wanted for one in how.get("employees") or ()})
    there = holders(context, named) if named else {}
    for n, how in enumerate(wanted):
        for place, employee_id in enumerate(how.get("employees") or ()):
            if employee_id not in there:
                pointer = f"/roles/{n}/employees/{place}"
                faults.append(Fault(pointer, "unknown_employee", NOBODY))
    if faults:
        raise Invalid(faults)
    found: dict[str, Any] = {}
    for role in roles:
        how = said.get(role, {})
        who = how.get("who") or USUAL.get(role, NAMED)
        found[role] = {"who": who}
        if who == PEERS and not how.get("all"):
            found[role]["number"] = how.get("number") or USUAL_NUMBER
        if who == NAMED:
            found[role]["raters"] = [there[one].key for one in how.get("employees") or ()]
    return found


IN_PAST = Text("截止日已过。", "The last day has passed.")
TOO_FAR = Text("截止日超过两年以后。", "The last day is more than two years ahead.")
BEFORE_OPENING = Text("截止日早于开始日。", "The last day is before the first.")
NOBODY = Text("没有此员工。", "There is no employee of this id.")
