"""How an indicator's figure is made, in words: for the rulebook and the explanations."""

from chalicelib.scoring.columns import Column
from chalicelib.scoring.text import Text
from chalicelib.scoring.values.catalogue import value_kind_of
from chalicelib.scoring.values.value import Value
from chalicelib.scoring.values.value_kind import Names


def names_of(columns: tuple[Column, ...]) -> dict[str, Text]:
    """The columns' names by code."""
    return {column.code: column.name for column in columns}


def measure_words(value: Value, names: Names) -> Text:
    """What the indicator's figure is made of: "resolved ÷ contacts × 100"."""
    return value_kind_of(value).words(value, names)
