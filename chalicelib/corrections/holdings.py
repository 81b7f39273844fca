"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.corrections import by_case, erasure, presenting, records, routes
from chalicelib.corrections.jobs import FOLLOW_CORRECTION
from chalicelib.corrections.keys import CORRECTIONS, partition_of_corrections
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Copied, ErasureStage, ErasureStep, Holding, Row


def _correction(_context: Context, item: Item) -> Iterator[Row]:
    yield presenting.described(records.correction_of(item), None)


package = Package(
    events={
        "corrections.make": "correction.made",
        "corrections.basis": "correction.basis_recorded",
    },
    routes=(routes,),
    jobs=(FOLLOW_CORRECTION,),
    corrected_by_case=lambda context, case, in_force: by_case.correct_by_case(
        context, case, in_force
    ),
    holdings=(
        Holding(
            CORRECTIONS,
            lambda context, _: [partition_of_corrections(context.scope)],
            Copied("corrections", _correction),
            ErasureStep(
                ErasureStage.MENTIONS, lambda erasing, after: erasure.erase(erasing, after)
            ),
        ),
    ),
)
