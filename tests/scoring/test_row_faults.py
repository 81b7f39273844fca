# ruff: noqa: E501 - a table of cases reads best with one case a line
"""The messages of row faults: the column, what was found and what is expected."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.scoring import Exemption, RowFault, compile_scheme, read_scheme
from chalicelib.scoring.fault_words import FAULTS
from tests.scoring.schemes import figures, indicator, result, scheme

RATIO = {"kind": "ratio", "numerator": "a", "denominator": "b"}
SAMPLE = {"kind": "sample", "failures": "f", "size": "n", "required_size": "5"}
RATING = {"kind": "rating", "raters": {"peer": 1}, "scale": {"min": "1", "max": "5.0"}}
LEVELS = [
    {"code": "good", "name": {"zh": "良好", "en": "Good"}, "points": ["4", "5"]},
    {"code": "weak", "name": {"zh": "较差", "en": "Weak"}, "points": "1"},
]
SLICES = {"by": "k", "weight_by": "w", "targets": {"phone": "1", "online": "2"}}
METRIC: dict[str, Any] = {}
EXTRAS = [
    {"code": "e", "name": "E", "column": "ex", "min": "-1", "max": "2.50"},
    {"code": "low", "name": "L", "column": "lo", "min": "0"},
    {"code": "top", "name": "T", "column": "to", "max": "0"},
]
X = figures(x=1)
METRIC_X = {"kind": "metric", "column": "x"}
CODES = ("x", "line_peer", "a", "b", "f", "n", "k", "w", "ex", "lo", "to")
NAMED_BY_CODE = [{"code": code, "name": code} for code in CODES]


def refused(fields: Any, row: Any, **around: Any) -> tuple[str, str, str, str]:
    document = scheme(indicator(**{"name": "line", **fields}), extras=EXTRAS, columns=NAMED_BY_CODE)
    with pytest.raises(RowFault) as fault:
        result(document, row, **around)
    assert str(fault.value) == fault.value.message["en"]
    return (
        fault.value.column,
        fault.value.code,
        fault.value.message["en"],
        fault.value.message["zh"],
    )


CASES: list[tuple[Any, Any, dict[str, Any], tuple[str, str, str, str]]] = [
    (METRIC, {"x": "abc"}, {}, ("x", "not_a_number", "Column “x” must hold a number, found “abc”.", "列“x”应为数字，实为“abc”。")),
    (METRIC, {"x": 1.5}, {}, ("x", "not_a_number", "Column “x” must hold a number, found “1.5”.", "列“x”应为数字，实为“1.5”。")),
    (METRIC, {"x": True}, {}, ("x", "not_a_number", "Column “x” must hold a number, found “True”.", "列“x”应为数字，实为“True”。")),
    (METRIC, {"x": Decimal("NaN")}, {}, ("x", "not_a_number", "Column “x” must hold a number, found “NaN”.", "列“x”应为数字，实为“NaN”。")),
    (METRIC, {"x": Decimal("-Infinity")}, {}, ("x", "not_a_number", "Column “x” must hold a number, found “-Infinity”.", "列“x”应为数字，实为“-Infinity”。")),
    (METRIC, {"x": Decimal(10) ** 15}, {}, ("x", "number_too_large", "The number in column “x” is too large: 1000000000000000.", "列“x”的数字过大：1000000000000000。")),
    (METRIC, {"x": -(Decimal(10) ** 15)}, {}, ("x", "number_too_large", "The number in column “x” is too large: -1000000000000000.", "列“x”的数字过大：-1000000000000000。")),
    (METRIC, {"x": "0." + "1" * 31}, {}, ("x", "number_too_fine", "The number in column “x” has more than 30 decimals.", "列“x”的小数超过 30 位。")),
    ({"value": RATIO}, {"a": "?", "b": Decimal(1)}, {}, ("a", "not_a_number", "Column “a” must hold a number, found “?”.", "列“a”应为数字，实为“?”。")),
    ({"value": RATIO}, {"a": Decimal(1), "b": "?"}, {}, ("b", "not_a_number", "Column “b” must hold a number, found “?”.", "列“b”应为数字，实为“?”。")),
    ({"value": RATIO}, figures(a=1, b="-2.5"), {}, ("b", "negative_denominator", "Column “b” must not be negative: −2.5.", "列“b”不能为负数：−2.5。")),
    ({"value": {"kind": "growth", "of": RATIO}}, figures(a=1, b=-3), {}, ("b", "negative_denominator", "Column “b” must not be negative: −3.", "列“b”不能为负数：−3。")),
    ({"value": SAMPLE}, figures(f=-1, n=5), {}, ("f", "negative_count", "Column “f” is a count and must not be negative: −1.", "列“f”是计数，不能为负数：−1。")),
    ({"value": SAMPLE}, figures(f=6, n=5), {}, ("f", "more_failures_than_drawn", "Column “f” has 6 failures among 5 drawn.", "列“f”的不合格数 6 大于抽检数 5。")),
    ({"value": SAMPLE}, {"f": "x", "n": Decimal(5)}, {}, ("f", "not_a_number", "Column “f” must hold a number, found “x”.", "列“f”应为数字，实为“x”。")),
    ({"value": SAMPLE}, {"f": Decimal(1), "n": "x"}, {}, ("n", "not_a_number", "Column “n” must hold a number, found “x”.", "列“n”应为数字，实为“x”。")),
    ({"value": SAMPLE}, {"f": Decimal(1), "n": Decimal("Infinity")}, {}, ("n", "not_a_number", "Column “n” must hold a number, found “Infinity”.", "列“n”应为数字，实为“Infinity”。")),
    ({"value": SAMPLE}, {"f": Decimal(1), "n": Decimal(10) ** 15}, {}, ("n", "number_too_large", "The number in column “n” is too large: 1000000000000000.", "列“n”的数字过大：1000000000000000。")),
    ({"value": RATING}, {"line_peer": "4;x"}, {}, ("line_peer", "bad_mark", "The mark “x” in column “line_peer” cannot be read; several are written 92;88;85.", "列“line_peer”的评分“x”无法读取；多个评分用分号隔开，如 92;88;85。")),
    ({"value": RATING}, {"line_peer": "12/3(3:median)"}, {}, ("line_peer", "combined_otherwise", "“line_peer” holds the median of its marks, not the mean: reopen and close the round.", "列“line_peer”的评分已按“中位数”合并，方案取“平均”：请重新打开并关闭评分轮次。")),
    ({"value": RATING}, {"line_peer": "18/3(3)"}, {}, ("line_peer", "combined_out_of_scale", "The forms had another scale: the marks of “line_peer” are not between 1 and 5.", "列“line_peer”合并后的评分不在 1 到 5 之间：评分表用的是另一量表。")),
    ({"value": RATING}, {"line_peer": "6.0"}, {}, ("line_peer", "mark_out_of_scale", "The mark 6 in column “line_peer” is not between 1 and 5.", "列“line_peer”的评分 6 不在 1 到 5 之间。")),
    ({"value": RATING}, {"line_peer": "9" * 20}, {}, ("line_peer", "mark_out_of_scale", "The mark … in column “line_peer” is not between 1 and 5.", "列“line_peer”的评分 … 不在 1 到 5 之间。")),
    ({"value": RATING}, {"line_peer": ";".join("4" * 101)}, {}, ("line_peer", "too_many_marks", "Column “line_peer” holds more than 100 marks.", "列“line_peer”的评分超过 100 个。")),
    ({"value": RATING}, {"line_peer": ["4"]}, {}, ("line_peer", "not_text", "Column “line_peer” must hold text, found “[…]”.", "列“line_peer”应为文字，实为“[…]”。")),
    ({"value": RATING}, {"line_peer": Decimal(10) ** 15}, {}, ("line_peer", "number_too_large", "The number in column “line_peer” is too large: 1000000000000000.", "列“line_peer”的数字过大：1000000000000000。")),
    ({"rule": {"kind": "scale", "levels": LEVELS}, "target": None}, {"x": "3"}, {}, ("x", "unknown_level", "“3” in column “x” is neither a level nor a mark inside one; use: Good 4–5, Weak 1.", "列“x”的“3”不是等级，也不在等级的分值范围内；可用：良好 4–5、较差 1。")),
    ({"value": RATIO, "not_available": "reject"}, figures(a=1, b=0), {}, ("line", "value_missing", "Indicator “line” has no value (the denominator is 0); the scheme refuses such a row.", "指标“line”没有值（分母为 0），方案规定此行不予计分。")),
    ({"slices": SLICES}, {"k": "fax", **figures(x=1, w=1)}, {}, ("k", "unknown_slice", "“fax” in column “k” is not a slice of the scheme: phone, online.", "列“k”的“fax”不在方案的分组中：phone, online。")),
    ({"slices": SLICES}, [{"k": "Phone", **figures(x=1, w=1)}] * 2, {}, ("k", "duplicate_slice", "“phone” in column “k” appears more than once.", "列“k”的“phone”出现多次。")),
    ({"slices": SLICES}, {"k": "phone", **figures(x=1, w="-0.5")}, {}, ("w", "negative_count", "Column “w” is a count and must not be negative: −0.5.", "列“w”是计数，不能为负数：−0.5。")),
    ({"slices": SLICES}, {"k": "phone", "x": Decimal(1), "w": "x"}, {}, ("w", "not_a_number", "Column “w” must hold a number, found “x”.", "列“w”应为数字，实为“x”。")),
    (METRIC, [X, X], {}, ("x", "several_rows", "The scheme has no slices, so a person has one row; look at column “x”.", "方案没有分组，一人只能有一行；请检查列“x”。")),
    (METRIC, [], {}, ("test", "no_row", "There is no row (“test”).", "没有数据行（“test”）。")),
    (METRIC, {**X, "ex": Decimal(3)}, {}, ("ex", "extra_out_of_range", "The extra “ex” of 3 is not between −1 and 2.5.", "加减分“ex”的 3 不在 −1 到 2.5 之间。")),
    (METRIC, {**X, "lo": Decimal(-3)}, {}, ("lo", "extra_out_of_range", "The extra “lo” of −3 is not between 0 and ∞.", "加减分“lo”的 −3 不在 0 到 ∞ 之间。")),
    (METRIC, {**X, "to": Decimal(3)}, {}, ("to", "extra_out_of_range", "The extra “to” of 3 is not between −∞ and 0.", "加减分“to”的 3 不在 −∞ 到 0 之间。")),
    (METRIC, {**X, "ex": "many"}, {}, ("ex", "not_a_number", "Column “ex” must hold a number, found “many”.", "列“ex”应为数字，实为“many”。")),
    (METRIC, X, {"extras": {"gift": Decimal(1)}}, ("gift", "unknown_extra", "The scheme has no extra “gift”.", "方案没有加减分“gift”。")),
    (METRIC, X, {"veto": "theft"}, ("theft", "unknown_veto", "The scheme has no veto “theft”.", "方案没有否决项“theft”。")),
    (METRIC, X, {"exemptions": [Exemption("speed")]}, ("speed", "unknown_exemption", "The exempted indicator “speed” is not in the scheme.", "豁免的指标“speed”不在方案中。")),
    (METRIC, X, {"exemptions": [Exemption("line", "adjusted_target")]}, ("line", "exemption_without_target", "The exemption of “line” lacks a target, or its rule uses none.", "指标“line”的豁免缺少调整后的目标，或其规则不使用目标。")),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "row", "around", "expected"), CASES)
def test_a_refused_row_says_what_is_wrong(
    fields: Any, row: Any, around: Any, expected: tuple[str, str, str, str]
) -> None:
    assert refused(fields, row, **around) == expected


def test_rows_that_disagree_say_on_what() -> None:
    document = scheme(
        indicator("sliced", slices=SLICES), indicator("y", value={"kind": "metric", "column": "y"})
    )
    rows = [{"k": "phone", **figures(x=1, w=1, y=7)}, {"k": "online", **figures(x=1, w=1, y="5.0")}]
    with pytest.raises(RowFault) as fault:
        result(document, rows)
    assert (
        fault.value.message["en"]
        == "The rows of one person disagree in column “Indicator y”: 5.0, 7; "
        "fill in one, or all alike."
    )


def test_a_formula_out_of_range_names_its_indicator() -> None:
    value = {"kind": "formula", "expression": "x * x * x"}
    compiled = compile_scheme(
        read_scheme(scheme(indicator(value=value), columns=[{"code": "x", "name": "X"}]))
    )
    with pytest.raises(RowFault) as fault:
        compiled.score(figures(x="99999999999999"))
    assert fault.value.message["zh"] == "指标“指标line”的计算结果过大。"
    assert fault.value.message["en"] == "The result of indicator “Indicator line” is too large."


def test_every_row_fault_is_tested_here() -> None:
    tested = {expected[1] for *_, expected in CASES} | {"rows_disagree", "value_out_of_range"}
    tested |= {"above_column", "above_limit"}  # test_bounds.py
    tested |= {"below_zero", "unknown_grade", "nothing_imported"}  # test_past_results.py
    assert tested == set(FAULTS)


def test_the_largest_and_finest_figures_that_are_allowed() -> None:
    largest = Decimal(10) ** 15 - 1
    assert result(scheme(indicator()), {"x": largest}).lines[0].value == largest
    assert result(scheme(indicator()), {"x": "-" + str(largest)}).lines[0].value == -largest
    assert result(scheme(indicator()), {"x": "0." + "1" * 30}).lines[0].value == Decimal("0.111111")


def test_a_fault_names_the_column_by_its_name_and_keeps_its_code() -> None:
    name = {"zh": "缺乏同理心数", "en": "empathy failures"}
    document = scheme(
        indicator(value={"kind": "sample", "failures": "f", "size": "n", "required_size": "5"}),
        columns=[{"code": "f", "name": name}],
    )
    with pytest.raises(RowFault) as fault:
        result(document, figures(f=6, n=5))
    assert fault.value.column == "f"
    assert fault.value.message == {
        "zh": "列“缺乏同理心数”的不合格数 6 大于抽检数 5。",
        "en": "Column “empathy failures” has 6 failures among 5 drawn.",
    }


def test_levels_are_listed_in_the_readers_language() -> None:
    level = {"code": "good", "name": {"zh": "良好", "en": "Good"}, "points": ["4", "5"]}
    document = scheme(indicator(rule={"kind": "scale", "levels": [level]}, target=None))
    with pytest.raises(RowFault) as fault:
        result(document, {"x": "9"})
    assert fault.value.message["en"].endswith("use: Good 4–5.")
    assert fault.value.message["zh"].endswith("可用：良好 4–5。")


def test_where_nothing_was_earned_the_points_keep_their_places() -> None:
    document = scheme(indicator(value=RATIO))
    nothing = result(document, figures(a=None, b=None))
    assert str(nothing.earned) == "0.00"
    assert [str(points) for points, _ in nothing.dimensions.values()] == ["0.00"]


def test_a_weight_that_is_no_number_is_refused_though_no_line_reads_it() -> None:
    months = {"quarter": {"weights": {"column": "days"}, "min_periods": 2}}
    document = scheme(indicator(), aggregation=months)
    assert result(document, {**figures(x=1), "days": Decimal(20)}).total == 20
    for row in ({**X, "days": "abc"}, {"x": None, "days": "abc"}):
        with pytest.raises(RowFault) as fault:
            result(document, row)
        assert (fault.value.column, fault.value.code) == ("days", "not_a_number")


def test_only_what_is_looked_back_at_is_read_of_the_previous_period() -> None:
    growth = indicator("g", value={"kind": "growth", "of": METRIC_X}, target="0")
    row = {"x": Decimal(12), "y": Decimal(1)}
    ratio = indicator("r", value={"kind": "metric", "column": "y"})
    document = scheme(growth, ratio)
    # 4 and 6 in two slices of a former version
    previous = {"inputs": [{"x": Decimal(4), "y": "abc"}, {"x": Decimal(6), "y": "def"}]}
    scored = result(document, row, previous=previous)
    assert scored.values == {"g": Decimal(20), "r": Decimal(1)}
    assert scored.lines[0].before == ({"x": Decimal(10)},)
