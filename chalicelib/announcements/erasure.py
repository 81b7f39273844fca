"""Move what an erased person was told, and acknowledged, to the pseudonym."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.announcements.keys import key_of_told, scheme_prefix
from chalicelib.announcements.records import Telling, places
from chalicelib.person_keys import PersonKey
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.holdings import Erasing
from chalicelib.tenancy.moved_items import move_item


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Move what the person was told of every period. Gives places of periods as checkpoints.

    The register has forgotten the person before, so nobody is told under the key any more. Counts
    stay as they are.
    """
    for period, scheme in places(erasing.context):
        place = scheme_prefix(period, scheme)
        if after is None or place > after:
            _move(erasing, period, scheme)
            yield place


def _move(erasing: Erasing, period: str, scheme: str) -> None:
    context, pseudonym = erasing.context, PersonKey(erasing.pseudonym)
    shards = context.principal.shards
    key = key_of_told(context.scope, period, scheme, erasing.person, shards)
    item = context.table.get(key)
    if item is None:
        return
    before = from_item(Telling, item)
    moved = to_item(replace(before, person=pseudonym))
    place = key_of_told(context.scope, period, scheme, pseudonym, shards)
    move_item(erasing, key, before.revision, (place, moved))
    erasing.count("announcements")
