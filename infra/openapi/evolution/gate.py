"""Compare the breaking changes since the baseline with the changelog's entries since then."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from infra.openapi.evolution.breaking import breaking_changes
from infra.openapi.evolution.changelog import Entry

#: The document as it was last recorded, with :data:`RECORD`.
BASELINE = Path(__file__).parents[3] / "docs/api/baseline.json"
#: The date of recording, and the number of entries of the changelog then: those are history.
RECORD = "x-recorded"


def complaints(
    baseline: Mapping[str, Any], current: Mapping[str, Any], entries: Sequence[Entry]
) -> list[str]:
    """Return one line for each breaking change without an entry, and each entry without a change.

    ``entries`` are the whole changelog, newest first. The entries that existed when the baseline
    was recorded are history and not compared.
    """
    record = baseline[RECORD]
    count, recorded = int(record["entries"]), date.fromisoformat(record["date"])
    if count > len(entries):
        return [f"The changelog has lost entries: {count} were there on {recorded}"]
    since = entries[: len(entries) - count]
    found = breaking_changes(baseline, current)
    admitted = {change for entry in since for change in entry.admits}
    return [
        *(f"No entry names it: - `{change}`" for change in found if change not in admitted),
        *(
            f"The entry of {entry.dated} names what did not change since the baseline: {change}"
            for entry in since
            for change in entry.admits
            if change not in found
        ),
        *(
            f"The entry of {entry.dated} is older than the baseline of {recorded}"
            for entry in since
            if entry.dated < recorded
        ),
    ]


def recorded(current: Mapping[str, Any], entries: Sequence[Entry], today: date) -> dict[str, Any]:
    """Record the current document as the baseline of later comparisons."""
    return {**current, RECORD: {"date": today.isoformat(), "entries": len(entries)}}
