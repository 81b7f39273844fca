"""Resolve references, and tell which parts of two documents mean the same."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

Schema = Mapping[str, Any]

#: Keywords that describe a schema and refuse no value.
ANNOTATIONS = frozenset(
    {"$anchor", "$comment", "$id", "$schema", "deprecated", "description", "example", "examples"}
    | {"externalDocs", "summary", "title", "xml"}
)
#: Keywords whose members are names, not keywords.
_NAMED = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})
#: Keywords whose values are data, not schemas.
_DATA = frozenset({"const", "default", "enum"})


class Document:
    """An OpenAPI document without references to other documents.

    References are ``#/…``; in a component with an ``$id``, also that id, and ``#/…`` from its root.
    """

    def __init__(self, whole: Mapping[str, Any]) -> None:
        schemas = whole.get("components", {}).get("schemas", {})
        named = {
            schema["$id"]: f"#/components/schemas/{name}"
            for name, schema in schemas.items()
            if isinstance(schema, Mapping) and "$id" in schema
        }
        self.whole: Mapping[str, Any] = _located(whole, "#", named) if named else whole

    def at(self, reference: str) -> Any:
        """Return the target of a reference. Raises ValueError when it has none."""
        found: Any = self.whole
        for part in reference.removeprefix("#/").split("/"):
            name = unquote(part).replace("~1", "/").replace("~0", "~")
            try:
                found = found[int(name)] if isinstance(found, list) else found[name]
            except (KeyError, IndexError, TypeError, ValueError):
                raise ValueError(f"{reference} leads nowhere") from None
        return found

    def resolved(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a parameter, header or answer; follow a reference in its place."""
        while "$ref" in item:
            item = self.at(item["$ref"])
        return item


class Sameness:
    """Compare the meaning of schemas of two documents, through all their references."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old, new
        #: Pairs of references with targets of the same meaning.
        self._same: set[tuple[str, str]] = set()

    def __call__(self, old: Any, new: Any) -> bool:
        """Tell whether two schemas differ at most in annotations and names of components."""
        met: set[tuple[str, str]] = set()
        waiting = [(_bare(old), _bare(new))]
        while waiting:
            one, other = waiting.pop()
            if isinstance(one, dict) and isinstance(other, dict):
                if one.keys() != other.keys():
                    return False
                waiting += [(one[key], other[key]) for key in one if key != "$ref"]
                if "$ref" in one:
                    pair = str(one["$ref"]), str(other["$ref"])
                    if pair not in self._same and pair not in met:
                        met.add(pair)
                        waiting.append(self._led_to(*pair))
            elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
                waiting += zip(one, other, strict=True)
            elif one != other or type(one) is not type(other):
                return False
        self._same |= met
        return True

    def _led_to(self, old: str, new: str) -> tuple[Any, Any]:
        """Return the targets of both references; different values when one has no target."""
        try:
            return _bare(self._old.at(old)), _bare(self._new.at(new))
        except ValueError:
            return True, False


def meaning(schema: Any) -> str:
    """Return a schema without annotations, as a text that is equal for equal schemas."""
    return json.dumps(_bare(schema), sort_keys=True, ensure_ascii=False)


def _located(item: Any, root: str, named: Mapping[str, str]) -> Any:
    """Return a copy in which every reference starts at the document's root."""
    if isinstance(item, list):
        return [_located(each, root, named) for each in item]
    if not isinstance(item, Mapping):
        return item
    here = named.get(str(item.get("$id")), root)
    found = {key: _located(value, here, named) for key, value in item.items()}
    if isinstance(item.get("$ref"), str):
        resource, _, pointer = item["$ref"].partition("#")
        found["$ref"] = named.get(resource, resource or here) + pointer
    return found


def _bare(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_bare(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    found: dict[str, Any] = {}
    for key, value in schema.items():
        if key in ANNOTATIONS or key.startswith("x-"):
            continue
        if key in _NAMED:
            found[key] = {name: _bare(each) for name, each in value.items()}
        else:
            found[key] = value if key in _DATA else _bare(value)
    return found
