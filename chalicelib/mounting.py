"""Puts the registered routes on the Chalice app."""

from collections.abc import Callable, Iterable
from typing import Any

from chalice.app import Authorizer, Chalice, Response

from chalicelib.platform import Platform
from chalicelib.web.registry import Route, Routes
from chalicelib.web.serve import serve


def mount(
    app: Chalice,
    packages: Iterable[Routes],
    authorizer: Authorizer,
    platform: Callable[[], Platform],
) -> None:
    """Every route of every package; those that need a credential behind the authorizer."""
    for routes in packages:
        for route in routes.all:
            _mount_one(app, route, authorizer, platform)


def _mount_one(
    app: Chalice, route: Route, authorizer: Authorizer, platform: Callable[[], Platform]
) -> None:
    def view(**_: str) -> Response:
        request = app.current_request
        if request is None:  # pragma: no cover (Chalice sets it before it calls a view)
            raise RuntimeError("there is no request")
        return serve(platform(), route, request)

    view.__name__ = route.operation.replace(".", "_")
    options: dict[str, Any] = {} if route.public else {"authorizer": authorizer}
    app.route(
        route.path,
        methods=[route.method],
        name=view.__name__,
        # Bodies are checked by ourselves, which gives a problem+json for every other type.
        content_types=["*/*"],
        **options,
    )(view)
