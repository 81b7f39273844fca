"""Measure rating rounds: drawn and opened, filled in by many at once, closed into results.

``make bench-rounds``: on a separate local AWS a company of N people has a month of nine lines from
its chat system; the tenth is rated by a round, each person by six. All results are ratios of what
is measured side by side in one run:

- *opening*: the job that draws the round, against its floor: the same items written again under
  other keys by as many writers. Clock of the job's run, and of the floor.
- *submitting*: forms by all their raters at once, each with a key of the own, eight requests at a
  time. In turn, part by part, the same number of plain PUTs: *saved* is the saving of these forms
  (``PUT /v1/rating-tasks/{id}``: the same item and event, without the count), *plain* registers
  new people with the same keys (``PUT /v1/employees/{id}``: an item and its event, a body of the
  same length). Rates of submitting to these. Afterwards every form is read again: none may be
  lost, and all must be counted.
- *closing*: all forms of everybody are there. From the closing to everybody's new result, without
  the 35 seconds in which requests under way are waited for, against two files of the chat system
  that replace the same people, right after it: seconds of the runs, processor seconds (local AWS
  and the scoring function's workers), read and write units. The examination of the raters runs
  beside it; what it costs is told apart, but for what local AWS does for it.

Bounded: the given sizes, once each.
"""

import argparse
import json
import sys
import time
from typing import Any

from benchmarks.deployed import Service, deployed
from benchmarks.rated_company import RATERS, Company, forms_of, onboarded
from benchmarks.round_closing import closed
from benchmarks.round_costs import cost_of, processor_of, runs
from benchmarks.round_forms import Raters, refuse_losses, spread, store, submitted_at_once
from benchmarks.upload_floor import write_again

#: As many batches at a time as the job that draws.
WRITERS = 1
DRAWING = "draw_rating_round"


def opened(company: Company) -> tuple[str, dict[str, Any]]:
    """Draw a round and open it; return its id and what the drawing costs."""
    service, begun = company.service, time.perf_counter()
    before = processor_of(service)
    round_id, seen = company.make_round(), set()
    while (found := company.round(round_id).json())["status"] == "drawing":
        seen.add(found["progress"]["done"])
        time.sleep(0.25)
    taken, used = time.perf_counter() - begun, processor_of(service) - before
    if (found["status"], found["forms"]) != ("draft", company.number * RATERS):
        raise SystemExit(f"the round was drawn as {found}")
    company.move(round_id, "open")
    job = cost_of(DRAWING, runs(company))
    items = [*company.sheets(round_id), *company.numbers(round_id)]
    before = processor_of(service)
    client, table = service.client("dynamodb"), service.deployment.table
    seconds, units = write_again(client, table, items, WRITERS)
    return round_id, {
        "forms": found["forms"],
        "items": len(items),
        "seconds_to_the_draft": round(taken, 2),
        "progress_seen": sorted(seen),
        "job_seconds": round(job.seconds, 2),
        "floor_seconds": round(seconds, 2),
        "ratio": round(job.seconds / seconds, 2),
        "processor_ratio": round(used / (processor_of(service) - before), 2),
        "write_units_ratio": round(job.write_units / units, 2),
    }


def submitted(company: Company, round_id: str, number: int) -> dict[str, Any]:
    """Submit so many forms at once, and store those of everybody else."""
    every = list(forms_of(company.sheets(round_id)))
    some = list(spread(every, number))
    taken = submitted_at_once(Raters(company, round_id, some), some)
    (like, *_) = refuse_losses(company, round_id, some)
    sent = set(some)
    store(company, round_id, [one for one in every if one not in sent], like)
    return {
        "forms": len(some),
        "raters": len({one.rater for one in some}),
        "lost": 0,
        "forms_per_second": round(len(some) / taken.submitted, 1),
        "saved_per_second": round(len(some) / taken.saved, 1),
        "plain_per_second": round(len(some) / taken.plain, 1),
        "to_saved": round(taken.saved / taken.submitted, 2),
        "to_plain": round(taken.plain / taken.submitted, 2),
    }


def measured(service: Service, number: int, forms: int, files: int) -> dict[str, Any]:
    company = onboarded(service, number)
    found: dict[str, Any] = {"people": number}
    round_id, found["opening"] = opened(company)
    _tell(found)
    found["submitting"] = submitted(company, round_id, forms)
    _tell(found)
    return {**found, "closing": closed(company, round_id, files)}


def _tell(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[2_000, 20_000])
    parser.add_argument("--forms", type=int, default=3_000)
    parser.add_argument("--files", type=int, default=2)
    asked = parser.parse_args()
    with deployed() as service:
        for number in asked.sizes:
            _tell(measured(service, number, asked.forms, asked.files))


if __name__ == "__main__":
    main()
