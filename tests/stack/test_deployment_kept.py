"""A local AWS that is stopped and started again has everything it had."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from infra import local_aws
from infra.stage import LOCAL, Stage
from infra.up import up

pytestmark = pytest.mark.stack


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    local_aws.stop(tmp_path / "aws")
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_what_was_stored_is_there_after_a_stop_and_a_start(home: Path) -> None:
    first = up(home, local_aws.free_port())
    key = (home / "operator-key").read_text().strip()
    assert first.endpoint is not None
    stored = {"Key": "exports/kept.txt", "Bucket": first.bucket}
    s3(first.endpoint).put_object(Body=b"kept", **stored)

    assert local_aws.stop(home / "aws")
    assert local_aws.running(home / "aws") is None
    second = up(home)

    assert second == first
    assert (home / "operator-key").read_text().strip() == key
    body = s3(first.endpoint).get_object(**stored)["Body"].read()
    assert body == b"kept"
    answer = requests.get(
        f"{second.api_url}/v1/tenants", headers={"Authorization": f"Bearer {key}"}, timeout=60
    )
    assert answer.status_code == 200, answer.text


def s3(endpoint: str) -> Any:
    return Stage(LOCAL, Path(), endpoint=endpoint).client("s3")
