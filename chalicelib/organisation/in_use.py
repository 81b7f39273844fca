"""What stands in the way of deleting a team: examples, in a bounded look."""

from itertools import islice

from chalicelib.errors import Conflict
from chalicelib.organisation.errors import in_use
from chalicelib.people.records import DELETED, everybody
from chalicelib.periods import summaries
from chalicelib.periods.keys import partition_of_periods
from chalicelib.periods.records import PeriodRecord
from chalicelib.store.records import from_item
from chalicelib.teams.records import Team
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context

#: Examples that an answer names at most, of people and of periods.
MOST = 10
_READ = ("pk", "sk", "id", "team", "status")
#: People and records of periods that are looked at for them.
PEOPLE_READ, PERIODS_READ = 1_000, 24


def refusal(context: Context, team: Team) -> Conflict:
    """Return the 409 ``team_in_use`` with the first people and the newest periods that name it.

    Nobody may be found though the team is in use: more is not looked at, and a key or a pilot may
    name it.
    """
    return in_use(team.code, {"people": _people(context, team), "periods": _periods(context, team)})


def _people(context: Context, team: Team) -> list[str]:
    looked_at = islice(everybody(context, only=_READ), PEOPLE_READ)
    found = (
        str(one["id"])
        for one in looked_at
        if one["status"] != DELETED and is_in(one.get("team"), team.folds)
    )
    return list(islice(found, MOST))


def _periods(context: Context, team: Team) -> list[dict[str, str]]:
    partition = partition_of_periods(context.scope)
    page = context.table.query(partition, limit=PERIODS_READ, descending=True)
    found: list[dict[str, str]] = []
    for item in page.items:
        record = from_item(PeriodRecord, item)
        tallies = summaries.reading(context, record, lambda one: summaries.tallies_of(context, one))
        if any(one.scorecards and is_in(name, team.folds) for name, one in tallies.items()):
            found.append({"period": record.period, "scheme": record.scheme})
    return found[:MOST]
