"""Why a formula is refused, in both languages, and where exactly its limits are."""

import pytest

from chalicelib.scoring.formula import FormulaError, parse

INCOMPLETE = ("不是一个完整的算式。", "not a complete expression.")
NOT_ALLOWED = ("有不允许的写法。", "something in it is not allowed.")
TOO_MUCH = ("超过 100 项或 12 层。", "more than 100 parts or 12 levels.")
TOO_LONG = ("过长或嵌套过深。", "too long or nested too deep.")


def arguments(name: str) -> tuple[str, str]:
    return (f"{name} 的参数不对。", f"{name} has the wrong arguments.")


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("a +", INCOMPLETE),
        ("a b", INCOMPLETE),
        ("(a", INCOMPLETE),
        ("a < b < c", NOT_ALLOWED),
        ("(a, b)", NOT_ALLOWED),
        ("min(*a)", NOT_ALLOWED),
        ("min(a, b)(c)", NOT_ALLOWED),
        ("min(a)", arguments("min")),
        ("max()", arguments("max")),
        ("abs(a, b)", arguments("abs")),
        ("if(a, b)", arguments("if")),
        ("if(a, b, c, d)", arguments("if")),
        ("previous()", arguments("previous")),
        ("previous(a, b)", arguments("previous")),
        ("previous(a + previous(b))", arguments("previous")),
        ("round()", arguments("round")),
        ("round(a, b)", arguments("round")),
        ("round(a, 1, 2)", arguments("round")),
        ("round(a, 7)", arguments("round")),
        ("round(a, 0.5)", arguments("round")),
        ("min + 1", ("min 后面缺少 (…)。", "min needs (…) after it.")),
        ("1 + if", ("if 后面缺少 (…)。", "if needs (…) after it.")),
        ("sum(a, b)", ("没有函数 sum。", "there is no function sum.")),
        ("a ** b", ("不支持运算符 **。", "** is not supported.")),
        ("a // b", ("不支持运算符 //。", "// is not supported.")),
        ("a + % b", ("无法读取“% b”。", "cannot read “% b”.")),
        ("a +  %bcdefghijklmnop", ("无法读取“%bcdefghijkl”。", "cannot read “%bcdefghijkl”.")),
        ("a \x07", ("无法读取“?”。", "cannot read “?”.")),
        ("1.5.2", ("无法读取“1.5.2”。", "cannot read “1.5.2”.")),
        ("3x", ("无法读取“3x”。", "cannot read “3x”.")),
        ("a" + " " * 500, ("超过 500 个字符。", "longer than 500 characters.")),
        ("7" * 25, (f"数字过长：{'7' * 24}…", f"number too long: {'7' * 24}…")),
        ("(" * 25 + "a", TOO_LONG),
        ("max(" + ",".join("a" * 101) + ")", TOO_MUCH),
        (",".join("a" * 201), TOO_LONG),
    ],
)
def test_the_reason_is_given_in_both_languages(expression: str, reason: tuple[str, str]) -> None:
    with pytest.raises(FormulaError) as error:
        parse(expression)
    assert (error.value.reason["zh"], error.value.reason["en"]) == reason
    assert str(error.value) == reason[1]


@pytest.mark.parametrize(
    "around",
    [
        "abs({})",
        "-{}",
        "+{}",
        "round({})",
        "round({}, 2)",
        "min({}, b)",
        "max(b, {})",
        "if({}, 1, 2)",
        "if(1, {}, 2)",
        "if(1, 2, {})",
        "(1 + {})",
        "(1 < {})",
        "({} < 1)",
    ],
)
def test_twelve_levels_are_read_and_thirteen_are_not(around: str) -> None:
    expression = "a"
    for _ in range(11):
        expression = around.replace("{}", expression)
    assert "a" in parse(expression).columns
    with pytest.raises(FormulaError) as error:
        parse(around.replace("{}", expression))
    assert error.value.reason["en"] == TOO_MUCH[1]


def test_what_a_chain_begins_with_is_a_level_below_it() -> None:
    # each turn is a sum and a call within it: a stands on level 11 after five, on 13 after six
    expression = "a"
    for _ in range(5):
        expression = f"(abs({expression}) + 1)"
    assert parse(expression).columns == ("a",)
    with pytest.raises(FormulaError):
        parse(f"(abs({expression}) + 1)")


def test_the_previous_period_is_a_level_too_and_may_be_named_again_beside_it() -> None:
    deep = "abs(" * 10 + "a" + ")" * 10
    assert parse(f"previous({deep})").looks_back
    with pytest.raises(FormulaError):
        parse(f"previous(abs({deep}))")
    assert parse("previous(a) + previous(b)").columns == ("a", "b")
    assert not parse("a + b").looks_back


def test_an_expression_at_the_limits_is_read() -> None:
    assert parse("max(" + ",".join("a" * 99) + ")").columns == ("a",)
    assert parse("(" * 24 + "a" + ")" * 24).columns == ("a",)
    assert parse("7" * 24).columns == ()
    assert parse("a" + " " * 498 + " ").columns == ("a",)
    assert parse("round(a, 6) + round(b, 0)").columns == ("a", "b")
