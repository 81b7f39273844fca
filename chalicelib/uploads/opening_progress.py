"""Store how far a workbook is opened, on condition that this run knows how far it was."""

from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.reading.steps import Place
from chalicelib.results.leased_run import TakenOver
from chalicelib.store.changes import actions_of
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import PROCESSING, Upload


def paused(context: Context, upload: Upload, parts: int, place: Place) -> None:
    """Store the place after so many kept parts. Raises TakenOver."""
    _store(context, upload, opened_parts=parts, opening=place.as_item(), opened_whole=False)


def ended(context: Context, upload: Upload, parts: int) -> None:
    """Store that the workbook is opened whole, in so many parts. Raises TakenOver."""
    _store(context, upload, opened_parts=parts, opened_whole=True)


def _store(context: Context, upload: Upload, **changes: Any) -> None:
    known: Any = Path("opened_parts") == upload.opened_parts
    if not upload.opened_parts:
        known |= Path("opened_parts").does_not_exist()
    key = key_of_upload(context.scope, upload.id)
    try:
        context.table.update(key, actions_of(changes), (Path("status") == PROCESSING) & known)
    except ConditionFailed:
        raise TakenOver from None
