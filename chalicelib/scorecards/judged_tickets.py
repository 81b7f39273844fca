"""The inspections behind a result that is explained: which contacts were judged, what failed."""

from collections.abc import Mapping
from typing import Any

from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring.judged_sources import judged_sources
from chalicelib.tenancy.context import Context


def told_of(
    context: Context, card: Scorecard, version: ReadyScheme, *, current: bool
) -> list[Mapping[str, Any]]:
    """Return the inspections of a current card. Those of a former revision are not kept apart.

    Nothing is read unless the card's version has a source that is judged.
    """
    if not current or card.imported or not judged_sources(version.scheme):
        return []
    scheme = scheme_of(card.scheme)
    contents = context.platform.contents
    return list(contents.told_inspections(context, card.period, scheme, card.person))
