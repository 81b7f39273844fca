"""What other rules make of the results that stand: for a version that comes to govern them.

A request compares what a simulation in a request may cost. A larger period must have been simulated
in the background by the same rules, since its results were settled last.
"""

from collections.abc import Mapping

from pynamodb.expressions.operand import Path

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.people.identity import current_ids
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.results.abandoned import freed
from chalicelib.schemes.rule_source import ChosenRules
from chalicelib.schemes.worse_off import MOST_NAMED, PeriodCompared
from chalicelib.scorecards.period_cards import current_cards
from chalicelib.simulation import cost
from chalicelib.simulation.keys import partition_of_simulations
from chalicelib.simulation.records import COMPLETED, Simulation
from chalicelib.simulation.requested import AMONG
from chalicelib.simulation.rescore import Simulator
from chalicelib.simulation.rules import ChosenCards
from chalicelib.simulation.summary import Sums, continued
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context


def compared(context: Context, code: str, rules: Mapping[str, ChosenRules]) -> list[PeriodCompared]:
    """Compare each period that has settled results with what its rules would make of them.

    ``rules`` are by period. Raises PeriodBusy or PeriodUnfinished (409) while a period is written,
    and Conflict (409) ``not_compared``.
    """
    left, found = cost.AT_ONCE, list[PeriodCompared]()
    for period in sorted(rules):
        record = read_period(context.table, context.scope, period, code)
        if record is None or not record.scorecards:
            continue
        record = freed(context, record)
        chosen = rules[period]
        steps = cost.steps(chosen.ready, record.scorecards)
        if steps <= left:
            left -= steps
            sums = _at_once(context, code, period, chosen)
        else:
            sums = _in_background(context, record, chosen)
        found.append(_described(context, record, sums))
    return found


def _described(context: Context, record: PeriodRecord, sums: Sums) -> PeriodCompared:
    losing = sums.losing[:MOST_NAMED]
    return PeriodCompared(
        record.period,
        sums.compared,
        sums.skipped,
        sums.worse_off or 0,
        tuple(sorted(current_ids(context, losing).values())) if losing else (),
        Path("writer").does_not_exist() & (Path("settled_at") == record.settled_at),
    )


def _at_once(context: Context, code: str, period: str, rules: ChosenRules) -> Sums:
    cards = list(ChosenCards(context, None).of(current_cards(context, code, period)))
    simulator = Simulator(context, rules, code, period).with_means([cards])
    sums = Sums()
    for one in simulator.compared(cards, {}):
        sums.add(one)
    return sums


def _in_background(context: Context, record: PeriodRecord, rules: ChosenRules) -> Sums:
    """Return the sums of a simulation of the period by these rules, of the results as they stand.

    It is looked for among the company's latest. Raises Conflict (409) ``not_compared``.
    """
    partition = partition_of_simulations(context.scope)
    for item in context.table.query(partition, limit=AMONG, descending=True).items:
        one = from_item(Simulation, item)
        same = (one.scheme, one.period, one.sha256) == (
            *(record.scheme, record.period),
            rules.ready.sha256,
        )
        whole = one.status == COMPLETED and one.team is None and one.sums is not None
        if same and whole and one.requested_at >= (record.settled_at or ""):
            sums = continued(one.sums or "")
            if sums.worse_off is not None:
                return sums
    raise Conflict(
        "not_compared",
        Text(
            f"{record.period} 的人数过多，无法在请求内比较。请先用 POST /v1/schemes/{record.scheme}"
            f'/simulations {{"period": "{record.period}", "show": "worse_off"}} 在后台比较，'
            "完成后再重复此请求。",
            f"{record.period} has too many people to be compared in a request. Ask for POST "
            f'/v1/schemes/{record.scheme}/simulations {{"period": "{record.period}", "show": '
            '"worse_off"} first, and repeat this when it is completed.',
        ),
        period=record.period,
        people=record.scorecards,
    )
