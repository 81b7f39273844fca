"""What this package adds to the service."""

from chalicelib.contents import Package
from chalicelib.results import writers
from chalicelib.results.jobs import RESCORE_PERIOD, SETTLE_PERIOD, SWEEP_LEASES

package = Package(
    events={
        "periods.rescored": {
            "completed": "period.rescored",
            "refused": "period.rescoring_refused",
            "failed": "period.rescoring_failed",
        },
    },
    jobs=(RESCORE_PERIOD, SETTLE_PERIOD, SWEEP_LEASES),
    writers=(lambda: writers.rescorings, lambda: writers.erasures),
)
