"""Headers of requests: the document names them where the code reads them.

Headers of answers are held to the document with every answer of every test (``contract.py``).
"""

import inspect

import pytest

from app import app
from chalicelib.web.mounting import mounted
from chalicelib.web.registry import Route
from infra.openapi.document import document
from tests.api.company import Company
from tests.api.web.walking import PRIVATE, named

ROUTES = mounted(app)
DOCUMENT = document(ROUTES)


def _operation(route: Route) -> dict[str, object]:
    found: dict[str, object] = DOCUMENT["paths"][route.path][route.method.lower()]
    return found


def _headers(route: Route) -> set[str]:
    components = DOCUMENT["components"]["parameters"]
    references = [
        each["$ref"].rsplit("/", 1)[1]
        for each in _operation(route)["parameters"]  # type: ignore[attr-defined]
        if "$ref" in each
    ]
    return {components[name]["name"] for name in references}


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_if_match_is_declared_where_the_code_reads_it_and_nowhere_else(route: Route) -> None:
    reads = "request.expected" in inspect.getsource(route.view)
    assert ("If-Match" in _headers(route)) == reads


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_a_post_that_stores_something_takes_an_idempotency_key(route: Route) -> None:
    stores = route.method == "POST" and not route.pure
    assert ("Idempotency-Key" in _headers(route)) == stores
    success = _operation(route)["responses"][str(route.status)]  # type: ignore[index]
    assert ("Idempotency-Replayed" in success.get("headers", {})) == stores


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_every_success_with_a_body_has_an_etag(route: Route) -> None:
    success = _operation(route)["responses"][str(route.status)]  # type: ignore[index]
    assert ("ETag" in success["headers"]) == (route.status in (200, 201))


def test_a_query_parameter_has_the_name_that_the_api_takes() -> None:
    for route in PRIVATE:
        if route.query is not None:
            taken = {field.data_key or own for own, field in route.query().fields.items()}
            parameters = _operation(route)["parameters"]
            told = {each["name"] for each in parameters if each.get("in") == "query"}  # type: ignore[attr-defined]
            assert told == taken, route.operation


def test_a_comparison_takes_from_and_not_another_spelling(acme: Company) -> None:
    problem = acme.admin.get("/v1/schemes/desk/diff?from_=1").problem(422)
    assert problem["errors"][0]["parameter"] == "from_"


def test_a_stale_if_match_is_412_wherever_it_may_be_sent(acme: Company) -> None:
    acme.hr.put("/v1/employees/1", {"name": "Ann"}).ok(201)
    acme.hr.put("/v1/employees/1", {"name": "Bob"}, if_match='"9"').problem(412, "stale_etag")
    acme.hr.delete("/v1/employees/1", if_match='"9"').problem(412, "stale_etag")
