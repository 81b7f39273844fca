"""What this package adds to the service."""

from datetime import datetime

from chalicelib.contents import Package
from chalicelib.results import followers, outdated, writers
from chalicelib.results.jobs import (
    APPLY_CASE,
    APPLY_CASE_IN_PILOT,
    RESCORE_PERIOD,
    SETTLE_PERIOD,
    SWEEP_LEASES,
)
from chalicelib.tenancy.context import Context


class CountingOutdated:
    """The :class:`chalicelib.results.followers.Follower` that counts outdated results."""

    def follow(self, context: Context, settled: "followers.Settled", deadline: datetime) -> bool:
        return outdated.count_outdated(context, settled, deadline)


counting_outdated: "followers.Follower" = CountingOutdated()

package = Package(
    events={
        "periods.rescored": {
            "completed": "period.rescored",
            "refused": "period.rescoring_refused",
            "failed": "period.rescoring_failed",
        },
        "periods.cases_applied": {
            "completed": "period.cases_applied",
            "failed": "period.cases_failed",
        },
        "periods.outdated": {
            "outdated": "period.results_outdated",
            "current": "period.results_current",
        },
    },
    followers=(counting_outdated,),
    jobs=(RESCORE_PERIOD, APPLY_CASE, APPLY_CASE_IN_PILOT, SETTLE_PERIOD, SWEEP_LEASES),
    writers=(lambda: writers.rescorings, lambda: writers.erasures, lambda: writers.applied_cases),
)
