"""The routes of the app, and requests to each of them for tests that walk them all."""

import re
from collections.abc import Mapping
from typing import Any

from app import app
from chalicelib.web.mounting import mounted
from chalicelib.web.paging import ListQuery
from chalicelib.web.registry import Route
from tests.api.answer import Reply
from tests.api.client import Api

ROUTES = mounted(app)
PRIVATE = tuple(route for route in ROUTES if not route.public)
WITH_BODY = tuple(route for route in PRIVATE if route.body is not None)
LISTS = tuple(
    route for route in PRIVATE if route.query is not None and issubclass(route.query, ListQuery)
)

#: Well-formed names of nothing, by the parameter's name in a path.
ABSENT = {
    "tenant_id": "nobody",
    "key_id": "000000000000",
    "code": "no-such-scheme",
    "version": "99",
    "employee_id": "no-such-person",
    "period": "1999-01",
    "upload_id": "upl_0000000000000000000000",
    "plan_id": "pln_0000000000000000000000",
    "export_id": "exp_0000000000000000000000",
    "erasure_id": "ers_0000000000000000000000",
    "copy_id": "cpy_0000000000000000000000",
    "name": "nothing.js",
}


def named(route: Route) -> str:
    """The route as a test's id."""
    return route.operation


def path_of(route: Route, values: Mapping[str, str] = ABSENT) -> str:
    """The route's path with these names in it; KeyError for a parameter that has none."""
    return re.sub(r"\{(\w+)\}", lambda place: values[place[1]], route.path)


def ask(caller: Api, route: Route, json: Any = None, **more: Any) -> Reply:
    """The route's request, about things that are not there unless ``path`` says which."""
    path = more.pop("path", None) or path_of(route)
    if json is None and route.body is not None and "content" not in more:
        json = {}
    if route.needs_if_match:
        more.setdefault("if_match", "*")
    return caller.call(route.method, path, json, **more)
