"""What a scheme needs besides a person's row: the previous period, team means, rows by slice."""

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


def needs_slices(scheme: Scheme) -> tuple[str, ...]:
    """The columns that tell a person's rows apart, each once; empty when everybody has one row."""
    return tuple(
        dict.fromkeys(
            indicator.slices.by for indicator in scheme.indicators if indicator.slices is not None
        )
    )


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
