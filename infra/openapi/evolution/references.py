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

    def __call__(self, old: Any, new: Any) -> bool:
        """Whether two schemas differ in annotations at most. Names of components count."""
        return meaning(old) == meaning(new) and all(map(self._led_to, set(references(old))))

    def _led_to(self, reference: str) -> bool:
        """Whether all that a reference leads to, also through others, is the same in both."""
        if reference not in self._known:
            reached, waiting = {reference}, [reference]
            same = True
            while waiting and same:
                led_to = waiting.pop()
                same = self._equal_at(led_to)
                further = set(references(self._old.at(led_to))) - reached
                reached |= further
                waiting += further
            self._known[reference] = same
        return self._known[reference]

    def _equal_at(self, reference: str) -> bool:
        try:
            return meaning(self._old.at(reference)) == meaning(self._new.at(reference))
        except ValueError:
            return False


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
        found["$ref"] = named.get(resource, here if not resource else resource) + pointer
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
