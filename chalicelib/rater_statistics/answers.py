"""A rater's own answers: how they spread, and whether they are all alike."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from chalicelib.rater_statistics.exact import deviation
from chalicelib.rater_statistics.marks import Mark


@dataclass(frozen=True, slots=True)
class Answers:
    """A rater's answers. ``commonest``: how many marks are the commonest one. ``spread``: the
    standard deviation of the marks; None below two."""

    rater: str
    marks: int
    ratees: int
    commonest: int
    spread: Fraction | None

    @property
    def all_alike(self) -> bool:
        """Whether every mark is the same."""
        return self.commonest == self.marks


def answers(marks: Iterable[Mark]) -> dict[str, Answers]:
    """Return the answers of each rater, in the order of raters."""
    given: dict[str, list[Fraction]] = {}
    ratees: dict[str, set[str]] = {}
    for one in marks:
        given.setdefault(one.rater, []).append(Fraction(one.mark))
        ratees.setdefault(one.rater, set()).add(one.ratee)
    return {
        rater: Answers(
            rater,
            len(found),
            len(ratees[rater]),
            max(Counter(found).values()),
            deviation(found) if len(found) > 1 else None,
        )
        for rater, found in sorted(given.items())
    }
