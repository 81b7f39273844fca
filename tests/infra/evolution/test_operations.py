"""Paths, parameters, bodies, statuses, headers, credentials and roles."""

from typing import Any

import pytest

from infra.openapi.evolution.breaking import breaking_changes
from tests.infra.evolution.documents import TEXT, breaks, document, members

JSON = {"application/json": {"schema": TEXT}}
PROBLEM = {"$ref": "#/components/schemas/Problem"}


def _parameter(name: str = "limit", **more: Any) -> dict[str, Any]:
    return {"in": "query", "name": name, "schema": {"type": "integer"}, **more}


def _asking(*parameters: Any) -> dict[str, Any]:
    return document(parameters=list(parameters))


def _answering(**statuses: Any) -> dict[str, Any]:
    return document(responses={name.removeprefix("s"): told for name, told in statuses.items()})


def test_a_path_that_goes_takes_its_operations_along() -> None:
    old, new = document(), document()
    new["paths"] = {"/others": new["paths"]["/things"]}
    assert breaking_changes(old, new) == ["POST /things: operation removed"]


def test_a_method_that_goes_breaks_and_one_that_comes_does_not() -> None:
    one, two = document(), document()
    two["paths"]["/things"]["get"] = {"operationId": "things_list", "responses": {}}
    assert breaking_changes(one, two) == []
    assert breaking_changes(two, one) == ["GET /things: operation removed"]


def test_another_operation_id_breaks_what_was_generated() -> None:
    assert breaks(document(), document(operationId="things_add")) == [
        'operationId "things_make" is "things_add" now'
    ]


def test_a_parameter_less_breaks_and_an_optional_one_more_does_not() -> None:
    one, two = _asking(_parameter()), _asking(_parameter(), _parameter("cursor"))
    assert breaks(one, two) == []
    assert breaks(two, one) == ['query parameter "cursor" removed']


def test_a_parameter_that_is_required_now_breaks() -> None:
    optional, required = _asking(_parameter()), _asking(_parameter(required=True))
    found = ['query parameter "limit" required now']
    assert breaks(optional, required) == found
    assert breaks(_asking(), required) == found
    assert breaks(required, optional) == []


def test_a_parameter_that_moves_to_another_place_is_another() -> None:
    found = breaks(_asking(_parameter()), _asking({**_parameter(), "in": "header"}))
    assert found == ['query parameter "limit" removed']


def test_the_schemas_of_parameters_are_a_requests() -> None:
    wide, narrow = (_parameter(schema={"type": "integer", "maximum": most}) for most in (9, 5))
    assert breaks(_asking(wide), _asking(narrow)) == [
        'query parameter "limit" has maximum 5 now, had 9'
    ]
    assert breaks(_asking(narrow), _asking(wide)) == []


def test_a_parameter_written_in_another_style_breaks() -> None:
    found = breaks(_asking(_parameter()), _asking(_parameter(style="pipeDelimited")))
    assert found == ['query parameter "limit" has another style now']


def test_the_parameters_of_a_path_are_those_of_its_operations() -> None:
    old, new = document(), document(parameters=[_parameter()])
    old["paths"]["/things"]["parameters"] = [_parameter()]
    assert breaks(old, new) == []
    assert breaks(old, document()) == ['query parameter "limit" removed']


def test_a_body_that_is_required_now_breaks() -> None:
    optional, required = (
        document(requestBody={"content": JSON, "required": needed}) for needed in (False, True)
    )
    assert breaks(optional, required) == ["request body required now"]
    assert breaks(document(), required) == ["request body required now"]
    assert breaks(required, optional) == []
    assert breaks(document(), optional) == []


def test_a_media_type_of_a_request_less_breaks() -> None:
    both = document(requestBody={"content": {**JSON, "text/csv": {"schema": TEXT}}})
    one = document(requestBody={"content": JSON})
    assert breaks(both, one) == ["request as text/csv no longer taken"]
    assert breaks(one, both) == []
    assert breaks(one, document()) == ["request as application/json no longer taken"]


def test_a_status_less_breaks() -> None:
    assert breaks(_answering(s200={}, s409={}), _answering(s200={})) == ["answer 409 removed"]


def test_another_success_breaks_and_another_refusal_does_not() -> None:
    assert breaks(_answering(s200={}), _answering(s200={}, s202={})) == ["answer 202 added"]
    assert breaks(_answering(s200={}), _answering(s200={}, s304={}, s409={}, s503={})) == []


def test_a_media_type_of_an_answer_less_breaks() -> None:
    both = _answering(s200={"content": {**JSON, "text/csv": {}}})
    one = _answering(s200={"content": JSON})
    assert breaks(both, one) == ["answer as text/csv no longer given"]
    assert breaks(one, both) == []


def test_a_header_of_an_answer_less_breaks() -> None:
    bare, headed = _answering(s200={}), _answering(s200={"headers": {"ETag": {"schema": TEXT}}})
    assert breaks(headed, bare) == ['answer 200 header "ETag" removed']
    assert breaks(bare, headed) == []


def test_a_header_that_may_be_missing_or_differ_breaks() -> None:
    def headed(schema: Any, *, sure: bool) -> dict[str, Any]:
        return _answering(s200={"headers": {"ETag": {"schema": schema, "required": sure}}})

    assert breaks(headed(TEXT, sure=True), headed(TEXT, sure=False)) == [
        'answer 200 header "ETag" may be missing now'
    ]
    assert breaks(headed({**TEXT, "maxLength": 5}, sure=True), headed(TEXT, sure=True)) == [
        'answer 200 header "ETag" has no maxLength now, had 5'
    ]


def test_shared_answers_headers_and_parameters_are_followed() -> None:
    def shared(**headers: Any) -> dict[str, Any]:
        found = document(
            parameters=[{"$ref": "#/components/parameters/Limit"}],
            responses={"200": {"$ref": "#/components/responses/Made"}},
        )
        found["components"] = {
            "parameters": {"Limit": _parameter()},
            "headers": {"ETag": {"schema": TEXT}},
            "responses": {"Made": {"headers": headers}},
        }
        return found

    etag = {"$ref": "#/components/headers/ETag"}
    assert breaks(shared(ETag=etag), shared(ETag=etag)) == []
    assert breaks(shared(ETag=etag), shared()) == ['answer 200 header "ETag" removed']


def test_a_change_of_all_problems_is_told_once() -> None:
    def refusing(*statuses: str, **properties: Any) -> dict[str, Any]:
        answer = {"content": {"application/problem+json": {"schema": PROBLEM}}}
        return document(
            {"Problem": members(**properties)}, responses=dict.fromkeys(statuses, answer)
        )

    old, new = refusing("404", "409", code=TEXT, detail=TEXT), refusing("404", "409", code=TEXT)
    assert breaking_changes(old, new) == ['every operation: problem member "detail" removed']


def test_a_role_that_loses_an_operation_breaks_and_one_that_gains_it_does_not() -> None:
    one, two = document(**{"x-roles": ["admin"]}), document(**{"x-roles": ["admin", "auditor"]})
    assert breaks(two, one) == ['role "auditor" may not do it any more']
    assert breaks(one, two) == []


def test_an_operation_that_becomes_a_decision_breaks_and_the_other_way_does_not() -> None:
    anybody, somebody = document(), document(**{"x-needs-a-person": True})
    told = "needs a credential that is bound to a person now"
    assert breaks(anybody, somebody) == [told]
    assert breaks(somebody, anybody) == []


@pytest.mark.parametrize(
    ("old", "new", "broken"),
    [
        ([], [{"key": []}], ["{} is not enough to call it any more"]),
        ([{"key": []}], [], []),
        ([{"key": []}], [{"key": []}, {"token": []}], []),
        ([{"key": []}], [{"key": ["write"]}], ['{"key": []} is not enough to call it any more']),
        (
            [{"key": []}, {"token": []}],
            [{"key": []}],
            ['{"token": []} is not enough to call it any more'],
        ),
        ([{"key": [], "token": []}], [{"key": []}], []),
    ],
)
def test_credentials_that_were_enough_must_stay_enough(
    old: Any, new: Any, broken: list[str]
) -> None:
    assert breaks(document(security=old), document(security=new)) == broken


def test_the_documents_credentials_are_those_of_operations_that_say_none() -> None:
    old, new = document(), {**document(), "security": [{"key": []}]}
    assert breaks(old, new) == ["{} is not enough to call it any more"]
    assert breaks(new, {**new, "security": [{"key": []}]}) == []


def test_a_credential_sent_in_another_way_breaks() -> None:
    def sent(**scheme: str) -> dict[str, Any]:
        return {**document(), "components": {"securitySchemes": {"key": scheme}}}

    bearer = {"type": "http", "scheme": "bearer"}
    assert breaks(sent(**bearer), sent(**bearer, description="A key.")) == []
    assert breaks(sent(**bearer), sent(type="http", scheme="basic")) == [
        'every operation: credential "key" is sent in another way now'
    ]


def test_other_servers_webhooks_and_callbacks_break() -> None:
    one = document()
    assert breaks(one, {**one, "servers": [{"url": "/v2"}]}) == ["every operation: servers changed"]
    assert breaks(one, {**one, "webhooks": {"made": {}}}) == ["every operation: webhooks changed"]
    assert breaks(one, document(callbacks={"made": {}})) == ["callbacks changed"]


def test_a_reference_that_leads_nowhere_is_an_error() -> None:
    content = {"application/json": {"schema": PROBLEM}}
    lost = document(responses={"200": {"content": content}})
    with pytest.raises(ValueError, match="#/components/schemas/Problem leads nowhere"):
        breaking_changes(lost, lost)
