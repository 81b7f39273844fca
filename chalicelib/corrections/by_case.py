"""A recorded case that is confirmed or revoked in a locked month: its effect is a correction."""

from chalicelib.cases.in_force import InForce
from chalicelib.cases.records import Case
from chalicelib.corrections.entry import NoResult, NothingToCorrect, Wanted, correct
from chalicelib.corrections.records import CASE
from chalicelib.tenancy.context import Context


def correct_by_case(context: Context, case: Case, in_force: InForce) -> bool:
    """Correct the result of a decided case's person, at the request's commit.

    ``in_force`` is what counts for the person from then on. False: the locked result does not
    follow it, because there is none, it is void, or its version has no such thing.
    """
    said = case.decisions.get(case.status) or {}
    wanted = Wanted(
        case.scheme,
        case.period,
        case.person,
        said.get("reason") or case.reason,
        cause={"case": case.id},
        kind=CASE,
        in_force=in_force,
    )
    try:
        correct(context, context.unit, wanted)
    except (NothingToCorrect, NoResult):
        return False
    return True
