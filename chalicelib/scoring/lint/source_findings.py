"""The linter's findings about sources: who sends which column."""

from collections.abc import Iterator

from chalicelib.scoring.columns import input_columns
from chalicelib.scoring.findings import Finding, joined
from chalicelib.scoring.judged_sources import not_judged
from chalicelib.scoring.needs import mixed_lines
from chalicelib.scoring.scheme import Scheme

from .column_findings import Places, near
from .sentences import finding


def source_errors(scheme: Scheme) -> Iterator[Finding]:
    """Errors: columns that name a source which is not declared, and columns of a judged source
    that nobody judges."""
    known = [source.code for source in scheme.sources]
    for n, note in enumerate(scheme.columns):
        if note.source is not None and note.source not in known:
            figures = {
                "column": note.code,
                "source": note.source,
                "known": near(note.source, known),
            }
            yield finding("unknown_source", joined("/columns", n, "source"), **figures)
    for n, source in enumerate(scheme.sources):
        lacking = not_judged(scheme, source)
        if lacking:
            where = joined("/sources", n, "judged_by")
            yield finding("not_judged", where, source=source.name, columns=", ".join(lacking))


def source_warnings(scheme: Scheme, places: Places) -> Iterator[Finding]:
    """Warnings: sources in words, columns without one, sources without columns, and lines of
    several sources in a scheme with slices."""
    if not scheme.sources:
        return
    columns = input_columns(scheme)
    used = {column.code for column in columns}
    sending = {column.source.code for column in columns if column.source is not None}
    sources = {source.code: source for source in scheme.sources}
    listed = ", ".join(sources)
    for n, note in enumerate(scheme.columns):
        pointer = joined("/columns", n)
        source = sources.get(note.source or "")
        if source is not None and source.made:
            figures = {"column": note.code, "source": source.code, "name": source.name}
            yield finding("source_in_words", joined(pointer, "source"), **figures)
        if note.source is None and note.code in used:
            yield finding("column_without_source", pointer, column=note.code, known=listed)
    for n, source in enumerate(scheme.sources):
        if source.code not in sending and not source.made:
            yield finding("source_unused", joined("/sources", n), name=source.name)
    mixed = mixed_lines(scheme)
    for indicator, pointer in places:
        if indicator.code in mixed:
            names = ", ".join(mixed[indicator.code])
            yield finding(
                "sources_of_slices",
                joined(pointer, "value"),
                indicator=indicator.name,
                sources=names,
            )
