"""Results of past periods that were found elsewhere: what is read of a row, and what refuses it."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import RowFault, needs_previous, pack, unpack
from chalicelib.scoring.past_results import PastResults
from tests.scoring.schemes import compiled, figures, indicator

RATIO = {"kind": "ratio", "numerator": "solved", "denominator": "raised", "scale": "100"}
GROWTH = {"kind": "growth", "of": {"kind": "metric", "column": "sales"}}
LEVELS = [
    {"code": "fine", "name": {"zh": "好", "en": "Fine"}, "points": "20"},
    {"code": "weak", "name": {"zh": "差", "en": "Weak"}, "points": "5"},
]
ENGLISH = (
    "“不错” in column “grade” is no grade of the scheme; use: Excellent, Good, Fair, Weak, Poor."
)


def read(rules: Any, *rows: Any) -> Any:
    return PastResults(rules).result(rows[0] if len(rows) == 1 else rows)


def faults(rules: Any, *rows: Any) -> tuple[str, str, str, str]:
    with pytest.raises(RowFault) as fault:
        read(rules, *rows)
    found = fault.value
    return found.column, found.code, found.message["zh"], found.message["en"]


def test_total_grade_and_coefficient_are_what_the_row_says_and_no_line_has_points() -> None:
    rules = compiled(indicator(value=RATIO))
    found = read(
        rules, figures(total="88.125", grade="良好", coefficient="1.15", solved=9, raised=12)
    )
    assert (found.total, found.grade, found.coefficient) == (
        Decimal("88.125"),
        "good",
        Decimal("1.15"),
    )
    assert (found.earned, found.available, found.points) == (0, 0, (None,))
    assert found.values == {"line": Decimal(75)}  # 9 ÷ 12 × 100


@pytest.mark.parametrize("said", ["good", "GOOD", "良好", "Good", " ｇｏｏｄ "])
def test_a_grade_is_named_by_its_code_or_a_name_in_any_case_and_width(said: str) -> None:
    assert read(compiled(indicator()), {"total": None, "grade": said}).grade == "good"


def test_no_band_gives_a_grade_and_no_grade_a_coefficient() -> None:
    found = read(compiled(indicator()), figures(total=95))
    assert (found.total, found.grade, found.coefficient) == (95, None, None)


def test_figures_alone_are_a_past_result() -> None:
    found = read(compiled(indicator()), figures(total=None, x=3))
    assert (found.total, found.insufficient, found.values) == (None, False, {"line": 3})


def test_no_policy_stands_in_for_a_figure_that_is_not_there() -> None:
    for policy in ("reject", "full", "zero", "carry_previous", "team_mean"):
        found = read(compiled(indicator(not_available=policy)), figures(total=80))
        assert (found.figures, found.points) == ((None,), (None,))


def test_a_later_growth_is_over_the_imported_figure() -> None:
    rules = compiled(indicator(value=GROWTH, target="10"))
    assert needs_previous(rules.scheme)
    before, inputs = unpack(rules, pack(*_packed(rules, figures(total=80, sales=200))))
    previous = {"inputs": inputs, "values": before.values}
    now = rules.score(figures(sales=230), previous=previous)
    assert now.lines[0].value == Decimal(15)  # (230 − 200) ÷ 200 × 100


def test_a_later_period_may_carry_an_imported_value() -> None:
    rules = compiled(indicator(not_available="carry_previous", target="4"))
    before, inputs = unpack(rules, pack(*_packed(rules, figures(total=80, x=5))))
    now = rules.score(figures(x=None), previous={"inputs": inputs, "values": before.values})
    assert (now.lines[0].value, now.lines[0].points) == (5, 20)


def test_what_is_stored_reads_as_it_was_imported() -> None:
    rules = compiled(indicator(value=RATIO), indicator("other"))
    result, row = _packed(rules, figures(total="90.5", grade="fair", solved=3, raised=4))
    again, inputs = unpack(rules, pack(result, row))
    assert again == result
    assert inputs == figures(solved=3, raised=4, x=None)


def test_rows_of_slices_are_one_result() -> None:
    slices = {"by": "channel", "weight_by": "w", "targets": {"phone": "1", "online": "2"}}
    rules = compiled(indicator(slices=slices, target=None))
    rows = (
        figures(total=70, channel="phone", x=1, w=2),
        figures(total=None, channel="online", x=3, w=4),
    )
    assert read(rules, *rows).total == 70
    apart = (rows[0], {**rows[1], "total": Decimal(71)})
    assert faults(rules, *apart)[:2] == ("total", "rows_disagree")
    same = (rows[0], {**rows[1], "total": Decimal("70.0")})
    assert read(rules, *same).total == 70


def test_each_fault_names_its_column_and_what_would_do() -> None:
    rules = compiled(indicator(value=RATIO))
    assert faults(rules, figures(total=-1)) == (
        "total",
        "below_zero",
        "列“total”不能小于 0：−1。",
        "Column “total” must not be below 0: −1.",
    )
    assert faults(rules, figures(total=1, coefficient="-0.5"))[:2] == ("coefficient", "below_zero")
    assert faults(rules, {"grade": "不错"}) == (
        "grade",
        "unknown_grade",
        "列“grade”的“不错”不是方案的等级；可用：优秀、良好、合格、较弱、需改进。",
        ENGLISH,
    )
    assert faults(rules, figures(total=None, coefficient=1)) == (
        "total",
        "nothing_imported",
        "“total”、等级和各列数据都是空的，没有可导入的结果。",
        "“total”, the grade and every figure are blank: there is no result to import.",
    )
    assert faults(rules, figures(total=1, solved=3, raised=-4))[1] == "negative_denominator"


def test_a_level_of_the_scheme_is_read_as_its_mark_and_another_refused() -> None:
    rules = compiled(indicator(rule={"kind": "scale", "levels": LEVELS}, target=None))
    assert read(rules, {"total": None, "x": "差"}).values == {"line": 5}
    assert faults(rules, {"total": None, "x": "一般"})[1] == "unknown_level"


def test_a_column_of_the_scheme_keeps_its_code_and_the_own_one_takes_another() -> None:
    taken = [{"kind": "metric", "column": code} for code in ("total", "result_total")]
    rules = compiled(*(indicator(f"i{n}", value=value) for n, value in enumerate(taken)))
    codes = [column.code for column in PastResults(rules).columns]
    assert codes == ["result_result_total", "grade", "coefficient", "total", "result_total"]
    found = read(rules, figures(result_result_total=60, total=5))
    assert (found.total, found.values) == (60, {"i0": 5})


def test_the_total_alone_must_be_among_the_columns_of_a_file() -> None:
    required = [
        column.code for column in PastResults(compiled(indicator())).columns if column.required
    ]
    assert required == ["total"]


def _packed(rules: Any, row: Any) -> tuple[Any, Any]:
    return read(rules, row), {code: cell for code, cell in row.items() if cell is not None}
