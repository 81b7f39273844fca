"""What the package adds to the service: a reading. It stores nothing."""

from chalicelib.board import routes
from chalicelib.contents import Package

package = Package(routes=(routes,))
