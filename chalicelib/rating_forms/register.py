"""The people of a round as the register has them."""

from collections.abc import Collection, Iterator

from chalicelib.people import headcount
from chalicelib.people.records import Employee, all_items, read_people
from chalicelib.person_keys import PersonKey
from chalicelib.results.stored_state import most_read_whole
from chalicelib.tenancy.context import Context


def people_of(context: Context, keys: Collection[PersonKey]) -> Iterator[Employee]:
    """Give the people of these keys, tombstones too, in no order.

    For many the register is read whole, page by page, as an upload of so many does: a tenth of the
    requests and of the read units.
    """
    most = most_read_whole(len(keys))
    if most is None or headcount.number(context) > most:
        yield from read_people(context, sorted(keys)).values()
        return
    for one in all_items(context):
        if one.key in keys and one.is_person:
            yield one
