"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.exports.routes import routes

package = Package(routes=(routes,))
