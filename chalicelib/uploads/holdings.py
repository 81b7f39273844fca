"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.uploads.jobs import SCORE_UPLOAD
from chalicelib.uploads.routes import routes

package = Package(routes=(routes,), jobs=(SCORE_UPLOAD,))
