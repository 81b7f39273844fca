"""The remedies of a decision: written in the transaction of the decision.

An exemption is a confirmed case and a revoked case is revoked (cases/by_appeal.py); corrected
figures and a role that is left out are an upload of the person's rows (uploads/of_appeals.py), and
so is what a role answers that was asked again, once it is counted (appeals/counting_answers.py). So
nothing is left to a run of its own that could be lost: cases and uploads have their messages, their
end, and their giving up, and the appeal tells what became of them (appeals/carried_out.py).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.appeal_records.corrected_rows import FIGURES, ROLE_ASKED_AGAIN, ROLE_LEFT_OUT
from chalicelib.appeal_records.records import Appeal
from chalicelib.cases import by_appeal
from chalicelib.cases.records import CONFIRMED, Case, read_cases
from chalicelib.errors import Changed
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import not_locked
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scoring.recorded_cases import EXEMPTION
from chalicelib.tenancy.context import Context
from chalicelib.uploads import of_appeals

CASE_REVOKED: Final = "case_revoked"
REMEDIES: Final = (FIGURES, EXEMPTION, CASE_REVOKED, ROLE_LEFT_OUT, ROLE_ASKED_AGAIN)
#: The members that say what a remedy does, by its kind.
MEMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    FIGURES: ("columns", "slice"),
    EXEMPTION: ("indicator", "treatment", "target"),
    CASE_REVOKED: ("case",),
    ROLE_LEFT_OUT: ("indicator", "role"),
    ROLE_ASKED_AGAIN: ("indicator", "role", "closes_on"),
}
#: Those that an upload carries out.
OF_UPLOAD: Final = (FIGURES, ROLE_LEFT_OUT, ROLE_ASKED_AGAIN)
#: What has become of a remedy.
AWAITED, PENDING, DONE, FAILED = "awaited", "pending", "done", "failed"
STATES: Final = (AWAITED, PENDING, DONE, FAILED)
#: How a role that was asked again ended without a change: the result is the same, or there is none.
UNCHANGED, GONE = "unchanged", "nothing_to_correct"

Remedy = Mapping[str, Any]


def carry_out(
    context: Context, appeal: Appeal, remedies: Sequence[Remedy], reason: str
) -> tuple[Remedy, ...]:
    """Add the writes that carry out remedies to the request's unit, which also stores them.

    Returns them with the case or the upload that each has. The commit raises PeriodLocked.
    """
    made, revoked = cases_of(context, appeal, remedies, reason)
    place = (appeal.period, appeal.scheme, appeal.person)
    if made or revoked:
        new = list(made.values())
        by_appeal.carry_out(context, place, new, revoked, appeal.id, reason)
    else:
        period = key_of_period(context.scope, appeal.period, appeal.scheme)
        context.unit.check(period, not_locked(), PeriodLocked)
        # What was settled ahead at this moment takes no file.
        mine = (appeal.scheme, appeal.period, appeal.person)
        card = key_of_scorecard(context.scope, *mine, context.principal.shards)
        context.unit.check(card, Path("closed").does_not_exist(), Changed)
    uploads: dict[str | None, str] = {}
    for of_round in dict.fromkeys(one.get("round") for one in remedies if one["kind"] in OF_UPLOAD):
        of = {
            str(code)
            for one in remedies
            if one["kind"] in OF_UPLOAD and one.get("round") == of_round
            for code in one["sources"]
        } - {""}
        uploads[of_round] = of_appeals.new_upload_id(context, appeal, of_round)
        of_appeals.announce(context, appeal, uploads[of_round], tuple(sorted(of)))
    return tuple(
        {**one, "upload": uploads[one.get("round")]}
        if one["kind"] in OF_UPLOAD
        else {**one, "case": case_of(one, made.get(number))}
        for number, one in enumerate(remedies)
    )


def case_of(remedy: Remedy, made: Case | None) -> str | None:
    """Return the case that a remedy made, or the one that it revoked."""
    return remedy.get("case") if made is None else made.id


def cases_of(
    context: Context, appeal: Appeal, remedies: Sequence[Remedy], reason: str
) -> tuple[dict[int, Case], list[Case]]:
    """Return the cases that remedies make, by place of the remedy, and those that they revoke."""
    place = (appeal.period, appeal.scheme, appeal.person)
    made: dict[int, Case] = {}
    for number, one in enumerate(remedies):
        if one["kind"] == EXEMPTION:
            target = {"target": Decimal(one["target"])} if "target" in one else {}
            wanted = {**one, **target}
            made[number] = by_appeal.exemption(
                context, place, appeal.team, wanted, appeal.id, reason
            )
    named = [str(one["case"]) for one in remedies if one["kind"] == CASE_REVOKED]
    revoked = [one for one in read_cases(context, named).values() if one.status == CONFIRMED]
    return made, revoked
