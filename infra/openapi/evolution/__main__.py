"""List the breaking changes since the baseline, or replace the baseline (``record``)."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.docs.document import DOCUMENT
from infra.openapi.evolution.breaking import breaking_changes
from infra.openapi.evolution.changelog import CHANGELOG, entries
from infra.openapi.evolution.gate import BASELINE, complaints, recorded


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when every breaking change has its entry; else print the faults and return 1."""
    parser = argparse.ArgumentParser(prog="infra.openapi.evolution", description=__doc__)
    parser.add_argument("action", nargs="?", choices=["list", "record"], default="list")
    action = parser.parse_args(arguments).action
    current, written = _read(DOCUMENT), entries(CHANGELOG.read_text(encoding="utf-8"))
    if BASELINE.exists():
        baseline = _read(BASELINE)
        for change in breaking_changes(baseline, current):
            print(f"- `{change}`")
        wrong = complaints(baseline, current, written)
        if wrong:
            print(*wrong, sep="\n", file=sys.stderr)
            return 1
    if action == "record":
        today = datetime.now(UTC).date()
        text = json.dumps(recorded(current, written, today), ensure_ascii=False, indent=1)
        BASELINE.write_text(text + "\n", encoding="utf-8")
        print(f"{BASELINE.name}: recorded on {today}")
    return 0


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    sys.exit(main())
