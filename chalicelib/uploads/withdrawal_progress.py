"""Store the progress of a withdrawal, step by step, in the upload's record.

Each step is conditional: the stored withdrawal must be at the step that this run knows. Otherwise
another run has continued it, and TakenOver is raised (:mod:`chalicelib.results.leased_run`).
"""

from functools import partial
from typing import Any, Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.language import Text
from chalicelib.periods.lease import Lease
from chalicelib.person_keys import PersonKey
from chalicelib.results.leased_run import TakenOver
from chalicelib.results.mending_means import Place
from chalicelib.store.changes import actions_of
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import WITHDRAWING, WITHDRAWN, WITHDRAWN_IN_PART, Upload
from chalicelib.uploads.unmade_people import Unmade

#: What is counted: results that other files' figures stand for again, and those without any; people
#: who went with the file that had made them, and those who stayed.
COUNTS: Final = ("restored", "removed", "people_removed", "people_kept")
REFUSED: Final = "withdrawal_refused"
LOCKED: Final = Text(
    "该期间在撤回之前已锁定，上传保持原样；锁定之后只能更正。",
    "The period was locked before the upload was withdrawn, which stays as it was; after the lock "
    "there are corrections.",
)
LOCKED_IN_PART: Final = Text(
    "撤回中断之后，该期间已锁定：一部分结果已按撤回之后计算，其余仍含该文件的数据"
    "（结果列表可按 upload 筛选）；锁定之后只能更正。",
    "The withdrawal was broken off, and the period was locked then: some results are without the "
    "file's figures, and the others have them still (lists of results can be filtered by upload). "
    "After the lock there are corrections.",
)


def begun(
    at: str, by: str, reason: str, was: str, version: int, former: dict[str, Any] | None
) -> dict[str, Any]:
    """Return the record of a withdrawal that is asked for. ``former``: one that did not come to its
    end, whose checkpoint and counts go on."""
    said = {"at": at, "by": by, "reason": reason}
    if former is not None:
        kept = {name: one for name, one in former.items() if name not in ("finished_at", "refused")}
        return {**whole(kept), **said}
    counts = dict.fromkeys(COUNTS, 0)
    place = {"shard": 0, "after": "", "means_shard": 0, "means_after": "", "step": 0}
    return {**said, "was": was, "version": version, **place, **counts}


def whole(stored: dict[str, Any]) -> dict[str, Any]:
    """Return a stored withdrawal with counts as whole numbers: the table returns decimals."""
    return {
        name: value if value is None or isinstance(value, str | dict) else int(value)
        for name, value in stored.items()
    }


def taken_back(upload: Upload, shard: int, person: PersonKey) -> bool:
    """Return whether a withdrawal of the upload that is not done has passed this person of a
    shard."""
    state = upload.withdrawal
    if upload.status not in (WITHDRAWING, WITHDRAWN_IN_PART) or state is None:
        return False
    return (shard, person) <= (int(state["shard"]), str(state["after"]))


class Progress:
    """The stored progress of the withdrawal of an upload."""

    def __init__(self, context: Context, upload: Upload) -> None:
        self._context, self._upload = context, upload
        self._state = whole(upload.withdrawal or {})

    @property
    def version(self) -> int:
        """The version of the scheme by which results are made again."""
        return int(self._state["version"])

    @property
    def asked_at(self) -> str:
        """The time on the cards that are written."""
        return str(self._state["at"])

    @property
    def shard(self) -> int:
        """The shard that is at work: those before it are done."""
        return int(self._state["shard"])

    @property
    def after(self) -> str:
        """The last person of the shard who is done; empty: nobody is."""
        return str(self._state["after"])

    @property
    def chunk(self) -> int:
        """The number of chunks that are done: the one at work has this number."""
        return int(self._state.get("chunks", 0))

    @property
    def means(self) -> Place:
        """The checkpoint of the pass over team means."""
        return Place(int(self._state["means_shard"]), str(self._state["means_after"]))

    def plan(self, first: PersonKey, *, restored: int, removed: int) -> None:
        """Store what the chunk that begins with a person will do, before it is written.

        A run before this one may have written a part of it; then its counts stand.
        """
        planned = self._state.get("planned")
        if planned is None or planned["first"] != first:
            numbers = {"restored": restored, "removed": removed}
            self._store(planned={"first": first, **numbers})

    def unmade(self, found: Unmade) -> None:
        """Count people whom the file had made. They are stored with the checkpoint."""
        numbers = {"people_removed": found.gone, "people_kept": len(found.kept)}
        self._state["planned"] |= numbers

    def advance(self, shard: int, after: str) -> None:
        """Move the checkpoint, and count what was planned."""
        planned = self._state.get("planned") or {}
        counts = {one: self._state[one] + int(planned.get(one, 0)) for one in COUNTS}
        self._store(shard=shard, after=after, planned=None, chunks=self.chunk + 1, **counts)

    def mended(self, place: Place) -> None:
        """Store how far the team means are mended."""
        self._store(means_shard=place.shard, means_after=place.after)

    def end(self, held: Lease) -> None:
        """Store that the upload is withdrawn, with its event, and the end of the lease."""
        counts = {name: self._state[name] for name in COUNTS}
        told = {"status": WITHDRAWN, **counts}
        if not _ended(self._context, self._upload, self._state, WITHDRAWN, told, held):
            raise TakenOver
        held.ended = True

    def _store(self, **parts: Any) -> None:
        step = self._state["step"]
        state = {**self._state, **parts, "step": step + 1}
        self._state = {name: value for name, value in state.items() if value is not None}
        try:
            self._context.table.update(
                key_of_upload(self._context.scope, self._upload.id),
                [Path("withdrawal").set(self._state)],
                (Path("status") == WITHDRAWING) & (Path("withdrawal.step") == step),
            )
        except ConditionFailed:
            raise TakenOver from None


def refuse(context: Context, upload: Upload) -> None:
    """Store that the period was locked meanwhile: the upload is as it was, or withdrawn in part
    where the withdrawal had begun to write before it was given up."""
    state = whole(upload.withdrawal or {})
    in_part = _has_written(state)
    words = LOCKED_IN_PART if in_part else LOCKED
    reason = {"code": "period_locked", "message": words.as_names()}
    told = {"status": REFUSED, "code": reason["code"]}
    if in_part:
        told |= {"status": WITHDRAWN_IN_PART, **{name: state[name] for name in COUNTS}}
    status = WITHDRAWN_IN_PART if in_part else str(state["was"])
    _ended(context, upload, {**state, "refused": reason}, status, told)


def _has_written(state: dict[str, Any]) -> bool:
    """Return whether a run may have changed anything: a chunk is planned before it is written."""
    planned = state.get("planned") or {}
    return any(int(state[one]) or int(planned.get(one, 0)) for one in COUNTS)


def _ended(
    context: Context,
    upload: Upload,
    state: dict[str, Any],
    status: str,
    told: dict[str, Any],
    held: Lease | None = None,
) -> bool:
    now = timestamp(context.platform.clock())
    over = status != WITHDRAWN_IN_PART  # else a chunk may be written in part, and goes on
    kept = {name: value for name, value in state.items() if name != "planned" or not over}
    changes = {"status": status, "withdrawal": {**kept, "finished_at": now}, "gave_up_at": None}
    return end_work(
        context,
        key_of_upload(context.scope, upload.id),
        actions_of(changes),
        Path("status") == WITHDRAWING,
        "uploads.end",
        f"uploads/{upload.id}",
        told,
        upload.revision + 1,
        None if held is None else partial(held.end_in, context),
    )
