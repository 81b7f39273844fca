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


def test_a_mark_that_no_level_allows_is_not_proposed() -> None:
    assert judged("7.5").changes == ()
    assert judged("10").changes == ()


def line(code: str, **fields: Any) -> dict[str, Any]:
    value = {"kind": "metric", "column": code}
    return indicator(code, **{"value": value, "rule": {"kind": "proportional"}, **fields})


def test_the_smaller_change_relative_to_its_target_comes_first() -> None:
    # 40 + 25 = 65 of 100. Five more are z at 89.99 (44.995, printed 45), 9.99 hundredths of its
    # target, or b at 6, a tenth of its own.
    found = way(
        scheme(line("z", max_points="50", target="100"), line("b", max_points="50", target="10")),
        figures(z=80, b=5),
    )
    assert found is not None
    assert [(c.indicator, c.from_value, c.to_value) for c in found.changes] == [
        ("z", 80, Decimal("89.99")),
        ("b", 5, 6),
    ]


def test_a_growth_may_be_improved_below_nothing_and_a_count_may_not() -> None:
    # lower is better: −10 brings all, 10 nothing; from 4 (30 points) the 60 ask for −2
    rule = {"kind": "linear", "zero_at": "10", "full_at": "-10"}
    growth = {"kind": "growth", "of": {"kind": "metric", "column": "x"}}
    formula = {"kind": "formula", "expression": "x - 100"}
    fields = {"max_points": "100", "direction": "lower", "rule": rule, "target": None}
    for value, least in ((growth, "-2"), (formula, "-2")):
        document = scheme(indicator(value=value, **fields), columns=[{"code": "x", "name": "X"}])
        compiled = compile_scheme(read_scheme(document))
        row = figures(x=104)
        result = compiled.score(row, previous={"inputs": figures(x=100)})
        assert result.total == 30
        found = explain(compiled, result, row).next_grade
        assert found is not None
        assert [c.to_value for c in found.changes] == [Decimal(least)]
    metric = way(scheme(indicator(**fields)), figures(x=4))
    assert metric is not None
    assert metric.changes == ()


def test_the_way_is_explained_in_both_languages_with_its_unit() -> None:
    fields = {"max_points": "100", "target": "100", "rule": {"kind": "proportional"}}
    found = way(scheme(indicator(unit="percent", **fields)), figures(x=75))
    assert found is not None
    assert found.words == {
        "zh": "只要“指标line”由 75% 变为 80%，总分即为 80.00，达到“良好”（80 分）。",
        "en": (
            "With “Indicator line” at 80% instead of 75% the total would be 80.00,"
            " which is “Good” (80)."
        ),
    }


def test_an_exam_that_was_not_taken_is_the_way_to_the_next_grade_where_nothing_else_is() -> None:
    # The line of x has its 20 points. The exam was not taken and counts 0 of 20: 20 of 40.
    exam = indicator("exam", value={"kind": "metric", "column": "mark"}, not_available="zero")
    bands = [("top", "36"), ("low", "0")]
    grades = [{"code": c, "name": c.title(), "min": m, "coefficient": "1"} for c, m in bands]
    found = way(scheme(indicator(), exam, grades=grades), figures(x=5, mark=None))
    assert found is not None
    assert (found.missing, found.changes) == (16, ())
    assert found.words == {
        "zh": "“指标exam”没有数据，按 0 分计；如有数据且得满分，总分即为 40.00，"
        "达到“Top”（36 分）。",
        "en": "“Indicator exam” has no figures and counts 0. With full points in it the total "
        "would be 40.00, which is “Top” (36).",
    }


def test_one_failure_less_of_a_larger_sample_is_a_part_of_one() -> None:
    # 4 of 20 drawn count as 2 of 10: 20 − 2 × 3 = 14. For 15 points 3 of 20 are enough: 1.5 of 10.
    value = {"kind": "sample", "failures": "f", "size": "n", "required_size": "10"}
    rule = {"kind": "count_deduct", "per_incident": "3"}
    line = indicator(value=value, rule=rule, target=None, direction="lower")
    grades = [{"code": "top", "name": "Top", "min": "15", "coefficient": "1"}]
    document = scheme(line, grades=grades)
    for failed, drawn, now, then in (
        (4, 20, "2", "1.5"),
        (2, 10, "2", "1"),
        (7, 30, "2.333333", "1.666667"),
    ):
        found = way(document, figures(f=failed, n=drawn))
        assert found is not None
        (change,) = found.changes
        assert (change.from_value, change.to_value) == (Decimal(now), Decimal(then))
        assert change.total >= 15
