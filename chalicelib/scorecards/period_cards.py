"""The current scorecards of a scheme's period: whole, or only the members that are counted."""

from collections.abc import Iterator
from decimal import Decimal
from sys import intern
from typing import NamedTuple

from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.keys import CURRENT, partition_of_scorecards
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.store.converters import Item
from chalicelib.store.keys import key_of_item
from chalicelib.tenancy.context import Context

#: The group of all people, for a scheme that does not rank by team.
ALL = ""
#: The members of a card that are counted, and whose it is.
COUNTED = (
    *("employee_id", "team", "total", "grade", "version", "paid_by", "share"),
    *("upload", "revision", "imported"),
)
#: What a card pays of its person's month: all, a share, nothing. PAST: nothing, it was imported.
ALL_OF_IT, A_SHARE, NOTHING, PAST = "", "share", "nothing", "past"


class Head(NamedTuple):
    """The counted members of a current card.

    ``total`` is None without enough data. ``team`` and ``grade`` are empty when the card has none.
    ``pays`` is ALL_OF_IT, A_SHARE, NOTHING or PAST. ``upload`` and ``revision`` are for the lists.
    """

    team: str
    total: Decimal | None
    grade: str
    version: int
    pays: str = ALL_OF_IT
    upload: str = ""
    revision: int = 1

    @property
    def imported(self) -> bool:
        """Whether the result was not computed here."""
        return self.pays == PAST


def head_of(card: Scorecard) -> Head:
    """Return the counted members of a card."""
    pays = _pays(card.paid_by, card.share, card.imported)
    return Head(
        card.team or "",
        card.total,
        card.grade or "",
        card.version,
        pays,
        card.upload,
        card.revision,
    )


def _pays(paid_by: object, share: object, imported: object) -> str:
    if imported:
        return PAST
    return NOTHING if paid_by is not None else A_SHARE if share is not None else ALL_OF_IT


def read_heads(context: Context, scheme: str, period: str) -> Iterator[tuple[PersonKey, Head]]:
    """Give the person and the counted members of every current card, shard by shard."""
    for item in heads(context, scheme, period, only=COUNTED):
        yield (
            PersonKey(item["employee_id"]),
            Head(
                item.get("team", ""),
                item.get("total"),
                item.get("grade", ""),
                int(item["version"]),
                _pays(item.get("paid_by"), item.get("share"), item.get("imported")),
                intern(item["upload"]),
                int(item["revision"]),
            ),
        )


def heads(context: Context, scheme: str, period: str, *, only: tuple[str, ...]) -> Iterator[Item]:
    """Give the attributes ``only`` of every current card, shard by shard.

    The lines are most of a card. The table does not send them.
    """
    for shard in range(context.principal.shards):
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        yield from context.table.query_all(partition, prefix=CURRENT, only=only)


def current_cards(context: Context, scheme: str, period: str) -> Iterator[Scorecard]:
    """Give every current card of the period, shard by shard."""
    for shard in range(context.principal.shards):
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        for item in context.table.query_all(partition, prefix=CURRENT):
            yield card_of(key_of_item(item), item)


def computed_cards(context: Context, scheme: str, period: str) -> Iterator[Scorecard]:
    """Give every current card of the period that was computed here, and not imported."""
    return (card for card in current_cards(context, scheme, period) if not card.imported)


def group_of(card: Scorecard, *, by_team: bool) -> str:
    """Return the group in which a card is ranked: its team, or ALL."""
    return (card.team or "") if by_team else ALL
