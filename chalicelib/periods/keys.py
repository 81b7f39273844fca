"""Keys of periods. Pilots' periods have a partition of their own, so no list contains them."""

from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.store.keys import Key, parts_of
from chalicelib.tenancy.scope import Collection, TenantScope

PERIODS = Collection("periods")
PILOT_PERIODS = Collection("pilot-periods")
#: Pieces of the summaries of periods (:mod:`chalicelib.periods.summaries`).
SUMMARIES = Collection("period-summaries")
#: One entry for each lease that a run has taken (:mod:`chalicelib.periods.lease`).
LEASES = Collection("period-leases")
#: One entry for each month whose results have changed (:mod:`chalicelib.periods.changed_months`).
CHANGED = Collection("changed-periods")


def partition_of_periods(scope: TenantScope) -> str:
    return scope.partition(PERIODS)


def partition_of_pilot_periods(scope: TenantScope) -> str:
    return scope.partition(PILOT_PERIODS)


def key_of_period(scope: TenantScope, period: str, scheme: str) -> Key:
    """Return the key of a scheme's period, or of a pilot's when ``scheme`` is a pilot's code."""
    pilot = pilot_of(scheme) is not None
    partition = partition_of_pilot_periods(scope) if pilot else partition_of_periods(scope)
    return scope.key(partition, period, scheme)


def partition_of_summaries(scope: TenantScope, period: str, scheme: str) -> str:
    """Return the partition with the pieces of all generations of a period's summary."""
    return scope.partition(SUMMARIES, period, scheme)


def key_of_piece(
    scope: TenantScope, period: str, scheme: str, generation: str, table: str, piece: int
) -> Key:
    """Return the key of a piece, by its number, of one of the tables of a summary."""
    partition = partition_of_summaries(scope, period, scheme)
    return scope.key(partition, generation, table, f"{piece:05d}")


def key_of_ordered_piece(
    scope: TenantScope, period: str, scheme: str, generation: str, table: str, name: str
) -> Key:
    """Return the key of a piece of an ordered table, or of its index, by its name."""
    return scope.key(partition_of_summaries(scope, period, scheme), generation, table, name)


def key_of_dropped_piece(scope: TenantScope, period: str, scheme: str, sort: str) -> Key:
    """Return the key of an item of the period's summaries that a former one had, by its sort key.

    ``sort`` is as a key that was made here had it.
    """
    return scope.key(partition_of_summaries(scope, period, scheme), *parts_of(sort))


def partition_of_leases(scope: TenantScope) -> str:
    return scope.partition(LEASES)


def key_of_lease(scope: TenantScope, period: str, scheme: str, claim: str) -> Key:
    """Return the key of the entry of the lease that a run holds under ``claim``."""
    return scope.key(partition_of_leases(scope), period, scheme, claim)


def partition_of_changed(scope: TenantScope) -> str:
    return scope.partition(CHANGED)


def key_of_changed(scope: TenantScope, period: str, scheme: str) -> Key:
    """Return the key of the entry that a month's results have changed."""
    return scope.key(partition_of_changed(scope), period, scheme)
