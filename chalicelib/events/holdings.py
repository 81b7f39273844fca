"""The package's routes. It stores nothing of its own."""

from chalicelib.contents import Package
from chalicelib.events import routes

package = Package(routes=(routes,))
