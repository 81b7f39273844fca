"""GET /v1/scheme-grammar: one grammar for all roles, equal to the one in OpenAPI."""

import json
from typing import Any

import jsonschema_rs
import pytest

from chalicelib.docs.document import openapi
from chalicelib.scoring.grammar import scheme_grammar
from tests.api.client import Api
from tests.api.company import Company
from tests.api.schemes.documents import scheme

PATH = "/v1/scheme-grammar"
PREFIX = "#/components/schemas/SchemeDocument"


@pytest.fixture(scope="module")
def described() -> Any:
    return json.loads(openapi())


def as_definition(node: Any) -> Any:
    """Return an OpenAPI component with the references and names of the grammar."""
    if isinstance(node, list):
        return [as_definition(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    found = {key: as_definition(inner) for key, inner in node.items()}
    if isinstance(node.get("$ref"), str):
        found["$ref"] = f"#/$defs/{definition(node['$ref'].removeprefix(PREFIX))}"
    return found


def definition(name: str) -> str:
    """Return the grammar's name of a component: `rule_step_deduct` for `RuleStepDeduct`."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).removeprefix("_")


@pytest.mark.parametrize("role", ["admin", "hr", "auditor", "supervisor", "agent"])
def test_every_role_of_a_company_reads_it(acme: Company, role: str) -> None:
    assert acme.callers()[role].get(PATH).ok() == scheme_grammar()


def test_the_operator_reads_it_and_nobody_without_a_key(operator: Api, api: Api) -> None:
    assert operator.get(PATH).ok() == scheme_grammar()
    api.get(PATH).problem(401)


def test_it_is_a_json_schema_by_its_content_type_and_by_itself(acme: Company) -> None:
    served = acme.agent.get(PATH)
    assert served.headers["content-type"] == "application/schema+json"
    jsonschema_rs.meta.validate(served.json)
    assert jsonschema_rs.Draft202012Validator(served.json).is_valid(scheme())


def test_what_is_unchanged_is_not_sent_again(acme: Company) -> None:
    first = acme.hr.get(PATH)
    assert not first.etag.startswith("W/")
    again = acme.hr.get(PATH, headers={"If-None-Match": first.etag})
    assert (again.status, again.content) == (304, b"")


def test_the_document_of_the_api_has_the_same_grammar(described: Any) -> None:
    components = described["components"]["schemas"]
    grammar = scheme_grammar()
    whole = as_definition(components["SchemeDocument"])
    parts = {
        definition(name.removeprefix("SchemeDocument")): as_definition(part)
        for name, part in components.items()
        if name.startswith("SchemeDocument") and name != "SchemeDocument"
    }
    assert parts == grammar["$defs"]
    own = {"$schema": grammar["$schema"], "$id": grammar["$id"], "$defs": parts}
    assert {**own, **whole} == grammar


@pytest.mark.parametrize(
    ("component", "member"),
    [
        ("SchemeBody", None),
        ("DraftBody", None),
        ("TemplateAnswer", None),
        ("SchemeAnswer", "document"),
        ("VersionAnswer", "document"),
        ("ReleasedAnswer", "document"),
        ("ScoreBody", "document"),
        ("SimulateBody", "document"),
    ],
)
def test_wherever_a_document_is_sent_or_answered_it_is_that_grammar(
    described: Any, component: str, member: str | None
) -> None:
    shape = described["components"]["schemas"][component]
    found = shape if member is None else shape["properties"][member]
    assert {"$ref": PREFIX} in [*found.get("anyOf", []), {"$ref": found.get("$ref")}]


@pytest.mark.parametrize(
    ("component", "body", "valid"),
    [
        ("SchemeBody", scheme(), True),
        ("SchemeBody", {"template": "taobao"}, True),
        ("SchemeBody", {"template": "taobao", "code": "shop", "parameters": {"a": "1"}}, True),
        ("SchemeBody", {"template": "taobao", "dimensions": []}, False),
        ("SchemeBody", {"template": "nothing"}, False),
        ("SchemeBody", {"parameters": {"a": "1"}}, False),
        ("DraftBody", scheme(), True),
        ("DraftBody", {"parameters": {"a": "1", "b": {"confirmed": True}, "c": None}}, True),
        ("DraftBody", {"template": "taobao"}, False),
        ("DraftBody", {}, False),
    ],
)
def test_what_may_be_sent_instead_of_a_document(
    described: Any, component: str, body: Any, valid: bool
) -> None:
    reference = {"$ref": f"#/components/schemas/{component}", **described}
    assert jsonschema_rs.Draft202012Validator(reference).is_valid(body) is valid
