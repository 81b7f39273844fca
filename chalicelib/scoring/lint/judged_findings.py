"""The linter's warnings about what people judge: settings that do nothing, a form that no round can
ask with, and a line that counts 0 for what others may have missed."""

from collections.abc import Iterator

from chalicelib.scoring.columns import input_columns
from chalicelib.scoring.findings import Finding, joined
from chalicelib.scoring.judged_sources import inspected, judged_sources
from chalicelib.scoring.rater_roles import is_anonymous
from chalicelib.scoring.scheme import Scheme
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.sample import Sample

from .column_findings import Places
from .sentences import finding


def judged_warnings(scheme: Scheme, places: Places) -> Iterator[Finding]:
    """Warnings about samples, ratings and lines that count 0 without data."""
    judged = {
        indicator.code
        for source in judged_sources(scheme)
        for indicator, _ in inspected(scheme, source.code).samples
    }
    for indicator, pointer in places:
        value, where = indicator.value, joined(pointer, "value")
        if isinstance(value, Sample):
            if value.checklist and indicator.code not in judged:
                yield finding("checklist_unused", joined(where, "checklist"))
            if value.fails_at > 1 and (not value.checklist or value.count_of == "items"):
                yield finding("fails_at_unused", joined(where, "fails_at"))
        if isinstance(value, Rating):
            if value.anonymity_min > 1 and not any(map(is_anonymous, value.raters)):
                yield finding("anonymity_unused", joined(where, "anonymity_min"))
            if value.questions and not _can_be_asked(scheme, value):
                yield finding("round_without_source", joined(where, "questions"))
        if indicator.not_available == "zero":
            where = joined(pointer, "not_available")
            yield finding("zero_without_data", where, indicator=indicator.name)


def _can_be_asked(scheme: Scheme, value: Rating) -> bool:
    """Whether a rating round can feed the columns: their sources have marks alone."""
    columns = input_columns(scheme)
    own = {
        column.code: column.source for column in columns if column.code in value.columns.values()
    }
    sources = {source.code for source in own.values() if source is not None}
    of_these = [column for column in columns if column.source and column.source.code in sources]
    return None not in own.values() and all(column.kind == "marks" for column in of_these)
