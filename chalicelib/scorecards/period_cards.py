"""The current scorecards of a scheme's period: whole, or only the members that are counted.

Results that a correction added to a locked period are none of it (scorecards/records.py: added).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from sys import intern
from typing import Any, NamedTuple

from chalicelib.periods.source_counts import Origins
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
    *("upload", "revision", "imported", "layers", "awaiting", "without", "void", "vetoed"),
)
#: What a card pays of its person's month: all, a share, nothing. PAST: nothing, it was imported.
#: VOID: nothing, it is void.
ALL_OF_IT, A_SHARE, NOTHING, PAST, VOID = "", "share", "nothing", "past", "void"
#: What the directory says of a result that awaits a source.
WAITS = "waits"


class Head(NamedTuple):
    """The counted members of a current card.

    ``total`` is None without enough data. ``team`` and ``grade`` are empty when the card has none.
    ``pays`` is ALL_OF_IT, A_SHARE, NOTHING, PAST or VOID. ``upload`` and ``revision`` are for the
    lists. ``layers`` (pairs of source and upload), ``awaiting`` and ``without`` say which sources
    came from elsewhere, are awaited, or will not come. ``vetoed``: a veto set the grade.
    """

    team: str
    total: Decimal | None
    grade: str
    version: int
    pays: str = ALL_OF_IT
    upload: str = ""
    revision: int = 1
    layers: tuple[tuple[str, str], ...] = ()
    awaiting: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    vetoed: bool = False

    @property
    def ranked_by(self) -> Decimal | None:
        """The total by which the result is ranked; None: it is not. Of a vetoed result, and of one
        that was imported, the total tells no place among the others."""
        return None if self.imported or self.vetoed else self.total

    @property
    def origins(self) -> Origins:
        """Where its figures came from."""
        return Origins(self.upload, self.layers, self.awaiting, self.without)

    @property
    def imported(self) -> bool:
        """Whether the result was not computed here."""
        return self.pays == PAST

    @property
    def void(self) -> bool:
        """Whether the result was declared void."""
        return self.pays == VOID


def head_of(card: Scorecard) -> Head:
    """Return the counted members of a card."""
    pays = _pays(card.paid_by, card.share, card.imported, card.void)
    return Head(
        card.team or "",
        card.total,
        card.grade or "",
        card.version,
        pays,
        card.upload,
        card.revision,
        _uploads(card.layers),
        card.awaiting or (),
        card.without or (),
        bool(card.vetoed),
    )


def _uploads(layers: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    if not layers:
        return ()
    return tuple((code, intern(str(at[0]))) for code, at in sorted(layers.items()))


def _pays(paid_by: object, share: object, imported: object, void: object) -> str:
    if imported:
        return PAST
    if void is not None:
        return VOID
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
                _pays(*map(item.get, ("paid_by", "share", "imported", "void"))),
                intern(item["upload"]),
                int(item["revision"]),
                _uploads(item.get("layers")),
                tuple(item.get("awaiting") or ()),
                tuple(item.get("without") or ()),
                bool(item.get("vetoed")),
            ),
        )


def heads(context: Context, scheme: str, period: str, *, only: tuple[str, ...]) -> Iterator[Item]:
    """Give the attributes ``only`` of every current card, shard by shard.

    The lines are most of a card. The table does not send them.
    """
    for shard in range(context.principal.shards):
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        for item in context.table.query_all(partition, prefix=CURRENT, only=(*only, "added")):
            if not item.get("added"):
                yield item


def current_cards(context: Context, scheme: str, period: str) -> Iterator[Scorecard]:
    """Give every current card of the period, shard by shard."""
    for shard in range(context.principal.shards):
        partition = partition_of_scorecards(context.scope, scheme, period, shard)
        for item in context.table.query_all(partition, prefix=CURRENT):
            if not item.get("added"):
                yield card_of(key_of_item(item), item)


def computed_cards(context: Context, scheme: str, period: str) -> Iterator[Scorecard]:
    """Give every current card of the period that was computed here, and not imported."""
    return (card for card in current_cards(context, scheme, period) if not card.imported)


def valued_cards(context: Context, scheme: str, period: str) -> Iterator[Scorecard]:
    """Give every current card whose values count in the mean of its team: a computed one that is
    not void."""
    return (card for card in computed_cards(context, scheme, period) if card.void is None)


def group_of(card: Scorecard, *, by_team: bool) -> str:
    """Return the group in which a card is ranked: its team, or ALL."""
    return (card.team or "") if by_team else ALL
