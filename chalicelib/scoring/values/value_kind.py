"""All that belongs to a value kind besides computing it: the entry that the catalogue lists."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.scoring.rows import Row
from chalicelib.scoring.schema.shapes import Field
from chalicelib.scoring.text import Text

from .value import Value

# Names of columns by code.
Names = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class CalculationInputs:
    """The cells that a figure was made from: this period's, the previous period's where known."""

    now: Row
    before: Row | None
    names: Names


def no_remarks(_value: Value) -> Iterable[Text]:
    """For kinds that need no remarks in the rulebook."""
    return ()


@dataclass(frozen=True, slots=True)
class ValueKind:
    """One value kind and all its pieces. Every piece is required: see docs/adding-a-rule-kind.md.

    `value`: the class, which reads the kind and computes its figure.
    `name`: the kind's name.
    `words`: (value, names of columns) → what the figure is made of, for rulebook and explanation.
    `calculation`: (value, cells) → the figures put in, for the explanation, without the result.
    `no_value_words`: value → when there is no figure, for the rulebook ("no figures are given").
    `remarks`: value → sentences on what the words do not say, for the rulebook.
    `field_names`: the names of its fields; fields that several kinds have bear one name.
    `choice_names`: the names of the words that a field may hold, by (field, word).
    `schema_title`, `schema_fields`: the title and the fields of its JSON Schema, for `grammar`.
    """

    value: type[Value]
    name: Text
    words: Callable[[Any, Names], Text]
    calculation: Callable[[Any, CalculationInputs], Text]
    no_value_words: Callable[[Any], Text]
    remarks: Callable[[Any], Iterable[Text]]
    field_names: Mapping[str, Text]
    choice_names: Mapping[tuple[str, str], Text]
    schema_title: str
    schema_fields: Mapping[str, Field]
