"""`make bench`: agents scored a second on one core, as ratios within one run.

All sides score the same rows in turn, round after round, and the best round of each side counts. So
other load on the machine affects all sides equally. Time is the process's own processor time, not
the clock's. The scores of all sides are compared first.
"""

import gc
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from time import process_time
from typing import Any

from benchmarks.scoring import by_hand, by_hand_integers, schemes
from benchmarks.scoring.rows import rows
from benchmarks.scoring.zen_rules import FIVE, MORE, ZenScheme
from chalicelib.scoring import CompiledScheme, compile_scheme, explain, lint, pack, read_scheme

AGENTS, EXPLAINED, ROUNDS, BATCH = 4_000, 200, 7, 1_000


@dataclass(frozen=True, slots=True)
class Side:
    """One way of scoring: the number of agents that a call scores, and the call."""

    name: str
    agents: int
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Hand:
    """The scheme written by hand: in decimals, and in integers with their columns."""

    decimals: Callable[[Any], by_hand.Scored]
    integers: Callable[[Any], by_hand_integers.Scored]
    columns: tuple[str, ...]

    def converted(self, row: Any) -> by_hand_integers.Scored:
        return self.integers(by_hand_integers.counts(row, self.columns))


HAND_FIVE = Hand(by_hand.five, by_hand_integers.five, by_hand_integers.FIVE_COLUMNS)
HAND_TEN = Hand(by_hand.ten, by_hand_integers.ten, by_hand_integers.TEN_COLUMNS)


def main() -> int:
    _on_one_core()
    agents = rows(AGENTS)
    for title, lines, hand, rules, points in (
        ("five lines and grade (the quality standard)", schemes.FIVE, HAND_FIVE, FIVE, 100),
        ("ten lines and grade", schemes.FIVE + schemes.MORE, HAND_TEN, FIVE | MORE, 200),
    ):
        document = schemes.document(lines)
        if any(f.severity == "error" for f in lint(document)):
            raise SystemExit("the measured scheme has linter errors")
        ours, zen = compile_scheme(read_scheme(document)), ZenScheme(rules, points)
        _same_scores(agents, ours, hand, zen)
        _report(title, _measured(_sides(agents, ours, hand, zen)))
    return 0


def _sides(agents: list[Any], ours: CompiledScheme, hand: Hand, zen: ZenScheme) -> list[Side]:
    contexts = [_context(row) for row in agents]
    few = agents[:EXPLAINED]
    return [
        Side("ours", AGENTS, lambda: [ours.score(row) for row in agents]),
        Side("ours, packed", AGENTS, lambda: [pack(ours.score(row), row) for row in agents]),
        Side(
            "ours, explained",
            EXPLAINED,
            lambda: [explain(ours, ours.score(row), row) for row in few],
        ),
        Side("by hand, decimals", AGENTS, lambda: [hand.decimals(row) for row in agents]),
        Side("by hand, decimals to integers", AGENTS, lambda: [hand.converted(r) for r in agents]),
        Side("by hand, integers", AGENTS, lambda: [hand.integers(c) for c in contexts]),
        Side("zen, one by one", BATCH, lambda: [zen.one(c) for c in contexts[:BATCH]]),
        Side("zen, batched", BATCH, lambda: zen.batch(contexts[:BATCH])),
    ]


def _measured(sides: list[Side]) -> dict[str, float]:
    """Return agents a second of each side: the best of several interleaved rounds."""
    best = dict.fromkeys((side.name for side in sides), 0.0)
    for _ in range(ROUNDS):
        for side in sides:
            gc.collect()
            gc.disable()
            start = process_time()
            side.run()
            taken = process_time() - start
            gc.enable()
            best[side.name] = max(best[side.name], side.agents / taken)
    return best


def _report(title: str, speeds: dict[str, float]) -> None:
    ours, batch = speeds["ours"], speeds["zen, batched"]
    print(f"\n{title:48} ours is … times that   it is … times zen's batch")
    for name, speed in speeds.items():
        print(f"  {name:30} {speed:>10,.0f} agents/s {ours / speed:12.2f} {speed / batch:22.2f}")


def _same_scores(agents: list[Any], ours: CompiledScheme, hand: Hand, zen: ZenScheme) -> None:
    """Check that all sides give the same points, total and grade for every agent; exit if not."""
    answers = zen.batch([_context(row) for row in agents])
    for row, answer in zip(agents, answers, strict=True):
        scored = ours.score(row)
        _, points, total, grade, coefficient = hand.decimals(row)
        if (scored.points, scored.total, scored.grade, scored.coefficient) != (
            points,
            total,
            grade,
            coefficient,
        ):
            raise SystemExit(f"ours and by hand differ: {row}")
        hundredths = tuple(int(p * 100) for p in points)
        if hand.converted(row) != (hundredths, int(total * 100), grade, coefficient):
            raise SystemExit(f"integers and decimals by hand differ: {row}")
        theirs = [Decimal(str(answer[entry.indicator])) for entry in scored.layout.entries]
        if theirs != list(points) or answer["grade"] != grade:
            raise SystemExit(f"zen differs: {row} {answer}")
        if Decimal(str(answer["total"])) != total:
            raise SystemExit(f"zen's total differs: {row} {answer}")
    print(f"{len(agents):,} agents: the same points, totals and grades on all sides")


def _context(row: dict[str, Decimal]) -> dict[str, Any]:
    return {column: int(figure) for column, figure in row.items()}


def _on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(f"Python {sys.version.split()[0]}, one core")


if __name__ == "__main__":
    sys.exit(main())
