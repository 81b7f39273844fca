"""The local AWS's start and stop: the recorded instance is the real one."""

import json
import os
import socket
from pathlib import Path

import pytest

from infra import local_aws, ports, up
from infra.local_aws import Instance, LocalAwsError


def test_no_record_means_that_none_runs(tmp_path: Path) -> None:
    assert local_aws.running(tmp_path) is None
    assert local_aws.stop(tmp_path) is False


def test_a_record_left_by_a_crash_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "instance.json").write_text("{half a rec")
    assert local_aws.running(tmp_path) is None


def test_another_programs_process_is_not_taken_for_it_and_never_stopped(tmp_path: Path) -> None:
    record = tmp_path / "instance.json"
    record.write_text(json.dumps({"pid": os.getpid(), "port": 4566}))
    assert local_aws.running(tmp_path) is None
    assert local_aws.stop(tmp_path) is False
    assert not record.exists()


def test_it_listens_on_loopback_alone_and_keeps_its_data_under_its_home(tmp_path: Path) -> None:
    settings = local_aws._settings(tmp_path, 4599, enforce_iam=False, concurrency=8)
    assert settings["BIND_HOST"] == "127.0.0.1"
    assert settings["GATEWAY_PORT"] == "4599"
    assert settings["PERSIST_STATE"] == settings["S3_PERSIST"] == "1"
    for place in ("STATE_DIR", "S3_DATA_DIR", "TMPDIR"):
        assert Path(settings[place]).is_relative_to(tmp_path)


def test_the_machines_own_aws_credentials_do_not_reach_it(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    monkeypatch.setenv("AWS_PROFILE", "production")
    settings = local_aws._settings(tmp_path, 4599, enforce_iam=False, concurrency=8)
    assert "AWS_ACCESS_KEY_ID" not in settings
    assert "AWS_PROFILE" not in settings


def test_the_port_of_the_last_time_is_taken_again(tmp_path: Path) -> None:
    port = ports.free_port()
    (tmp_path / "port").write_text(str(port))
    assert ports.choose_port(tmp_path) == port


def test_a_port_that_another_holds_is_left_to_it(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind((ports.HOST, 0))
        holder.listen()
        taken = holder.getsockname()[1]
        (tmp_path / "port").write_text(str(taken))
        assert ports.choose_port(tmp_path) != taken


def test_under_another_port_the_data_has_its_new_addresses(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("4599")
    state = tmp_path / "state" / "sqs.json"
    state.parent.mkdir()
    state.write_text(json.dumps({"url": "http://127.0.0.1:4599/000000000000/uploads", "n": 4599}))

    ports.move_to(tmp_path, 4600)

    moved = {"url": "http://127.0.0.1:4600/000000000000/uploads", "n": 4599}
    assert json.loads(state.read_text()) == moved
    assert (tmp_path / "port").read_text() == "4600"


@pytest.mark.parametrize("home", [[], ["--home", "old"]], ids=["the usual home", "another home"])
def test_the_command_stops_what_up_started_with_the_same_home(
    home: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Path] = {}

    def start(place: Path, *_: object, **__: object) -> Instance:
        asked["start"] = place
        raise LocalAwsError("started")

    def stop(place: Path) -> bool:
        asked["stop"] = place
        return True

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(up.data_format, "require", lambda _: None)
    monkeypatch.setattr(local_aws, "start", start)
    monkeypatch.setattr(local_aws, "stop", stop)
    assert up.main(home) == 1
    assert local_aws.main(["stop", *home]) == 0
    assert asked["stop"] == asked["start"]
