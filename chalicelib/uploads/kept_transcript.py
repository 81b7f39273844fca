"""The text of a large workbook while it is opened in steps, kept in the bucket for a week.

Opening a bounded workbook takes a processor up to two minutes (docs/decisions/bounded-files.md). A
step ends when its run has little time left, or has had its share of the worker while other messages
wait (jobs/fair_share.py). Then the rows that it has read are an object, and the upload has the
place of the next row. So a run that dies in a step begins again where the step began. A workbook
that is opened in one step is kept nowhere.
"""

import io
import json
import shutil
from dataclasses import astuple
from datetime import datetime
from typing import Any, BinaryIO, NoReturn

from chalicelib.jobs.fair_share import Share
from chalicelib.reading.merges import Block
from chalicelib.reading.steps import Place, Whole
from chalicelib.results.leased_run import RESERVE, end_of
from chalicelib.store.temporary_objects import put_for_a_week
from chalicelib.tenancy.context import Context
from chalicelib.uploads import opening_progress
from chalicelib.uploads.keys import name_of_opened
from chalicelib.uploads.records import Upload


class _Rest(io.RawIOBase):
    """A file from a byte on, as a file of its own: a request that is sent again begins at 0."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file, self._start = file, start
        file.seek(start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        found = self._file.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begun = offset + self._start if whence == io.SEEK_SET else offset
        return self._file.seek(begun, whence) - self._start


class KeptTranscript:
    """The steps of opening an upload's workbook: one object for each run."""

    def __init__(self, context: Context, upload: Upload, deadline: datetime, share: Share) -> None:
        self._context = context
        self._upload = upload
        self._deadline = deadline
        self._share = share
        #: Parts that are kept, and their bytes together.
        self._parts = self._bytes = 0

    def whole(self, rows_file: BinaryIO) -> Whole | None:
        """Write a kept transcript to the file. None: there is none, or it is not whole."""
        if not self._upload.opened_whole or not self._written(rows_file):
            return None
        about = self._context.objects.read(self._name(0))
        if about is None:
            return None
        told = json.loads(about)
        blocks = tuple(Block(*corners) for corners in told["blocks"])
        return Whole(blocks, told["sheet"], tuple(told["ignored_sheets"]))

    def begun(self, rows_file: BinaryIO, part: str) -> Place | None:
        """Write what is kept of the worksheet's transcript to the file; return its place.

        None: nothing is, or not all of it: the bucket keeps it for a week. Then it begins anew.
        """
        self._parts = self._bytes = 0
        rows_file.seek(0)
        rows_file.truncate()
        kept = None if self._upload.opened_whole else self._upload.opening
        place = None if kept is None else Place.of_item(kept)
        # Another program version may choose another sheet.
        if place is None or place.part != part:
            return None
        if self._written(rows_file) and self._bytes == place.written:
            return place
        self._parts = self._bytes = 0
        rows_file.seek(0)
        rows_file.truncate()
        return None

    def over(self) -> bool:
        """Return whether this run should end its step at the next row."""
        # Asked from the first rows on that a step must read: it has come to its place.
        return self._share.over_after_step(self._deadline - RESERVE)

    def pause(self, rows_file: BinaryIO, place: Place) -> NoReturn:
        """Keep the rows of this step and the place. Raises OutOfTime, and TakenOver."""
        self._put_part(rows_file)
        opening_progress.paused(self._context, self._upload, self._parts, place)
        raise end_of(self._share)

    def end(self, rows_file: BinaryIO, whole: Whole) -> None:
        """Keep the rows of the last step, if there was another one. Raises TakenOver."""
        if not self._parts:
            return
        self._put_part(rows_file)
        about = {
            "blocks": [astuple(one) for one in whole.blocks],
            "sheet": whole.sheet,
            "ignored_sheets": whole.ignored_sheets,
        }
        body = json.dumps(about, ensure_ascii=False).encode()
        put_for_a_week(self._context.objects, self._name(0), body, "application/json")
        opening_progress.ended(self._context, self._upload, self._parts)

    def _put_part(self, rows_file: BinaryIO) -> None:
        self._parts += 1
        part = io.BufferedReader(_Rest(rows_file, self._bytes))
        put_for_a_week(self._context.objects, self._name(self._parts), part, "text/csv")

    def _written(self, rows_file: BinaryIO) -> bool:
        """Write the kept parts to the file. Return whether all were there."""
        for number in range(1, self._upload.opened_parts + 1):
            part = self._context.objects.open(self._name(number))
            if part is None:
                return False
            shutil.copyfileobj(part.body, rows_file)
            self._parts, self._bytes = number, self._bytes + part.size
        return True

    def _name(self, number: int) -> str:
        return name_of_opened(self._context.scope, self._upload.id, number)
