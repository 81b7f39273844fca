"""Measure whether large and hostile work of others delays a company's small uploads and exports.

``make bench-fairness``: on a separate local AWS for each of three parts. One company uploads ten
rows again and again, first alone; then another company sends workbooks made to harm
(hostile_files.py), several of each at once, while the first continues. In the third part the other
company uploads 500,000 rows. The results are the ratios of the medians, from the POST of the file
to the completed upload. Each side is warmed up: its first small uploads start a second worker
beside the other company's.

In the second part a company of 20,000 people asks for twelve copies of everything and twelve
exports; the first company's export of its ten results is measured alone and beside them.

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
from collections.abc import Callable
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


def timed_request(client: Any, table: str) -> float:
    """Return the seconds of a request to the table that finds nothing."""
    begun = time.perf_counter()
    client.get_item(TableName=table, Key={"pk": {"S": "nobody#"}, "sk": {"S": "nothing"}})
    return time.perf_counter() - begun


def timed(service: Service, key: str, samples: int, seed: int) -> tuple[list[float], list[float]]:
    """Return the seconds of so many small uploads with different figures, and of plain requests."""
    client, table = service.client("dynamodb"), service.deployment.table
    uploads, requests = [], []
    for number in range(samples):
        uploads.append(service.upload(key, sheet(SMALL, seed + number), pause=0.02)[0])
        requests.append(timed_request(client, table))
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


def timed_exports(service: Service, key: str, samples: int) -> tuple[list[float], list[float]]:
    """Return the seconds of so many exports of the month, each asked for when the last is done, and
    of plain requests between them."""
    client, table = service.client("dynamodb"), service.deployment.table
    taken, plain = [], []
    for _ in range(samples):
        begun = time.perf_counter()
        path = f"/v1/exports/{service.call('POST', '/v1/exports', key, json=MONTH).json()['id']}"
        while service.call("GET", path, key).json()["status"] != "completed":
            time.sleep(0.02)
            plain.append(timed_request(client, table))
        taken.append(time.perf_counter() - begun)
    return taken, plain


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


def beside_hostile(service: Service, each: int, samples: int) -> dict[str, Any]:
    """Measure small uploads beside workbooks that are made to harm, each sent so many times."""
    small, hostile = service.tenant("small", SMALL), service.tenant("hostile", SMALL)
    timed(service, small, WARM_UP, 1000)
    alone, _ = timed(service, small, samples, 2000)
    sent = send_hostile(service, hostile, each)
    beside, _ = timed(service, small, samples, 2500)
    waiting = sum(service.read(hostile, one)["status"] in UNDER_WAY for one in sent)
    return {
        "beside": "hostile files",
        "files": len(sent),
        "files_left_at_the_end": waiting,
        **_compared(alone, beside),
    }


def beside_copies(service: Service, people: int, samples: int) -> dict[str, Any]:
    """Measure a small company's exports beside copies and exports of a company of ``people``."""
    small = service.tenant("small", SMALL)
    timed(service, small, 1, 1000)
    copied, _ = filled(service, people)
    timed_exports(service, small, WARM_UP)
    alone, plain_alone = timed_exports(service, small, samples)
    taken_on = ask_for_copies(service, copied)
    beside, plain_beside = timed_exports(service, small, samples)
    return {
        "beside": "copies and exports",
        "people": people,
        "asked_for": COPIES,
        "copies_taken_on": taken_on,
        **_compared(alone, beside),
        "plain_ratio": _ratio(statistics.mean, plain_alone, plain_beside),
    }


def beside_large(service: Service, rows: int, samples: int) -> dict[str, Any]:
    """Measure small uploads beside an upload of so many rows, which is not waited for."""
    small, large = service.tenant("small", SMALL), service.tenant("large", rows)
    timed(service, small, WARM_UP, 1000)
    alone, plain_alone = timed(service, small, samples, 2000)
    made = service.announce(large)
    service.post(made, sheet(rows))
    while service.read(large, made)["progress"]["done"] == 0:
        time.sleep(0.5)
    timed(service, small, WARM_UP, 3000)
    begun = service.read(large, made)
    beside, plain_beside = timed(service, small, samples, 4000)
    ended = service.read(large, made)
    if ended["status"] not in UNDER_WAY:
        raise SystemExit(f"the large upload was over ({ended['status']}): take more rows")
    return {
        "beside": "a large upload",
        "rows": rows,
        "rows_done_meanwhile": ended["progress"]["done"] - begun["progress"]["done"],
        **_compared(alone, beside),
        "plain_ratio": _ratio(statistics.median, plain_alone, plain_beside),
    }


def _compared(alone: list[float], beside: list[float]) -> dict[str, float]:
    """Return the medians in seconds, the longest, and the ratio of the medians."""
    return {
        "alone_seconds": round(statistics.median(alone), 2),
        "beside_seconds": round(statistics.median(beside), 2),
        "beside_longest_seconds": round(max(beside), 2),
        "ratio": _ratio(statistics.median, alone, beside),
    }


def _ratio(
    middle: Callable[[list[float]], float], alone: list[float], beside: list[float]
) -> float:
    return round(middle(beside) / middle(alone), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=LARGE)
    parser.add_argument(
        "--each", type=int, default=EACH, help="how often each hostile file is sent"
    )
    parser.add_argument("--copied", type=int, default=COPIED, help="people of the copied company")
    parser.add_argument("--samples", type=int, default=SAMPLES)
    options = parser.parse_args()
    parts: tuple[Callable[[Service], dict[str, Any]], ...] = (
        lambda service: beside_hostile(service, options.each, options.samples),
        lambda service: beside_copies(service, options.copied, options.samples),
        lambda service: beside_large(service, options.rows, options.samples),
    )
    for part in parts:
        with deployed() as service:
            sys.stdout.write(json.dumps(part(service)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
