"""How an existing plan changes when its result changes."""

from dataclasses import replace

from chalicelib.plans.records import (
    CANCELLED,
    DONE,
    DRAFT,
    NO_LONGER_NEEDED,
    PERSON,
    RESULT_CHANGED,
    WITHDRAWN,
    Plan,
)

#: The basis of a result that needs no plan.
NOTHING = "nothing"
CLOSED = (DONE, CANCELLED)


def followed(plan: Plan, result: Plan) -> Plan:
    """Return the plan after a result that needs it. ``result`` is the draft from that result.

    A draft that no person has changed takes the result's figures, also when it was withdrawn. A
    plan that a person has changed is flagged when the result differs from the one that it was made
    for, once for each new result. A done or cancelled plan stays. Gives the same object when
    nothing changes.
    """
    if plan.status in CLOSED:
        return plan
    if plan.changed:
        return _flagged(plan, RESULT_CHANGED, result.basis, result.updated_at)
    after = replace(
        result,
        created_at=plan.created_at,
        updated_at=plan.updated_at,
        revision=plan.revision,
        status=DRAFT,
    )
    # A new revision of the card with the same figures (another name or line) changes no plan.
    if replace(after, card_revision=plan.card_revision) == plan:
        return plan
    return replace(after, updated_at=result.updated_at, revision=plan.revision + 1)


def not_needed(plan: Plan, time: str) -> Plan:
    """Return the plan after a result that needs no plan. ``time`` is RFC 3339 in UTC.

    A draft that no person has changed is withdrawn. A changed one is flagged. A plan that a person
    made, and a done or cancelled one, stays. Gives the same object when nothing changes.
    """
    if plan.status in (*CLOSED, WITHDRAWN) or plan.origin == PERSON:
        return plan
    if plan.changed:
        return _flagged(plan, NO_LONGER_NEEDED, NOTHING, time)
    return replace(plan, status=WITHDRAWN, updated_at=time, revision=plan.revision + 1)


def _flagged(plan: Plan, flag: str, basis: str, time: str) -> Plan:
    """Return the plan with the flag, or without one when the result is again the plan's own."""
    if basis == plan.basis:
        if plan.flag is None and plan.flagged_basis is None:
            return plan
        flag_now, flagged_basis = None, None
    elif basis == plan.flagged_basis:
        return plan
    else:
        flag_now, flagged_basis = flag, basis
    return replace(
        plan,
        flag=flag_now,
        flagged_basis=flagged_basis,
        updated_at=time,
        revision=plan.revision + 1,
    )
