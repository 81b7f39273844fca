"""The log line of a message worked on, with its metrics by kind.

The tenant is in the line, to be searched and summed by, and is no dimension: each would be paid for
as a metric of its own.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chalicelib.jobs.batch import MOST_TRIES, Delivery
from chalicelib.store.consumed_units import counting
from chalicelib.telemetry import log, metrics
from chalicelib.tenancy.platform import Platform

#: The kind of what could not be read.
UNKNOWN = "unknown"
_OF_JOBS = {
    "age_seconds": "Seconds",
    "tries": "Count",
    "hand_ons": "Count",
    "forwarded": "Count",
    "failures": "Count",
    "dead_letters": "Count",
    "milliseconds": "Milliseconds",
    "read_units": "Count",
    "write_units": "Count",
}


@dataclass(slots=True)
class Outcome:
    """What became of a message: handed on to another run, or forwarded to its own queue."""

    hand_ons: int = 0
    forwarded: int = 0


@contextmanager
def measured(
    platform: Platform, kind: str, tenant: str | None, delivery: Delivery
) -> Iterator[Outcome]:
    """Write the line when the block ends, by itself or by an error.

    ``age_seconds`` is since the message was sent, ``tries`` how often it was delivered,
    ``dead_letters`` 1 when the last try has failed, units those that the block consumed.
    """
    outcome = Outcome()
    started = time.monotonic()
    with counting() as units:

        def write(failures: int) -> None:
            log(
                logging.INFO,
                "job",
                message=delivery.id,
                tenant=tenant,
                stage=platform.settings.stage,
                kind=kind,
                age_seconds=delivery.age_seconds(platform.clock()),
                tries=delivery.tries,
                hand_ons=outcome.hand_ons,
                forwarded=outcome.forwarded,
                failures=failures,
                dead_letters=failures if delivery.tries >= MOST_TRIES else 0,
                milliseconds=round((time.monotonic() - started) * 1000),
                read_units=units.read,
                write_units=units.write,
                _aws=metrics(_OF_JOBS, ("stage", "kind")),
            )

        try:
            yield outcome
        except Exception:
            write(failures=1)
            raise
        write(failures=0)
