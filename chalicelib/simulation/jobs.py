"""Background work of this package: simulations that cost more than a request may."""

from datetime import datetime

from chalicelib.jobs.kinds import JOBS, Kind, Message, Next, after
from chalicelib.simulation import records, requested, running
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Tenant


def _simulation(context: Context, message: Message) -> "records.Simulation | None":
    return records.read_simulation(context.table, context.scope, message.text("simulation"))


def _run(
    context: Context, found: "records.Simulation", _tenant: Tenant, deadline: datetime
) -> Next | None:
    return after(running.run(context, found, deadline))


def _give_up(context: Context, message: Message, at: str | None) -> None:
    records.note_given_up(context, message.text("simulation"), at)


SIMULATE_PERIOD = Kind(requested.KIND, JOBS, "simulation", _simulation, _run, _give_up)
