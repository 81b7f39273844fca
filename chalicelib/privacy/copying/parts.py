"""One file of a copy: rows of collections with one name, as JSON Lines compressed by gzip."""

import gzip
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from chalicelib.privacy.copying.keys import name_of_copy_object
from chalicelib.store.checksums import size_and_sha256
from chalicelib.store.temporary_objects import put_for_a_week
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Row, Rows
from chalicelib.web import exact_json

#: Items of a part: few enough that a part takes a small share of an invocation.
SIZE = 5000
#: Items of one query.
PAGE = 500
CONTENT_TYPE = "application/gzip"


@dataclass(frozen=True, slots=True)
class Part:
    """The part that was written, and where the next part begins.

    ``written`` is an entry of ``Copy.parts``, None when no rows were left. ``after`` is the key
    (partition and sort key) of the last item that was read, None at the end of all.
    """

    written: dict[str, Any] | None
    after: tuple[str, ...] | None


def write_part(
    context: Context,
    copy_id: str,
    name: str,
    sources: Mapping[str, Rows],
    after: tuple[str, ...],
    number: int,
) -> Part:
    """Write the next part of the collections of one name, after the key ``after`` (empty: all).

    ``sources`` gives for each partition, in sorted order, the function that makes rows of an item.
    ``number`` is the part's number in the copy, and begins its file's name.
    """
    reading = _Reading(context, sources, after)
    with tempfile.TemporaryFile() as file:
        count = _write(file, reading.rows())
        if not count:
            return Part(None, None)
        size, digest = size_and_sha256(file)
        filename = f"{number:05d}-{name}.jsonl.gz"
        file.seek(0)
        where = name_of_copy_object(context.scope, copy_id, filename)
        put_for_a_week(context.objects, where, file, CONTENT_TYPE)
    written = {
        "collection": name,
        "filename": filename,
        "rows": count,
        "bytes": size,
        "sha256": digest,
    }
    return Part(written, reading.last)


class _Reading:
    """Reads the rows of about SIZE items after a key.

    ``last`` is the partition and the key of the last item read, None at the end of all.
    """

    def __init__(
        self, context: Context, sources: Mapping[str, Rows], after: tuple[str, ...]
    ) -> None:
        self._context, self._sources = context, sources
        self._after = after
        self.last: tuple[str, ...] | None = None

    def rows(self) -> Iterator[Row]:
        """Yield rows; ``last`` is the position to continue from, None at the end."""
        read = 0
        for partition, rows_of in self._sources.items():
            done, position = self._after or ("", None)
            if partition < done:
                continue
            if partition != done:
                position = None
            while True:
                page = self._context.table.query(partition, after=position, limit=PAGE)
                for item in page.items:
                    yield from rows_of(self._context, item)
                read += len(page.items)
                position = page.after
                if position is None:
                    break
                if read >= SIZE:
                    self.last = (partition, position)
                    return
        self.last = None


def _write(file: IO[bytes], rows: Iterable[Row]) -> int:
    """Write the rows, one JSON object a line. Returns their number. Equal rows give equal bytes."""
    count = 0
    with gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed:
        for row in rows:
            packed.write(exact_json.write(row).encode() + b"\n")
            count += 1
    return count
