"""What the package adds to the service: readings. It stores nothing."""

from chalicelib.contents import Package
from chalicelib.histories import changed_routes, routes

package = Package(routes=(routes, changed_routes))
