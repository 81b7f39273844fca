"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.docs import routes

package = Package(routes=(routes,))
