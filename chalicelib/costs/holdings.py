"""What the package adds: the counters of companies, their summing, and what is left of them."""

from chalicelib.contents import Package
from chalicelib.costs import routes, summing
from chalicelib.costs.jobs import SUM_COSTS
from chalicelib.tenancy.holdings import Holding, NotCopied, NothingPersonal, Removal
from chalicelib.tenancy.keys import USAGE, partition_of_usage

package = Package(
    routes=(routes,),
    jobs=(SUM_COSTS,),
    # The operator keeps the sums: what a company has used until its deletion is to be paid.
    leave=lambda context: summing.last_sum(context),
    holdings=(
        Holding(
            USAGE,
            lambda context, _: [partition_of_usage(context.scope)],
            NotCopied("sums that change with every request; `GET /v1/tenant/costs` shows them"),
            NothingPersonal("sums of requests, units and bytes"),
            Removal.ROOTS,
        ),
    ),
)
