"""An upload of a closed rating round: the round is a source of the month like a file.

The file is made from the forms when a run needs it, and stored nowhere. All else is as of a file
that somebody has sent for these sources: order of arrival, merging, revisions, findings, progress,
the board, taking it back. The id of such an upload ends with the round's id, by which results name
the round.
"""

from datetime import timedelta
from math import ceil
from typing import IO, Final

from pynamodb.expressions.operand import Path

from chalicelib.language import Text
from chalicelib.rating_forms import made_file
from chalicelib.rating_forms.records import Round, read_round
from chalicelib.reading.faults import rejected
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.store.identifiers import new_id
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.records import REJECT
from chalicelib.uploads.continuation import hand_on
from chalicelib.uploads.failed_uploads import as_shown
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import AGENT, FINAL, PROCESSING, Upload, read_upload

#: A request that found the round open may commit until its function's end: 29 seconds.
SETTLES: Final = timedelta(seconds=35)


def announce(context: Context, found: Round) -> Upload:
    """Add the upload of a round that is being closed to the request's unit, and ask for its run."""
    upload = Upload(
        id=f"{new_id('upl', context.now)}-{found.id}",
        scheme=found.scheme,
        period=found.period,
        filename=made_file.FILENAME,
        on_error="continue",
        grain=AGENT,
        status=PROCESSING,
        created_at=context.time,
        created_by=context.principal.credential,
        received_at=context.time,
        unknown_employees=REJECT,
        sources=found.sources,
        rating_round=found.id,
    )
    key = key_of_upload(context.scope, upload.id)
    context.unit.put(key, to_item(upload), Path("pk").does_not_exist())
    hand_on(context.platform, context.scope.tenant, upload.id, delay=ceil(SETTLES.total_seconds()))
    return upload


def seconds_to_wait(context: Context, upload: Upload) -> int:
    """Return for how long a round's forms may still change by requests under way; 0: not at all."""
    if upload.rating_round is None or upload.started_at is not None:
        return 0
    over, now = upload.created_at, timestamp(context.platform.clock() - SETTLES)
    return ceil(SETTLES.total_seconds()) if over > now else 0


def is_under_way(context: Context, upload_id: str) -> bool:
    """Return whether a round's values are still being counted."""
    upload = read_upload(context.table, context.scope, upload_id)
    return upload is not None and as_shown(upload, context.time).status not in FINAL


def made(context: Context, upload: Upload, version: ReadyScheme, target: IO[bytes]) -> str:
    """Write the rows of an upload's round. Return their SHA-256. Raises FileRejected."""
    found = read_round(context, upload.rating_round or "")
    if found is None:
        raise rejected("round_gone", GONE.zh, GONE.en)
    return made_file.write(context, found, version, target)


GONE = Text("找不到该评分轮次。", "The rating round is not there any more.")
