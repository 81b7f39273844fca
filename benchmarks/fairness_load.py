"""What ``make bench-fairness`` measures of a small company, and the load of others beside it."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import requests

from benchmarks.deployed import UNDER_WAY, Service
from benchmarks.hostile_files import NAMES, hostile_file
from benchmarks.upload_sheet import PERIOD, sheet

#: Rows of a small upload, and small uploads before anything is measured.
SMALL, WARM_UP = 10, 3
#: Copies, and exports, that a company asks for at once.
COPIES = 12
MONTH = {"scheme": "bench", "period": PERIOD, "format": "csv"}
#: Seconds that hostile files are waited for, before the next kind is sent.
PATIENCE = 600
Made = dict[str, Any]


def timed_request(client: Any, table: str) -> float:
    """Return the seconds of a request to the table that finds nothing."""
    begun = time.perf_counter()
    client.get_item(TableName=table, Key={"pk": {"S": "nobody#"}, "sk": {"S": "nothing"}})
    return time.perf_counter() - begun


class Small:
    """The company with small files. Its uploads have different figures each."""

    def __init__(self, service: Service) -> None:
        self._service, self._seed = service, 1000
        self.key = service.tenant("small", SMALL)
        self.timed(WARM_UP)

    def timed(self, samples: int) -> tuple[list[float], list[float]]:
        """Return the seconds of so many uploads, one after the other, and of plain requests."""
        service = self._service
        client, table = service.client("dynamodb"), service.deployment.table
        uploads, plain = [], []
        for _ in range(samples):
            self._seed += 1
            uploads.append(service.upload(self.key, sheet(SMALL, self._seed), pause=0.02)[0])
            plain.append(timed_request(client, table))
        return uploads, plain

    def timed_exports(self, samples: int) -> tuple[list[float], list[float]]:
        """Return the seconds of so many exports of the month, each asked for when the last is done,
        and of plain requests between them."""
        service, key = self._service, self.key
        client, table = service.client("dynamodb"), service.deployment.table
        taken, plain = [], []
        for _ in range(samples):
            begun = time.perf_counter()
            made = service.call("POST", "/v1/exports", key, json=MONTH).json()
            while service.call("GET", f"/v1/exports/{made['id']}", key).json()["status"] != (
                "completed"
            ):
                time.sleep(0.02)
                plain.append(timed_request(client, table))
            taken.append(time.perf_counter() - begun)
        return taken, plain


class Hostile:
    """A company that sends workbooks made to harm."""

    def __init__(self, service: Service, name: str = "hostile") -> None:
        self._service, self._key = service, service.tenant(name, SMALL)
        self._sent: list[Made] = []

    def send(self, each: int, kinds: Sequence[str] = NAMES) -> int:
        """Send the files of these kinds so many times; return their number, and wait for none."""
        for name in kinds:
            content = hostile_file(name)
            for _ in range(each):
                made = self._service.announce(self._key, f"{name}.xlsx")
                self._service.post(made, content)
                self._sent.append(made)
        return len(self._sent)

    @property
    def left(self) -> int:
        """How many of the files have no end yet."""
        read = self._service.read
        return sum(read(self._key, one)["status"] in UNDER_WAY for one in self._sent)

    def wait(self) -> None:
        """Wait until every file has an end, and forget them."""
        until = time.monotonic() + PATIENCE
        while self.left:
            if time.monotonic() > until:
                raise SystemExit(f"{self.left} hostile files have no end after {PATIENCE} s")
            time.sleep(1)
        self._sent.clear()


class Large:
    """A company whose one file has so many rows that nobody waits for its end."""

    def __init__(self, service: Service, rows: int) -> None:
        self._service, self._key = service, service.tenant("large", rows)
        self._made = service.announce(self._key)
        service.post(self._made, sheet(rows))
        while self.done == 0:
            time.sleep(0.5)

    @property
    def done(self) -> int:
        """How many rows are scored. Raises SystemExit when the file is over."""
        found = self._service.read(self._key, self._made)
        if found["status"] not in UNDER_WAY:
            raise SystemExit(f"the large upload was over ({found['status']}): take more rows")
        return int(found["progress"]["done"])


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


def compared(alone: list[float], beside: list[float]) -> dict[str, float]:
    """Return the medians in seconds, the longest, and the ratio of the medians."""
    return {
        "alone_seconds": round(statistics.median(alone), 2),
        "beside_seconds": round(statistics.median(beside), 2),
        "beside_longest_seconds": round(max(beside), 2),
        "ratio": ratio(statistics.median, alone, beside),
    }


def ratio(middle: Callable[[list[float]], float], alone: list[float], beside: list[float]) -> float:
    """Return how much longer the one take than the other, by their means or medians."""
    return round(middle(beside) / middle(alone), 2)
