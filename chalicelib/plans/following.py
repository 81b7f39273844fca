"""What a new result makes of a plan that is there already."""

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

#: A result that asks for no plan, as a basis.
NOTHING = "nothing"
CLOSED = (DONE, CANCELLED)


def followed(plan: Plan, result: Plan) -> Plan:
    """The plan after a result that asks for it; ``result`` is what would be drafted from it.

    An untouched draft takes the result's figures (a withdrawn one comes back). A changed plan is
    flagged when the result differs from the one it was made for, once for each new result.
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
    # The revision of the card alone (another name, a corrected neighbour line) changes no plan.
    if replace(after, card_revision=plan.card_revision) == plan:
        return plan
    return replace(after, updated_at=result.updated_at, revision=plan.revision + 1)


def not_needed(plan: Plan, time: str) -> Plan:
    """The plan after a result that does not ask for it (any more)."""
    if plan.status in (*CLOSED, WITHDRAWN) or plan.origin == PERSON:
        return plan
    if plan.changed:
        return _flagged(plan, NO_LONGER_NEEDED, NOTHING, time)
    return replace(plan, status=WITHDRAWN, updated_at=time, revision=plan.revision + 1)


def _flagged(plan: Plan, flag: str, basis: str, time: str) -> Plan:
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
