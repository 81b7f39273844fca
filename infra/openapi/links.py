"""Links from an operation that makes a thing to the operations that take the thing's id."""

import re
from collections.abc import Iterable
from typing import Any

from chalicelib.web.registry import Route

_PLACE = re.compile(r"\{(\w+)\}")
#: The members that may hold the id of the made thing, in the order of the search.
_IDS = ("id", "code")


def links(route: Route, routes: Iterable[Route]) -> dict[str, Any]:
    """Return the links of a route's success, to operations below what it makes or puts."""
    if route.method not in ("POST", "PUT") or route.answer is None:
        return {}
    found = {}
    for other in routes:
        parameters = _parameters(route, other)
        if other is not route and parameters:
            name = other.operation.replace(".", "_")
            found[name] = {"operationId": name, "parameters": parameters}
    return found


def _parameters(route: Route, other: Route) -> dict[str, str] | None:
    """Return the source of each parameter of the other's path; None when one has no source."""
    own = {name: f"$request.path.{name}" for name in _PLACE.findall(route.path)}
    if route.method == "PUT":
        below = other.path == route.path or other.path.startswith(f"{route.path}/")
        return own if below and set(_PLACE.findall(other.path)) == set(own) else None
    rest = other.path.removeprefix(f"{route.path}/")
    first = _PLACE.match(rest)
    if rest == other.path or first is None or len(_PLACE.findall(rest)) != 1:
        return None
    members = route.answer().fields if route.answer is not None else {}
    made = next((name for name in _IDS if name in members), None)
    return None if made is None else {**own, first[1]: f"$response.body#/{made}"}
