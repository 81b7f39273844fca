"""Compare two OpenAPI 3.1 documents: list every change that may break a client of the old one."""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.openapi.evolution.operations import Operations
from infra.openapi.evolution.references import Document

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def breaking_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return each change as one stable line, without repetition.

    ``GET /v1/periods/{period}: answer member "state" removed``. A change that all operations share
    is reported once, for ``every operation``. Raises ValueError for a reference without a target.
    """
    before, now = Document(old), Document(new)
    compared, named = Operations(before, now), dict(_operations(now))
    found: dict[str, None] = {}
    for name, operation in _operations(before):
        if name not in named:
            found[f"{name}: operation removed"] = None
            continue
        for change in compared.changes(operation, named[name]):
            whose = "every operation" if change.startswith("problem ") else name
            found[f"{whose}: {change}"] = None
    found.update(dict.fromkeys(_of_the_whole(old, new)))
    return list(found)


def _operations(document: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, item in document.whole.get("paths", {}).items():
        shared = item.get("parameters", [])
        for method in METHODS:
            if method in item:
                own = item[method].get("parameters", [])
                yield (
                    f"{method.upper()} {path}",
                    {**item[method], "parameters": [*shared, *own]},
                )


def _of_the_whole(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if old.get("servers") != new.get("servers"):
        yield "every operation: servers changed"
    if old.get("webhooks") != new.get("webhooks"):
        yield "every operation: webhooks changed"
    schemes = new.get("components", {}).get("securitySchemes", {})
    for name, scheme in old.get("components", {}).get("securitySchemes", {}).items():
        if name in schemes and _credential(scheme) != _credential(schemes[name]):
            yield f'every operation: credential "{name}" is sent in another way now'


def _credential(scheme: Mapping[str, Any]) -> dict[str, Any]:
    """Return how the credential is sent, without descriptions."""
    return {
        key: value
        for key, value in scheme.items()
        if key not in ("bearerFormat", "description") and not key.startswith("x-")
    }
