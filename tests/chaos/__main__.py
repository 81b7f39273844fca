"""``python -m tests.chaos --seed 7 --minutes 20``: rounds of faults until the time is over.

Ends with 0 when no violation was found, else with 1. Everything started is ended, on Ctrl-C too.
"""

import argparse
import random
import signal
import sys
import time
from types import FrameType

from infra.up import TOLD
from tests.chaos.deployed import deployed
from tests.chaos.onboarding import onboard
from tests.chaos.report import Report
from tests.chaos.retired import Retired
from tests.chaos.rounds import Stage, play
from tests.chaos.seen import Looker
from tests.chaos.violations import Memory

SEED, MINUTES = 7, 20.0
#: Rounds with the same companies. Then new ones come, and the old ones' data is removed.
ROUNDS_EACH = 9


def run(seed: int, minutes: float, most_rounds: int | None = None) -> Report:
    """Play rounds for these minutes; return the report."""
    until = time.monotonic() + minutes * 60
    report = Report(seed)
    with deployed() as made:
        dice = random.Random(seed)
        looker = Looker(made)
        stage = Stage(made, looker, onboard(made, 0, dice), Memory(), Retired(made), seed)
        generation, served = 0, 0
        while time.monotonic() < until and report.rounds != most_rounds:
            told = play(stage, report.rounds + 1)
            report.round(told, list(made.proxy.log))
            served += 1
            # What never ends would keep every later round from its rest.
            if served == ROUNDS_EACH or told.stuck:
                generation, served = generation + 1, 0
                stage.retired.take(stage.companies)
                stage.companies = onboard(made, generation, dice)
                stage.memory, stage.looker = Memory(), Looker(made)
    return report


def _end(_signal: int, _frame: FrameType | None) -> None:
    """End the run. A second signal does not interrupt the ending."""
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--rounds", type=int, help="end after so many rounds")
    options = parser.parse_args(arguments)
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, _end)
    try:
        report = run(options.seed, options.minutes, options.rounds)
    except TOLD as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; everything has ended", file=sys.stderr)
        return 130
    print(report.end(options.minutes))
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())
