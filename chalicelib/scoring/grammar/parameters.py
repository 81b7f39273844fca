"""The parameters of a template.

`reading.parameter_section` reads them, and `parameters.fits` checks their values.
"""

from typing import Final

from chalicelib.scoring.limits import CHOICES, NAME_CHARACTERS
from chalicelib.scoring.reading.parameter_section import TYPES
from chalicelib.scoring.schema.numbers import parameter_number
from chalicelib.scoring.schema.shapes import (
    NULL,
    Schema,
    choice,
    either,
    flag,
    list_of,
    may,
    must,
    object_of,
    place,
    ref,
)
from chalicelib.scoring.schema.words import plain_words, words

CHOICE: Final = object_of(
    "A choice",
    {
        "code": must(words(NAME_CHARACTERS), "What is put into the place.", "填入的值。"),
        "name": must(ref("name"), "The choice's name.", "名称。"),
    },
)
CHOICE_LIST: Final = list_of(place(plain_words(NAME_CHARACTERS), CHOICE), CHOICES, 1)
# The content of a name is not checked here. The place that takes the value checks it when filled.
NAMES: Final[Schema] = {
    "type": "object",
    "properties": {"zh": True, "en": True},
    "minProperties": 1,
    "additionalProperties": False,
}
VALUES: Final[dict[str, Schema]] = {
    "decimal": parameter_number(integer=False),
    "integer": parameter_number(integer=True),
    "text": {"anyOf": [{"type": "string", "minLength": 1}, NAMES]},
    "choice": {"type": "string"},
}


def _typed(kind: str) -> Schema:
    """Return the condition for `suggested` and `value` of a parameter of this type.

    A parameter without a type is decimal.
    """
    value = either(VALUES[kind], NULL)
    fields: dict[str, object] = {"suggested": value, "value": value}
    then: Schema = {"properties": fields}
    if kind == "choice":
        then = {"properties": {**fields, "choices": CHOICE_LIST}, "required": ["choices"]}
    if kind != TYPES[0]:
        return {"if": _of_type({"const": kind}), "then": then}
    return {"if": _of_type({"enum": list(TYPES[1:])}), "else": then}


def _of_type(types: Schema) -> Schema:
    return {"properties": {"type": types}, "required": ["type"]}


PARAMETER: Final = object_of(
    "A parameter",
    {
        "code": must(ref("code"), "Named by the places that it fills.", "代码。"),
        "name": must(ref("name"), "What is asked for.", "名称。"),
        "description": may(ref("description"), "What to consider.", "说明。"),
        "type": may(choice(TYPES), "A decimal by default.", "类型，默认为小数。"),
        "unit": may(ref("unit"), "What the figure counts.", "单位。"),
        "suggested": may({}, "Taken when it is confirmed.", "建议值。"),
        "assumed": may(flag(), "The suggestion is an assumption.", "建议值只是假定。"),
        "choices": may({}, "What a choice may be.", "可选值。"),
        "value": may({}, "What is put into the places.", "取值。"),
        "confirmed": may(flag(), "The suggestion is taken.", "采用建议值。"),
    },
    allOf=[_typed(kind) for kind in TYPES],
)

DEFS: Final[dict[str, Schema]] = {"parameter": place(PARAMETER)}
