"""Compare keywords about a single value: its range, form, choices and default."""

import json
from collections.abc import Iterator
from typing import Any

from infra.openapi.evolution.places import Change, Way
from infra.openapi.evolution.references import Schema

#: By keyword: its value when it is left out.
_LOWER: dict[str, int | None] = {
    "exclusiveMinimum": None,
    "minItems": 0,
    "minLength": 0,
    "minProperties": 0,
    "minimum": None,
}
_UPPER = ("exclusiveMaximum", "maxItems", "maxLength", "maxProperties", "maximum")
#: Keywords of form; of two different values it is unknown which is narrower.
_FORMS = ("format", "multipleOf", "pattern")
#: Keywords read by this module or by `schemas`. Any other keyword is compared as a whole.
READ = frozenset(
    {*_LOWER, *_UPPER, *_FORMS, "additionalProperties", "const", "default", "enum", "items"}
    | {"properties", "required", "type", "uniqueItems"}
)


def of_values(old: Schema, new: Schema, way: Way) -> Iterator[Change]:
    """Yield the breaking changes of one alternative's own keywords."""
    for key, least in _LOWER.items():
        before, now = old.get(key, least), new.get(key, least)
        if _narrower(*((before, now) if way is Way.REQUEST else (now, before))):
            yield _changed(key, before, now)
    for key in _UPPER:
        before, now = old.get(key), new.get(key)
        pair = (before, now) if way is Way.REQUEST else (now, before)
        if _narrower(*(None if each is None else -each for each in pair)):
            yield _changed(key, before, now)
    for key in _FORMS:
        if _restricts(old.get(key), new.get(key), way):
            yield _changed(key, old.get(key), new.get(key))
    if _restricts(old.get("uniqueItems") or None, new.get("uniqueItems") or None, way):
        yield _changed("uniqueItems", old.get("uniqueItems"), new.get("uniqueItems"))
    yield from _of_choices(old, new, way)
    for key in sorted((old.keys() | new.keys()) - READ):
        if _restricts(old.get(key), new.get(key), way):
            yield Change("", f'has another "{key}" now')


def of_default(old: Schema, new: Schema, way: Way) -> Iterator[Change]:
    """Yield a changed default: the meaning of an absent member is part of a request's contract."""
    same = old.get("default", ...) == new.get("default", ...)
    if way is Way.REQUEST and not same:
        yield Change("", f"has {_told('default', new)} now, had {_told('default', old)}")


def _told(key: str, schema: Schema) -> str:
    return f"{key} {shown(schema[key])}" if key in schema else f"no {key}"


def shown(value: Any) -> str:
    """Return a value as JSON that is safe in a code span."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).replace("`", "'")


def _narrower(before: Any, now: Any) -> bool:
    """Tell whether the new lower bound refuses values that the old one accepted."""
    return now is not None and (before is None or now > before)


def _restricts(before: Any, now: Any, way: Way) -> bool:
    """Tell whether a keyword that only refuses values now refuses more (request) or fewer."""
    return before != now and (now if way is Way.REQUEST else before) is not None


def _changed(key: str, before: Any, now: Any) -> Change:
    told = f"{key} {shown(now)}" if now is not None else f"no {key}"
    return Change("", f"has {told} now, had {shown(before) if before is not None else 'none'}")


def _of_choices(old: Schema, new: Schema, way: Way) -> Iterator[Change]:
    """Compare choices. An answer may gain a value, but not lose one, as renaming it does."""
    before, now = _choices(old), _choices(new)
    if before is None:
        if now is not None and way is Way.REQUEST:
            yield Change("", f"takes only {', '.join(now)} now")
        return
    if now is None:
        if way is Way.ANSWER:
            yield Change("", f"may have other values than {', '.join(before)} now")
        return
    verb = "takes" if way is Way.REQUEST else "has"
    for value in before:
        if value not in now:
            yield Change("", f"no longer {verb} the value {value}")
    if way is Way.ANSWER and "const" in old and len(now) > 1:
        yield Change("", f"is not always {before[0]} now")


def _choices(schema: Schema) -> list[str] | None:
    if "enum" in schema:
        return [shown(each) for each in schema["enum"]]
    return [shown(schema["const"])] if "const" in schema else None
