"""The log line of a handled message, with its metrics by kind.

The line has the tenant for searches and sums. The tenant is no dimension: CloudWatch would bill
each tenant as a metric of its own.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from chalicelib.jobs.batch import MOST_TRIES, Delivery
from chalicelib.store.consumed_units import counting
from chalicelib.telemetry import log, metrics
from chalicelib.tenancy import usage
from chalicelib.tenancy.platform import Platform

#: The kind in the line of a message that could not be read.
UNKNOWN = "unknown"
_UNITS = {
    "age_seconds": "Seconds",
    "tries": "Count",
    "hand_ons": "Count",
    "forwarded": "Count",
    "held_back": "Count",
    "failures": "Count",
    "dead_letters": "Count",
    "milliseconds": "Milliseconds",
    "read_units": "Count",
    "write_units": "Count",
}


@dataclass(slots=True)
class Outcome:
    """The outcome of a message: how often a next run was asked for, how often the message was
    forwarded to the queue of its kind, and how often it was held back without a run.

    ``company_stays``: the message's company exists, and the work is not its deletion.
    """

    hand_ons: int = 0
    forwarded: int = 0
    held_back: int = 0
    company_stays: bool = False


@contextmanager
def measured(
    platform: Platform,
    kind: str,
    tenant: str | None,
    delivery: Delivery,
    work: Sequence[str] = (),
) -> Iterator[Outcome]:
    """Write the line when the block ends, with or without an error, and count the company's usage.

    ``work``: the ids of the records that the message is about.
    ``age_seconds``: time since the message was sent. ``tries``: its deliveries. ``dead_letters``: 1
    when the last try failed. ``read_units`` and ``write_units``: the capacity that the block
    consumed.
    """
    outcome = Outcome()
    started = time.monotonic()
    with counting() as units:

        def write(error: Exception | None = None) -> None:
            failures = 0 if error is None else 1
            seconds = time.monotonic() - started
            log(
                logging.INFO,
                "job",
                message=delivery.id,
                tenant=tenant,
                work=work,
                stage=platform.settings.stage,
                kind=kind,
                age_seconds=delivery.age_seconds(platform.clock()),
                tries=delivery.tries,
                hand_ons=outcome.hand_ons,
                forwarded=outcome.forwarded,
                held_back=outcome.held_back,
                failures=failures,
                dead_letters=failures if delivery.tries >= MOST_TRIES else 0,
                milliseconds=round(seconds * 1000),
                read_units=units.read,
                write_units=units.write,
                _aws=metrics(_UNITS, ("stage", "kind")),
            )
            if tenant is not None:
                used = usage.of_run(units, seconds, platform.settings.memory)
                usage.note(platform, tenant, used, makes=outcome.company_stays, error=error)

        try:
            yield outcome
        except Exception as error:
            write(error)
            raise
        write()
