"""Every field of a scheme document has a name: people who compare versions read no JSON."""

from typing import Any

from chalicelib.scoring.field_names import FIELDS
from chalicelib.scoring.grammar import scheme_grammar

#: The languages of a name, and the place that a parameter fills: said in words of their own.
UNNAMED = {"zh", "en", "$parameter"}


def test_every_field_of_the_grammar_has_a_name_in_both_languages() -> None:
    assert set(_fields(scheme_grammar())) - UNNAMED <= FIELDS.keys()


def _fields(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [field for one in schema for field in _fields(one)]
    if not isinstance(schema, dict):
        return []
    inside = [field for one in schema.values() for field in _fields(one)]
    return [*schema.get("properties", {}), *inside]
