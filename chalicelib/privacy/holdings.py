"""What the package adds to the service."""

from collections.abc import Iterator

from chalicelib.contents import Package
from chalicelib.privacy.copying import erasure
from chalicelib.privacy.copying.jobs import COPY_TENANT
from chalicelib.privacy.copying.keys import COPIES, partition_of_copies
from chalicelib.privacy.copying.routes import routes as copying
from chalicelib.privacy.erasing.jobs import ERASE_PERSON
from chalicelib.privacy.erasing.keys import ERASURES, partition_of_erasures
from chalicelib.privacy.erasing.routes import routes as erasing
from chalicelib.privacy.leaving.jobs import DELETE_TENANT
from chalicelib.privacy.leaving.routes import routes as leaving
from chalicelib.store.converters import Item
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    NothingPersonal,
    Removal,
    Row,
)

#: What a copy tells of an erasure: neither whom it was of nor how far it has come.
SHOWN = ("id", "status", "files", "requested_at", "requested_by", "finished_at", "counts")


def _erasure(_: Context, item: Item) -> Iterator[Row]:
    yield {name: item.get(name) for name in SHOWN}


package = Package(
    routes=(
        copying,
        leaving,
        erasing,
    ),
    jobs=(COPY_TENANT, ERASE_PERSON, DELETE_TENANT),
    holdings=(
        Holding(
            ERASURES,
            lambda context, _: [partition_of_erasures(context.scope)],
            Copied("erasures", _erasure),
            NothingPersonal("forgets whom it was of when it ends"),
            Removal.ROOTS,
        ),
        Holding(
            COPIES,
            lambda context, _: [partition_of_copies(context.scope)],
            NotCopied("a copy of copies says nothing"),
            ErasureStep(ErasureStage.COPIES, lambda erasing, after: erasure.erase(erasing, after)),
            Removal.ROOTS,
        ),
    ),
)
