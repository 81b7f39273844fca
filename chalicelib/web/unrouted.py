"""Requests that no route takes: an unknown path (404), a method that the path has not (405).

The gateway hands them over by two catch-all resources (infra/gateway_catch_all.py), without the
authorizer: which paths and methods there are stands in the OpenAPI document, which is public.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from chalice.app import Request as GatewayRequest

from chalicelib.errors import NotFound
from chalicelib.language import Text
from chalicelib.tenancy.platform import Platform
from chalicelib.web.answers import Answer
from chalicelib.web.problems import Problem
from chalicelib.web.registry import Route
from chalicelib.web.request import Request
from chalicelib.web.serve import serve

#: The resource of the catch-all. The root is a resource of its own.
ANY_PATH = "/{proxy+}"
_PLACE = re.compile(r"\{\w+\}")


class Unrouted:
    """Answers requests that no route takes."""

    def __init__(
        self, methods: Mapping[str, Collection[str]], platform: Callable[[], Platform]
    ) -> None:
        self._methods, self._platform = methods, platform

    # Made at the first request without a route: most processes never get one.
    @cached_property
    def _forms(self) -> list[tuple[re.Pattern[str], str]]:
        """What a called path looks like, and the path as a route has it."""
        # A literal part of a path goes before a parameter, as in the gateway.
        in_order = sorted(self._methods, key=lambda path: path.replace("{", "\uffff"))
        return [(re.compile(_PLACE.sub("[^/]+", path)), path) for path in in_order]

    def methods(self, path: str) -> list[str]:
        """Return the methods of a path, called or as a route has it; none for an unknown path."""
        called = path.rstrip("/") or "/"
        found = (own for form, own in self._forms if form.fullmatch(called))
        return sorted(self._methods.get(next(found, ""), ()))

    def answer(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Return the gateway's form of the refusal. HEAD gets it without a body."""
        gateway = GatewayRequest(dict(event), context)
        path = path_of(event)

        def refuse(_request: Request, **_params: str) -> Answer:
            raise self._refusal(path)

        route = Route(
            gateway.method, ANY_PATH, "unrouted", refuse, "No route", public=True, pure=True
        )
        response = serve(self._platform(), route, gateway)
        if gateway.method == "HEAD":
            response.body = ""
        wire: dict[str, Any] = response.to_dict()
        return wire

    def _refusal(self, path: str) -> Exception:
        methods = self.methods(path)
        return wrong_method(methods) if methods else NotFound("path")


def path_of(event: Mapping[str, Any]) -> str:
    """Return the path that was called, as the gateway's event has it."""
    asked = (event.get("pathParameters") or {}).get("proxy")
    return str(event["requestContext"]["resourcePath"]) if asked is None else f"/{asked}"


def methods_of(routes: Iterable[Route]) -> dict[str, set[str]]:
    """Return the methods of each path of these routes."""
    found: dict[str, set[str]] = {}
    for route in routes:
        found.setdefault(route.path, set()).add(route.method)
    return found


def wrong_method(methods: Iterable[str]) -> Problem:
    """Return the 405 for a path that has these methods only."""
    allowed = ", ".join(methods)
    return Problem(
        405,
        "method_not_allowed",
        Text(f"此路径只有这些方法：{allowed}。", f"This path has these methods only: {allowed}."),
        headers={"Allow": allowed},
    )
