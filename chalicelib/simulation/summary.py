"""What a simulation adds up to: grades before and after, who moves, coefficients, money."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from chalicelib.language import Language
from chalicelib.scoring import Scheme, Text
from chalicelib.scoring.exact import WORKING, plain
from chalicelib.simulation.person import Compared, Outcome, Skipped

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything but the people themselves."""

    compared: Sequence[Compared]
    skipped: Sequence[Skipped]

    def described(self, new: Scheme, old: Iterable[Scheme], language: Language) -> dict[str, Any]:
        """As the API gives it. ``old``: the schemes whose versions made the stored results."""
        return {
            "employees": {"compared": len(self.compared), "not_simulated": len(self.skipped)},
            "grade_changes": self._directions(),
            "grades": self._grades(new, old),
            "totals": self._totals(new.total_places),
            "coefficients": self._sums(_coefficient),
            "money": {
                "employees": sum(one.bonus_base is not None for one in self.compared),
                **self._sums(_pay),
            },
            "not_simulated": self._reasons(language),
        }

    def _directions(self) -> dict[str, int]:
        counted = Counter(one.direction for one in self.compared)
        return {name: counted[name] for name in ("up", "down", "same", "gained", "lost")}

    def _grades(self, new: Scheme, old: Iterable[Scheme]) -> list[dict[str, Any]]:
        """How many have each grade; those of the new rules first, results without one last."""
        before = Counter(one.before.grade for one in self.compared)
        after = Counter(one.after.grade for one in self.compared)
        names: dict[str | None, Text | None] = {}
        for scheme in (new, *old):
            for grade in scheme.grades:
                names.setdefault(grade.code, grade.name)
        for code in (*after, *before):
            if code is not None:
                names.setdefault(code, {"zh": code, "en": code})
        names[None] = None
        return [
            {
                "grade": code,
                "name": dict(name) if name else None,
                "before": before[code],
                "after": after[code],
            }
            for code, name in names.items()
        ]

    def _totals(self, places: int) -> dict[str, Decimal | None]:
        return {
            "mean_before": _mean([one.before.total for one in self.compared], places),
            "mean_after": _mean([one.after.total for one in self.compared], places),
        }

    def _sums(self, amount: Callable[[Compared, Outcome], Decimal | None]) -> dict[str, Decimal]:
        """Before, after and the difference; who has no amount counts nothing."""
        with localcontext(WORKING):
            before = sum((amount(one, one.before) or ZERO for one in self.compared), ZERO)
            after = sum((amount(one, one.after) or ZERO for one in self.compared), ZERO)
            sums = {"before": before, "after": after, "change": after - before}
        return {name: Decimal(plain(figure)) for name, figure in sums.items()}

    def _reasons(self, language: Language) -> list[dict[str, Any]]:
        """Why people could not be simulated, the most frequent reason first."""
        found: dict[tuple[str, tuple[str, ...]], list[Skipped]] = {}
        for one in self.skipped:
            found.setdefault((one.code, one.columns), []).append(one)
        several = sorted(found.values(), key=len, reverse=True)
        return [
            {
                "code": same[0].code,
                "columns": list(same[0].columns),
                "message": same[0].message[language],
                "employees": len(same),
                "employee_ids": [one.employee_id for one in same[:MOST_NAMED]],
            }
            for same in several[:MOST_REASONS]
        ]


#: Ids named for one reason, and reasons listed: the rest is counted.
MOST_NAMED = 100
MOST_REASONS = 50


def _coefficient(_: Compared, side: Outcome) -> Decimal | None:
    return side.coefficient


def _pay(one: Compared, side: Outcome) -> Decimal | None:
    if one.bonus_base is None or side.coefficient is None:
        return None
    return one.bonus_base * side.coefficient


def _mean(totals: Iterable[Decimal | None], places: int) -> Decimal | None:
    there = [total for total in totals if total is not None]
    if not there:
        return None
    mean = WORKING.divide(sum(there, ZERO), Decimal(len(there)))
    return mean.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WORKING)
