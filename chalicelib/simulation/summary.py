"""The sums of a simulation: grades before and after, directions, totals, coefficients, money."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from chalicelib.language import Language
from chalicelib.person_keys import PersonKey
from chalicelib.scoring import Scheme, Text
from chalicelib.scoring.exact import WORKING, plain
from chalicelib.simulation.person import Compared, Outcome, Skipped

ZERO = Decimal(0)


#: Returns what people are called now.
Called = Callable[[Iterable[PersonKey]], Mapping[PersonKey, str]]


@dataclass(frozen=True, slots=True)
class Summary:
    """A simulation over all people, compared or skipped."""

    compared: Sequence[Compared]
    skipped: Sequence[Skipped]

    def described(
        self, new: Scheme, old: Iterable[Scheme], language: Language, called: Called
    ) -> dict[str, Any]:
        """Return the summary as JSON values for the API.

        ``new`` is the simulated scheme. ``old`` are the versions that made the stored results.
        ``called`` returns what people are called now.
        """
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
            "not_simulated": self._reasons(language, called),
        }

    def _directions(self) -> dict[str, int]:
        counted = Counter(one.direction for one in self.compared)
        return {name: counted[name] for name in ("up", "down", "same", "gained", "lost")}

    def _grades(self, new: Scheme, old: Iterable[Scheme]) -> list[dict[str, Any]]:
        """Count each grade before and after.

        Grades of the new rules come first, results without a grade last.
        """
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
        """Sum an amount before and after, with the difference. A missing amount counts as 0."""
        with localcontext(WORKING):
            before = sum((amount(one, one.before) or ZERO for one in self.compared), ZERO)
            after = sum((amount(one, one.after) or ZERO for one in self.compared), ZERO)
            sums = {"before": before, "after": after, "change": after - before}
        return {name: Decimal(plain(figure)) for name, figure in sums.items()}

    def _reasons(self, language: Language, called: Called) -> list[dict[str, Any]]:
        """Return the reasons for which people were skipped, the most frequent first.

        At most ``MOST_REASONS`` reasons, each with at most ``MOST_NAMED`` employee ids.
        """
        found: dict[tuple[str, tuple[str, ...]], list[Skipped]] = {}
        for one in self.skipped:
            found.setdefault((one.code, one.columns), []).append(one)
        several = sorted(found.values(), key=len, reverse=True)[:MOST_REASONS]
        ids = called(one.person for same in several for one in same[:MOST_NAMED])
        return [
            {
                "code": same[0].code,
                "columns": list(same[0].columns),
                "message": same[0].message[language],
                "employees": len(same),
                "employee_ids": [ids[one.person] for one in same[:MOST_NAMED]],
            }
            for same in several
        ]


#: Most employee ids under one reason. ``employees`` counts all of them.
MOST_NAMED = 100
#: Most reasons in the list. ``not_simulated`` counts the people of all reasons.
MOST_REASONS = 50


def _coefficient(_: Compared, side: Outcome) -> Decimal | None:
    return side.coefficient


def _pay(one: Compared, side: Outcome) -> Decimal | None:
    """Return bonus base × coefficient; None when either is missing."""
    if one.bonus_base is None or side.coefficient is None:
        return None
    return one.bonus_base * side.coefficient


def _mean(totals: Iterable[Decimal | None], places: int) -> Decimal | None:
    """Return the mean of the totals that exist, rounded half up; None when there are none."""
    present = [total for total in totals if total is not None]
    if not present:
        return None
    mean = WORKING.divide(sum(present, ZERO), Decimal(len(present)))
    return mean.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WORKING)
