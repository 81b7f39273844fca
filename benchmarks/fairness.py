"""Whether a large upload of one company makes another's small ones wait.

``make bench-fairness``: on a local AWS of its own one company uploads ten rows again and again,
alone; then another uploads 500,000 rows, and while these are scored the first goes on. What counts
is the ratio of the two medians, from the POST of the file to the completed upload. Each side is
warmed up: with its first small uploads a second worker starts beside the large one's.

Beside it stands what the machine itself costs: on AWS the table, the queue and each worker have
processors of their own, here they share the machine's. ``plain`` are the medians of a request to
the table that no worker has a part in, alone and beside the large upload: as far as that is
slower, the rest is bound to be. Bounded: SAMPLES uploads each, or until the large one is done,
which is not waited for.
"""

import argparse
import json
import statistics
import sys
import time
from typing import Any

from benchmarks.deployed import UNDER_WAY, Service, deployed
from benchmarks.upload_sheet import sheet

LARGE, SMALL = 500_000, 10
WARM_UP, SAMPLES = 3, 15


def timed(service: Service, key: str, samples: int, seed: int) -> tuple[list[float], list[float]]:
    """Seconds of so many small uploads, every one of other figures; of a plain request each."""
    client, table = service.client("dynamodb"), service.deployment.table
    uploads, requests = [], []
    for number in range(samples):
        uploads.append(service.upload(key, sheet(SMALL, seed + number), pause=0.02)[0])
        begun = time.perf_counter()
        client.get_item(TableName=table, Key={"pk": {"S": "nobody#"}, "sk": {"S": "nothing"}})
        requests.append(time.perf_counter() - begun)
    return uploads, requests


def measured(service: Service, rows: int, samples: int) -> dict[str, Any]:
    small, large = service.tenant("small", SMALL), service.tenant("large", rows)
    content = sheet(rows)
    timed(service, small, WARM_UP, 1000)
    alone, plain_alone = timed(service, small, samples, 2000)
    made = service.announce(large)
    service.post(made, content)
    while service.read(large, made)["progress"]["done"] == 0:
        time.sleep(0.5)
    timed(service, small, WARM_UP, 3000)
    begun = service.read(large, made)
    beside, plain_beside = timed(service, small, samples, 4000)
    ended = service.read(large, made)
    if ended["status"] not in UNDER_WAY:
        raise SystemExit(f"the large upload was over ({ended['status']}): take more rows")
    return {
        "large_rows": rows,
        "small_rows": SMALL,
        "samples": samples,
        "alone_seconds": round(statistics.median(alone), 2),
        "beside_seconds": round(statistics.median(beside), 2),
        "beside_longest_seconds": round(max(beside), 2),
        "ratio": round(statistics.median(beside) / statistics.median(alone), 2),
        "plain_request_ratio": round(
            statistics.median(plain_beside) / statistics.median(plain_alone), 2
        ),
        "large_rows_done_meanwhile": ended["progress"]["done"] - begun["progress"]["done"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=LARGE)
    parser.add_argument("--samples", type=int, default=SAMPLES)
    options = parser.parse_args()
    with deployed() as service:
        found = measured(service, options.rows, options.samples)
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
