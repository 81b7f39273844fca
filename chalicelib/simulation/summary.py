"""The sums of a simulation: grades before and after, directions, totals, coefficients, money.

They are added up person by person, so that a simulation may be continued by another run: the sums
so far are kept as a text (:meth:`Sums.text`). They grow with grades and reasons, not with people.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chalicelib.language import Language
from chalicelib.person_keys import PersonKey
from chalicelib.scoring import Scheme, Text
from chalicelib.scoring.exact import WORKING, plain
from chalicelib.simulation.person import Compared, Skipped
from chalicelib.web import exact_json

ZERO = Decimal(0)
#: Most employee ids under one reason. ``employees`` counts all of them.
MOST_NAMED = 100
#: Most reasons in the list. ``not_simulated`` counts the people of all reasons.
MOST_REASONS = 50
#: Most persons that are kept under all reasons together.
MOST_KEPT = 1_000
#: The code of no grade in kept sums. No grade has it.
_NONE = ""

#: Returns what people are called now.
Called = Callable[[Iterable[PersonKey]], Mapping[PersonKey, str]]


@dataclass(slots=True)
class Reason:
    """Why some people were skipped: how many, and the first of them."""

    code: str
    columns: tuple[str, ...]
    message: Text
    people: int = 0
    persons: list[PersonKey] = field(default_factory=list)


@dataclass(slots=True)
class Sums:
    """The sums of the people so far, compared or skipped."""

    compared: int = 0
    skipped: int = 0
    directions: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    #: By name of an amount: the sum, and how many have it.
    amounts: dict[str, tuple[Decimal, int]] = field(default_factory=dict)
    with_base: int = 0
    reasons: dict[tuple[str, tuple[str, ...]], Reason] = field(default_factory=dict)
    #: How many lose, and the first of them. None: sums that were begun before this was counted.
    worse_off: int | None = 0
    losing: list[PersonKey] = field(default_factory=list)

    def add(self, one: Compared | Skipped) -> None:
        """Add a person."""
        if isinstance(one, Skipped):
            self._skip(one)
            return
        self.compared += 1
        self.directions[one.direction] += 1
        for counted, name, side in (
            (self.before, "before", one.before),
            (self.after, "after", one.after),
        ):
            counted[side.grade or _NONE] += 1
            self._add(f"total_{name}", side.total)
            self._add(f"coefficient_{name}", side.coefficient)
            if one.bonus_base is not None and side.coefficient is not None:
                self._add(f"pay_{name}", WORKING.multiply(one.bonus_base, side.coefficient))
        self.with_base += one.bonus_base is not None
        if one.worse_off and self.worse_off is not None:
            self.worse_off += 1
            if len(self.losing) < MOST_NAMED:
                self.losing.append(one.person)

    def _add(self, name: str, amount: Decimal | None) -> None:
        if amount is not None:
            total, number = self.amounts.get(name, (ZERO, 0))
            self.amounts[name] = (WORKING.add(total, amount), number + 1)

    def _skip(self, one: Skipped) -> None:
        """Count a skipped person. Of the reasons beyond MOST_REASONS only the people count."""
        self.skipped += 1
        reason = self.reasons.get((one.code, one.columns))
        if reason is None:
            if len(self.reasons) >= MOST_REASONS:
                return
            reason = Reason(one.code, one.columns, one.message)
            self.reasons[one.code, one.columns] = reason
        reason.people += 1
        kept = sum(len(each.persons) for each in self.reasons.values())
        if len(reason.persons) < MOST_NAMED and kept < MOST_KEPT:
            reason.persons.append(one.person)

    def text(self) -> str:
        """Return the sums as a text, to be continued by :func:`continued`."""
        return exact_json.write(
            {
                "compared": self.compared,
                "skipped": self.skipped,
                "directions": self.directions,
                "before": self.before,
                "after": self.after,
                "amounts": {name: [plain(sum_), n] for name, (sum_, n) in self.amounts.items()},
                "with_base": self.with_base,
                "reasons": [
                    [one.code, one.columns, one.message, one.people, one.persons]
                    for one in self.reasons.values()
                ],
                "worse_off": self.worse_off,
                "losing": self.losing,
            }
        )

    def described(
        self,
        names: Iterable[tuple[str, Text]],
        places: int,
        language: Language,
        called: Called,
    ) -> dict[str, Any]:
        """Return the summary as JSON values for the API.

        ``names`` are code and name of grades: those of the simulated scheme first, then those of
        the versions that made the stored results. ``places``: the decimals of the scheme's totals.
        ``called`` returns what people are called now.
        """
        return {
            "employees": {"compared": self.compared, "not_simulated": self.skipped},
            "grade_changes": {
                name: self.directions[name] for name in ("up", "down", "same", "gained", "lost")
            },
            "grades": self._grades(names),
            "totals": {
                f"mean_{side}": self._mean(f"total_{side}", places) for side in ("before", "after")
            },
            "coefficients": self._change("coefficient"),
            "money": {"employees": self.with_base, **self._change("pay")},
            "worse_off": {
                "employees": self.worse_off,
                "employee_ids": self.named_losing(called),
            },
            "not_simulated": self._reasons(language, called),
        }

    def named_losing(self, called: Called) -> list[str]:
        """Return the employee ids of the first who lose."""
        return sorted(called(self.losing).values()) if self.losing else []

    def _grades(self, named: Iterable[tuple[str, Text]]) -> list[dict[str, Any]]:
        """Return each grade with its counts. Results without a grade come last."""
        names: dict[str, Text | None] = {}
        for code, name in named:
            names.setdefault(code, name)
        for code in (*self.after, *self.before):
            if code != _NONE:
                names.setdefault(code, {"zh": code, "en": code})
        names[_NONE] = None
        return [
            {
                "grade": code or None,
                "name": dict(known) if known else None,
                "before": self.before[code],
                "after": self.after[code],
            }
            for code, known in names.items()
        ]

    def _change(self, amount: str) -> dict[str, Decimal]:
        """Return an amount's sums before and after, with the difference. A missing one is 0."""
        before, after = (
            self.amounts.get(f"{amount}_{side}", (ZERO, 0))[0] for side in ("before", "after")
        )
        sums = {"before": before, "after": after, "change": WORKING.subtract(after, before)}
        return {name: Decimal(plain(figure)) for name, figure in sums.items()}

    def _mean(self, name: str, places: int) -> Decimal | None:
        """Return the mean of those who have the amount, rounded half up; None when nobody has."""
        total, number = self.amounts.get(name, (ZERO, 0))
        if not number:
            return None
        mean = WORKING.divide(total, Decimal(number))
        return mean.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WORKING)

    def _reasons(self, language: Language, called: Called) -> list[dict[str, Any]]:
        """Return the reasons for which people were skipped, the most frequent first."""
        several = sorted(self.reasons.values(), key=lambda one: one.people, reverse=True)
        ids = called(person for one in several for person in one.persons) if several else {}
        return [
            {
                "code": one.code,
                "columns": list(one.columns),
                "message": one.message[language],
                "employees": one.people,
                "employee_ids": sorted(ids[person] for person in one.persons),
            }
            for one in several
        ]


def named_grades(schemes: Iterable[Scheme]) -> Iterator[tuple[str, Text]]:
    """Yield code and name of each grade of each scheme."""
    for scheme in schemes:
        for grade in scheme.grades:
            yield grade.code, grade.name


def continued(text: str) -> Sums:
    """Return the sums of a text that :meth:`Sums.text` returned."""
    kept = exact_json.read(text)
    return Sums(
        kept["compared"],
        kept["skipped"],
        Counter(kept["directions"]),
        Counter(kept["before"]),
        Counter(kept["after"]),
        {name: (Decimal(total), n) for name, (total, n) in kept["amounts"].items()},
        kept["with_base"],
        {
            (code, tuple(columns)): Reason(code, tuple(columns), message, people, persons)
            for code, columns, message, people, persons in kept["reasons"]
        },
        kept.get("worse_off"),
        kept.get("losing", []),
    )
