"""One file of a copy: rows of one collection as compressed JSON Lines."""

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

#: Items of a part, so that one is made in a small share of an invocation's time.
SIZE = 5000
PAGE = 500
CONTENT_TYPE = "application/gzip"


@dataclass(frozen=True, slots=True)
class Part:
    """A part that was written (None: there was nothing left), and where the next one begins."""

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
    """Write the next part of the collections of a name, from the key ``after`` on.

    ``sources`` are their partitions, in the order of their names, with what shows their items.
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
    """The rows of up to SIZE items after a key.

    ``last`` is the key of the last item that was read, None at the end of all.
    """

    def __init__(
        self, context: Context, sources: Mapping[str, Rows], after: tuple[str, ...]
    ) -> None:
        self._context, self._sources = context, sources
        self._after = after
        self.last: tuple[str, ...] | None = None

    def rows(self) -> Iterator[Row]:
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
    """The rows, one JSON object a line; the same rows give the same bytes."""
    count = 0
    with gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed:
        for row in rows:
            packed.write(exact_json.write(row).encode() + b"\n")
            count += 1
    return count
