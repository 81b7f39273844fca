"""Texts of every request: no member of any route accepts a control character."""

from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema, fields

from chalicelib.web.faults import faults_of
from chalicelib.web.fields import Names
from tests.api.company import Company
from tests.api.web.walking import PRIVATE

BAD = "x\x00y"


def _texts(shape: type[Schema]) -> Iterator[tuple[str, Any]]:
    """Yield the pointer of each text, and a request with this text alone, with a bad character."""
    for own, field in shape().fields.items():
        name = field.data_key or own
        for pointer, value in _of_field(field):
            yield f"/{name}{pointer}", {name: value}


def _of_field(field: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(field, Names):
        yield "", BAD
        yield "", {"zh": "名", "en": BAD}
    elif isinstance(field, fields.String):
        yield "", BAD
    elif isinstance(field, fields.Nested):
        yield from _texts(type(field.schema))
    elif isinstance(field, fields.List):
        yield from ((f"/0{pointer}", [value]) for pointer, value in _of_field(field.inner))
    elif isinstance(field, fields.Dict):
        for pointer, value in _of_field(field.value_field):
            yield f"/a{pointer}", {"a": value}
        for _, value in _of_field(field.key_field):
            yield f"/{value}", {value: "a"}


CASES = sorted(
    {
        (shape.__name__, pointer, str(sent)): (shape, pointer, sent)
        for route in PRIVATE
        for shape in (route.body, route.query)
        if shape is not None
        for pointer, sent in _texts(shape)
    }.items()
)


@pytest.mark.parametrize(
    ("shape", "pointer", "sent"),
    [case for _, case in CASES],
    ids=[" ".join(k[:2]) for k, _ in CASES],
)
def test_a_text_with_a_control_character_is_refused(
    shape: type[Schema], pointer: str, sent: Any
) -> None:
    faults = [fault.pointer for fault in faults_of(shape().validate(sent), shape())]
    assert pointer in faults


def test_every_kind_of_text_is_among_them() -> None:
    assert len(CASES) >= 60
    assert ("OwnTenantPatch", "/name") in {(name, pointer) for (name, pointer, _), _ in CASES}


def test_a_companys_name_with_a_control_character_is_422(acme: Company) -> None:
    refused = acme.admin.patch("/v1/tenant", {"name": BAD}, if_match="*").problem(422)
    assert [(one["pointer"], one["code"]) for one in refused["errors"]] == [
        ("/name", "control_character")
    ]
