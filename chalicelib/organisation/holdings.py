"""What the package adds: the routes of teams, and what is stored of them."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.organisation import erasure, routes
from chalicelib.store.converters import Item
from chalicelib.store.records import from_item
from chalicelib.teams import presenting, records, sight
from chalicelib.teams.keys import (
    TEAM_COUNTS,
    TEAM_DISMISSALS,
    TEAM_LEADS,
    TEAM_NAMES,
    TEAMS,
    partition_of_dismissals,
    partition_of_leads,
    partition_of_names,
    partition_of_team_counts,
    partition_of_teams,
)
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    NothingPersonal,
    Row,
)


def _team(_: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(from_item(records.Team, item))


def _led(context: Context) -> frozenset[str]:
    caller = context.principal
    return sight.led_folds(context, caller.teams, caller.departments, caller.person)


package = Package(
    led_teams=_led,
    events={
        "teams.create": "team.changed",
        "teams.change": "team.changed",
        "teams.delete": "team.deleted",
        "teams.merge": "team.merged",
        "teams.dismiss": "team_proposal.dismissed",
    },
    routes=(routes,),
    holdings=(
        Holding(
            TEAMS,
            lambda context, _: [partition_of_teams(context.scope)],
            Copied("teams", _team),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
        Holding(
            TEAM_NAMES,
            lambda context, _: [partition_of_names(context.scope)],
            NotCopied("each team tells its names"),
            NothingPersonal("names of teams"),
        ),
        Holding(
            TEAM_LEADS,
            lambda context, _: [partition_of_leads(context.scope)],
            NotCopied("each team tells who leads it"),
            # The same step: an entry goes when its team no longer names the person.
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
        Holding(
            TEAM_COUNTS,
            lambda context, _: [partition_of_team_counts(context.scope)],
            NotCopied("the teams tell it"),
            NothingPersonal("numbers, and what was merged into what"),
        ),
        Holding(
            TEAM_DISMISSALS,
            lambda context, _: [partition_of_dismissals(context.scope)],
            NotCopied("the audit log has it"),
            NothingPersonal("pairs of teams"),
        ),
    ),
)
