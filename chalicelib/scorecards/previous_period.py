"""Results of the previous period, for growth, ``previous()`` and ``carry_previous``."""

from collections.abc import Iterable, Mapping

from chalicelib.periods.calendar import previous
from chalicelib.schemes.compiled import ready
from chalicelib.scorecards.records import read_cards
from chalicelib.scoring import unpack
from chalicelib.tenancy.context import Context


def previous_results(
    context: Context, scheme: str, period: str, employee_ids: Iterable[str]
) -> dict[str, Mapping[str, object]]:
    """Return the results of the period before, by employee id.

    Each is ``{"inputs": …, "values": …}``, as the scoring core takes ``previous``. People without a
    result in that period are left out.
    """
    cards = read_cards(
        context.table,
        context.scope,
        scheme,
        previous(period),
        employee_ids,
        context.principal.shards,
    )
    found: dict[str, Mapping[str, object]] = {}
    for employee_id, card in cards.items():
        then = ready(context.table, context.scope, card.scheme, card.version)
        if then is not None:
            result, inputs = unpack(then.compiled, card.packed)
            found[employee_id] = {"inputs": inputs, "values": result.values}
    return found
