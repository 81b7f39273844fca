"""The summary of a scheme's period, made anew from its scorecards: counts, grades, versions,
ranks.

Made from every current card and not counted along the way, so that it is right whatever died
before it, and running it again changes nothing. The cards are read for it, unless one run that
alone writes the period has known all of them from its beginning (uploads/standing.py).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pynamodb.expressions.operand import Path

from chalicelib.context import Context, timestamp
from chalicelib.periods.records import packed_ranks
from chalicelib.periods.teams import Tally, packed_teams
from chalicelib.scorecards.records import CURRENT, Scorecard, card_of
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key

#: The group of everybody, for a scheme that ranks all together.
ALL = ""
#: Of a card, what is counted and whose it is.
COUNTED = ("employee_id", "team", "total", "grade", "version")


@dataclass(frozen=True, slots=True)
class Summary:
    """How many results, and how many in each grade."""

    scorecards: int
    insufficient: int
    grades: dict[str, int]


class Head(NamedTuple):
    """What is counted of a current card. No total: not enough data."""

    team: str
    total: Decimal | None
    grade: str
    version: int


def head_of(card: Scorecard) -> Head:
    return Head(card.team or "", card.total, card.grade or "", card.version)


def settle(
    context: Context,
    scheme: str,
    period: str,
    *,
    by_team: bool = False,
    known: Iterable[Head] | None = None,
) -> Summary:
    """Count and rank the period's current cards, and store the summary with the period.

    ``known`` are all of them, by who knows them; else they are read.
    """
    teams: dict[str, Tally] = {}
    ranked: list[tuple[str, Decimal]] = []
    if known is None:
        known = (head for _, head in read_heads(context, scheme, period))
    for team, total, grade, version in known:
        tally = teams.setdefault(team, Tally())
        tally.versions[version] += 1
        if total is None:
            tally.insufficient += 1
            continue
        tally.grades[grade] += 1
        ranked.append((team if by_team else ALL, total))
    grades = sum((tally.grades for tally in teams.values()), Counter[str]())
    insufficient = sum(tally.insufficient for tally in teams.values())
    summary = Summary(len(ranked) + insufficient, insufficient, dict(sorted(grades.items())))
    context.table.update(
        context.scope.period(period, scheme),
        [
            Path("period").set(period),
            Path("scheme").set(scheme),
            Path("scorecards").set(summary.scorecards),
            Path("insufficient").set(insufficient),
            Path("grades").set(summary.grades),
            Path("ranks").set(packed_ranks(ranked)),
            Path("teams").set(packed_teams(teams)),
            Path("settled_at").set(timestamp(context.platform.clock())),
        ],
    )
    return summary


def read_heads(context: Context, scheme: str, period: str) -> Iterator[tuple[str, Head]]:
    """What is counted of every current card, with whose it is."""
    for item in heads(context, scheme, period, only=COUNTED):
        yield (
            item["employee_id"],
            Head(
                item.get("team", ""), item.get("total"), item.get("grade", ""), int(item["version"])
            ),
        )


def heads(context: Context, scheme: str, period: str, *, only: tuple[str, ...]) -> Iterator[Item]:
    """Of every current card what is counted; the lines, which are most of it, are not sent."""
    for shard in range(context.principal.shards):
        partition = context.scope.scorecards(scheme, period, shard)
        yield from context.table.query_all(partition, prefix=CURRENT, only=only)


def current_cards(context: Context, scheme: str, period: str) -> Iterator[Scorecard]:
    """Every current card of the period, shard after shard."""
    for shard in range(context.principal.shards):
        partition = context.scope.scorecards(scheme, period, shard)
        for item in context.table.query_all(partition, prefix=CURRENT):
            yield card_of(Key(item["pk"], item["sk"]), item)


def group_of(card: Scorecard, *, by_team: bool) -> str:
    """The group in which a card is ranked."""
    return (card.team or "") if by_team else ALL
