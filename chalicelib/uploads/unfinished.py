"""Uploads that an erasure has to wait for: their file came before the erasure was requested.

Such a file names the person as before. Its run writes the person's rows as errors, since the
register has forgotten the person. After the last run nothing more is written, and the erasure can
empty what was. A file that comes later is one that still names an erased person: its row is an
error that holds the id alone.
"""

from datetime import datetime, timedelta

from chalicelib.tenancy.context import Context, timestamp
from chalicelib.uploads.arrival_order import arrival
from chalicelib.uploads.failed_uploads import as_shown
from chalicelib.uploads.records import AWAITING, FINAL, Upload

#: An upload whose file came longer ago is no longer waited for: its message is lost. Retries take
#: less than an hour, and a file that waits for another one 20 minutes.
LONGEST = timedelta(days=1)


def came_before(context: Context, upload: Upload, moment: str) -> bool:
    """Return whether the upload's file had arrived at ``moment`` (RFC 3339, UTC)."""
    if upload.created_at > moment:
        return False
    came = arrival(context, upload)
    return came is not None and came[0] <= moment


def may_still_write(context: Context, upload: Upload, moment: str) -> bool:
    """Return whether a run of the upload, whose file had arrived at ``moment``, may still write."""
    if as_shown(upload, timestamp(context.platform.clock())).status in FINAL:
        return False
    since = upload.form_expires_at or upload.created_at
    if upload.status == AWAITING and _long_ago(context, since):
        return False
    came = arrival(context, upload) if upload.created_at <= moment else None
    return came is not None and came[0] <= moment and not _long_ago(context, came[0])


def _long_ago(context: Context, moment: str) -> bool:
    return context.platform.clock() - datetime.fromisoformat(moment) > LONGEST
