"""Settle a draft's parameters: set a value, or confirm the suggestion.

The draft keeps ``$parameter`` in the places that a parameter fills, so the parameter can be changed
again. A version has the values in these places.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import Fault, Invalid, ServiceError, invalid_value
from chalicelib.language import Text
from chalicelib.scoring.parameters import fits


def settled(document: Mapping[str, Any], values: Any) -> dict[str, Any]:
    """Return the document with the given parameters set, confirmed or opened again.

    ``values`` maps a parameter's code to a value (``"90"``), ``{"confirmed": true}``, or ``null``
    to open it again. ``{"confirmed": false}`` opens it too. Raises Invalid (422) with every unknown
    parameter and every value that does not fit.
    """
    if not isinstance(values, Mapping):
        raise invalid_value(
            "/parameters", "not_object", Text("应为 JSON 对象。", "A JSON object is expected.")
        )
    entries = document.get("parameters") or []
    known = {one["code"]: one for one in entries if isinstance(one, Mapping) and "code" in one}
    found = [fault for name, value in values.items() if (fault := _fault(known, name, value))]
    if found:
        raise Invalid(found)
    changed = [
        _entry(one, values[one["code"]])
        if isinstance(one, Mapping) and one.get("code") in values
        else one
        for one in entries
    ]
    return {**document, "parameters": changed}


def _entry(entry: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """Return the parameter's entry with the value, confirmed, or open."""
    blank = {name: part for name, part in entry.items() if name not in ("value", "confirmed")}
    if value is None or _confirms(value) is False:
        return blank
    return {**blank, "confirmed": True} if _confirms(value) else {**blank, "value": value}


def _fault(known: Mapping[str, Mapping[str, Any]], name: str, value: Any) -> Fault | None:
    """Return why the parameter cannot take the value; None when it can."""
    pointer = f"/parameters/{name.replace('~', '~0').replace('/', '~1')}"
    entry = known.get(name)
    if entry is None:
        return Fault(pointer, "no_such_parameter", _UNKNOWN)
    if value is None or _confirms(value) is False:
        return None
    if _confirms(value):
        return (
            None
            if entry.get("suggested") is not None
            else Fault(pointer, "nothing_to_confirm", _NO_SUGGESTION)
        )
    if fits(entry, value):
        return None
    kind = str(entry.get("type", "decimal"))
    return Fault(
        pointer,
        "bad_parameter_value",
        Text(
            f"不是此参数（{kind}）可用的值。", f"This is no value for a parameter of type {kind}."
        ),
    )


def _confirms(value: Any) -> bool | None:
    """Return the boolean of ``{"confirmed": …}``; None for any other value."""
    if isinstance(value, Mapping) and set(value) == {"confirmed"}:
        return value["confirmed"] if isinstance(value["confirmed"], bool) else None
    return None


_UNKNOWN = Text("方案没有此参数。", "The scheme has no such parameter.")
_NO_SUGGESTION = Text(
    "此参数没有建议值，请填写。", "This parameter has no suggestion to confirm; give a value."
)


def unknown_members(names: set[str]) -> ServiceError:
    """Return the error for unknown members of a request with a template or with parameters.

    It is an Invalid (422) with one fault for each name.
    """
    return Invalid([Fault(f"/{name}", "unknown_member", _NO_MEMBER) for name in sorted(names)])


_NO_MEMBER = Text(
    "从模板创建或填写参数时没有名为此的成员。",
    "There is no member of this name when making from a template or settling parameters.",
)
