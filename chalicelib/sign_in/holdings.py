"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.sign_in.routes import routes

package = Package(routes=(routes,))
