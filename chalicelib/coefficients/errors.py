"""Errors: a locked period's coefficients cannot be read yet (409)."""

from chalicelib.coefficients.records import Snapshot
from chalicelib.errors import Busy, Conflict
from chalicelib.language import Text

PENDING = Text(
    "该期间刚刚锁定，正在保存锁定时的数据，请稍候。",
    "The period is locked, and the snapshot of what was locked is being taken; wait a moment.",
)


class SnapshotPending(Busy):
    """The snapshot of the locked period is not taken yet."""

    def __init__(self) -> None:
        super().__init__("snapshot_pending", PENDING)


class SnapshotFailed(Conflict):
    """The snapshot of the locked period ended without success. Locking again asks for it again."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__("snapshot_failed", failed(snapshot))


def failed(snapshot: Snapshot) -> Text:
    """Return the sentence that the snapshot failed, and why."""
    why = (snapshot.reason or {}).get("message", {})
    return Text(
        f"锁定时的数据未能保存：{why.get('zh', '')}",
        f"The snapshot of what was locked could not be taken: {why.get('en', '')}",
    )
