"""What the package adds to the service."""

from chalicelib.api_keys.routes import routes
from chalicelib.contents import Package

package = Package(routes=(routes,))
