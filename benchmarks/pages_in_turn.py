"""Compare the processor time of pages of lists: this checkout's code and another's, in turn.

``make bench-read BEFORE=PATH``. Each checkout has a process of its own (page_answers.py), which
answers with recorded answers of the table, so that neither a local AWS nor the network is in it.
They are asked in turn, one page at a time, and the one that is asked first changes with each round,
so that other load of the machine meets both alike. Of each page it tells the processor milliseconds
of the function (the least, and the median), of which ``bare`` would be spent by a client with
botocore's defaults for the same requests; ``own`` is the rest. ``ratio`` is this checkout's least
to the other's.

Bounded: ROUNDS of each page.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.page_answers import PAGES

ROUNDS, PEOPLE = 40, 1_000
HERE = Path(__file__).resolve().parent


class Checkout:
    """A process that answers pages by a checkout's code."""

    def __init__(self, path: Path, people: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "page_answers.py"), str(path), str(people)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=path,
        )
        self._answered()

    def ask(self, page: str) -> dict[str, Any]:
        """Answer a page once; return what it took."""
        assert self._process.stdin is not None
        self._process.stdin.write(page + "\n")
        self._process.stdin.flush()
        return dict(json.loads(self._answered()))

    def _answered(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("a checkout's process has ended: its errors are above")
        return line

    def close(self) -> None:
        """Let the process end."""
        self._process.communicate()


def compared(before: Path, rounds: int, people: int) -> Iterator[dict[str, Any]]:
    """Yield what each page costs in this checkout, and in the other one."""
    sides = {"before": Checkout(before, people), "now": Checkout(HERE.parent, people)}
    taken: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for number in range(rounds):
        order = list(sides) if number % 2 else list(reversed(sides))
        for page in PAGES:
            for name in order:
                taken.setdefault((page, name), []).append(sides[name].ask(page))
    for side in sides.values():
        side.close()
    for page in PAGES:
        found = {name: _told(taken[page, name]) for name in sides}
        yield {"page": page, "people": people, **found, **_ratio(**found)}


def _told(answers: list[dict[str, Any]]) -> dict[str, Any]:
    times = [one["milliseconds"] for one in answers]
    bare = min(one["bare"] for one in answers)
    return {
        "milliseconds": round(min(times), 1),
        "median": round(median(times), 1),
        "bare": round(bare, 1),
        "own": round(min(times) - bare, 1),
        **{name: answers[-1][name] for name in ("requests", "bytes", "sha256")},
    }


def _ratio(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    return {
        "ratio": round(now["milliseconds"] / before["milliseconds"], 2),
        "same_bytes": now["sha256"] == before["sha256"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("before", type=Path, help="the other checkout")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--people", type=int, default=PEOPLE)
    options = parser.parse_args()
    for found in compared(options.before.resolve(), options.rounds, options.people):
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
