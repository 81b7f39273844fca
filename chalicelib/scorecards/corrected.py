"""Corrected results: what stands of a locked period's result, beside the one that was locked.

The locked result never changes. Its item says that a corrected one stands, so whoever reads it
knows without another read (docs/decisions/corrections.md). The corrected one goes on with its
revisions; those before lie among the former revisions of the person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.errors import invalid_value
from chalicelib.language import Text
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.keys import key_of_corrected, partition_of_corrected
from chalicelib.scorecards.records import Scorecard
from chalicelib.scorecards.versions import version_of
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, parts_of
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import TenantScope

if TYPE_CHECKING:
    from chalicelib.scorecards.outdated import Shown

#: Where a result is: scheme, period, person.
Place = tuple[str, str, PersonKey]
NOT_FOLLOWED = Text(
    "effective 不能与 sync 或 modified_since 同用；更正见事件 correction.made。",
    "`effective` goes with neither `sync` nor `modified_since`; corrections are events "
    "(`correction.made`).",
)
#: Corrected results of one query.
AT_ONCE = 200


def corrected_write(scope: TenantScope, card: Scorecard) -> tuple[Key, Item]:
    """Return the write that makes the card what stands of its person's locked result."""
    item = to_item(card)
    del item["scheme"], item["period"]
    return key_of_corrected(scope, card.scheme, card.period, card.person), item


def corrected_of(item: Any) -> Scorecard:
    """Return the corrected result that an item holds."""
    _, _, scheme, period = parts_of(item["pk"])
    return from_item(Scorecard, {**item, "scheme": scheme, "period": period})


def read_corrected(context: Context, places: Iterable[Place]) -> dict[Place, Scorecard]:
    """Return the corrected results that stand at places. A hundred are one read."""
    keys = {key_of_corrected(context.scope, *place): place for place in dict.fromkeys(places)}
    found = context.table.get_many(list(keys)) if keys else {}
    return {keys[key]: corrected_of(item) for key, item in found.items()}


def standing_of(context: Context, card: Scorecard) -> Scorecard:
    """Return what stands of a current result: the corrected one, or itself."""
    if card.corrected is None:
        return card
    place = place_of(card)
    return read_corrected(context, [place]).get(place, card)


def effective(context: Context, shown: "Sequence[Shown]") -> "list[Shown]":
    """Return what stands of each result, in order: the corrected one where there is one."""
    found = read_corrected(
        context, (place_of(card) for card, _, _ in shown if card.corrected is not None)
    )
    stands: list[Shown] = []
    for card, version, record in shown:
        other = found.get(place_of(card))
        known = version if other is None else version_of(context, other)
        stands.append((other or card, known, record))
    return stands


def refuse_followed(query: Mapping[str, Any]) -> None:
    """Raise Invalid (422) for a list of what stands that is to be followed: a correction changes no
    entry of its period's directory. It is an event (``correction.made``)."""
    if query["effective"] and not query.keys().isdisjoint(("sync", "modified_since")):
        raise invalid_value("/effective", "not_followed", NOT_FOLLOWED)


def corrected_cards(
    context: Context, scheme: str, period: str, after: str = ""
) -> Iterator[Scorecard]:
    """Give the corrected results of a period, by person, after a person."""
    partition = partition_of_corrected(context.scope, scheme, period)
    start = key_of_corrected(context.scope, scheme, period, PersonKey(after)).sk if after else None
    while True:
        page = context.table.query(partition, after=start, limit=AT_ONCE)
        yield from map(corrected_of, page.items)
        if page.after is None:
            return
        start = page.after


def place_of(card: Scorecard) -> Place:
    return card.scheme, card.period, card.person
