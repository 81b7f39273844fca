"""Where references lead, and which parts of two documents mean the same."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

Schema = Mapping[str, Any]

#: What tells people and tools about a schema, and refuses no value.
ANNOTATIONS = frozenset(
    {"$anchor", "$comment", "$id", "$schema", "deprecated", "description", "example", "examples"}
    | {"externalDocs", "summary", "title", "xml"}
)
#: Keywords whose members are names, not keywords.
_NAMED = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})
#: Keywords whose values are data, not schemas.
_DATA = frozenset({"const", "default", "enum"})


class Document:
    """An OpenAPI document whose references are all its own.

    They are ``#/…``; in a component with an ``$id``, also that id, and ``#/…`` from its root.
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
        """What a reference leads to. Raises ValueError when it leads nowhere."""
        found: Any = self.whole
        for part in reference.removeprefix("#/").split("/"):
            name = unquote(part).replace("~1", "/").replace("~0", "~")
            try:
                found = found[int(name)] if isinstance(found, list) else found[name]
            except (KeyError, IndexError, TypeError, ValueError):
                raise ValueError(f"{reference} leads nowhere") from None
        return found

    def resolved(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """A parameter, header or answer itself where a reference stands for it."""
        while "$ref" in item:
            item = self.at(item["$ref"])
        return item


class Sameness:
    """Tells which schemas of two documents mean the same, through all their references."""

    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old, new
        self._known: dict[str, bool] = {}
        #: What each reference leads to: whether it is equal in itself, and what it names further.
        self._parts: dict[str, tuple[bool, frozenset[str]]] = {}

    def __call__(self, old: Any, new: Any) -> bool:
        """Whether two schemas differ in annotations at most. Names of components count."""
        equal = old == new or meaning(old) == meaning(new)
        return equal and all(map(self._led_to, references(old)))

    def _led_to(self, reference: str) -> bool:
        """Whether all that a reference leads to, also through others, is the same in both."""
        if reference not in self._known:
            reached, waiting, same = {reference}, [reference], True
            while waiting and same:
                same, named = self._part(waiting.pop())
                waiting += named - reached
                reached |= named
            self._known[reference] = same
        return self._known[reference]

    def _part(self, reference: str) -> tuple[bool, frozenset[str]]:
        if reference not in self._parts:
            try:
                old, new = self._old.at(reference), self._new.at(reference)
            except ValueError:
                return False, frozenset()
            equal = old == new or meaning(old) == meaning(new)
            self._parts[reference] = equal, frozenset(references(old))
        return self._parts[reference]


def meaning(schema: Any) -> str:
    """A schema without annotations, as a text that is the same for the same schema."""
    return json.dumps(_bare(schema), sort_keys=True, ensure_ascii=False)


def references(schema: Any) -> Iterator[str]:
    """Every reference that stands in a schema itself."""
    if isinstance(schema, Mapping):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def _located(item: Any, root: str, named: Mapping[str, str]) -> Any:
    """A copy whose references all start from the document's root."""
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
