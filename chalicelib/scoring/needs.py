"""What a scheme needs besides a person's row: the previous period, team means, rows by slice."""

from .columns import input_columns, uses
from .scheme import Scheme
from .values.sample import Sample


def needs_previous(scheme: Scheme) -> bool:
    """Whether any indicator uses the previous period (rules.md §1 growth, previous(); §3)."""
    return any(
        indicator.not_available == "carry_previous" or indicator.value.looks_back
        for indicator in scheme.indicators
    )


def needs_team_means(scheme: Scheme) -> bool:
    """Whether any indicator takes the team's mean when it is not available (rules.md §3)."""
    return any(indicator.not_available == "team_mean" for indicator in scheme.indicators)


def needs_slices(scheme: Scheme, source: str | None = None) -> tuple[str, ...]:
    """The columns that tell a person's rows apart, each once; empty when everybody has one row.

    Of the file of one source (by code): those of the lines that it sends columns for.
    """
    found: dict[str, None] = {}
    of = {} if source is None else {c.code: c.source for c in input_columns(scheme)}
    for indicator in scheme.indicators:
        if indicator.slices is None:
            continue
        sent = (of.get(use.column) for use in uses(indicator))
        if source is None or any(one is not None and one.code == source for one in sent):
            found[indicator.slices.by] = None
    return tuple(found)


def mixed_lines(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """The lines that read several sources in a scheme with slices, with the codes of the sources.

    Files of these sources cannot be joined row by row.
    """
    keys = set(needs_slices(scheme))
    if not keys:
        return {}
    of = {one.code: one.source.code for one in input_columns(scheme) if one.source is not None}
    found = {
        one.code: tuple(
            dict.fromkeys(
                of[use.column] for use in uses(one) if use.column in of and use.column not in keys
            )
        )
        for one in scheme.indicators
    }
    return {code: sources for code, sources in found.items() if len(sources) > 1}


def counted_columns(scheme: Scheme) -> frozenset[str]:
    """The columns that must hold counts because of how the scheme uses them.

    How many were drawn, how many of them failed, and the column of a smallest sample, whatever the
    document says of their units.
    """
    samples = (one.value for one in scheme.indicators if isinstance(one.value, Sample))
    least = (one.min_sample for one in scheme.indicators)
    return frozenset(
        (
            *(column for sample in samples for column in (sample.failures, sample.size)),
            *(one.column for one in least if one is not None),
        )
    )
