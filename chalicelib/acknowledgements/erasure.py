"""Move an erased person's acknowledgements to the pseudonym."""

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.acknowledgements.keys import key_of_acknowledgement
from chalicelib.acknowledgements.records import acknowledgement_of
from chalicelib.periods.records import places
from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import parts_of
from chalicelib.store.records import to_item
from chalicelib.tenancy.holdings import Erasing
from chalicelib.tenancy.moved_items import move_item


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Move what the person said of every period. Gives sort keys of periods as checkpoints.

    Results have moved before, so nothing more is said of them under the person's key. What was said
    of a result that is gone moves too. Counts stay as they are.
    """
    for place in places(erasing.context):
        if after is None or place > after:
            period, scheme = parts_of(place)
            _move(erasing, period, scheme)
            yield place


def _move(erasing: Erasing, period: str, scheme: str) -> None:
    context, pseudonym = erasing.context, PersonKey(erasing.pseudonym)
    key = key_of_acknowledgement(context.scope, period, scheme, erasing.person)
    item = context.table.get(key)
    if item is None:
        return
    before = acknowledgement_of(item)
    moved = to_item(replace(before, person=pseudonym))
    place = key_of_acknowledgement(context.scope, period, scheme, pseudonym)
    move_item(erasing, key, before.revision, (place, moved))
    erasing.count("acknowledgements")
