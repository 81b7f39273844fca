"""Sources whose figures people judge here: which lines an inspection fills, and which it cannot."""

from dataclasses import dataclass
from typing import Final

from .columns import input_columns
from .scheme import INSPECTION, Indicator, Scheme, Source
from .sources import source_of
from .values.rating import Rating
from .values.sample import Sample

#: The role of a rating whose marks inspectors give.
INSPECTOR: Final = "inspector"


@dataclass(frozen=True, slots=True)
class Judged:
    """What inspectors judge of each ticket for one source: checklists and marks, by indicator."""

    samples: tuple[tuple[Indicator, Sample], ...]
    ratings: tuple[tuple[Indicator, Rating], ...]

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the judgements give."""
        counts = (column for _, value in self.samples for column in (value.failures, value.size))
        return frozenset((*counts, *(value.columns[INSPECTOR] for _, value in self.ratings)))


def judged_sources(scheme: Scheme) -> tuple[Source, ...]:
    """Return the sources of the scheme that no file gives."""
    return tuple(source for source in scheme.sources if source.judged_by is not None)


def inspected(scheme: Scheme, source: str) -> Judged:
    """Return what an inspection judges for a source of the scheme.

    Those are the samples that have a checklist and both columns in the source, and the ratings
    whose column of inspectors is in it.
    """
    own = columns_of_source(scheme, source)
    samples = tuple(
        (indicator, indicator.value)
        for indicator in scheme.indicators
        if isinstance(indicator.value, Sample)
        and indicator.value.checklist
        and {indicator.value.failures, indicator.value.size} <= own
    )
    ratings = tuple(
        (indicator, indicator.value)
        for indicator in scheme.indicators
        if isinstance(indicator.value, Rating) and indicator.value.columns.get(INSPECTOR) in own
    )
    return Judged(samples, ratings)


def not_judged(scheme: Scheme, source: Source) -> tuple[str, ...]:
    """Return the columns of a source judged by inspection that no judgement gives, in order."""
    if source.judged_by != INSPECTION:
        return ()
    given = inspected(scheme, source.code).columns
    own = columns_of_source(scheme, source.code)
    return tuple(one.code for one in input_columns(scheme) if one.code in own - given)


def columns_of_source(scheme: Scheme, source: str) -> frozenset[str]:
    """Return the columns that belong to a source."""
    declared = {note.code: note.source for note in scheme.columns}
    found = set()
    for column in input_columns(scheme):
        belongs = source_of(scheme, declared.get(column.code))
        if belongs is not None and belongs.code == source:
            found.add(column.code)
    return frozenset(found)
