"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.rating_tasks import routes, session_routes

package = Package(
    events={
        "rating_tasks.save": "rating_task.saved",
        "rating_tasks.submit": "rating_task.submitted",
        "rating_sessions.open": "rating_link.opened",
    },
    routes=(routes, session_routes),
)
