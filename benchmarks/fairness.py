"""Measure whether a large upload of one company delays another company's small uploads.

``make bench-fairness``: on a separate local AWS one company uploads ten rows again and again, first
alone. Then another company uploads 500,000 rows, and the first continues meanwhile. The result is
the ratio of the two medians, from the POST of the file to the completed upload. Each side is warmed
up: its first small uploads start a second worker beside the large upload's.

The report also shows the cost of the shared machine. On AWS the table, the queue and each worker
have their own processors; here they share the machine's. ``plain`` are the medians of a request to
the table without any worker, alone and beside the large upload. The uploads must slow down by at
least that factor. Bounded: SAMPLES uploads each, or until the large upload is done. The benchmark
does not wait for the large upload.
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
    """Return the seconds of so many small uploads with different figures, and of plain requests."""
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
