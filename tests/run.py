"""What `make test`, `make test-rest` and `make test-long` run, and how long it took.

    python -m tests.run quick     all tests but those marked long, by the quick profile
    python -m tests.run rest      those marked long, by the quick profile too
    python -m tests.run long      those marked deep or long, by the long profile

Ends with the first step that fails. Time is told, never asserted: a busy machine is no fault.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from enum import StrEnum

from tests.profiles import Profile

PYTEST = (sys.executable, "-m", "pytest")
#: The package is made before anything is deployed, so that the workers need not wait for it.
PACKAGE = (sys.executable, "-m", "infra.package")


class Run(StrEnum):
    """A choice of tests and how deep they go. ``quick`` and ``rest`` are all tests, each once."""

    QUICK = "quick"
    REST = "rest"
    LONG = "long"


#: Which tests a run has, as `-m` takes it.
CHOSEN = {Run.QUICK: "not long", Run.REST: "long", Run.LONG: "(deep or long)"}
#: How deep they go.
DEPTH = {Run.QUICK: Profile.QUICK, Run.REST: Profile.QUICK, Run.LONG: Profile.LONG}
#: Seconds of `make test` on two quiet cores when the budget was set, and what each issue may add.
IN_PROCESS, ON_THE_STACK = 320, 100
IN_PROCESS_EACH, ON_THE_STACK_EACH = 30, 15
#: Issues landed since the budget was set. The commit that lands one adds it here.
LANDED = 4


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the run: its name and its command."""

    name: str
    command: tuple[str, ...]


def steps(run: Run) -> list[Step]:
    """What is run: the tests in process, the package, the tests against it deployed."""
    chosen = CHOSEN[run]
    by_file = ("-n", "2", "--dist", "loadfile")
    return [
        Step("in process", (*PYTEST, "-n", "2", "-m", f"{chosen} and not stack")),
        Step("package", PACKAGE),
        Step("on the stack", (*PYTEST, *by_file, "-m", f"{chosen} and stack")),
    ]


def budget(landed: int = LANDED) -> dict[str, int]:
    """Seconds that each part of `make test` may take, when so many issues have landed."""
    return {
        "in process": IN_PROCESS + IN_PROCESS_EACH * landed,
        "on the stack": ON_THE_STACK + ON_THE_STACK_EACH * landed,
    }


def report(run: Run, took: dict[str, float]) -> str:
    """What was run and how long it took, beside the budget where there is one."""
    allowed = budget() if run is Run.QUICK else {}
    lines = [f"{run}, {DEPTH[run]} profile:"]
    for name, seconds in took.items():
        lines.append(_line(name, seconds, allowed.get(name)))
    whole = sum(allowed.values()) if allowed.keys() <= took.keys() else 0
    lines.append(_line("together", sum(took.values()), whole or None))
    return "\n".join(lines)


def _line(name: str, seconds: float, allowed: int | None) -> str:
    told = f"  {name:<14}{seconds:5.0f} s"
    if allowed is None:
        return told
    over = '  OVER: see CONTRIBUTING.md, "Time"' if seconds > allowed else ""
    return f"{told}   budget {allowed:4d} s{over}"


def main(arguments: list[str]) -> int:
    """Run one; the exit code of the first step that fails."""
    run = Run(arguments[0])
    environment = {**os.environ, "SERVICESCORE_PROFILE": DEPTH[run]}
    took: dict[str, float] = {}
    failed = 0
    for step in steps(run):
        print(f"== {step.name}: {' '.join(('python', *step.command[1:]))}", flush=True)
        began = time.monotonic()
        failed = subprocess.run(step.command, env=environment, check=False).returncode
        took[step.name] = time.monotonic() - began
        if failed:
            break
    print(report(run, took))
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
