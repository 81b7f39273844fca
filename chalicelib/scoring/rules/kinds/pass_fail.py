"""The entry of `pass_fail`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from chalicelib.scoring.rules.pass_fail import PassFail
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.rules.rule_kind import RuleKind, no_examples
from chalicelib.scoring.text import Text, text

from .wording import full_points_at_target, target_met_or_missed


def _words(_rule: PassFail, terms: Terms, unit: Text | None) -> Iterator[Text]:
    yield full_points_at_target(terms, unit)
    yield text("未达标得 0 分", "else 0 points")


def _calculation(rule: PassFail, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    return target_met_or_missed(rule, terms, value, unit)


PASS_FAIL: Final = RuleKind(
    rule=PassFail,
    name=text("达标得分", "all or nothing"),
    words=_words,
    calculation=_calculation,
    example_values=no_examples,
    field_names={},
    choice_names={},
    problem_sentences={},
    warning_sentences={},
    schema_title="All or nothing",
    schema_fields={},
)
