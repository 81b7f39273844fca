"""No change of the document that breaks a client goes without its entry in the API's changelog."""

import json
import re
from pathlib import Path

from chalicelib.docs.document import DOCUMENT
from chalicelib.tenancy.roles import Role
from infra.openapi.evolution.changelog import CHANGELOG, NOTICE, entries
from infra.openapi.evolution.gate import BASELINE, complaints

POLICY = Path(__file__).parents[3] / "docs/api/policy.md"


def test_every_breaking_change_since_the_baseline_has_its_entry() -> None:
    found = complaints(
        json.loads(BASELINE.read_text(encoding="utf-8")),
        json.loads(DOCUMENT.read_text(encoding="utf-8")),
        entries(CHANGELOG.read_text(encoding="utf-8")),
    )
    assert not found, "docs/api/policy.md says how a breaking change is made:\n" + "\n".join(found)


def test_every_operation_that_needs_a_key_tells_its_roles_to_programs() -> None:
    roles = [role.value for role in Role]
    for path, methods in json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"].items():
        for operation in methods.values():
            if operation.get("security") == []:
                assert "x-roles" not in operation, path
                continue
            told = operation["x-roles"]
            assert told == [role for role in roles if role in told] != [], path
            assert operation["description"].endswith(f"Roles: {', '.join(told)}."), path


def test_the_policy_gives_the_notice_that_the_changelog_is_held_to() -> None:
    (days,) = re.findall(r"\*\*(\d+) days or longer\*\*", POLICY.read_text(encoding="utf-8"))
    assert int(days) == NOTICE.days
