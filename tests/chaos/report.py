"""What a run tells: a line for each round, violations with all that is needed to replay them."""

from collections import Counter
from pathlib import Path

from tests.chaos.rounds import Told
from tests.chaos.violations import Violation

PLACE = Path("build") / "chaos"


class Report:
    """Collects the rounds of a run. Files go to ``build/chaos``."""

    def __init__(self, seed: int, place: Path = PLACE) -> None:
        self.seed, self.place = seed, place
        self.rounds = 0
        self.seconds = 0.0
        self.actions: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.redriven = 0
        self.leases_aged = 0
        self._known: set[tuple[str, str, str]] = set()
        place.mkdir(parents=True, exist_ok=True)

    @property
    def violations(self) -> int:
        return self.rules.total()

    def round(self, told: Told, log: list[str]) -> None:
        """Take a round. A violation that an earlier round found is not counted again."""
        self.rounds += 1
        self.seconds += told.seconds
        self.actions += told.actions
        self.faults += told.faults
        self.redriven += told.redriven
        self.leases_aged += told.leases_aged
        fresh = [one for one in told.violations if one.same not in self._known]
        self._known |= {one.same for one in fresh}
        self.rules.update(one.rule for one in fresh)
        print(
            f"round {told.number:4d}  {told.mood:<9} {told.seconds:5.1f} s "
            f"(rest {told.rest_seconds:4.1f})  {told.actions.total():2d} actions  "
            f"{told.faults.total():3d} faults  {told.checked:5d} items  "
            f"{len(fresh)} violations",
            flush=True,
        )
        if fresh:
            self._write(told, fresh, log)

    def _write(self, told: Told, fresh: list[Violation], log: list[str]) -> None:
        path = self.place / f"seed-{self.seed}-round-{told.number}.txt"
        head = f"seed {self.seed}, round {told.number}, {told.mood}: {dict(told.actions)}"
        waited = f"looks at queues that were not empty: {_counts(told.waited_for)}"
        text = "\n".join([head, waited, "", *map(str, fresh), "", "what the proxy did:", *log, ""])
        path.write_text(text, encoding="utf-8")
        for one in fresh[:4]:
            print(f"  {one}")
        print(f"  {len(fresh)} violations and the proxy's log: {path}", flush=True)

    def end(self, minutes: float) -> str:
        """Return the counts of the run; the last line has rounds and violations."""
        lines = [
            "",
            f"faults: {_counts(self.faults)}",
            f"actions: {_counts(self.actions)}",
            f"dead letters sent again: {self.redriven}",
            f"leases of dead processes that ran out: {self.leases_aged}",
        ]
        if self.rules:
            lines.append(f"violations: {_counts(self.rules)}")
        lines.append(
            f"chaos: seed {self.seed}, {minutes:.0f} min, {self.rounds} rounds, "
            f"{self.violations} violations"
        )
        return "\n".join(lines)


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.most_common()) or "none"
