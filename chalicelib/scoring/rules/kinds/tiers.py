"""The entry of `tiers`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from chalicelib.scoring.limits import LEVELS
from chalicelib.scoring.phrases import after_figure, exact_figure, points
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.rules.rule_kind import RuleKind, no_examples
from chalicelib.scoring.rules.tiers import Tiers
from chalicelib.scoring.schema.shapes import list_of, may, must, object_of, place, ref
from chalicelib.scoring.text import Text, text

from .wording import AT, POINTS_ABOVE_MAX, at_or_better, shown_beside


def _words(rule: Tiers, terms: Terms, unit: Text | None) -> Iterator[Text]:
    for tier in rule.tiers:
        reached, worth = at_or_better(tier.at, terms, unit), points(tier.points)
        yield text(
            f"{after_figure(reached['zh'], '得')} {worth['zh']}", f"{reached['en']}: {worth['en']}"
        )
    worth = points(rule.otherwise)
    yield text(f"其余得 {worth['zh']}", f"otherwise {worth['en']}")


def _calculation(rule: Tiers, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    actual = exact_figure(shown_beside(rule, terms, value), unit)
    for tier in rule.tiers:
        if terms.meets(value, tier.at):
            reached = at_or_better(tier.at, terms, unit)
            zh = after_figure(actual["zh"], reached["zh"])
            return text(zh, f"{actual['en']} is {reached['en']}")
    return text(after_figure(actual["zh"], "未达到任何一档"), f"{actual['en']} reaches no tier")


TIER: Final = object_of(
    "A tier",
    {
        "at": must(ref("number"), "Reached exactly is reached.", "达到即算。"),
        "points": must(ref("number_not_negative"), "Points of the tier.", "该档得分。"),
    },
)

TIERS: Final = RuleKind(
    rule=Tiers,
    name=text("分档得分", "tiers"),
    words=_words,
    calculation=_calculation,
    example_values=no_examples,
    field_names={
        "tiers": text("分档", "tiers"),
        "at": AT,
        "otherwise": text("其余得分", "points otherwise"),
    },
    choice_names={},
    problem_sentences={
        **POINTS_ABOVE_MAX,
        "tiers_out_of_order": (
            "这一档 {at} 不比前一档 {before} 差。",
            "The tier at {at} is not worse than the one before it, {before}.",
            "请从最好的一档写到最差的一档。",
            "Write the tiers from best to worst.",
        ),
    },
    warning_sentences={},
    schema_title="Points by tier",
    schema_fields={
        "tiers": must(list_of(place(TIER), LEVELS, 1), "The best first.", "分档，由好到差。"),
        "otherwise": may(
            ref("number_not_negative"),
            "Points below all tiers, 0 by default.",
            "其余得分，默认 0。",
        ),
    },
)
