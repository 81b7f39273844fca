"""Where the figures of a scorecard came from, source by source, as the API shows it."""

from typing import Any

from chalicelib.periods.records import PeriodRecord
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard

ARRIVED, AWAITED, FINAL = "arrived", "awaited", "final"


def described_sources(
    card: Scorecard, version: ReadyScheme, period: PeriodRecord
) -> dict[str, Any]:
    """Return the state of each source of the version, and since when the figures are interim.

    ``version`` must be the version that made the card, ``period`` the record of its period.
    """
    columns = version.compiled.columns
    sources = [
        {
            "code": source.code,
            "name": dict(source.name),
            "columns": [c.code for c in columns if c.source and c.source.code == source.code],
            **_state(card, period, source.code),
        }
        for source in version.compiled.layout.sources
    ]
    interim = {"as_of": card.computed_at} if card.incomplete else None
    return {"sources": sources, "interim": interim}


def _state(card: Scorecard, period: PeriodRecord, source: str) -> dict[str, Any]:
    nowhere: dict[str, Any] = {
        "upload": None,
        "row": None,
        "rating_round": None,
        "declared": None,
    }
    if source in (card.awaiting or ()):
        return {"state": AWAITED, **nowhere}
    if source in (card.without or ()):
        return {"state": FINAL, **nowhere, "declared": _declared(card, period, source)}
    upload, row = (card.layers or {}).get(source, (card.upload, card.row))
    return {
        "state": ARRIVED,
        "upload": upload,
        "row": int(row),
        "rating_round": round_of(upload),
        "declared": None,
    }


def round_of(upload: str) -> str | None:
    """Return the rating round that an upload has the values of, by the upload's id; None: it is a
    file. (uploads/of_rounds.py)"""
    _, mark, found = upload.partition("-rnd_")
    return f"rnd_{found.partition('-')[0]}" if mark else None


def _declared(card: Scorecard, period: PeriodRecord, source: str) -> dict[str, Any] | None:
    """Return who declared the source final, for this person or for the period."""
    own = card.final or {}
    found = own if source in own.get("sources", ()) else (period.final or {}).get(source)
    return None if not found else {name: found.get(name) for name in ("at", "by", "reason")}
