"""Count the results of the mutants of the scoring core, area by area."""

import json
from collections import Counter
from collections.abc import Collection
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

# The files of each area, under chalicelib/scoring.
AREAS: Final[dict[str, tuple[str, ...]]] = {
    # Without kinds/: those are texts, part of the area explanations.
    "rules": ("rules/[!k]*",),
    "values": ("values/[!k]*", "formula/*"),
    "engine": ("engine/*", "cells.py", "exact.py", "columns.py", "needs.py", "scorecard_layout.py"),
    "people": ("periods.py", "ranks.py", "streaks.py", "teams.py", "money.py"),
    "reading": ("reading/*", "parameters.py", "scheme.py", "units.py", "findings.py", "faults.py"),
    "linter": ("lint/*",),
    "storing": ("canonical.py", "packing.py", "result.py"),
    "explaining": ("explain/*", "rules/kinds/*", "values/kinds/*", "phrases.py", "text.py"),
}
CORE: Final = ("rules", "values", "engine", "people")
PACKAGE: Final = "chalicelib/scoring/"
# The result of a mutant's tests, by the exit code of its run.
KILLED: Final = (1, 3)
ENDS: Final = {0: "survived", 33: "without test", None: "to do", **dict.fromkeys(KILLED, "killed")}


def summary(place: Path) -> str:
    """Return one line for each area and one for the core: mutants, killed, survived, undecided.

    `killed %` is the share of the completed mutants. It is shown only when no mutant is left to
    run: formerly killed mutants run first, so half a run would look better than a whole one.
    """
    ends: dict[str, Counter[str]] = {area: Counter() for area in (*AREAS, "core")}
    for path in sorted(place.rglob("*.meta")):
        area = _area_of(path, place)
        for end in json.loads(path.read_text("utf-8"))["exit_code_by_key"].values():
            for one in (area, "core") if area in CORE else (area,):
                ends[one][ENDS.get(end, "undecided")] += 1
    columns = ("killed", "survived", "without test", "undecided", "to do")
    heads = ("mutants", *columns, "killed %")
    lines = ["area".ljust(12) + "".join(f"{head:>14}" for head in heads)]
    for area, counts in ends.items():
        ended = counts["killed"] + counts["survived"] + counts["without test"]
        whole = ended and not counts["to do"]
        percent = f"{counts['killed'] * 1000 // ended / 10:.1f}" if whole else "-"
        figures = (counts.total(), *(counts[name] for name in columns), percent)
        lines.append(area.ljust(12) + "".join(f"{figure:>14}" for figure in figures))
    return "\n".join(lines)


def forget(place: Path, areas: Collection[str], *, again: bool) -> None:
    """Forget the results of these areas' mutants; `again` keeps those that were killed."""
    for path in place.rglob("*.meta"):
        if _area_of(path, place) not in areas:
            continue
        if not again:
            path.unlink()
            continue
        known = json.loads(path.read_text("utf-8"))
        ends = known["exit_code_by_key"]
        known["exit_code_by_key"] = {n: e if e in KILLED else None for n, e in ends.items()}
        path.write_text(json.dumps(known), "utf-8")


def to_do(areas: Collection[str]) -> tuple[str, ...]:
    """Return the loop's arguments for these areas' mutants without a result."""
    modules = [file.removesuffix(".py") for area in areas for file in AREAS[area]]
    patterns = ((PACKAGE + module).replace("/", ".").removesuffix(".*") for module in modules)
    return ("to-do", *(f"{pattern}.*" for pattern in patterns))


def _area_of(path: Path, place: Path) -> str:
    module = path.relative_to(place).as_posix().removesuffix(".meta").removeprefix(PACKAGE)
    return next(area for area, files in AREAS.items() if any(fnmatch(module, f) for f in files))
