"""What the package adds to the service: a reading. It stores nothing."""

from chalicelib.contents import Package
from chalicelib.histories import routes

package = Package(routes=(routes,))
