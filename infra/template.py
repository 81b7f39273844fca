"""Make the template that is merged into Chalice's: ``resources/``, alarms, the gateway's parts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from infra import alarm_addresses, alarms, gateway_catch_all, gateway_problems

RESOURCES = Path(__file__).resolve().parent / "resources"


def merge_template() -> dict[str, Any]:
    """Return the input of ``chalice package --merge-template``: dicts merge, others replace."""
    merged: dict[str, Any] = {}
    for part in _parts():
        merged = _merge(merged, part, "")
    return merged


def functions(definition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the properties of each function of a template, as they are in it."""
    for resource in definition["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            yield resource["Properties"]


def _parts() -> Iterator[dict[str, Any]]:
    for path in sorted(RESOURCES.glob("*.yaml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8"))
    yield {"Resources": alarms.resources()}
    yield alarm_addresses.template()
    definition = {
        gateway_problems.EXTENSION: gateway_problems.in_definition(),
        "paths": gateway_catch_all.paths(),
    }
    yield {"Resources": {"RestAPI": {"Properties": {"DefinitionBody": definition}}}}


def _merge(into: dict[str, Any], part: dict[str, Any], place: str) -> dict[str, Any]:
    """Merge two parts. Raises ValueError where both set the same place."""
    merged = dict(into)
    for name, value in part.items():
        here = f"{place}/{name}"
        if name not in merged:
            merged[name] = value
        elif isinstance(merged[name], dict) and isinstance(value, dict):
            merged[name] = _merge(merged[name], value, here)
        else:
            raise ValueError(f"two parts of the template say {here}")
    return merged
