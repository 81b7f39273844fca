"""Where the records of periods lie. Those of pilots lie apart, so that no list comes upon them."""

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
    """The record of a scheme's period; a pilot's by the pilot's code."""
    pilot = pilot_of(scheme) is not None
    partition = partition_of_pilot_periods(scope) if pilot else partition_of_periods(scope)
    return scope.key(partition, period, scheme)
