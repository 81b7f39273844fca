"""The data of bench-upload: a scheme of ten lines, and a seeded month of made-up figures."""

import csv
import io
import random
from typing import Any

PERIOD = "2026-10"
LINES = 10


def scheme() -> dict[str, Any]:
    """Return ten lines of ten points, each a ratio of two columns with whole steps."""
    indicators = [
        {
            "code": f"line_{n}",
            "name": f"Line {n}",
            "unit": "percent",
            "direction": "higher",
            "max_points": "10",
            "target": "90",
            "value": {
                "kind": "ratio",
                "numerator": f"good_{n}",
                "denominator": f"all_{n}",
                "scale": "100",
            },
            "rule": {"kind": "step_deduct", "step": "1", "per_step": "0.5"},
        }
        for n in range(LINES)
    ]
    return {
        "code": "bench",
        "name": "Ten lines",
        "total_points": "100",
        "dimensions": [{"code": "all", "name": "All", "points": "100", "indicators": indicators}],
        "grades": [
            {"code": "a", "name": "A", "min": "80", "coefficient": "1.1"},
            {"code": "b", "name": "B", "min": "0", "coefficient": "1", "plan": False},
        ],
    }


def in_two_parts(sources: tuple[str, str]) -> dict[str, Any]:
    """Return the same scheme, the columns of whose lines come from two sources, half and half."""
    columns = [
        {"code": f"{kind}_{n}", "name": f"{kind} {n}", "source": sources[n >= LINES // 2]}
        for n in range(LINES)
        for kind in ("good", "all")
    ]
    return {
        **scheme(),
        "sources": [{"code": one, "name": one} for one in sources],
        "columns": columns,
    }


def part_of(content: bytes, second: bool) -> bytes:
    """Return a sheet with the columns of one of the two sources."""
    rows = csv.reader(io.StringIO(content.decode()))
    out = io.StringIO()
    at = 3 + LINES * second
    csv.writer(out).writerows((*row[:3], *row[at : at + LINES]) for row in rows)
    return out.getvalue().encode()


def employee_id(agent: int) -> str:
    return f"A{agent:06d}"


def sheet(agents: int, seed: int | None = None) -> bytes:
    """Return a month of made-up figures; the same for the same number of agents and seed."""
    chance = random.Random(agents if seed is None else seed)
    out = io.StringIO()
    writer = csv.writer(out)
    columns = [column for n in range(LINES) for column in (f"good_{n}", f"all_{n}")]
    writer.writerow(["employee_id", "employee_name", "team", *columns])
    for agent in range(agents):
        cells: list[int] = []
        for _ in range(LINES):
            cases = chance.randint(50, 900)
            cells += [min(cases, int(cases * chance.uniform(0.78, 1.0))), cases]
        writer.writerow([employee_id(agent), f"Agent {agent}", f"team-{agent % 40:02d}", *cells])
    return out.getvalue().encode()
