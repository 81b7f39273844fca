"""Keys of periods. Pilots' periods have a partition of their own, so no list contains them."""

from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

PERIODS = Collection("periods")
PILOT_PERIODS = Collection("pilot-periods")


def partition_of_periods(scope: TenantScope) -> str:
    return scope.partition(PERIODS)


def partition_of_pilot_periods(scope: TenantScope) -> str:
    return scope.partition(PILOT_PERIODS)


def key_of_period(scope: TenantScope, period: str, scheme: str) -> Key:
    """Return the key of a scheme's period, or of a pilot's when ``scheme`` is a pilot's code."""
    pilot = pilot_of(scheme) is not None
    partition = partition_of_pilot_periods(scope) if pilot else partition_of_periods(scope)
    return scope.key(partition, period, scheme)
