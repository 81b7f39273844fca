"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.periods import records as periods
from chalicelib.signals import (
    erasure,
    ids,
    presenting,
    records,
    routes,
    run_routes,
    settings_presenting,
    settings_routes,
)
from chalicelib.signals.jobs import DUE_SIGNALS, FIND_SIGNALS
from chalicelib.signals.keys import (
    SIGNAL_RUNS,
    SIGNAL_SETTINGS,
    SIGNALS,
    partition_of_runs,
    partition_of_settings,
    partition_of_signals,
)
from chalicelib.store.converters import Item
from chalicelib.store.keys import parts_of
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    NothingPersonal,
    Row,
    Targets,
)


def _signals(context: Context, _: str) -> Iterator[str]:
    for place in periods.places(context):
        period, scheme = parts_of(place)
        yield partition_of_signals(context.scope, period, scheme)


def _signal(_: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(records.signal_of(item), None, None)


def _settings(_: Context, item: Item) -> Iterator[Row]:
    yield settings_presenting.described_item(item)


package = Package(
    events={
        "signals.dismiss": "signal.dismissed",
        "signals.propose_case": "signal.case_proposed",
        "signal_runs.request": "signal_run.requested",
        "signal_runs.end": {
            "completed": "signal_run.completed",
            "failed": "signal_run.failed",
        },
        "signal_settings.change": "signal_settings.changed",
    },
    routes=(routes, run_routes, settings_routes),
    jobs=(FIND_SIGNALS, DUE_SIGNALS),
    holdings=(
        Holding(
            SIGNALS,
            _signals,
            Copied("signals", _signal),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
            targets=Targets(
                "signals/",
                lambda signal, person: ids.is_of(signal, person),
                harmless=("kind", "state"),
            ),
        ),
        Holding(
            SIGNAL_RUNS,
            lambda context, _: [partition_of_runs(context.scope)],
            NotCopied("it says how a run went, and another can be asked for"),
            NothingPersonal("it counts results, and names none"),
        ),
        Holding(
            SIGNAL_SETTINGS,
            lambda context, _: [partition_of_settings(context.scope)],
            Copied("signal_settings", _settings),
            NothingPersonal("rules of a scheme, and by which credential they were set"),
        ),
    ),
)
