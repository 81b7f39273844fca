"""The file of an export of coefficients, with differences where they go into the same file."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any

from chalicelib.coefficients.columns import header
from chalicelib.coefficients.rows import CoefficientRow
from chalicelib.coefficients.writing import WRITERS
from chalicelib.differences.lines import Line
from chalicelib.exports import kept_rows, same_file
from chalicelib.exports.claimed_lines import by_id
from chalicelib.exports.records import SAME_FILE, Export
from chalicelib.exports.sources import Source
from chalicelib.person_keys import PersonKey
from chalicelib.schemes.compiled import ready
from chalicelib.store.checksums import size_and_sha256
from chalicelib.tenancy.context import Context


@dataclass(slots=True)
class _Counted:
    """Counts rows while they pass, and collects whose they are and the versions that made them."""

    rows: int = 0
    persons: dict[str, list[PersonKey]] = field(default_factory=dict)
    versions: set[int] = field(default_factory=set)

    def counting(self, rows: Iterator[CoefficientRow]) -> Iterator[CoefficientRow]:
        """Give the rows unchanged, and count them."""
        for row in rows:
            self.rows += 1
            self.persons.setdefault(row.employee_id, []).append(row.person)
            self.versions.add(row.version)
            yield row


def write_file(
    context: Context, file: IO[bytes], export: Export, source: Source, lines: list[Line] | None
) -> tuple[Export, kept_rows.Rows]:
    """Write the file. ``lines``: the differences that it has too; None: it has none."""
    counted = _Counted()
    rows, form = counted.counting(source.rows()), export.format
    name, of_lines = "coefficients", dict[str, Any]()
    if lines is None:
        WRITERS[form](file, rows, source.columns)
    else:
        columns = same_file.columns_of(source.columns, lines)
        same_file.write(file, form, rows, lines, columns, context.language)
        name = "coefficients-and-differences"
        of_lines = {"lines": len(lines), "line_pieces": kept_rows.pieces_for(len(by_id(lines)))}
    size, digest = size_and_sha256(file)
    made = replace(
        export,
        **of_lines,
        filename=f"{export.scheme}-{export.period}-{name}.{form}",
        rows=counted.rows + len(lines or ()),
        bytes=size,
        sha256=digest,
        versions=tuple(_version(context, export.scheme, one) for one in sorted(counted.versions)),
        period_state=source.period.state,
        outdated_results=source.period.outdated or 0,
        row_pieces=kept_rows.pieces_for(len(counted.persons)),
    )
    return made, counted.persons


def _version(context: Context, scheme: str, number: int) -> dict[str, Any]:
    found = ready(context.table, context.scope, scheme, number)
    return {"version": number, "sha256": found.sha256 if found else None}


def manifest(made: Export, source: Source, lines: list[Line] | None) -> dict[str, Any]:
    of_lines: dict[str, Any] = {}
    columns = header(source.columns)
    if lines is not None:
        of_lines = {"differences": SAME_FILE, "lines": len(lines)}
        columns = same_file.names(same_file.columns_of(source.columns, lines))
    return {
        "scheme": made.scheme,
        "period": made.period,
        "period_state": made.period_state,
        "outdated_results": made.outdated_results,
        "format": made.format,
        "filename": made.filename,
        "columns": columns,
        "rows": made.rows,
        **of_lines,
        "not_paying": source.period.not_paying or 0,
        "bytes": made.bytes,
        "sha256": made.sha256,
        "scheme_versions": made.versions,
        **source.manifest(),
    }
