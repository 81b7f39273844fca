"""The OpenAPI document: made from the routes, committed, served, and true."""

import json
import re
from typing import Any

import jsonschema_rs
import pytest

from app import app
from chalicelib.docs.document import DOCUMENT
from chalicelib.web.mounting import mounted
from infra.openapi.document import document, written
from tests.api.client import Api
from tests.api.web.permissions import PERMISSIONS, PUBLIC

ROUTES = mounted(app)


def _operations(found: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, methods in found["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_committed_document_is_what_the_routes_say() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == written(ROUTES), "run: make openapi"


def test_the_document_is_the_same_each_time_it_is_made() -> None:
    assert written(ROUTES) == written(ROUTES)


def test_the_api_serves_the_committed_document(api: Api) -> None:
    served = api.get("/v1/openapi.json")
    assert served.ok() == json.loads(DOCUMENT.read_text(encoding="utf-8"))
    assert served.headers["content-type"] == "application/json"


def test_every_operation_of_the_table_of_roles_is_in_the_document() -> None:
    named = {operation["operationId"] for _, _, operation in _operations(document(ROUTES))}
    assert named == {name.replace(".", "_") for name in {*PERMISSIONS, *PUBLIC}}


def test_every_operation_but_the_public_ones_needs_a_key() -> None:
    public = {name.replace(".", "_") for name in PUBLIC}
    for _, path, operation in _operations(document(ROUTES)):
        assert (operation.get("security") == []) == (operation["operationId"] in public), path


def test_every_parameter_of_a_path_is_described() -> None:
    for _, path, operation in _operations(document(ROUTES)):
        named = {each["name"] for each in operation["parameters"] if each.get("in") == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", path))


def test_every_operation_says_its_refusals() -> None:
    for method, path, operation in _operations(document(ROUTES)):
        statuses = set(operation["responses"])
        assert "500" in statuses, path
        if "requestBody" in operation:
            assert {"400", "413", "415", "422"} <= statuses, (method, path)
        if operation.get("security") != []:
            assert {"401", "403", "429"} <= statuses, (method, path)


def test_every_reference_leads_somewhere() -> None:
    found = document(ROUTES)
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(found)):
        place: Any = found
        for part in reference.split("/"):
            place = place[part]


SCHEMAS = document(ROUTES)["components"]["schemas"]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_a_valid_json_schema_of_2020(name: str) -> None:
    jsonschema_rs.meta.validate(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **SCHEMAS[name]}
    )


def test_patterns_are_such_as_every_language_reads() -> None:
    text = json.dumps(document(ROUTES))
    assert "\\\\Z" not in text
    assert "(?P<" not in text
