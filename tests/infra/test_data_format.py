"""Data of another format is refused before anything starts; on request it is moved aside."""

import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import demo.__main__ as demo_command
from chalicelib.store.formats import DATA_FORMAT
from infra import data_format, local_aws, up
from infra import deploy as deploy_command
from infra.data_format import OtherFormatError, require, set_aside
from infra.local_aws import LocalAwsError
from infra.package import PROJECT
from infra.stage import Stage

TODAY = date(2026, 11, 29)
COMMANDS = {"make up": up.main, "make demo": demo_command.main}
#: The files of a deployed and stopped stage's home, and of a stage on AWS beside it.
LEFT = {
    "aws/state/dynamodb.json": "{}",
    "aws/s3/bucket/object": "x",
    "aws/log": "started",
    "stack.json": "{}",
    "operator-key": "ssk",
    "demo.json": "{}",
    "sample-data/shop.csv": "employee_id",
    "coefficients/shop.csv": "employee_id",
    "production/stack.json": "{}",
}


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """Return a home with data and without a stamp, as older versions left it."""
    for name, content in LEFT.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Record the homes for which a local AWS would start; the command ends there."""
    homes: list[Path] = []

    def start(home: Path, *_: object, **__: object) -> None:
        homes.append(home)
        raise LocalAwsError("started")

    monkeypatch.setattr(local_aws, "start", start)
    return homes


def contents(home: Path) -> dict[str, str]:
    return {
        str(path.relative_to(home)): path.read_text() for path in home.rglob("*") if path.is_file()
    }


def test_a_home_where_nothing_was_deployed_is_stamped(tmp_path: Path) -> None:
    home = tmp_path / ".local"
    require(home)
    assert contents(home) == {"data-format": f"{DATA_FORMAT}\n"}


def test_directories_that_hold_no_file_are_no_data(tmp_path: Path) -> None:
    (tmp_path / "aws" / "state").mkdir(parents=True)
    require(tmp_path)
    assert contents(tmp_path) == {"data-format": f"{DATA_FORMAT}\n"}


def test_data_of_this_makes_format_is_taken(left: Path) -> None:
    (left / "data-format").write_text(f"{DATA_FORMAT}\n")
    require(left)
    assert contents(left) == {**LEFT, "data-format": f"{DATA_FORMAT}\n"}


def test_data_that_runs_and_is_not_written_yet_is_data_too(tmp_path: Path) -> None:
    """The local AWS writes its state when it stops; the deployment is recorded at once."""
    (tmp_path / "stack.json").write_text("{}")
    with pytest.raises(OtherFormatError):
        require(tmp_path)


@pytest.mark.parametrize(
    ("stamp", "said"),
    [
        (None, "no format recorded"),
        ("1\n", "format 1;"),
        (f"{DATA_FORMAT + 1}\n", f"format {DATA_FORMAT + 1};"),
        (f"{DATA_FORMAT}0\n", f"format {DATA_FORMAT}0;"),
        ("", "format "),
    ],
    ids=["no stamp", "an older", "a newer", "one that begins alike", "an empty stamp"],
)
def test_data_of_another_format_is_refused_and_left_as_it_is(
    left: Path, stamp: str | None, said: str
) -> None:
    if stamp is not None:
        (left / "data-format").write_text(stamp)
    before = contents(left)

    with pytest.raises(OtherFormatError) as refusal:
        require(left)

    message = str(refusal.value)
    assert f"The data under {left} has {said}" in message
    assert f"this version reads format {DATA_FORMAT}." in message
    assert "make up ANEW=yes" in message
    assert f"{left}/old-<date>/" in message
    assert contents(left) == before


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_command_says_so_starts_nothing_and_fails(
    command: Callable[[list[str]], int],
    left: Path,
    started: list[Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command(["--home", str(left)]) == 1
    told = capsys.readouterr()
    assert "To start anew: make up ANEW=yes" in told.err
    assert told.out == ""
    assert started == []
    assert contents(left) == LEFT


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_anew_moves_the_data_aside_says_where_and_starts(
    command: Callable[[list[str]], int],
    left: Path,
    started: list[Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command(["--home", str(left), "--anew"]) == 1  # the start that these tests replace
    (place,) = left.glob("old-*")
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == f"the old data is in {place}"
    assert told.err == "started\n"
    assert started == [left / "aws"]
    mine = {name: text for name, text in LEFT.items() if not name.startswith("production/")}
    assert contents(place) == mine
    assert (left / "data-format").read_text() == f"{DATA_FORMAT}\n"
    assert (left / "production" / "stack.json").exists()


@pytest.mark.parametrize("target", ["up", "demo"])
def test_make_hands_anew_on(target: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}

    def last_command(*more: str) -> str:
        asked = ["make", "--dry-run", target, *more]
        done = subprocess.run(
            asked, cwd=PROJECT, env=clean, capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()[-1]

    module = {"up": "infra.up", "demo": "demo"}[target]
    assert last_command("ANEW=yes") == f".venv/bin/python -m {module} --anew"
    assert last_command().rstrip() == f".venv/bin/python -m {module}"
    assert last_command("ANEW=no") == last_command()


def test_a_second_move_of_one_day_goes_to_a_place_of_its_own(left: Path) -> None:
    assert set_aside(left, TODAY) == left / "old-2026-11-29"
    (left / "stack.json").write_text("second")
    assert set_aside(left, TODAY) == left / "old-2026-11-29-2"
    assert (left / "old-2026-11-29" / "stack.json").read_text() == "{}"
    assert (left / "old-2026-11-29-2" / "stack.json").read_text() == "second"


def test_without_data_nothing_is_moved(tmp_path: Path) -> None:
    require(tmp_path)
    assert set_aside(tmp_path, TODAY) is None
    assert list(tmp_path.iterdir()) == [tmp_path / "data-format"]


def test_what_runs_on_the_data_is_stopped_before_it_is_moved(
    left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It writes its state when it stops, and the state must be moved too."""

    def stop(home: Path) -> bool:
        (home / "state" / "s3.json").write_text("written last")
        return True

    monkeypatch.setattr(local_aws, "stop", stop)
    place = set_aside(left, TODAY)
    assert place is not None
    assert (place / "aws" / "state" / "s3.json").read_text() == "written last"


def test_what_does_not_stop_keeps_its_data(left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: Path) -> bool:
        raise LocalAwsError("still writing")

    monkeypatch.setattr(local_aws, "stop", stop)
    with pytest.raises(LocalAwsError):
        set_aside(left, TODAY)
    assert contents(left) == LEFT


def test_a_move_that_is_cut_short_leaves_data_that_is_refused(
    left: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stamp is moved first."""
    (left / "data-format").write_text(f"{DATA_FORMAT}\n")
    rename = Path.rename

    def cut_short(path: Path, target: Path) -> Path:
        if path.name == "stack.json":
            raise OSError("no space left")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", cut_short)
    with pytest.raises(OSError, match="no space"):
        set_aside(left, TODAY)
    with pytest.raises(OtherFormatError, match="no format recorded"):
        require(left)


def test_a_deployment_to_a_local_stage_by_hand_is_refused_likewise(left: Path) -> None:
    with pytest.raises(OtherFormatError):
        deploy_command.deploy(Stage("local", left, endpoint="http://127.0.0.1:1"))


def test_the_deploy_command_tells_a_refusal_in_words(
    left: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--stage", "local", "--endpoint", "http://127.0.0.1:1", "--home", str(left)]
    assert deploy_command.main(arguments) == 1
    assert "no format recorded" in capsys.readouterr().err


def test_every_name_of_the_data_is_one_that_is_moved() -> None:
    assert data_format.DATA[0] == data_format.STAMP
    assert set(data_format.DATA) == {"data-format", *(name.split("/")[0] for name in LEFT)} - {
        "production"
    }
