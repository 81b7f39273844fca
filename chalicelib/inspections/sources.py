"""What an inspection judges: the checklists and scales of its source, in the version it was made
with."""

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import NotFound
from chalicelib.inspections.records import Inspection
from chalicelib.schemes.compiled import ReadyScheme, existing, in_effect
from chalicelib.scoring.judged_sources import Judged, inspected
from chalicelib.scoring.text import Text
from chalicelib.tenancy.context import Context


def version_of(context: Context, inspection: Inspection) -> ReadyScheme:
    """Return the version whose checklists hold for an inspection."""
    return existing(context.table, context.scope, inspection.scheme, inspection.version)


def judged_of(context: Context, inspection: Inspection) -> Judged:
    """Return what is judged of each ticket."""
    try:
        return inspected(version_of(context, inspection).scheme, inspection.source)
    except LookupError:
        raise NotFound("version") from None


def counted_by(context: Context, inspection: Inspection) -> Judged:
    """Return by what the judgements are counted: the version in effect, by which the file is scored
    too. Where it judges nothing of the source any more, the one that the inspection was made with.
    """
    found = in_effect(context.table, context.scope, inspection.scheme, inspection.period)
    judged = None if found is None else inspected(found.scheme, inspection.source)
    return judged if judged is not None and judged.columns else judged_of(context, inspection)


def described(judged: Judged) -> dict[str, Any]:
    """Return what is judged, as the API shows it: the items by sample, and the scales."""
    return {
        "checklists": [
            {
                "indicator": indicator.code,
                "name": dict(indicator.name),
                "items": [
                    {"code": item.code, "name": dict(item.name), "critical": item.critical}
                    for item in value.checklist
                ],
            }
            for indicator, value in judged.samples
        ],
        "scales": [
            {
                "indicator": indicator.code,
                "name": dict(indicator.name),
                "min": value.low,
                "max": value.high,
            }
            for indicator, value in judged.ratings
        ],
    }


def item_key(indicator: str, item: str) -> str:
    """Return how a verdict is named: two checklists may have items of one code."""
    return f"{indicator}.{item}"


def item_names(judged: Judged) -> Mapping[str, Text]:
    """Return the names of all items, in both languages, by their keys."""
    return {
        item_key(indicator.code, item.code): item.name
        for indicator, value in judged.samples
        for item in value.checklist
    }
