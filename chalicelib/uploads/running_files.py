"""The files of a period that have come and are not scored yet, and those being withdrawn."""

from chalicelib.periods.records import PeriodRecord
from chalicelib.tenancy.context import Context
from chalicelib.uploads.arrival_order import unfinished_in
from chalicelib.uploads.keys import name_of_upload_object
from chalicelib.uploads.open_withdrawals import under_way
from chalicelib.uploads.records import AWAITING

#: Announced uploads whose file is looked for at most: each costs a request to the bucket.
MOST_LOOKED_FOR = 20


def running_files(context: Context, record: PeriodRecord, most: int) -> list[str]:
    """Return the ids of up to ``most`` uploads of the period that are not finished, with a file.

    Uploads announced within a day (uploads/arrival_order.py); older ones are given up. Of uploads
    that are being withdrawn those of any age.
    """
    found = under_way(context, record)[:most]
    announced = 0
    for one in unfinished_in(context, record.scheme, record.period, context.now):
        if len(found) >= most or announced >= MOST_LOOKED_FOR:
            break
        if one.id in found:
            continue
        if one.status == AWAITING:
            announced += 1
            name = name_of_upload_object(context.scope, one.file_id, one.filename)
            if not context.objects.is_stored(name):
                continue
        found.append(one.id)
    return found
