"""Figures that people judged here become a file of one source, which is scored as any file is.

Whoever closes a judgement (an inspection) sends its totals this way: merging, revisions, findings
and the order of files are those of every upload. The upload says what judged it (``judged``).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.records import REJECT
from chalicelib.uploads.continuation import hand_on
from chalicelib.uploads.keys import key_of_upload, name_of_upload_object
from chalicelib.uploads.records import AGENT, AWAITING, Upload
from chalicelib.uploads.service import CONTENT_TYPES, FORM_LIFE

#: The name of the file. The worker may store files of this name, and no others.
FILENAME: Final = "judged.csv"


@dataclass(frozen=True, slots=True)
class JudgedFigures:
    """The figures of one source of a scheme's period. ``judged`` names what judged them.

    ``columns`` are codes of columns; ``rows`` are the employee id and a cell for each column.
    """

    scheme: str
    period: str
    source: str
    judged: str
    columns: Sequence[str]
    rows: Iterable[tuple[str, Sequence[str]]]


def send(context: Context, upload_id: str, figures: JudgedFigures) -> None:
    """Store the figures as the file of an upload of this id, and ask for its scoring.

    It may be repeated: the upload is made once, and of its file the first version counts. The same
    figures give the same bytes.
    """
    _announce(context, upload_id, figures)
    name = name_of_upload_object(context.scope, upload_id, FILENAME)
    context.objects.put(name, _file(figures), CONTENT_TYPES["csv"])
    hand_on(context.platform, context.scope.tenant, upload_id)


def _announce(context: Context, upload_id: str, figures: JudgedFigures) -> None:
    """Store the upload, with its event, unless it is there."""
    wanted: dict[str, Any] = {
        "scheme": figures.scheme,
        "period": figures.period,
        "source": figures.source,
        "judged": figures.judged,
        "filename": FILENAME,
        "on_error": "skip",
        "grain": AGENT,
        "unknown_employees": REJECT,
    }
    upload = Upload(
        id=upload_id,
        status=AWAITING,
        created_at=context.time,
        created_by=context.principal.credential,
        form_expires_at=timestamp(context.now + FORM_LIFE),
        **wanted,
    )
    unit = Unit(context.table)
    unit.put(key_of_upload(context.scope, upload_id), to_item(upload), Path("pk").does_not_exist())
    target = f"uploads/{upload_id}"
    unit.put(*event_write(context, "uploads.create", target, None, wanted, revision=1))
    try:
        unit.commit()
    except ConditionFailed:
        return


def _file(figures: JudgedFigures) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["employee_id", *figures.columns])
    for employee_id, cells in figures.rows:
        writer.writerow([employee_id, *cells])
    return text.getvalue().encode()
