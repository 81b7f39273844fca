"""Schemathesis against the deployed API: a role's key, all checks, links followed, a fixed seed.

`make test` tries the admin's key for 15 s, `make test-long` every role's key, `make fuzz` as long
as requested.
"""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests.profiles import choose
from tests.stack.conftest import Stack

pytestmark = [pytest.mark.stack, pytest.mark.deep]

SETTINGS = Path(__file__).with_name("schemathesis.toml")
SEED = 20261121
#: The seconds of trying each role's key. The admin's key may call the most operations.
SECONDS = choose(
    quick={"admin": 15},
    long={"admin": 60, "hr": 15, "supervisor": 15, "agent": 15, "auditor": 15, "operator": 15},
)
HELD_TO = {"supervisor": {"team": "red"}, "agent": {"employee_id": "1001"}}


@pytest.fixture(scope="module")
def admin(stack: Stack) -> str:
    """Return the admin key of a company with a high request limit."""
    tenant = f"fuzz-{uuid.uuid4().hex[:8]}"
    limits = {"requests_per_minute": 1_000_000}
    body = {"id": tenant, "name": tenant, "limits": limits}
    made = stack.request("POST", "/v1/tenants", stack.operator_key, json=body)
    return str(made.json()["api_key"]["secret"])


def _key(stack: Stack, admin: str, role: str) -> str:
    if role in ("admin", "operator"):
        return admin if role == "admin" else stack.operator_key
    body = {"role": role, **HELD_TO.get(role, {})}
    return str(stack.request("POST", "/v1/api-keys", admin, json=body).json()["secret"])


@pytest.mark.parametrize("role", SECONDS)
def test_whatever_is_sent_the_answer_is_one_that_the_document_tells_of(
    stack: Stack, admin: str, role: str, tmp_path: Path
) -> None:
    longer = os.environ.get("FUZZ_SECONDS")
    # The coverage phase takes some minutes, so a short run would not reach the links.
    phases = "coverage,fuzzing,stateful" if longer else "fuzzing,stateful"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(SETTINGS), "run"),
            *(f"{stack.url}/v1/openapi.json", "--url", stack.url),
            *("--header", f"Authorization: Bearer {_key(stack, admin, role)}"),
            *("--checks", "all", "--phases", phases),
            *("--seed", str(SEED), "--max-time", longer or str(SECONDS[role])),
            *("--workers", "2", "--request-timeout", "60", "--max-response-time", "60"),
            *("--continue-on-failure", "--no-color", "--warnings", "off"),
        ],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "Stateful" in done.stdout, done.stdout[-2000:]
