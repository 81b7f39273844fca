"""All that belongs to a rule kind besides computing it: the entry that the catalogue lists."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chalicelib.scoring.findings import Sentences
from chalicelib.scoring.schema.shapes import Field
from chalicelib.scoring.text import Text

from .rule import Rule, Terms


def no_examples(_rule: Rule, _terms: Terms) -> Iterable[Decimal]:
    """For kinds whose words list their steps: the rulebook shows no worked examples."""
    return ()


@dataclass(frozen=True, slots=True)
class RuleKind:
    """One rule kind and all its pieces. Every piece is required: see docs/adding-a-rule-kind.md.

    `rule`: the class, which reads the kind and computes points.
    `name`: the kind's name.
    `words`: (rule, terms, unit) → the clauses of the rule as a sentence.
    `calculation`: (rule, terms, value, unit) → how this value came to its points, as one clause.
    `example_values`: (rule, terms) → the values of the rulebook's worked examples, in any order.
    `field_names`: the names of its fields; fields that several kinds have bear one name.
    `choice_names`: the names of the words that a field may hold, by (field, word).
    `problem_sentences`, `warning_sentences`: the linter's sentences by finding code.
    `schema_title`, `schema_fields`: the title and the fields of its JSON Schema, for `grammar`.
    """

    rule: type[Rule]
    name: Text
    words: Callable[[Any, Terms, Text | None], Iterable[Text]]
    calculation: Callable[[Any, Terms, Decimal, Text | None], Text]
    example_values: Callable[[Any, Terms], Iterable[Decimal]]
    field_names: Mapping[str, Text]
    choice_names: Mapping[tuple[str, str], Text]
    problem_sentences: Mapping[str, Sentences]
    warning_sentences: Mapping[str, Sentences]
    schema_title: str
    schema_fields: Mapping[str, Field]
