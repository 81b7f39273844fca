"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.templates import routes

package = Package(routes=(routes,))
