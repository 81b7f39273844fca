"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.exports.jobs import DUE_EXPORT, RUN_EXPORT, SCHEDULE_CHANGED
from chalicelib.exports.routes import routes

package = Package(routes=(routes,), jobs=(RUN_EXPORT, DUE_EXPORT, SCHEDULE_CHANGED))
