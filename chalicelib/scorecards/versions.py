"""The scheme's version that made a card."""

from chalicelib.schemes.compiled import ReadyScheme, existing
from chalicelib.scorecards.records import Scorecard
from chalicelib.tenancy.context import Context


def version_of(context: Context, card: Scorecard) -> ReadyScheme:
    """Return the scheme's version that made the card. Raises LookupError without it."""
    return existing(context.table, context.scope, card.scheme, card.version)
