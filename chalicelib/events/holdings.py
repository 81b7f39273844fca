"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.events.routes import routes

package = Package(routes=(routes,))
