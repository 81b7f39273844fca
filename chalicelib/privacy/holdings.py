"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.privacy.copying.jobs import COPY_TENANT
from chalicelib.privacy.copying.routes import routes as copying
from chalicelib.privacy.erasing.jobs import ERASE_PERSON
from chalicelib.privacy.erasing.routes import routes as erasing
from chalicelib.privacy.leaving.jobs import DELETE_TENANT
from chalicelib.privacy.leaving.routes import routes as leaving

package = Package(
    routes=(
        copying,
        leaving,
        erasing,
    ),
    jobs=(COPY_TENANT, ERASE_PERSON, DELETE_TENANT),
)
