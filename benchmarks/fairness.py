"""Measure whether large and hostile work of others delays a company's small uploads and exports.

``make bench-fairness``: on a separate local AWS for each of five parts. One company uploads ten
rows again and again, first alone, then beside others, one part after the other:

- ``each kind``: workbooks made to harm (hostile_files.py), one kind at a time, several of it at
  once: a ratio for each kind. The next kind is sent when the one before has come to its end.
- ``two companies``: two companies send every kind at once.
- ``all at once``: 500,000 rows of one company, and every kind of hostile file of another.
- ``large``: the 500,000 rows alone.
- ``copies``: a company of 20,000 people asks for twelve copies of everything and twelve exports;
  the first company's export of its ten results is measured alone and beside them.

The results are the ratios of the medians, from the POST of the file to the completed upload. Each
side is warmed up: its first small uploads start a second worker beside the other company's.

The report also shows the cost of the shared machine. On AWS the table, the queue and each worker
have their own processors; here they share the machine's. ``plain`` are the medians of a request to
the table without any worker, alone and beside the others. The uploads must slow down by at least
that factor. Bounded: SAMPLES uploads or exports each, or until the large upload is done, for which
nobody waits. Some of the parts: ``python -m benchmarks.fairness --parts large copies``.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.deployed import Service, deployed
from benchmarks.fairness_load import (
    COPIES,
    WARM_UP,
    Hostile,
    Large,
    Small,
    ask_for_copies,
    compared,
    ratio,
)
from benchmarks.hostile_files import NAMES
from benchmarks.read import filled

LARGE, COPIED, SAMPLES = 500_000, 20_000, 15
#: How often each hostile file is sent. Four were enough to hold both workers for minutes.
EACH = 4
Told = Iterator[dict[str, Any]]


def beside_each_kind(service: Service, options: argparse.Namespace) -> Told:
    """Measure small uploads beside each kind of hostile file, with those just before it alone."""
    small, hostile = Small(service), Hostile(service)
    for name in NAMES:
        alone, plain = small.timed(options.samples)
        files = hostile.send(options.each, [name])
        beside, plain_beside = small.timed(options.samples)
        yield {
            "beside": name,
            "files": files,
            "files_left_at_the_end": hostile.left,
            **_told(alone, beside, plain, plain_beside),
        }
        hostile.wait()


def beside_two_companies(service: Service, options: argparse.Namespace) -> Told:
    """Measure small uploads beside every kind of hostile file of two companies at once."""
    small = Small(service)
    companies = [Hostile(service, "hostile"), Hostile(service, "harmful")]
    alone, plain = small.timed(options.samples)
    files = sum(one.send(options.each) for one in companies)
    beside, plain_beside = small.timed(options.samples)
    yield {
        "beside": "hostile files of two companies",
        "files": files,
        "files_left_at_the_end": sum(one.left for one in companies),
        **_told(alone, beside, plain, plain_beside),
    }


def beside_all_at_once(service: Service, options: argparse.Namespace) -> Told:
    """Measure small uploads beside a large upload and every kind of hostile file at once."""
    small, hostile = Small(service), Hostile(service)
    alone, plain = small.timed(options.samples)
    large = Large(service, options.rows)
    files = hostile.send(options.each)
    begun = large.done
    beside, plain_beside = small.timed(options.samples)
    yield {
        "beside": "a large upload and hostile files",
        "files": files,
        "files_left_at_the_end": hostile.left,
        "rows": options.rows,
        "rows_done_meanwhile": large.done - begun,
        **_told(alone, beside, plain, plain_beside),
    }


def beside_large(service: Service, options: argparse.Namespace) -> Told:
    """Measure small uploads beside a large upload, which is not waited for."""
    small = Small(service)
    alone, plain = small.timed(options.samples)
    large = Large(service, options.rows)
    small.timed(WARM_UP)
    begun = large.done
    beside, plain_beside = small.timed(options.samples)
    yield {
        "beside": "a large upload",
        "rows": options.rows,
        "rows_done_meanwhile": large.done - begun,
        **_told(alone, beside, plain, plain_beside),
    }


def beside_copies(service: Service, options: argparse.Namespace) -> Told:
    """Measure a small company's exports beside copies and exports of a company of many people."""
    small = Small(service)
    copied, _ = filled(service, options.copied)
    small.timed_exports(WARM_UP)
    alone, plain = small.timed_exports(options.samples)
    taken_on = ask_for_copies(service, copied)
    beside, plain_beside = small.timed_exports(options.samples)
    yield {
        "beside": "copies and exports",
        "people": options.copied,
        "asked_for": COPIES,
        "copies_taken_on": taken_on,
        **compared(alone, beside),
        "plain_ratio": ratio(statistics.mean, plain, plain_beside),
    }


def _told(
    alone: list[float], beside: list[float], plain: list[float], plain_beside: list[float]
) -> dict[str, float]:
    plain_ratio = ratio(statistics.median, plain, plain_beside)
    return {**compared(alone, beside), "plain_ratio": plain_ratio}


PARTS: dict[str, Callable[[Service, argparse.Namespace], Told]] = {
    "each-kind": beside_each_kind,
    "two-companies": beside_two_companies,
    "all-at-once": beside_all_at_once,
    "copies": beside_copies,
    "large": beside_large,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=LARGE)
    parser.add_argument(
        "--each", type=int, default=EACH, help="how often each hostile file is sent"
    )
    parser.add_argument("--copied", type=int, default=COPIED, help="people of the copied company")
    parser.add_argument("--samples", type=int, default=SAMPLES)
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=list(PARTS))
    options = parser.parse_args()
    for name in options.parts:
        with deployed() as service:
            for found in PARTS[name](service, options):
                sys.stdout.write(json.dumps(found) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
