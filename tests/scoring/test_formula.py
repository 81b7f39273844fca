"""The formula language: what it computes, and that it accepts nothing else."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.scoring import InvalidScheme, RowFault, compile_scheme, read_scheme
from chalicelib.scoring.formula import Expression, FormulaError, parse
from tests.scoring.schemes import figures, indicator, scheme

COLUMNS = [{"code": c, "name": c} for c in ("a", "b", "c")]


def document(expression: str) -> dict[str, Any]:
    rule = {"kind": "linear", "zero_at": "0", "full_at": "1"}
    value = {"kind": "formula", "expression": expression}
    return scheme(indicator(value=value, rule=rule, target=None), columns=COLUMNS)


def value(expression: str, previous: Any = None, **cells: Any) -> Any:
    """The value, or the reason why there is none."""
    row = figures(**{"a": 6, "b": 4, "c": None, **cells})
    before = None if previous is None else {"inputs": previous}
    line = compile_scheme(read_scheme(document(expression))).score(row, previous=before).lines[0]
    return line.reason if line.value is None else line.value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a + b * 2", "14"),
        ("(a + b) * 2", "20"),
        ("a - b - 1", "1"),
        ("a / b", "1.5"),
        ("-a + +b", "-2"),
        ("a / b / 3 * 100", "50"),
        ("0.1 + 0.2", "0.3"),
        ("a < b", "0"),
        ("b < a", "1"),
        ("a <= 6", "1"),
        ("a <= 5.99", "0"),
        ("a > b", "1"),
        ("a > 6", "0"),
        ("a >= 6", "1"),
        ("a >= 6.01", "0"),
        ("a == 6", "1"),
        ("a == b", "0"),
        ("a != b", "1"),
        ("a != 6", "0"),
        ("min(a, b, 5)", "4"),
        ("max(a, b, 5)", "6"),
        ("min(b, a)", "4"),
        ("max(b, a)", "6"),
        ("min(1/3, 1/4) * 4", "1"),
        ("abs(b - a)", "2"),
        ("abs(a / -b)", "1.5"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(2.4999)", "2"),
        ("round(-2.4999)", "-2"),
        ("round(a / 7, 2)", "0.86"),
        ("round(2 / 3, 6) * 1000000", "666667"),
        ("if(a > b, 10, 20)", "10"),
        ("if(a < b, 10, 20)", "20"),
        ("if(a - 6, 10, 20)", "20"),
        ("a / (0 - b)", "-1.5"),
        ("1 / (a / (0 - b)) ", "-0.666667"),
        ("a / b == 1.5", "1"),
        ("1 / 3 + 1 / 3 + 1 / 3 == 1", "1"),
        ("a / b < 1.5000000001", "1"),
        ("a / (0 - b) < b", "1"),
        ("a / b + b / a", "2.166667"),  # 3/2 + 2/3 = 13/6
        ("a / b - b / a", "0.833333"),  # 3/2 − 2/3 = 5/6
        ("1 / 2 + 1 / 3 == 5 / 6", "1"),
        ("a / 1 > b", "1"),
        ("a / 0.5 > b", "1"),
        ("round(0.6)", "1"),
        ("min(5, 5.5)", "5"),
        ("max(5, 5.5)", "5.5"),
        ("round(0 - 0.4)", "0"),
    ],
)
def test_what_an_expression_computes(expression: str, expected: str) -> None:
    assert value(expression) == Decimal(expected)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("a + c", "missing_operand"),
        ("c + a", "missing_operand"),
        ("abs(c)", "missing_operand"),
        ("min(a, c)", "missing_operand"),
        ("min(c, a)", "missing_operand"),
        ("if(c, 1, 2)", "missing_operand"),
        ("if(1, c, 2)", "missing_operand"),
        ("a / (b - 4)", "division_by_zero"),
        ("0 / 0", "division_by_zero"),
        ("previous(a)", "no_previous"),
    ],
)
def test_why_there_is_no_value(expression: str, reason: str) -> None:
    assert value(expression) == reason


def test_only_the_branch_that_is_taken_counts() -> None:
    assert value("if(a > b, 1, c)") == 1
    assert value("if(a < b, a / 0, 2)") == 2


def test_previous_looks_at_the_previous_period() -> None:
    before = figures(a=3, b=1)
    assert value("a - previous(a)", before) == 3
    assert value("previous(a + b)", before) == 4
    assert value("previous(c)", before) == "missing_operand"


def test_a_result_out_of_range_is_an_error_of_that_row() -> None:
    big = Decimal(10) ** 14
    with pytest.raises(RowFault) as fault:
        value("a * a * a", a=str(big))
    assert (fault.value.column, fault.value.code) == ("line", "value_out_of_range")
    with pytest.raises(RowFault):
        value("0 - a * a * a", a=str(big))
    assert value("a * a", a=str(big)) == Decimal(10) ** 28


@pytest.mark.parametrize("sign", ["", "0 - "])
def test_a_result_is_below_ten_to_the_thirtieth_whatever_it_is_divided_by(sign: str) -> None:
    # 10^28 × 80 ÷ 4 = 2 × 10^29, though the numerator alone is 8 × 10^29; 10^28 × 100 is too much
    big = str(Decimal(10) ** 14)
    assert abs(value(f"{sign}a * a * 80 / 4", a=big)) == 2 * Decimal(10) ** 29
    assert abs(value(f"{sign}a * a * 400 / 5", a=big)) == 8 * Decimal(10) ** 29
    for beyond in ("a * a * 100", "a * a * 20 / 0.2", "a * a * 500 / 4"):
        with pytest.raises(RowFault):
            value(f"{sign}{beyond}", a=big)


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os')",
        "a.real",
        "a.__class__",
        "().__class__",
        "[1]",
        "{1: 2}",
        "a[0]",
        "lambda: 1",
        "'a'",
        '"a"',
        "a if b else c",
        "a and b",
        "not a",
        "a or b",
        "a ** b",
        "a // b",
        "a % b",
        "a @ b",
        "a & b",
        "a | b",
        "a ^ b",
        "~a",
        "a << b",
        "a := 1",
        "a = 1",
        "a; b",
        "a, b",
        "(a, b)",
        "min(*a)",
        "min(a, b, key=c)",
        "min(a)",
        "max(a)",
        "abs(a, b)",
        "abs()",
        "round(a, b)",
        "round(a, 7)",
        "round(a, 0.5)",
        "round()",
        "if(a, b)",
        "if a",
        "min",
        "min + 1",
        "previous()",
        "previous(a, b)",
        "previous(previous(a))",
        "a < b < c",
        "a in b",
        "a is b",
        "eval(a)",
        "exec(a)",
        "sum(a, b)",
        "a(b)",
        "min(a, b)(c)",
        "1e9",
        "0x10",
        "1_000",
        "1j",
        "1.",
        ".5",
        "1.2.3",
        "99999999999999999999999999",
        "_0",
        "_if(a, b, c)",
        "A + b",
        "单 + 1",
        "a + （b）",
        "a +",
        "+",
        "(a",
        "a)",
        "a b",
        "a # comment",
        "a\\\n+b",
        "f'{a}'",
        "await a",
        "yield a",
        "...",
        "None",
        "True",
        "\x00",
        "\ud800",
        "(" * 30 + "a" + ")" * 30,
        "+".join(["a"] * 51),
        "a/(" * 12 + "b" + ")" * 12,
        "-" * 60 + "a",
        "abs(" * 13 + "a" + ")" * 13,
        "a" * 501,
    ],
)
def test_anything_else_is_refused_when_the_scheme_is_read(expression: str) -> None:
    with pytest.raises(InvalidScheme) as invalid:
        read_scheme(document(expression))
    codes = {finding.code for finding in invalid.value.findings}
    assert codes <= {"bad_formula", "text_too_long", "text_unreadable"}
    assert {f.pointer for f in invalid.value.findings} == {
        "/dimensions/0/indicators/0/value/expression"
    }


def test_a_long_chain_is_computed_exactly() -> None:
    # 6 ÷ 3 twenty-four times over, and one left over: 24 × 2 + 6
    assert value("+".join(["a/3"] * 24) + "+a") == 54
    # (10^15 − 1)^50 over itself: 750 digits each
    large = Decimal(10) ** 15 - 1
    assert value("*".join(["a"] * 25) + "/" + "/".join(["a"] * 25), a=large) == 1


def test_an_empty_expression_is_refused() -> None:
    for expression in ("", "   "):
        with pytest.raises(InvalidScheme):
            read_scheme(document(expression))


def test_what_is_at_the_limits_is_still_read() -> None:
    # 50 columns and 49 signs are 99 parts; a chain is one level, however long
    assert parse("+".join(["a"] * 50)).columns == ("a",)
    assert parse("(" * 11 + "a*b" + "+a)" * 11).columns == ("a", "b")
    assert parse("abs(" * 11 + "a" + ")" * 11).columns == ("a",)
    assert parse("a + b - a").columns == ("a", "b")
    assert parse("12345678901234567890.123").source == "12345678901234567890.123"


TOKENS = [
    "a",
    "b",
    "min",
    "if",
    "previous",
    "round",
    "(",
    ")",
    ",",
    "+",
    "-",
    "*",
    "/",
    "<",
    "==",
    "1",
    "0.5",
    "7",
    " ",
    ".",
    "_",
    "'",
    "[",
    "lambda",
    "\n",
    "等",
    "\x00",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)))
@example("a" + "/3" * 99)
@example("9" * 24 + "*" + "9" * 24)
def test_no_text_does_anything_but_parse_or_be_refused(text: str) -> None:
    with suppress(FormulaError):
        _computes(parse(text))


def _computes(expression: Expression) -> None:
    row = dict.fromkeys(expression.columns, Decimal("999999999999999.999999999999999"))
    result = expression.compute(row, row)
    assert isinstance(result, str | tuple)
