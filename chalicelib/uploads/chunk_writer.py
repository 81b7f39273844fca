"""Write chunks in a background thread, one after another, while the next chunk is scored."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from types import TracebackType
from typing import Self

from chalicelib.uploads import chunk, progress
from chalicelib.uploads.chunk import Job, Scored
from chalicelib.uploads.records import Upload
from chalicelib.uploads.refused_rows import Batch


class ChunkWriter:
    """Writes chunks in their order, at most one at a time, and moves the checkpoint after each.

    Leaving the block waits for the chunk in progress, so nothing is written after the lease is
    given back.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._upload = job.upload
        self._pool = ThreadPoolExecutor(1)
        self._under_way: Future[Upload] | None = None

    def write(self, batch: Batch, scored: Scored, *, last: bool) -> None:
        """Wait for the previous chunk, then begin to write this one. ``last``: of the file.

        Raises the errors of the previous chunk.
        """
        upload = self.written()
        # A new thread has an empty context. The guard needs the tenant from this thread's context.
        work = copy_context().run
        self._under_way = self._pool.submit(work, self._write, upload, batch, scored, last)

    def written(self) -> Upload:
        """Wait for the chunk in progress; return the upload with its checkpoint after that chunk.

        Raises the errors of that chunk.
        """
        if self._under_way is not None:
            self._upload = self._under_way.result()
            self._under_way = None
        return self._upload

    def _write(self, upload: Upload, batch: Batch, scored: Scored, last: bool) -> Upload:
        scored = chunk.write(self._job, upload.next_row, batch, scored)
        return progress.advance(self._job.context, upload, batch, scored, last=last)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown()
