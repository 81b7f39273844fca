"""Every full hour: due exports, sweeps of leases, sums of costs, overdue appeals, reminders of
raters, months to be looked through for signals, dead letters."""

from typing import Any

import pynamodb.connection.table  # noqa: F401 (first: docs/decisions/short-start.md)

from chalicelib.appeals import jobs as appeals
from chalicelib.costs import jobs as costs
from chalicelib.exports import jobs as exporting
from chalicelib.handlers.process import platform
from chalicelib.jobs import dead_letters
from chalicelib.rating_rounds import jobs as rating_rounds
from chalicelib.results import jobs as results_jobs
from chalicelib.signals import jobs as signals


def handle(_event: dict[str, Any], _context: Any) -> None:
    """Queue what is due, and tell the number of dead letters."""
    exporting.tick(platform())
    results_jobs.tick(platform())
    costs.tick(platform())
    appeals.tick(platform())
    rating_rounds.tick(platform())
    signals.tick(platform())
    dead_letters.tell(platform())
