"""What a scheme needs besides the row itself: the previous period's figures, the team's means."""

from chalicelib.scoring.scheme import Indicator, Scheme
from chalicelib.scoring.values.formula import Formula
from chalicelib.scoring.values.growth import Growth
from chalicelib.scoring.values.sample import Sample


def needs_previous(scheme: Scheme) -> bool:
    """Whether any indicator looks at the previous period (rules.md §1 growth, previous(); §3)."""
    return any(_looks_back(indicator) for indicator in scheme.indicators)


def needs_team_means(scheme: Scheme) -> bool:
    """Whether any indicator that is not available takes the team's mean."""
    return any(indicator.not_available == "team_mean" for indicator in scheme.indicators)


def needs_slices(scheme: Scheme) -> tuple[str, ...]:
    """The columns that tell a person's rows apart; empty when everybody has one row."""
    return tuple(
        dict.fromkeys(
            indicator.slices.by for indicator in scheme.indicators if indicator.slices is not None
        )
    )


def counted_columns(scheme: Scheme) -> frozenset[str]:
    """The columns that count things by what the scheme does with them, whatever it says of their
    unit: how many were drawn, how many of them failed, how many there must be at least."""
    samples = (one.value for one in scheme.indicators if isinstance(one.value, Sample))
    least = (one.min_sample for one in scheme.indicators)
    return frozenset(
        (
            *(column for sample in samples for column in (sample.failures, sample.size)),
            *(one.column for one in least if one is not None),
        )
    )


def _looks_back(indicator: Indicator) -> bool:
    if indicator.not_available == "carry_previous" or isinstance(indicator.value, Growth):
        return True
    return isinstance(indicator.value, Formula) and "previous" in indicator.value.expression.source
