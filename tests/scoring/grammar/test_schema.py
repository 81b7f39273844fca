"""The schema itself: valid 2020-12, with a part for every kind; every template is valid."""

import json
import re
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from chalicelib.scoring.grammar import ADDRESS, columns, parameters, scheme_grammar
from chalicelib.scoring.reading.from_contacts import OPERATIONS, TESTS
from chalicelib.scoring.reading.parameter_section import TYPES
from chalicelib.scoring.rules.catalogue import RULE_KINDS
from chalicelib.scoring.schema.kinds import any_kind
from chalicelib.scoring.values.catalogue import VALUE_KINDS
from chalicelib.scoring.values.fractional_kinds import FRACTIONAL_KINDS
from chalicelib.templates.library import CODES, template
from tests.scoring.grammar.verdicts import validator
from tests.templates.sheets import confirmed


def test_it_is_a_valid_schema_of_2020_12() -> None:
    schema = scheme_grammar()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == ADDRESS
    jsonschema_rs.meta.validate(schema)
    jsonschema.Draft202012Validator.check_schema(schema)


def test_every_reference_leads_to_a_definition_and_every_definition_is_used() -> None:
    schema = scheme_grammar()
    named = set(re.findall(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(schema)))
    assert named == set(schema["$defs"])


def test_every_kind_that_a_catalogue_lists_has_a_part_with_the_fields_of_its_class() -> None:
    parts = scheme_grammar()["$defs"]
    fields = {
        **{f"rule_{one.rule.kind}": one.rule.fields for one in RULE_KINDS},
        **{f"value_{one.value.kind}": one.value.fields for one in VALUE_KINDS},
    }
    for name, names in fields.items():
        assert set(parts[name]["properties"]) == {"kind", *names}
    assert {name for name in parts if name.startswith(("rule_", "value_"))} == set(fields)


def test_columns_and_parameters_have_a_part_for_every_operation_test_and_type() -> None:
    assert set(columns.MADE) == set(OPERATIONS)
    assert set(columns.COMPARED) == set(TESTS)
    assert set(parameters.VALUES) == set(TYPES)


def test_a_growth_is_of_the_kinds_that_are_quotients() -> None:
    of = scheme_grammar()["$defs"]["value_growth"]["properties"]["of"]
    assert of["anyOf"] == any_kind("value", [kind.value.kind for kind in FRACTIONAL_KINDS])["anyOf"]


def test_every_field_and_every_definition_is_described() -> None:
    def objects(node: Any) -> list[Any]:
        below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        found = [inner for child in below for inner in objects(child)]
        return [*found, node] if isinstance(node, dict) and "patternProperties" in node else found

    described = [each for each in objects(scheme_grammar()) if "title" in each]
    assert len(described) > 30
    for each in described:
        for name, field in each["properties"].items():
            words = field.get("description", "")
            assert name == "kind" or re.match(r"[^\u4e00-\u9fff]+ .*[\u4e00-\u9fff].*。$", words), (
                each["title"],
                name,
            )


def test_what_is_given_out_is_the_callers_own() -> None:
    scheme_grammar()["$defs"]["code"]["anyOf"].clear()
    scheme_grammar()["properties"].clear()
    assert scheme_grammar()["$defs"]["code"]["anyOf"]
    assert scheme_grammar()["properties"]


def test_patterns_need_nothing_that_some_language_lacks() -> None:
    # No look-around, no named groups, no \Z: RE2, Rust, Python and ECMAScript read them alike.
    assert not re.findall(r"\(\?[^:]|\\\\Z", json.dumps(scheme_grammar()))


@pytest.mark.parametrize("code", CODES)
def test_every_template_is_valid_with_its_parameters_open_and_filled(code: str) -> None:
    schema = jsonschema.Draft202012Validator(scheme_grammar())
    for document in (template(code).document(), confirmed(code)):
        assert validator().is_valid(document)
        assert schema.is_valid(document)
