"""An upload of figures that a decided appeal corrected: one person's, as a layer of their own.

The file is made from the person's standing figures and the decision when a run needs it, and
stored nowhere. All else is as of a file that somebody has sent for these sources: order of arrival,
merging, revisions, progress, taking it back. The id of such an upload ends with the appeal's, by
which the new revision names its cause (scorecards/appeal_ids.py).
"""

from typing import IO

from pynamodb.expressions.operand import Path

from chalicelib.appeal_records import corrected_rows
from chalicelib.appeal_records.records import Appeal, read_appeal
from chalicelib.language import Text
from chalicelib.people.records import DELETED, read_person
from chalicelib.reading.faults import rejected
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.appeal_ids import upload_id_of
from chalicelib.scorecards.records import read_card
from chalicelib.store.identifiers import new_id
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import REJECT
from chalicelib.uploads.continuation import hand_on
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import AGENT, PROCESSING, Upload


def announce(context: Context, appeal: Appeal, upload_id: str, sources: tuple[str, ...]) -> None:
    """Add the upload of a decided appeal to the request's unit, and ask for its run.

    The run waits for the request's commit (``applied_at``).
    """
    upload = Upload(
        id=upload_id,
        scheme=appeal.scheme,
        period=appeal.period,
        filename=corrected_rows.FILENAME,
        on_error="reject",
        grain=AGENT,
        status=PROCESSING,
        created_at=context.time,
        created_by=context.principal.credential,
        received_at=_after_standing(context, appeal),
        applied_at=context.time,
        unknown_employees=REJECT,
        sources=sources,
        appeal=appeal.id,
    )
    context.unit.put(
        key_of_upload(context.scope, upload.id), to_item(upload), Path("pk").does_not_exist()
    )
    hand_on(context.platform, context.scope.tenant, upload.id, applied_at=context.time)


def _after_standing(context: Context, appeal: Appeal) -> str:
    """Return as of when the figures count: from now on, and after those that they correct, whatever
    the bucket's clock said of these."""
    card = read_card(context, appeal.scheme, appeal.period, appeal.person)
    keys = [key_of_upload(context.scope, one) for one in sorted(card.uploads)] if card else []
    items = context.table.get_many(keys) if keys else {}
    came = (item.get("received_at") for item in items.values())
    return max((context.time, *(str(one) for one in came if one is not None)))


def new_upload_id(context: Context, appeal: Appeal, of_round: str | None) -> str:
    """Return a new id for the upload of a decided appeal.

    ``of_round``: the rating round whose figures it takes the place of. The id names it too, so that
    the raters stay known as who judged, and no figure is put in place of what they gave.
    """
    upload = new_id("upl", context.now)
    return upload_id_of(upload if of_round is None else f"{upload}-{of_round}", appeal.id)


def made(context: Context, upload: Upload, version: ReadyScheme, target: IO[bytes]) -> str:
    """Write the rows of an upload's appeal. Return their SHA-256.

    Raises FileRejected, of somebody who was deleted too: the id may be another person's by now.
    """
    found = read_appeal(context, upload.appeal or "")
    if found is None:
        raise rejected("appeal_gone", GONE.zh, GONE.en)
    person = read_person(context, found.person)
    if person is None or person.status == DELETED:
        raise rejected("person_deleted", PERSON_DELETED.zh, PERSON_DELETED.en)
    return corrected_rows.write(context, found, version, upload.sources, target)


PERSON_DELETED = Text(
    "该员工已从名册中删除，更正未能计入；请恢复该员工（rehired），或在锁定后再次执行。",
    "The person was deleted from the register, so the figures were not counted. Take them back "
    "(`rehired`), or carry it out again after the lock.",
)
GONE = Text("找不到该申诉。", "The appeal is not there any more.")
