"""What the package adds to the service."""

from chalicelib.contents import Package
from chalicelib.rating_tasks import routes

package = Package(
    events={
        "rating_tasks.save": "rating_task.saved",
        "rating_tasks.submit": "rating_task.submitted",
    },
    routes=(routes,),
)
