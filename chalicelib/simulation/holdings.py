"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.simulation import erasure, routes, worse_off
from chalicelib.simulation.jobs import SIMULATE_PERIOD
from chalicelib.simulation.keys import SIMULATIONS, partition_of_simulations
from chalicelib.tenancy.holdings import ErasureStage, ErasureStep, Holding, NotCopied, Removal

package = Package(
    events={
        "simulations.create": "simulation.requested",
        "simulations.end": {
            "completed": "simulation.completed",
            "failed": "simulation.failed",
        },
    },
    routes=(routes,),
    jobs=(SIMULATE_PERIOD,),
    compared_periods=lambda context, code, rules: worse_off.compared(context, code, rules),
    holdings=(
        Holding(
            SIMULATIONS,
            lambda context, _: [partition_of_simulations(context.scope)],
            NotCopied("can be made again, kept for a week"),
            ErasureStep(ErasureStage.COPIES, lambda erasing, after: erasure.erase(erasing, after)),
            Removal.ROOTS,
        ),
    ),
)
