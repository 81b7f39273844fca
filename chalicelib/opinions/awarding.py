"""An adopted opinion leads to an award: a case that is proposed with the answer's transaction.

Whoever answered proposed it, so that somebody else confirms it by the company's four eyes.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.cases.records import Case
from chalicelib.cases.service import propose
from chalicelib.errors import Invalid, invalid_value
from chalicelib.opinions import refusals
from chalicelib.opinions.records import Opinion
from chalicelib.people.records import key_of, read_person
from chalicelib.scoring.recorded_cases import AWARD
from chalicelib.tenancy.context import Context


def propose_award(context: Context, opinion: Opinion, award: Mapping[str, Any]) -> Case:
    """Propose the award of an opinion: ``award`` has ``scheme``, ``period`` and ``code``.

    Returns the case as it will be stored. Raises Invalid (422) with pointers under ``/award``, and
    PeriodLocked (409).
    """
    sender = read_person(context, opinion.person)
    if sender is None or sender.erased_at is not None:
        raise _erased()
    there = Path("erased_at").does_not_exist()
    context.unit.check(key_of(context, sender.key), there, _erased)
    reason = refusals.ADOPTED.to(context.language).format(opinion.id)
    wanted = {**award, "kind": AWARD, "reason": reason}
    try:
        return propose(context, wanted, known=sender)
    except Invalid as refused:
        faults = [replace(one, pointer=f"/award{one.pointer}") for one in refused.faults]
        raise Invalid(faults, refused.code) from None


def _erased() -> Invalid:
    return invalid_value("/award", "person_erased", refusals.GONE)
