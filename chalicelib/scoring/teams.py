"""The result of a team, from its members' rows or results (rules.md §5)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from .engine.compiled_scheme import CompiledScheme
from .engine.grade_bands import grade_of
from .exact import WORKING, ZERO, rounded, shown
from .result import SCORED, Result
from .rows import Rows
from .scheme import Grade, Scheme


def team_result(
    compiled: CompiledScheme, members: Sequence[Rows], previous: Sequence[Rows] = ()
) -> Result:
    """Score the team as one: quotients of the members' summed columns, not means of quotients.

    `members` are one row, or rows by slice, per member; `previous` the same of the previous period,
    for growth. Raises RowFault.
    """
    return compiled.score_team(members, previous)


def mean_total(
    scheme: Scheme, totals: Iterable[Decimal | None]
) -> tuple[Decimal | None, Grade | None]:
    """The mean of the members' totals, rounded to the scheme's places, and its grade band.

    Members without a total do not count. (None, None) when nobody has one.
    """
    present = [total for total in totals if total is not None]
    if not present:
        return None, None
    with localcontext(WORKING):
        total = rounded(sum(present, ZERO) / len(present), scheme.total_places)
        return total, grade_of(scheme.grades, scheme.grade_basis)(total)


class TeamMeans:
    """The mean of a team's values by indicator, for the policy `team_mean` (rules.md §3).

    Members are added one by one. Only values of their own count, not what a policy or an exemption
    put in their place. Values and means are rounded as they are displayed.
    """

    __slots__ = ("_sums",)

    def __init__(self) -> None:
        self._sums: dict[str, tuple[Decimal, int]] = {}

    def add(self, result: Result) -> None:
        """Add one member's result."""
        with localcontext(WORKING):
            for n, (entry, figure) in enumerate(
                zip(result.layout.entries, result.figures, strict=True)
            ):
                if figure is None or result.notes.get(n, SCORED).status != "scored":
                    continue
                total, count = self._sums.get(entry.indicator, (ZERO, 0))
                self._sums[entry.indicator] = (total + shown(figure), count + 1)

    def means(self) -> dict[str, Decimal]:
        """The means by indicator code, of the indicators that any member has a value of."""
        with localcontext(WORKING):
            return {code: shown(total / count) for code, (total, count) in self._sums.items()}


def team_means(results: Iterable[Result]) -> dict[str, Decimal]:
    """The means by indicator code of all these results: see `TeamMeans`."""
    means = TeamMeans()
    for result in results:
        means.add(result)
    return means.means()
