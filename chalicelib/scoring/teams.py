"""The result of a team, out of its members'."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from .engine.compiled import CompiledScheme
from .engine.totals import grade_of
from .exact import WORKING, ZERO, rounded, shown
from .result import Result
from .rows import Rows
from .scheme import Grade, Scheme


def team_result(
    compiled: CompiledScheme, members: Sequence[Rows], previous: Sequence[Rows] = ()
) -> Result:
    """The team scored as one: quotients of the members' summed columns, not means of quotients.

    `previous` are the members' rows of the previous period, for growth. Raises RowFault.
    """
    return compiled.score_together(members, previous)


def mean_total(
    scheme: Scheme, totals: Iterable[Decimal | None]
) -> tuple[Decimal | None, Grade | None]:
    """The other way: the mean of the members' totals, rounded as a total is, and its band.

    Members without a total do not count; None when nobody has one.
    """
    present = [total for total in totals if total is not None]
    if not present:
        return None, None
    with localcontext(WORKING):
        total = rounded(sum(present, ZERO) / len(present), scheme.total_places)
        return total, grade_of(scheme.grades, scheme.grade_basis)(total)


def team_means(results: Iterable[Result]) -> dict[str, Decimal]:
    """The mean of the members' values by indicator, as shown: what the policy `team_mean` uses.

    Over those who have a value of their own; what a policy or an exemption put there does not
    count.
    """
    values: dict[str, list[Decimal]] = {}
    for result in results:
        for line in result.lines:
            if line.status == "scored" and line.value is not None:
                values.setdefault(line.indicator, []).append(line.value)
    with localcontext(WORKING):
        return {code: shown(sum(own, ZERO) / len(own)) for code, own in values.items()}
