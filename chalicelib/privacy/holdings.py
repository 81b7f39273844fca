"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.jobs import dead_letters
from chalicelib.privacy.copying import erasure
from chalicelib.privacy.copying import routes as copying
from chalicelib.privacy.copying.jobs import COPY_TENANT
from chalicelib.privacy.copying.keys import COPIES, partition_of_copies
from chalicelib.privacy.erasing import copying as copied_erasures
from chalicelib.privacy.erasing import routes as erasing
from chalicelib.privacy.erasing.jobs import ERASE_PERSON
from chalicelib.privacy.erasing.keys import ERASURES, partition_of_erasures
from chalicelib.privacy.leaving import routes as leaving
from chalicelib.privacy.leaving.jobs import DELETE_TENANT
from chalicelib.tenancy.holdings import (
    Copied,
    ErasureStage,
    ErasureStep,
    Holding,
    NotCopied,
    NothingPersonal,
    Removal,
)

package = Package(
    events={
        "tenants.delete": "company.deletion_requested",
        "tenant_copies.create": "copy.requested",
        "tenant_copies.end": {
            "completed": "copy.completed",
            "failed": "copy.failed",
        },
        "employees.erase": "employee.erasure_requested",
        "employees.erased": "erasure.completed",
        "erasures.end": {"failed": "erasure.failed"},
    },
    routes=(
        copying,
        leaving,
        erasing,
    ),
    leave=lambda context: dead_letters.forget(context),
    jobs=(COPY_TENANT, ERASE_PERSON, DELETE_TENANT),
    holdings=(
        Holding(
            ERASURES,
            lambda context, _: [partition_of_erasures(context.scope)],
            Copied("erasures", lambda context, item: copied_erasures.erasure_rows(context, item)),
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
