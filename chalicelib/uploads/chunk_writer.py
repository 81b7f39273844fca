"""Writes chunks in the background, one after another, while the next one is scored."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from types import TracebackType
from typing import Self

from chalicelib.uploads import chunk, progress
from chalicelib.uploads.chunk import Batch, Job, Scored
from chalicelib.uploads.records import Upload


class ChunkWriter:
    """One chunk is on its way at most: they are written and counted in their order.

    Leaving the block waits for it, so that nothing is written once the lease is given back.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._upload = job.upload
        self._pool = ThreadPoolExecutor(1)
        self._under_way: Future[Upload] | None = None

    def write(self, batch: Batch, scored: Scored, *, last: bool) -> None:
        """Begin to write a chunk, the file's last or not, when the one before is written.

        Raises what that one raised.
        """
        upload = self.written()
        # A thread begins with no context: the guard must know there too for whom it is.
        work = copy_context().run
        self._under_way = self._pool.submit(work, self._write, upload, batch, scored, last)

    def written(self) -> Upload:
        """Wait for the chunk under way; the upload, with its checkpoint past it."""
        if self._under_way is not None:
            self._upload = self._under_way.result()
            self._under_way = None
        return self._upload

    def _write(self, upload: Upload, batch: Batch, scored: Scored, last: bool) -> Upload:
        overtaken = chunk.write(self._job, scored)
        return progress.advance(self._job.context, upload, batch, scored, overtaken, last=last)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown()
