"""Keys of signals, of the runs that find them, and of the rules that these go by."""

from chalicelib.store.keys import Key
from chalicelib.tenancy.scope import Collection, TenantScope

SIGNALS = Collection("signals")
#: The latest run of each scheme's period.
SIGNAL_RUNS = Collection("signal-runs")
#: What a scheme's periods are looked through for, by the scheme's code.
SIGNAL_SETTINGS = Collection("signal-settings")


def partition_of_signals(scope: TenantScope, period: str, scheme: str) -> str:
    return scope.partition(SIGNALS, period, scheme)


def key_of_signal(scope: TenantScope, period: str, scheme: str, signal_id: str) -> Key:
    return scope.key(partition_of_signals(scope, period, scheme), signal_id)


def partition_of_runs(scope: TenantScope) -> str:
    return scope.partition(SIGNAL_RUNS)


def key_of_run(scope: TenantScope, run_id: str) -> Key:
    return scope.key(partition_of_runs(scope), run_id)


def partition_of_settings(scope: TenantScope) -> str:
    return scope.partition(SIGNAL_SETTINGS)


def key_of_settings(scope: TenantScope, scheme: str) -> Key:
    return scope.key(partition_of_settings(scope), scheme)
