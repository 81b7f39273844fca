"""The files of a period that have come and are not scored yet."""

from chalicelib.tenancy.context import Context
from chalicelib.uploads.arrival_order import unfinished_in
from chalicelib.uploads.keys import name_of_upload_object
from chalicelib.uploads.records import AWAITING

#: Announced uploads whose file is looked for at most: each costs a request to the bucket.
MOST_LOOKED_FOR = 20


def running_files(context: Context, scheme: str, period: str, most: int) -> list[str]:
    """Return the ids of up to ``most`` uploads of the period that are not finished, with a file.

    Uploads announced within a day (uploads/arrival_order.py); older ones are given up.
    """
    found: list[str] = []
    announced = 0
    for one in unfinished_in(context, scheme, period, context.now):
        if len(found) >= most or announced >= MOST_LOOKED_FOR:
            break
        if one.status == AWAITING:
            announced += 1
            name = name_of_upload_object(context.scope, one.file_id, one.filename)
            if not context.objects.is_stored(name):
                continue
        found.append(one.id)
    return found
