"""JSON Schemas of marshmallow schemas, with our own fields, which apispec does not know."""

from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import INCLUDE
from marshmallow.validate import Regexp

from chalicelib.web.fields import (
    CODE,
    PERIOD,
    Day,
    Figure,
    Matching,
    Moment,
    Names,
    TimeZone,
    Words,
)
from infra.openapi import scheme_document

#: The forms in which :class:`chalicelib.web.fields.Figure` reads and writes decimals.
DECIMAL_IN = {"type": "string", "pattern": r"^[+-]?[0-9]{1,18}(\.[0-9]{1,12})?$"}
DECIMAL_OUT = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
EXAMPLES = {CODE.pattern: "quality-standard", PERIOD.pattern: "2026-10"}
TIME = {"type": "string", "format": "date-time", "examples": ["2026-11-01T08:00:00Z"]}


class Converter(OpenAPIConverter):
    """apispec's converter, with our fields and a decimal's two forms: request and answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: True while an answer's shape is converted, False for a request's.
        self.answering = False
        for function in (
            self._figure,
            self._form,
            self._names,
            self._time,
            self._text,
            self._choices,
        ):
            self.add_attribute_function(function)  # type: ignore[no-untyped-call]

    def schema2jsonschema(self, schema: Any) -> dict[str, Any]:
        """Convert a schema. A request refuses unknown members, an answer requires its own."""
        kind = schema if isinstance(schema, type) else type(schema)
        if kind in scheme_document.SHAPES:
            described = " ".join((kind.__doc__ or "").split())
            return {**scheme_document.SHAPES[kind], "description": described}
        found: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        if kind.__doc__:
            found["description"] = " ".join(kind.__doc__.split())
        if self.answering:
            found.pop("additionalProperties", None)
            found["required"] = sorted(_always(schema))
            if not found["required"]:
                del found["required"]
        else:
            instance = schema() if isinstance(schema, type) else schema
            found["additionalProperties"] = instance.unknown == INCLUDE
        return found

    def field2property(self, field: Any) -> dict[str, Any]:
        """Convert a field: a scheme document by the grammar, others by apispec and our fields."""
        if field.metadata.get("component") == scheme_document.NAME:
            return scheme_document.reference(nullable=field.allow_none is True)
        found: dict[str, Any] = super().field2property(field)
        return found

    def _figure(self, field: Any, **_: Any) -> dict[str, Any]:
        if not isinstance(field, Figure):
            return {}
        if self.answering:
            kind = {"type": ["string", "null"]} if field.allow_none else {}
            return {**DECIMAL_OUT, **kind, "examples": ["91.00"]}
        number: dict[str, Any] = {"type": "number"}
        if field.least is not None:
            number["minimum"] = _number(field.least)
        if field.most is not None:
            number["maximum"] = _number(field.most)
        return {"anyOf": [DECIMAL_IN, number, *_null(field)], "examples": ["91.00"]}

    def _form(self, field: Any, **_: Any) -> dict[str, Any]:
        if not isinstance(field, Matching):
            return {}
        form = next(check for check in field.validators if isinstance(check, Regexp))
        pattern = str(form.regex.pattern)
        inner = pattern.removeprefix("(?:").removesuffix(")\\Z")
        shown: dict[str, Any] = {"pattern": ecmascript(inner)}
        if inner in EXAMPLES:
            shown["examples"] = [EXAMPLES[inner]]
        return shown

    def _names(self, field: Any, **_: Any) -> dict[str, Any]:
        if not isinstance(field, Names):
            return {}
        text = {"type": "string", "minLength": 1, "maxLength": field.longest, "pattern": r"\S"}
        pair = {
            "type": "object",
            "properties": {"zh": text, "en": text},
            "minProperties": 1,
            "additionalProperties": False,
        }
        return {
            "oneOf": [text, pair, *_null(field)],
            "examples": [{"zh": "客服部", "en": "Customer service"}],
        }

    def _time(self, field: Any, **_: Any) -> dict[str, Any]:
        if isinstance(field, Moment):
            return {**TIME, "type": ["string", "null"]} if field.allow_none else TIME
        if isinstance(field, Day):
            kind = ["string", "null"] if field.allow_none else "string"
            return {"type": kind, "format": "date", "examples": ["2026-11-30"]}
        if isinstance(field, TimeZone):
            return {"examples": ["Asia/Shanghai"]}
        return {}

    def _text(self, field: Any, **_: Any) -> dict[str, Any]:
        if not isinstance(field, Words) or self.answering:
            return {}
        blank = {} if field.blank else {"minLength": 1, "pattern": r"\S"}
        return {**blank, "description": "without control characters"}

    def _choices(self, field: Any, ret: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add null to the choices of a member that may be null."""
        choices = ret.get("enum")
        if not choices or not field.allow_none or None in choices:
            return {}
        return {"enum": [*choices, None]}


def plugin() -> MarshmallowPlugin:
    """Return apispec's plugin with our converter; a component has the name of its class."""

    def named(schema: Any) -> str:
        kind = schema if isinstance(schema, type) else type(schema)
        return str(kind.__name__)

    class Plugin(MarshmallowPlugin):
        Converter = Converter

    return Plugin(schema_name_resolver=named)


def ecmascript(pattern: str) -> str:
    """Convert a Python pattern to JSON Schema's form: anchored, with ``$`` as its end."""
    return f"^(?:{pattern.replace(chr(92) + 'Z', '$')})$"


def _always(schema: Any) -> list[str]:
    """Return the members that every answer of this shape has: all not marked ``optional``."""
    instance = schema() if isinstance(schema, type) else schema
    return [
        field.data_key or name
        for name, field in instance.fields.items()
        if not field.metadata.get("optional")
    ]


def _null(field: Any) -> list[dict[str, Any]]:
    return [{"type": "null"}] if field.allow_none else []


def _number(value: Any) -> int | float:
    """Return a number for the document (not for a calculation): an int when it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)
