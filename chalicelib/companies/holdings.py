"""What the package adds to the service."""

from chalicelib.companies.routes import routes
from chalicelib.contents import Package

package = Package(routes=(routes,))
