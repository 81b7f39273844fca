"""The current scorecards of a scheme's period: all of them, or what is counted of each."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.store.converters import Item
from chalicelib.store.keys import key_of_item
from chalicelib.tenancy.context import Context

#: The group of everybody, for a scheme that ranks all together.
ALL = ""
#: Of a card, what is counted and whose it is.
COUNTED = ("employee_id", "team", "total", "grade", "version")


class Head(NamedTuple):
    """What is counted of a current card. No total: not enough data."""

    team: str
    total: Decimal | None
    grade: str
    version: int


def head_of(card: Scorecard) -> Head:
    return Head(card.team or "", card.total, card.grade or "", card.version)


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
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        yield from context.table.query_all(partition, prefix=CURRENT, only=only)


def current_cards(context: Context, scheme: str, period: str) -> Iterator[Scorecard]:
    """Every current card of the period, shard after shard."""
    for shard in range(context.principal.shards):
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        for item in context.table.query_all(partition, prefix=CURRENT):
            yield card_of(key_of_item(item), item)


def group_of(card: Scorecard, *, by_team: bool) -> str:
    """The group in which a card is ranked."""
    return (card.team or "") if by_team else ALL
