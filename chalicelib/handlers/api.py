"""One request of the API. The package of its route is read at its first request."""

from importlib import import_module  # noqa: TID251 (the highest floor may import every module)
from typing import TYPE_CHECKING, Any

import marshmallow  # noqa: F401 (first, too)
import pynamodb.connection.table  # noqa: F401 (first: docs/decisions/short-start.md)

from chalicelib.handlers import route_index, snapshots
from chalicelib.handlers.process import platform
from chalicelib.web import serve
from chalicelib.web.mounting import Service, mount_on_demand

if TYPE_CHECKING:
    from chalicelib.web.registry import Route

INDEX = route_index.read()
service = Service(app_name="servicescore")


def find(path: str, method: str) -> "Route | None":
    """Return the route that takes a request; None when there is none."""
    name = INDEX.get(path, {}).get(method)
    if name is None:
        return None
    declared: tuple[Route, ...] = tuple(import_module(name).routes.all)
    return next(route for route in declared if (route.path, route.method) == (path, method))


def read_all() -> None:
    """Read the modules of every route, for a snapshot."""
    serve.Call  # noqa: B018 (its module is read by asking for a name)
    for path, methods in INDEX.items():
        for method in methods:
            find(path, method)


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer the request."""
    return service(event, context)


mount_on_demand(service, INDEX, find, platform)
snapshots.before(read_all)
