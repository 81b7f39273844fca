"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.simulation.routes import routes

package = Package(routes=(routes,))
