"""How many flags of a round its period waits for: publishing asks that each is answered."""

from collections.abc import Callable

from pynamodb.expressions.operand import Path

from chalicelib.errors import Changed
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import period_of, same_flags
from chalicelib.rating_forms.records import Round
from chalicelib.store.transactions import Refusal, Unit
from chalicelib.tenancy.context import Context


def write(
    context: Context, unit: Unit, found: Round, number: int | None, refusal: Refusal = Changed
) -> None:
    """Add the write of a round's unanswered flags to a unit, unless they changed meanwhile.

    ``number`` None: the round has none. NOT_EXAMINED (periods/records.py): they are to be found.
    """
    _write(context, unit, found, lambda _: number, refusal)


def answered(context: Context, unit: Unit, found: Round) -> None:
    """Add to a unit that one flag of a round was answered."""
    _write(context, unit, found, lambda now: max(0, (now or 0) - 1), Changed)


def _write(
    context: Context,
    unit: Unit,
    found: Round,
    after: Callable[[int | None], int | None],
    refusal: Refusal,
) -> None:
    key = key_of_period(context.scope, found.period, found.scheme)
    record = period_of(context.table.get(key), found.period, found.scheme)
    flags = dict(record.flags or {})
    number = after(flags.pop(found.id, None))
    if number:
        flags[found.id] = number
    named = Path("flags")
    place = [Path("period").set(found.period), Path("scheme").set(found.scheme)]
    written = named.set(flags) if flags else named.remove()
    unit.update(key, [*place, written], same_flags(record), refusal)
