"""A stage is a committed file; what it says is held before anything is deployed."""

from pathlib import Path

import pytest

from infra import stage_file
from infra.package import Package
from infra.runtime import Runtime
from infra.stage_file import StageFile, StageFileError


def written(tmp_path: Path, text: str) -> StageFile:
    (tmp_path / "trial.toml").write_text(text, encoding="utf-8")
    return stage_file.read("trial", tmp_path)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(StageFileError) as error:
        written(tmp_path, text)
    return str(error.value)


def test_a_region_is_enough(tmp_path: Path) -> None:
    found = written(tmp_path, 'region = "eu-central-1"')
    assert (found.name, found.region, found.partition) == ("trial", "eu-central-1", "aws")
    assert found.runtime == Runtime("3.13", "arm64")
    assert found.parameters == {}  # so that an update keeps what the stack has


def test_values_become_parameters_of_the_template(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        """
        region = "us-west-2"
        [runtime]
        python = "3.14"
        architecture = "x86_64"
        [memory]
        api_handler = 2048
        [retention]
        logs = 365
        [alarms]
        addresses = ["ops@example.com", "night@example.com"]
        [api]
        tracing = false
        """,
    )
    assert found.runtime == Runtime("3.14", "x86_64")
    assert found.parameters == {
        "ApiHandlerMemory": "2048",
        "LogRetentionDays": "365",
        "Tracing": "false",
        "AlarmAddress1": "ops@example.com",
        "AlarmAddress2": "night@example.com",
        "AlarmAddress3": "",
        "AlarmAddress4": "",
        "AlarmAddress5": "",
    }


def test_the_template_has_every_parameter_that_a_file_can_name(built: Package) -> None:
    assert set(stage_file.PARAMETERS.values()) <= built.parameters()
    assert {"AlarmAddress1", "AlarmAddress5"} <= built.parameters()


def test_the_defaults_of_the_example_are_those_of_the_template(built: Package) -> None:
    """A first deployment without the value and one with the example's are the same."""
    parameters = built.definition()["Parameters"]
    for name, value in stage_file.read("production").parameters.items():
        assert str(parameters[name]["Default"]) == value, name


def test_all_faults_are_named_at_once_with_their_places(tmp_path: Path) -> None:
    faults = refused(
        tmp_path,
        """
        region = "Frankfurt"
        colour = "blue"
        [memory]
        api_handler = 64
        [alarms]
        addresses = ["not an address"]
        """,
    )
    for place in ("region", "colour", "memory.api_handler", "alarms.addresses"):
        assert f"trial.toml: {place}" in faults
    assert len(faults.splitlines()) == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('region = "cn-north-1"', "lies in aws-cn"),
        ('region = "eu-central-1"\npartition = "aws-cn"', "lies in aws, not in aws-cn"),
        ('region = "us-gov-west-1"', "lies in aws-us-gov"),
        ('region = "cn-north-1"\npartition = "aws-cn"\n[api]\ntracing = true', "no X-Ray"),
        ('region = "eu-west-1"\n[api]\ndomain = "a.example.com"', "certificate"),
        ('region = "eu-west-1"\n[runtime]\narchitecture = "mips"', "runtime.architecture"),
        ('region = "eu-west-1"\n[retention]\nlogs = 100', "retention.logs"),
        ("region = ", "trial.toml"),
        ('region = "eu-west-1"\n[cors]\norigins = ["https://a.example.com/"]', "cors.origins"),
        ('region = "eu-west-1"\n[cors]\norigins = ["a.example.com"]', "cors.origins"),
        ('region = "eu-west-1"\n[release]\nshift = "AllAtOnce"', "release.shift"),
        ('region = "eu-west-1"\n[runtime]\npython = "3.11"\nsnapstart = true', "Python 3.12"),
        (
            'region = "us-gov-west-1"\npartition = "aws-us-gov"\n[budget]\nmonthly_usd = 9',
            "no budgets",
        ),
        ('region = "ap-east-2"\n[runtime]\nsnapstart = true', "no SnapStart"),
        (
            'region = "cn-north-1"\npartition = "aws-cn"\n[runtime]\nsnapstart = true',
            "no SnapStart",
        ),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert told in refused(tmp_path, text)


def test_origins_snapshots_and_the_way_of_a_release_are_the_stages(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        """
        region = "eu-central-1"
        [runtime]
        snapstart = true
        [cors]
        origins = ["https://hr.example.com", "http://localhost:5173"]
        [release]
        shift = "off"
        """,
    )
    assert found.parameters == {
        "SnapStart": "true",
        "CorsOrigins": "https://hr.example.com,http://localhost:5173",
        "TrafficShift": "off",
    }


def test_in_china_nothing_is_traced_unless_the_file_is_wrong(tmp_path: Path) -> None:
    found = written(tmp_path, 'region = "cn-north-1"\npartition = "aws-cn"')
    assert found.parameters == {"Tracing": "false"}


def test_a_stage_without_a_file_is_told_with_those_that_have_one(tmp_path: Path) -> None:
    written(tmp_path, 'region = "eu-west-1"')
    with pytest.raises(StageFileError, match=r"there is no stage prodution.*trial"):
        stage_file.read("prodution", tmp_path)
