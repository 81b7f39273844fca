"""The Chalice app, the registered routes on it, and what is answered where no route is."""

from collections.abc import Callable, Iterable
from typing import Any

from chalice.app import Authorizer, Chalice, Response

from chalicelib.tenancy.platform import Platform
from chalicelib.web.registry import Route
from chalicelib.web.serve import serve
from chalicelib.web.unrouted import Unrouted


class Service(Chalice):
    """The Chalice app. It answers requests that no route takes in the shape of our problems."""

    unrouted: Unrouted | None = None

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        asked = event.get("requestContext", {}) if self.unrouted else {}
        methods = self.routes.get(asked.get("resourcePath", ""), {})
        if self.unrouted and "resourcePath" in asked and asked.get("httpMethod") not in methods:
            return self.unrouted.answer(event, context)
        answer: dict[str, Any] = super().__call__(event, context)
        return answer


class Mounted:
    """The view function that Chalice calls for a route."""

    def __init__(self, route: Route, app: Chalice, platform: Callable[[], Platform]) -> None:
        self.route = route
        self.__name__ = route.operation.replace(".", "_")
        self._app = app
        self._platform = platform

    def __call__(self, **_: str) -> Response:
        request = self._app.current_request
        if request is None:  # pragma: no cover (Chalice sets it before it calls a view)
            raise RuntimeError("there is no request")
        return serve(self._platform(), self.route, request)


def mount(
    app: Service,
    routes: Iterable[Route],
    authorizer: Authorizer,
    platform: Callable[[], Platform],
) -> None:
    """Put every route on the app. Routes that need a credential get the authorizer."""
    all_routes = tuple(routes)
    for route in all_routes:
        _mount_one(app, Mounted(route, app, platform), authorizer)
    app.unrouted = Unrouted(all_routes, platform)


def mounted(app: Chalice) -> tuple[Route, ...]:
    """Return the routes on the app, by path and method, for the API's documents and tests."""
    views = [entry.view_function for methods in app.routes.values() for entry in methods.values()]
    found = [view.route for view in views if isinstance(view, Mounted)]
    return tuple(sorted(found, key=lambda route: (route.path, route.method)))


def _mount_one(app: Chalice, view: Mounted, authorizer: Authorizer) -> None:
    options: dict[str, Any] = {} if view.route.public else {"authorizer": authorizer}
    app.route(
        view.route.path,
        methods=[view.route.method],
        name=view.__name__,
        # This service checks the Content-Type itself, to answer other types with a problem+json.
        content_types=["*/*"],
        **options,
    )(view)
