"""Declaring that a person's result is void, and lifting that.

A worker carries it out as a rescoring of the one result, so that it waits for other work on the
period, and ranks, means, plans and lists follow (results/voiding.py).
"""

from typing import Any

from chalicelib.errors import Conflict, invalid_value
from chalicelib.language import Text
from chalicelib.people.identity import place
from chalicelib.people.paths import person_at
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.records import LOCKED, PeriodRecord
from chalicelib.publication.declaring import refuse_under_way
from chalicelib.publication.own_results import refuse_own
from chalicelib.results import queue, voiding
from chalicelib.schemes.compiled import in_effect
from chalicelib.scorecards import taken_back
from chalicelib.scorecards.absent import no_card
from chalicelib.scorecards.records import Scorecard, read_card, read_removed
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context

ALREADY_VOID = Text("该结果已作废。", "The result is void already.")
SETTLED_AHEAD = Text(
    "该结果已提前结清，只能以更正（POST /v1/corrections 的 void）作废。",
    "The result was settled ahead of the month: declare it void by a correction "
    "(POST /v1/corrections, `void`).",
)
NOT_VOID = Text("该结果没有作废。", "The result is not void.")
IMPORTED = Text(
    "导入的历史结果不计发，不能作废；请撤回其文件，或重新导入正确的结果。",
    "An imported result pays nobody and is not declared void: withdraw its file, or import the "
    "right one.",
)


def declaration(
    context: Context, record: PeriodRecord, employee_id: str, reason: str, *, lifted: bool
) -> dict[str, Any]:
    """Return the rescoring that makes a person's result void, or a result again (``lifted``).

    Of a result that went with its file a void can be lifted too: then the next one is not void.
    Raises NotFound (404) without a result, PeriodLocked, Conflict (409) ``own_result``,
    ``already_void`` or ``not_void``, Busy ``rescoring_under_way`` (409), and Invalid (422) for an
    imported result.
    """
    if record.state == LOCKED:
        raise PeriodLocked
    card = _card(context, record, employee_id, lifted=lifted)
    refuse_own(context, card.person)
    if card.imported:
        raise invalid_value("/scheme", "imported", IMPORTED)
    if card.closed is not None:
        raise Conflict("settled_ahead", SETTLED_AHEAD)
    if lifted != (card.void is not None):
        raise Conflict("not_void", NOT_VOID) if lifted else Conflict("already_void", ALREADY_VOID)
    refuse_under_way(context, record, of_person=True)
    version = in_effect(context.table, context.scope, record.scheme, record.period)
    return {
        "id": new_id("rsc", context.now),
        "status": queue.QUEUED,
        "version": card.version if version is None else version.version,
        "requested_at": context.time,
        "requested_by": context.principal.credential,
        voiding.VOID: voiding.declared(
            card.person,
            at=context.time,
            by=context.principal.credential,
            reason=reason,
            lifted=lifted,
        ),
    }


def _card(context: Context, record: PeriodRecord, employee_id: str, *, lifted: bool) -> Scorecard:
    person, scheme, period = person_at(place(context, employee_id)), record.scheme, record.period
    found = read_card(context, scheme, period, person)
    if found is None and lifted:
        found = read_removed(context, scheme, period, [person]).get(person)
    if found is None:
        gone = taken_back.refusal(context, person, period, scheme)
        raise gone or no_card(context, person, period)
    return found
