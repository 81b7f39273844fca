"""Lists of plans, the newest period first. One person's plans come from the employee index."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.people.paths import person_asked_for
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.newest_first import periods_newest_first
from chalicelib.periods.records import PROVISIONAL, period_of
from chalicelib.plans.ids import place_of
from chalicelib.plans.keys import index_of_employee_plans, partition_of_plans
from chalicelib.plans.overseeing import Overseeing
from chalicelib.plans.records import DRAFT, WITHDRAWN, Plan, plan_of
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import Reading, collect_of_each
from chalicelib.store.keys import Key
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context

#: Queries of one page at most. Many months have no plan in most of their shards.
MOST_QUERIES = 50
#: Begins a position that is the beginning of a period's shard. No plan's id begins with it.
_BEGINNING = "@"


def page(
    context: Context,
    filters: Mapping[str, Any],
    team: frozenset[str] | None,
    limit: int,
    after: str | None,
) -> tuple[list[Plan], str | None]:
    """Return up to ``limit`` plans that the caller may see and the filters keep.

    ``filters`` may have ``period``, ``employee_id``, ``team``, ``department``, ``subject_kind``,
    ``status``, ``scheme`` and ``indicator``; ``team`` are the folds of the team's names. Withdrawn
    plans appear only when ``status`` asks for them. ``after`` and the second result are positions:
    where the page begins and where the next begins (None: the end). A page that has read as much as
    it may
    (store/filtered_page.py) ends with one, even if it is not full.
    """
    filters = filtered(context, filters, team)
    if "person" in filters:
        return _of_person(context, filters, limit, after)
    return _of_periods(context, filters, limit, after)


def filtered(
    context: Context, filters: Mapping[str, Any], team: frozenset[str] | None
) -> Mapping[str, Any]:
    """Return the filters with the person and the team as plans name them."""
    return {**_by_person(context, filters), "folds": team}


def in_list(context: Context, plans: list[Plan], filters: Mapping[str, Any]) -> list[Plan]:
    """Return those plans that the caller may see and the ``filtered`` filters keep."""
    states, overseeing = _States(context), Overseeing(context)
    states.read(plans)
    return [
        plan
        for plan in plans
        if _kept(plan, filters) and visible(context, plan, states.of(plan), overseeing)
    ]


def visible(context: Context, plan: Plan, state: str, overseeing: Overseeing | None = None) -> bool:
    """Return whether the caller may see a plan. ``state`` is the state of the plan's period.

    ``overseeing``: that of the request, where several plans are looked at. An agent sees their own
    plan when it is not withdrawn, and is no draft or its period is published or locked.
    """
    if (overseeing or Overseeing(context)).of(plan):
        return True
    if plan.person is None or not context.principal.is_own(plan.person):
        return False
    return plan.status != WITHDRAWN and (plan.status != DRAFT or state != PROVISIONAL)


def _by_person(context: Context, filters: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the filters with ``person`` in place of an employee id."""
    person = person_asked_for(context, filters.get("employee_id"))
    return filters if person is None else {**filters, "person": person}


def _of_person(
    context: Context, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Plan], str | None]:
    prefix = f"pln_{filters['period']}_" if "period" in filters else "pln_"
    keys = context.table.keys_of_employee(
        index_of_employee_plans(context.scope, filters["person"]), prefix=prefix
    )
    wanted = sorted((key for key in keys if after is None or key.sk < after), reverse=True, key=_id)
    found = context.table.get_many(wanted)
    kept = in_list(context, [plan_of(found[key]) for key in wanted if key in found], filters)
    return kept[:limit], kept[limit - 1].id if len(kept) > limit else None


def _of_periods(
    context: Context, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Plan], str | None]:
    states, overseeing = _States(context), Overseeing(context)
    reading = Reading(context.table, limit, MOST_QUERIES)

    def keep(item: Item) -> Plan | None:
        plan = plan_of(item)
        kept = _kept(plan, filters) and visible(context, plan, states.of(plan), overseeing)
        return plan if kept else None

    begin, start = _start(context, after)
    kept, position = collect_of_each(
        reading,
        _partitions(context, reading, filters.get("period"), begin),
        limit=limit,
        after=start,
        keep=keep,
    )
    if position is None:
        return kept, None
    place, plan_id = position
    return kept, plan_id or place


def _start(context: Context, after: str | None) -> tuple[tuple[str, int] | None, str | None]:
    """Return where a page begins: the period and shard (None: with the newest), and the plan after
    which."""
    if after is None:
        return None, None
    if after.startswith(_BEGINNING):
        period, _, shard = after.removeprefix(_BEGINNING).partition("/")
        return (period, int(shard)), None
    place = place_of(after)
    if place is None:
        raise ValueError("a position that no page has given")
    return (place.period, place.shard(context.principal.shards)), after


def _partitions(
    context: Context, reading: Reading, period: str | None, begin: tuple[str, int] | None
) -> Iterator[tuple[str, str]]:
    """Give each shard of a period, or of all, the newest first, from ``begin`` on.

    With the position of its beginning. Periods are looked for as they are needed.
    """

    def of_period(one: str, first: int = 0) -> Iterator[tuple[str, str]]:
        for shard in range(first, context.principal.shards):
            yield f"{_BEGINNING}{one}/{shard}", partition_of_plans(context.scope, one, shard)

    if begin is not None:
        yield from of_period(*begin)
    if period is None:
        for one in periods_newest_first(context, begin and begin[0], reading.count_query):
            yield from of_period(one)
    elif begin is None:
        yield from of_period(period)


class _States:
    """The states of plans' periods, each read once.

    Only the person scored has to wait for them, so only the periods of the own plans are read.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[tuple[str, str], str] = {}

    def read(self, plans: list[Plan]) -> None:
        """Read the states of these plans' periods, as far as they are needed, in one batch."""
        places = {(plan.period, plan.scheme) for plan in plans if self._matters(plan)}
        keys = {place: key_of_period(self._context.scope, *place) for place in places}
        found = self._context.table.get_many(list(keys.values())) if keys else {}
        for place, key in keys.items():
            self._known[place] = period_of(found.get(key), *place).state

    def of(self, plan: Plan) -> str:
        """Return the state of the plan's period; PROVISIONAL where it does not matter."""
        if not self._matters(plan):
            return PROVISIONAL
        if (plan.period, plan.scheme) not in self._known:
            self.read([plan])
        return self._known[plan.period, plan.scheme]

    def _matters(self, plan: Plan) -> bool:
        principal = self._context.principal
        if plan.person is None:
            return False
        return principal.is_own(plan.person) and not principal.oversees(plan.team)


def _kept(plan: Plan, filters: Mapping[str, Any]) -> bool:
    if plan.status == WITHDRAWN and filters.get("status") != WITHDRAWN:
        return False
    names = ("period", "person", "status", "scheme", "indicator", "department")
    kind = filters.get("subject_kind")
    return (
        kind in (None, plan.subject)
        and is_in(plan.team, filters.get("folds"))
        and all(filters.get(name) in (None, getattr(plan, name)) for name in names)
    )


def _id(key: Key) -> str:
    return key.sk
