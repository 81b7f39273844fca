"""Exports that came to no end by themselves: their worker failed or died each time.

What is stored stays as it was, so that the message, sent again from the dead letters, finds an
export to go on with. To those who ask, such an export has failed.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from pynamodb.expressions.operand import Path

from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import FAILED, FINAL, QUEUED, RUNNING, Export
from chalicelib.language import Text
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

#: Waiting for a period (two hours), five tries and the time between them are over well before.
LONGEST = timedelta(hours=6)

GAVE_UP = Text(
    "多次尝试后仍无法生成导出文件，请重新导出。",
    "The file could not be made, though it was tried several times; export again.",
)


def note_given_up(platform: Platform, scope: TenantScope, export_id: str) -> None:
    """Note that the last try has failed, unless the export is at its end or was never made."""
    try:
        platform.table.update(
            key_of_export(scope, export_id),
            [Path("gave_up_at").set(timestamp(platform.clock()))],
            Path("status").is_in(QUEUED, RUNNING),
        )
    except ConditionFailed:
        return


def as_it_stands(export: Export, now: datetime) -> Export:
    """The export as it is shown: failed when it was given up, or has come to no end in time."""
    if export.status in FINAL:
        return export
    over = timestamp(datetime.fromisoformat(export.requested_at) + LONGEST)
    ended_at = export.gave_up_at or (over if over <= timestamp(now) else None)
    if ended_at is None:
        return export
    reason = {"code": "gave_up", "message": GAVE_UP.as_names()}
    return replace(export, status=FAILED, reason=reason, finished_at=ended_at)
