"""The basis of money back: a consent, a legal basis, or that it is waived, each on record.

Whoever gave it, when and in which words stays with each line that is taken by it
(differences/lines.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from chalicelib.audit.records import record_change
from chalicelib.corrections import refusals
from chalicelib.corrections.sight import seen
from chalicelib.differences.counts import write_changes
from chalicelib.differences.records import CONSENT, WAIVER, Difference, read_differences
from chalicelib.errors import Busy, Conflict, invalid_value
from chalicelib.people.today import today
from chalicelib.periods.errors import refuse_before
from chalicelib.tenancy.context import Context


def record(context: Context, correction_id: str, body: Mapping[str, Any]) -> Difference:
    """Record the basis of money back of a corrected result. Returns the difference.

    Raises NotFound (404), Conflict (409) ``nothing_back`` and ``own_result``, Invalid (422)
    ``not_the_sum`` for instalments that are not the difference, ``required``, ``in_future``,
    ``before_period`` and ``waived``.
    """
    correction = seen(context, correction_id)
    if context.principal.person == correction.person:
        raise Conflict("own_result", refusals.OWN_MONEY)
    place = (correction.scheme, correction.period, correction.person)
    before = read_differences(context, [place]).get(place)
    if before is None or before.open >= 0 or before.sent is not None:
        raise Conflict("nothing_back", refusals.NOTHING_BACK)
    _check(context, before, body)
    told = {
        "kind": body["kind"],
        "text": body["text"],
        "given_on": body["given_on"],
        "at": context.time,
        "by": context.principal.credential,
        "person": context.principal.person,
        "instalments": [format(one, "f") for one in body["instalments"]],
    }
    basis = {name: value for name, value in told.items() if value not in (None, [])}
    after = replace(before, basis=basis, updated_at=context.time, revision=before.revision + 1)
    busy = partial(Busy, "correction_busy", refusals.BUSY)
    write_changes(context, context.unit, [(before, after)], busy)
    # The words of a consent are in no log.
    record_change(
        context,
        "corrections.basis",
        f"corrections/{correction.id}",
        None,
        {"kind": body["kind"], "instalments": len(body["instalments"])},
        revision=after.revision,
    )
    return after


def _check(context: Context, before: Difference, body: Mapping[str, Any]) -> None:
    refuse_before(before.period, "/given_on", body["given_on"])
    instalments: Sequence[Decimal] = body["instalments"]
    if body["kind"] == CONSENT and body["given_on"] is None:
        raise invalid_value("/given_on", "required", refusals.SAY_WHEN)
    if body["given_on"] is not None and body["given_on"] > today(context):
        raise invalid_value("/given_on", "in_future", refusals.NOT_YET)
    if body["kind"] == WAIVER and instalments:
        raise invalid_value("/instalments", "waived", refusals.WAIVED)
    if instalments and (sum(instalments) != -before.open or min(instalments) <= 0):
        raise invalid_value("/instalments", "not_the_sum", refusals.NOT_THE_SUM)
