"""Measure whether large and hostile files of others delay a company's small uploads.

``make bench-fairness``: on a separate local AWS one company uploads ten rows again and again, first
alone. Then another company sends workbooks made to harm (hostile_files.py), several of each at
once, and then a third one uploads 500,000 rows; the first continues meanwhile. The results are the
ratios of the medians, from the POST of the file to the completed upload. Each side is warmed up:
its first small uploads start a second worker beside the other company's.

Between the two a company of 20,000 people asks for twelve copies of everything and twelve exports;
the first company's export of its ten results is measured alone and beside them.

The report also shows the cost of the shared machine. On AWS the table, the queue and each worker
have their own processors; here they share the machine's. ``plain`` are the medians of a request to
the table without any worker, alone and beside the large upload. The uploads must slow down by at
least that factor. Bounded: SAMPLES uploads or exports each, or until the large upload is done. The
benchmark does not wait for the large upload.
"""

import argparse
import json
import statistics
import sys
import time
from typing import Any

import requests

from benchmarks.deployed import UNDER_WAY, Service, deployed
from benchmarks.hostile_files import hostile_files
from benchmarks.read import filled
from benchmarks.upload_sheet import PERIOD, sheet

LARGE, SMALL, COPIED = 500_000, 10, 20_000
WARM_UP, SAMPLES = 3, 15
#: How often each hostile file is sent. Four were enough to hold both workers for minutes.
EACH = 4
#: Copies, and exports, that a company asks for at once.
COPIES = 12
MONTH = {"scheme": "bench", "period": PERIOD, "format": "csv"}


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


def send_hostile(service: Service, key: str, each: int) -> list[dict[str, Any]]:
    """Send every hostile file so many times; return the uploads, without waiting for them."""
    sent = []
    for name, content in hostile_files():
        for _ in range(each):
            made = service.announce(key, f"{name}.xlsx")
            service.post(made, content)
            sent.append(made)
    return sent


def timed_exports(service: Service, key: str, samples: int) -> list[float]:
    """Return the seconds of so many exports of the month, each asked for when the last is done."""
    taken = []
    for _ in range(samples):
        begun = time.perf_counter()
        path = f"/v1/exports/{service.call('POST', '/v1/exports', key, json=MONTH).json()['id']}"
        while service.call("GET", path, key).json()["status"] != "completed":
            time.sleep(0.02)
        taken.append(time.perf_counter() - begun)
    return taken


def ask_for_copies(service: Service, key: str) -> int:
    """Ask for COPIES copies and exports; return how many copies were taken on."""
    copies = 0
    for _ in range(COPIES):
        try:
            service.call("POST", "/v1/tenant/copies", key)
            copies += 1
        except requests.HTTPError as error:
            if error.response.status_code != 409:
                raise
        service.call("POST", "/v1/exports", key, json=MONTH)
    return copies


def beside_copies(service: Service, key: str, people: int, samples: int) -> dict[str, Any]:
    """Measure a small company's exports beside the copies and exports of a company of ``people``.

    ``key``: the small company's, which has a settled month.
    """
    copied, _ = filled(service, people)
    timed_exports(service, key, WARM_UP)
    alone = timed_exports(service, key, samples)
    taken_on = ask_for_copies(service, copied)
    beside = timed_exports(service, key, samples)
    return {
        "copied_people": people,
        "copies_asked_for": COPIES,
        "copies_taken_on": taken_on,
        "export_alone_seconds": round(statistics.median(alone), 2),
        "export_beside_seconds": round(statistics.median(beside), 2),
        "export_beside_longest_seconds": round(max(beside), 2),
        "export_ratio": round(statistics.median(beside) / statistics.median(alone), 2),
    }


def measured(service: Service, rows: int, samples: int, each: int, copied: int) -> dict[str, Any]:
    small, large = service.tenant("small", SMALL), service.tenant("large", rows)
    hostile = service.tenant("hostile", SMALL)
    content = sheet(rows)
    timed(service, small, WARM_UP, 1000)
    alone, plain_alone = timed(service, small, samples, 2000)
    sent = send_hostile(service, hostile, each)
    beside_hostile, _ = timed(service, small, samples, 2500)
    waiting = sum(service.read(hostile, one)["status"] in UNDER_WAY for one in sent)
    exports = beside_copies(service, small, copied, samples)
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
        "beside_hostile_seconds": round(statistics.median(beside_hostile), 2),
        "beside_hostile_longest_seconds": round(max(beside_hostile), 2),
        "hostile_ratio": round(statistics.median(beside_hostile) / statistics.median(alone), 2),
        "hostile_files": len(sent),
        "hostile_files_left_at_the_end": waiting,
        **exports,
        "plain_request_ratio": round(
            statistics.median(plain_beside) / statistics.median(plain_alone), 2
        ),
        "large_rows_done_meanwhile": ended["progress"]["done"] - begun["progress"]["done"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=LARGE)
    parser.add_argument(
        "--each", type=int, default=EACH, help="how often each hostile file is sent"
    )
    parser.add_argument("--copied", type=int, default=COPIED, help="people of the copied company")
    parser.add_argument("--samples", type=int, default=SAMPLES)
    options = parser.parse_args()
    with deployed() as service:
        found = measured(service, options.rows, options.samples, options.each, options.copied)
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
