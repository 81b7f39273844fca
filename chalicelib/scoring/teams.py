"""The result of a team, out of its members'."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from .engine.compiled import CompiledScheme
from .engine.totals import grade_of
from .exact import WORKING, ZERO, rounded, shown
from .result import SCORED, Result
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


class TeamMeans:
    """The mean of a team's values by indicator, its members added one by one.

    Over those who have a value of their own, as it is shown; what a policy or an exemption put
    there does not count. The mean too is as shown: what the policy `team_mean` starts from.
    """

    __slots__ = ("_sums",)

    def __init__(self) -> None:
        self._sums: dict[str, tuple[Decimal, int]] = {}

    def add(self, result: Result) -> None:
        """One more member."""
        with localcontext(WORKING):
            for n, (entry, figure) in enumerate(
                zip(result.sheet.entries, result.figures, strict=True)
            ):
                if figure is None or result.notes.get(n, SCORED).status != "scored":
                    continue
                total, count = self._sums.get(entry.indicator, (ZERO, 0))
                self._sums[entry.indicator] = (total + shown(figure), count + 1)

    def means(self) -> dict[str, Decimal]:
        """By indicator, of those that anybody has a value of."""
        with localcontext(WORKING):
            return {code: shown(total / count) for code, (total, count) in self._sums.items()}


def team_means(results: Iterable[Result]) -> dict[str, Decimal]:
    """The same of results that are all at hand."""
    means = TeamMeans()
    for result in results:
        means.add(result)
    return means.means()
