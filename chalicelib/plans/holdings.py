"""What the package adds to the service."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.contents import Package
from chalicelib.periods import records as periods
from chalicelib.plans import drafting, erasure, ids, moving, presenting, records, routes
from chalicelib.plans.keys import PLANS, partition_of_plans
from chalicelib.results import followers
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    Row,
    Targets,
)


def _partitions(context: Context, _: str) -> Iterator[str]:
    for period in sorted({parts_of(place)[0] for place in periods.places(context)}):
        for shard in range(context.principal.shards):
            yield partition_of_plans(context.scope, period, shard)


def _plan(context: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(context, records.plan_of(item), None)


class PlanDrafting:
    """The :class:`chalicelib.results.followers.Follower` that drafts plans from results."""

    def follow(self, context: Context, settled: "followers.Settled", deadline: datetime) -> bool:
        return drafting.draft_plans(context, settled, deadline)


plan_drafting: "followers.Follower" = PlanDrafting()

package = Package(
    events={
        "plans.create": "plan.created",
        "plans.change": "plan.changed",
    },
    routes=(routes,),
    followers=(plan_drafting,),
    holdings=(
        Holding(
            PLANS,
            _partitions,
            Copied("improvement_plans", _plan),
            ErasureStep(
                ErasureStage.MENTIONS,
                lambda erasing, after: erasure.erase(erasing, after),
                with_results=lambda erasing, scheme, period: moving.move_plans(
                    erasing, scheme, period
                ),
            ),
            targets=Targets(
                "improvement-plans/",
                lambda plan_id, person: ids.is_of(plan_id, person),
                harmless=("status", "due_date", "expected_value"),
            ),
        ),
    ),
)
