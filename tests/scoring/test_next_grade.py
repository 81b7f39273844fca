"""The way to the next grade by one slice alone, and by a mark that may be given."""

from decimal import Decimal
from typing import Any

from chalicelib.scoring import NextGrade, compile_scheme, explain, read_scheme
from tests.scoring.schemes import figures, indicator, scheme


def way(document: Any, row: Any) -> NextGrade | None:
    compiled = compile_scheme(read_scheme(document))
    return explain(compiled, compiled.score(row), row).next_grade


def test_a_slice_moves_the_mean_by_its_weight() -> None:
    # phone 5 of 10: 50 points, online 10 of 10: 100, each weighs 2: the mean is 75. For 80 points
    # 2 × p + 2 × 100 = 4 × 80, so p = 60: phone at 6. Chat has no figure, mail no weight.
    targets = dict.fromkeys(("phone", "online", "mail", "chat"), "10")
    line = indicator(
        max_points="100",
        target=None,
        rule={"kind": "proportional"},
        slices={"by": "k", "weight_by": "w", "targets": targets},
    )
    rows = [
        {"k": "phone", **figures(x=5, w=2)},
        {"k": "online", **figures(x=10, w=2)},
        {"k": "mail", **figures(x=10, w=None)},
        {"k": "chat", **figures(x=None, w=7)},
    ]
    found = way(scheme(line), rows)
    assert found is not None
    assert (found.grade.code, found.missing) == ("good", 5)
    (change,) = found.changes
    assert (change.slice, change.from_value, change.to_value, change.total) == ("phone", 5, 6, 80)


def judged(least: str) -> Any:
    """A level of the marks 4, 5.5 and 7, one of 1 alone, and a grade from so many points on."""
    levels = [
        {"code": "a", "name": "A", "points": ["4", "7"], "step": "1.5"},
        {"code": "b", "name": "B", "points": "1"},
    ]
    rule = {"kind": "scale", "levels": levels}
    grade = {"code": "top", "name": "Top", "min": least, "coefficient": "1"}
    line = indicator(max_points="10", target=None, rule=rule)
    return way(scheme(line, grades=[grade]), {"x": "b"})


def test_a_mark_between_the_ends_of_a_level_may_be_enough() -> None:
    for least, mark in (("3", "4"), ("4.5", "5.5"), ("5.5", "5.5"), ("6", "7"), ("7", "7")):
        (change,) = judged(least).changes
        assert (change.to_value, change.total) == (Decimal(mark), Decimal(mark))


def test_a_mark_that_no_level_allows_is_no_way() -> None:
    assert judged("7.5").changes == ()
    assert judged("10").changes == ()
