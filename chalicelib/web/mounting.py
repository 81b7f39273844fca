"""The Chalice app, the registered routes on it, and what is answered where no route is."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from chalice.app import Authorizer, Chalice, Response

from chalicelib.tenancy.platform import Platform

# As modules: they are read at the first request.
from chalicelib.web import cors, serve, unrouted

if TYPE_CHECKING:
    from chalicelib.web.registry import Route


class Service(Chalice):
    """The Chalice app. It answers requests that no route takes in the shape of our problems.

    ``methods``: those of each path. ``platform`` gives the process's platform. ``find`` gives a
    route that is not on the app yet, by path and method: the deployed function reads a route at its
    first request.
    """

    methods: Mapping[str, Collection[str]] = MappingProxyType({})
    platform: Callable[[], Platform]
    find: "Callable[[str, str], Route | None] | None" = None

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        if not self.methods or "resourcePath" not in event.get("requestContext", {}):
            answer: dict[str, Any] = super().__call__(event, context)
            return answer
        origins = self.platform().settings.cors_origins
        if not origins:
            return self._answer(event, context)
        if cors.is_preflight(event, origins):
            methods = self._others.methods(unrouted.path_of(event))
            if methods:
                return cors.add_headers(cors.preflight(methods), event, origins)
        return cors.add_headers(self._answer(event, context), event, origins)

    @cached_property
    def _others(self) -> "unrouted.Unrouted":
        return unrouted.Unrouted(self.methods, self.platform)

    def _answer(self, event: Any, context: Any) -> dict[str, Any]:
        asked = event["requestContext"]
        path, method = asked["resourcePath"], asked.get("httpMethod")
        if method not in self.routes.get(path, {}):
            route = self.find(path, method) if self.find else None
            if route is None:
                return self._others.answer(event, context)
            _mount_one(self, Mounted(route, self, self.platform), None)
        answer: dict[str, Any] = super().__call__(event, context)
        return answer


class Mounted:
    """The view function that Chalice calls for a route."""

    def __init__(self, route: "Route", app: Chalice, platform: Callable[[], Platform]) -> None:
        self.route = route
        self.__name__ = route.operation.replace(".", "_")
        self._app = app
        self._platform = platform

    def __call__(self, **_: str) -> Response:
        request = self._app.current_request
        if request is None:  # pragma: no cover (Chalice sets it before it calls a view)
            raise RuntimeError("there is no request")
        return serve.serve(self._platform(), self.route, request)


def mount(
    app: Service,
    routes: "Iterable[Route]",
    authorizer: Authorizer,
    platform: Callable[[], Platform],
) -> None:
    """Put every route on the app. Routes that need a credential get the authorizer."""
    all_routes = tuple(routes)
    for route in all_routes:
        _mount_one(app, Mounted(route, app, platform), authorizer)
    app.methods, app.platform = unrouted.methods_of(all_routes), platform


def mount_on_demand(
    app: Service,
    methods: Mapping[str, Collection[str]],
    find: "Callable[[str, str], Route | None]",
    platform: Callable[[], Platform],
) -> None:
    """Let the app find a route when it is asked for. ``methods``: those of each path."""
    app.methods, app.platform, app.find = methods, platform, find


def mounted(app: Chalice) -> "tuple[Route, ...]":
    """Return the routes on the app, by path and method, for the API's documents and tests."""
    views = [entry.view_function for methods in app.routes.values() for entry in methods.values()]
    found = [view.route for view in views if isinstance(view, Mounted)]
    return tuple(sorted(found, key=lambda route: (route.path, route.method)))


def _mount_one(app: Chalice, view: Mounted, authorizer: Authorizer | None) -> None:
    guarded = authorizer is not None and not view.route.public
    options: dict[str, Any] = {"authorizer": authorizer} if guarded else {}
    app.route(
        view.route.path,
        methods=[view.route.method],
        name=view.__name__,
        # This service checks the Content-Type itself, to answer other types with a problem+json.
        content_types=["*/*"],
        **options,
    )(view)
