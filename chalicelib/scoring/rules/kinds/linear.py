"""The entry of `linear`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from chalicelib.scoring.exact import plain
from chalicelib.scoring.phrases import after_figure, equals, exact_figure, points
from chalicelib.scoring.rules.linear import Linear
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.rules.rule_kind import RuleKind
from chalicelib.scoring.schema.shapes import must, ref
from chalicelib.scoring.text import Text, text

from .wording import ZERO_AT, shown_beside


def _words(rule: Linear, terms: Terms, unit: Text | None) -> Iterator[Text]:
    none, full = exact_figure(rule.zero_at, unit), exact_figure(rule.full_at, unit)
    most = points(terms.max_points)
    none_zh, full_zh = after_figure(none["zh"], "得"), after_figure(full["zh"], "得")
    yield text(
        f"{none_zh} 0 分，{full_zh} {most['zh']}，中间按直线计算",
        f"0 points at {none['en']}, {most['en']} at {full['en']}, a straight line between",
    )


def _calculation(rule: Linear, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    length = rule.full_at - rule.zero_at
    seen = shown_beside(rule, terms, value)
    actual = exact_figure(seen, unit)
    if not length:
        return actual
    share = (value - rule.zero_at) / length
    if share <= 0:
        zh = "正好在零分点" if not share else "在零分点之外"
        en = "is the zero point" if not share else "is past the zero point"
        return text(after_figure(actual["zh"], zh), f"{actual['en']} {en}")
    if share >= 1:
        zh = "正好在满分点" if share == 1 else "已过满分点"
        en = "is the full point" if share == 1 else "is past the full point"
        return text(after_figure(actual["zh"], zh), f"{actual['en']} {en}")
    highest, at = plain(terms.max_points), exact_figure(seen)["en"]
    low, high = _operand(rule.zero_at), exact_figure(rule.full_at)["en"]
    raw = equals(terms.max_points * share, nearly=seen != value)
    sum_of = f"{highest} × ({at} − {low}) ÷ ({high} − {low})"
    return text(f"{sum_of} {raw['zh']}", f"{sum_of} {raw['en']}")


def _example_values(rule: Linear, _terms: Terms) -> Iterator[Decimal]:
    """Both ends of the line, and its middle."""
    yield from (rule.zero_at, (rule.zero_at + rule.full_at) / 2, rule.full_at)


def _operand(value: Decimal) -> str:
    """A number after a minus sign: in brackets when it is negative."""
    words = exact_figure(value)["en"]
    return f"({words})" if value < 0 else words


LINEAR: Final = RuleKind(
    rule=Linear,
    name=text("直线得分", "straight line"),
    words=_words,
    calculation=_calculation,
    example_values=_example_values,
    field_names={"zero_at": ZERO_AT, "full_at": text("满分点", "everything at")},
    choice_names={},
    problem_sentences={
        "line_without_length": (
            "零分点与满分点同为 {at}。",
            "Zero and full points are both at {at}.",
            "请填写两个不同的值；一步到位请用 pass_fail。",
            "Use two different values, or the rule pass_fail.",
        ),
    },
    warning_sentences={},
    schema_title="Along a straight line",
    schema_fields={
        "zero_at": must(ref("number"), "The figure that is worth 0.", "零分点。"),
        "full_at": must(ref("number"), "The figure that is worth everything.", "满分点。"),
    },
)
