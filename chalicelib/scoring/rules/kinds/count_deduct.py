"""The entry of `count_deduct`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from chalicelib.scoring.exact import plain
from chalicelib.scoring.phrases import after_figure, equals, exact_figure, points, shown_figure
from chalicelib.scoring.rules.count_deduct import CountDeduct
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.rules.rule_kind import RuleKind
from chalicelib.scoring.schema.shapes import may, must, ref
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.units import counted_unit, singular_unit

from .wording import FLOOR, FLOOR_SCHEMA, POINTS_ABOVE_MAX, ZERO_AT, never_below


def _words(rule: CountDeduct, terms: Terms, unit: Text | None) -> Iterator[Text]:
    most, off = points(terms.max_points), points(rule.per_incident)
    one = singular_unit(unit)
    per = after_figure(f"每{one['zh']}", "扣")
    yield text(
        f"满分 {most['zh']}，{per} {off['zh']}",
        f"{most['en']}, {off['en']} off for each {one['en']}",
    )
    if rule.zero_at is not None:
        at = exact_figure(rule.zero_at, counted_unit(unit))
        yield text(f"达到 {after_figure(at['zh'], '得')} 0 分", f"from {at['en']} on: 0 points")
    yield from never_below(rule.floor)


def _calculation(rule: CountDeduct, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    count = shown_figure(value)
    if rule.zero_at is not None and value >= rule.zero_at:
        found = shown_figure(value, counted_unit(unit))
        at = exact_figure(rule.zero_at, counted_unit(unit))
        return text(
            f"{found['zh']}，达到 {after_figure(at['zh'], '即为 0')}",
            f"{found['en']}, nothing from {plain(rule.zero_at)} on",
        )
    if value <= 0:
        return text("没有扣分", "nothing to deduct")
    left = terms.max_points - rule.per_incident * value
    highest, off = plain(terms.max_points), plain(rule.per_incident)
    zh, en = (f"{highest} − {off} × {count[lang]} {equals(left)[lang]}" for lang in ("zh", "en"))
    if left < rule.floor:
        least = plain(rule.floor)
        return text(f"{zh}，最少 {least}", f"{en}, not below {least}")
    return text(zh, en)


def _example_values(rule: CountDeduct, _terms: Terms) -> Iterator[Decimal]:
    """None to three incidents, and the count from which there are no points."""
    yield from map(Decimal, range(4))
    if rule.zero_at is not None:
        yield rule.zero_at


COUNT_DEDUCT: Final = RuleKind(
    rule=CountDeduct,
    name=text("按次扣分", "points off by cases"),
    words=_words,
    calculation=_calculation,
    example_values=_example_values,
    field_names={
        "floor": FLOOR,
        "per_incident": text("每次扣分", "points off a case"),
        "zero_at": ZERO_AT,
    },
    choice_names={},
    problem_sentences=POINTS_ABOVE_MAX,
    warning_sentences={},
    schema_title="Points off per incident",
    schema_fields={
        "per_incident": must(ref("number_positive"), "Points off for each incident.", "每次扣分。"),
        "zero_at": may(
            ref("number_positive"), "From so many incidents on: 0.", "达到此次数得 0 分。"
        ),
        "floor": FLOOR_SCHEMA,
    },
)
