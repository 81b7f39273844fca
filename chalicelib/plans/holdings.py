"""What the package adds to the service."""

from datetime import datetime

from chalicelib.contents import Package
from chalicelib.plans import drafting
from chalicelib.plans.routes import routes
from chalicelib.results import followers
from chalicelib.tenancy.context import Context


class PlanDrafting:
    """Plans follow the results of their period (:class:`chalicelib.results.followers.Follower`)."""

    def follow(self, context: Context, settled: "followers.Settled", deadline: datetime) -> bool:
        return drafting.draft_plans(context, settled, deadline)


plan_drafting: "followers.Follower" = PlanDrafting()

package = Package(routes=(routes,), followers=(plan_drafting,))
