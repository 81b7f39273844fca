"""What several inspectors' judgements of one ticket come to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

PASS: Final = "pass"
FAIL: Final = "fail"
NOT_APPLICABLE: Final = "not_applicable"
VERDICTS: Final = (PASS, FAIL, NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one inspector judged: the verdict of each item, and the mark of each rating (None: it
    cannot be judged)."""

    verdicts: Mapping[str, str]
    marks: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """By how much two may differ: in the verdicts of so many items, and in each mark."""

    items: int = 0
    marks: Decimal = Decimal(0)


def differ(one: Opinion, other: Opinion, tolerance: Tolerance) -> bool:
    """Say whether two differ by more than the tolerance, so that a third must judge.

    A failing item against one that does not fail is a difference. So is a mark against none.
    """
    codes = {*one.verdicts, *other.verdicts}
    apart = sum(_fails(one, code) != _fails(other, code) for code in codes)
    if apart > tolerance.items:
        return True
    return any(
        _apart(one.marks.get(code), other.marks.get(code), tolerance.marks)
        for code in {*one.marks, *other.marks}
    )


def agreed(judgements: Sequence[Opinion]) -> Opinion:
    """Return what one, two or three judgements come to.

    An item fails when more than half of them say so: of two who differ within the tolerance it does
    not, because one of them did not see it. Of marks it is the median of those given; of two the
    mean.
    """
    codes = dict.fromkeys(code for one in judgements for code in one.verdicts)
    marked = dict.fromkeys(code for one in judgements for code in one.marks)
    verdicts = {
        code: FAIL if 2 * sum(_fails(one, code) for one in judgements) > len(judgements) else PASS
        for code in codes
    }
    return Opinion(
        verdicts,
        {code: _median([m for one in judgements if (m := one.marks.get(code)) is not None])
         for code in marked},
    )  # fmt: skip


def failing(judged: Opinion) -> Collection[str]:
    """Return the codes of the items that fail."""
    return [code for code, verdict in judged.verdicts.items() if verdict == FAIL]


def _fails(judged: Opinion, code: str) -> bool:
    return judged.verdicts.get(code) == FAIL


def _apart(one: Decimal | None, other: Decimal | None, most: Decimal) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) > most


def _median(marks: list[Decimal]) -> Decimal | None:
    marks.sort()
    half = len(marks) // 2
    if not marks:
        return None
    return marks[half] if len(marks) % 2 else (marks[half - 1] + marks[half]) / 2
