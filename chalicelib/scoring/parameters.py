"""Parameters of a template: the values that a tenant fills in.

A place in the document holds `{"$parameter": "code"}`. A parameter is settled when it has a
`value`, or when its suggested value is `confirmed`.
"""

from collections.abc import Mapping

from .findings import Finding, InvalidScheme, finding, joined
from .reading.document_bounds import bounded_document
from .reading.scalars import brief, exact_number

Object = Mapping[str, object]


def fill(document: object, values: Mapping[str, object] | None = None) -> dict[str, object]:
    """Fill a copy of the document: `values` in its parameters, settled ones in their places.

    A value is the figure or the words, or `{"confirmed": true}` to take the suggestion. Places of
    open parameters keep their `$parameter`. Raises InvalidScheme for a parameter that the document
    does not have, or a value that is not of its type.
    """
    document = bounded_document(document)
    faults: list[Finding] = []
    parameters = _with_values(document, values or {}, faults)
    if faults:
        raise InvalidScheme(tuple(faults))
    filled = {key: value for key, value in document.items() if key != "parameters"}
    result = {key: _filled(value, settled_values(parameters)) for key, value in filled.items()}
    if "parameters" in document:
        result["parameters"] = parameters
    return result


def settled_values(parameters: object) -> dict[str, object]:
    """The values of the settled parameters by code."""
    known = _by_code(parameters)
    values = {code: _value(parameter) for code, parameter in known.items()}
    return {code: value for code, value in values.items() if value is not None}


def open_parameters(parameters: object) -> dict[str, Object]:
    """The parameters that are not settled, by code."""
    return {c: p for c, p in _by_code(parameters).items() if _value(p) is None}


def substitute(document: Mapping[str, object], values: Mapping[str, object]) -> dict[str, object]:
    """A copy of the document with these values in their places, whether settled or not."""
    return {k: v if k == "parameters" else _filled(v, values) for k, v in document.items()}


def fits(parameter: Object, value: object) -> bool:
    """Whether the value is of the parameter's type, and one of its choices."""
    kind = parameter.get("type")
    if kind == "choice":
        choices = parameter.get("choices")
        return isinstance(choices, list | tuple) and any(
            value == (c.get("code") if isinstance(c, Mapping) else c) for c in choices
        )
    if kind == "text":
        words = isinstance(value, Mapping) and bool(value) and set(value) <= {"zh", "en"}
        return words or (isinstance(value, str) and bool(value))
    number = exact_number(value)
    if number is None:
        return False
    return kind != "integer" or number == number.to_integral_value()


def _value(parameter: Object) -> object | None:
    value = parameter.get("value")
    if value is None and parameter.get("confirmed") is True:
        value = parameter.get("suggested")
    return value if value is not None and fits(parameter, value) else None


def _by_code(parameters: object) -> dict[str, Object]:
    if not isinstance(parameters, list | tuple):
        return {}
    found: dict[str, Object] = {}
    for parameter in parameters:
        code = parameter.get("code") if isinstance(parameter, Mapping) else None
        if isinstance(code, str):
            found.setdefault(code, parameter)
    return found


def _with_values(
    document: Mapping[str, object], values: Mapping[str, object], faults: list[Finding]
) -> object:
    parameters = document.get("parameters")
    known = _by_code(parameters)
    for code in values:
        if code not in known:
            names = ", ".join(known) or "-"
            where = joined("/parameters", brief(code))
            faults.append(
                finding("unknown_parameter", where, parameter=brief(code), known=names[:300])
            )
    if not isinstance(parameters, list | tuple):
        return parameters
    return [_with_value(n, parameter, values, faults) for n, parameter in enumerate(parameters)]


def _with_value(
    n: int, parameter: object, values: Mapping[str, object], faults: list[Finding]
) -> object:
    code = parameter.get("code") if isinstance(parameter, Mapping) else None
    if not isinstance(parameter, Mapping) or not isinstance(code, str) or code not in values:
        return parameter
    value = values[code]
    confirms = isinstance(value, Mapping) and set(value) == {"confirmed"}
    if value is None or (isinstance(value, Mapping) and confirms and value["confirmed"] is False):
        return {k: v for k, v in parameter.items() if k not in ("value", "confirmed")}
    if isinstance(value, Mapping) and confirms and value["confirmed"] is True:
        without = {k: v for k, v in parameter.items() if k != "value"}
        return {**without, "confirmed": True}
    if not fits(parameter, value):
        kind = str(parameter.get("type", "decimal"))
        where = joined("/parameters", n, "value")
        faults.append(
            finding(
                "bad_parameter_value",
                where,
                parameter=brief(code),
                type=brief(kind),
                found=brief(value),
            )
        )
        return parameter
    return {**parameter, "value": value}


def _filled(value: object, values: Mapping[str, object]) -> object:
    """Fill the places whose parameter has a value. The depth is limited (document_bounds.py)."""
    if isinstance(value, Mapping):
        code = value.get("$parameter")
        if isinstance(code, str) and code in values:
            return values[code]
        return {k: _filled(v, values) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(v, values) for v in value]
    return value
