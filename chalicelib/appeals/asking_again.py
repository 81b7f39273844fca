"""A role of raters is asked again about the person of an appeal, as its decision says."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from chalicelib.appeal_records.records import Appeal
from chalicelib.appeals import refusals
from chalicelib.appeals.remedies import Remedy
from chalicelib.errors import Fault
from chalicelib.rating_forms.records import read_round
from chalicelib.rating_rounds.asking import Asked, ask_again
from chalicelib.rating_rounds.making import fault_of_last_day
from chalicelib.tenancy.context import Context

#: Whom nobody asks again: the person.
SELF: Final = "self"


def faults_of(context: Context, wanted: Mapping[str, Any], of_round: str | None) -> list[Fault]:
    """Return why a role cannot be asked again. ``of_round`` gave what stands; None: a file did."""
    if wanted.get("closes_on") is None:
        return [Fault("/closes_on", "required", refusals.REQUIRED)]
    fault = fault_of_last_day(context, wanted["closes_on"])
    if fault is not None:
        return [fault]
    if wanted["role"] == SELF:
        return [Fault("/role", "own_marks", refusals.OWN_MARKS)]
    found = None if of_round is None else read_round(context, of_round)
    if found is None:
        return [Fault("/role", "no_round", refusals.NO_ROUND)]
    if wanted["role"] in found.left_out:
        return [Fault("/role", "role_left_out", refusals.ROLE_IS_OUT)]
    return []


def ask(context: Context, appeal: Appeal, remedies: Sequence[Remedy]) -> tuple[Remedy, ...]:
    """Add the writes that ask raters again to the request's unit. Return what is awaited.

    Raises Conflict (409) as :func:`chalicelib.rating_rounds.asking.ask_again` does.
    """
    ordered = sorted(remedies, key=lambda one: str(one["round"]))
    for of_round, some in groupby(ordered, key=lambda one: str(one["round"])):
        of_one = list(some)
        roles = dict.fromkeys(str(one["role"]) for one in of_one)
        asked = [Asked(appeal.person, role, appeal.id) for role in roles]
        ask_again(context, of_round, asked, max(str(one["closes_on"]) for one in of_one))
    return tuple({**one, "awaited": True} for one in remedies)
