"""The announcements that stand of several schemes' periods, found by their numbers.

Whoever reads a calendar reads the announcement that stands of each of its months, and none of other
schemes or of before. An announcement is superseded by the one with the next number, in one
transaction. So the one that stands is the last that there is, and halving the numbers finds it.
"""

from collections.abc import Iterable

from chalicelib.announcements.keys import key_of_announcement
from chalicelib.announcements.records import MOST, SUPERSEDED, Announcement, announcement_of
from chalicelib.tenancy.context import Context

#: A scheme's period.
Place = tuple[str, str]


def standing_of(context: Context, places: Iterable[Place]) -> dict[Place, Announcement]:
    """Return the announcement that stands of each of these periods and schemes that has one.

    One read for each hundred of them, and five more while some were announced again.
    """
    found: dict[Place, Announcement] = {}
    # Between which numbers the last one is; 0: perhaps there is none.
    bounds = dict.fromkeys(places, (0, MOST))
    while bounds:
        asked = {place: _next(low, high) for place, (low, high) in bounds.items()}
        keys = {
            place: key_of_announcement(context.scope, *place, number)
            for place, number in asked.items()
        }
        items = context.table.get_many(list(keys.values()))
        for place, number in asked.items():
            low, high = bounds.pop(place)
            item = items.get(keys[place])
            if item is None:
                high = number - 1
            else:
                found[place], low = announcement_of(item), number
            if low < high and not (place in found and found[place].status != SUPERSEDED):
                bounds[place] = low, high
    return found


def _next(low: int, high: int) -> int:
    """Return the number to look at: the first, which is mostly the only one, or that in between."""
    return 1 if low == 0 else (low + high + 1) // 2
