"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.trials import routes

package = Package(routes=(routes,))
