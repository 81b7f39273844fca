"""What this package adds to the service."""

from chalicelib.contents import Package
from chalicelib.results.jobs import RESCORE_PERIOD

package = Package(
    events={
        "periods.rescored": {
            "completed": "period.rescored",
            "refused": "period.rescoring_refused",
            "failed": "period.rescoring_failed",
        },
    },
    jobs=(RESCORE_PERIOD,),
)
