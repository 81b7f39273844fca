"""A package is built for the stage's Python and processor, on whatever builder."""

import platform
import subprocess
import sys
import zipfile
from importlib.util import cache_from_source
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from infra import dependencies, package, runtime
from infra.runtime import NoSuchRuntimeError, Runtime

ARM = Runtime("3.13", "arm64")


@pytest.mark.parametrize(
    ("machine", "architecture"),
    [("x86_64", "x86_64"), ("aarch64", "arm64"), ("arm64", "arm64")],
    ids=["Linux on Intel", "Linux on ARM", "macOS on ARM"],
)
def test_a_builder_is_known_by_its_processor(
    monkeypatch: pytest.MonkeyPatch, machine: str, architecture: str
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert runtime.of_this_machine().architecture == architecture


def test_a_processor_that_lambda_does_not_have_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(NoSuchRuntimeError, match="riscv64"):
        runtime.of_this_machine()
    with pytest.raises(NoSuchRuntimeError, match="sparc"):
        Runtime("3.13", "sparc")


def test_libraries_are_asked_for_by_the_targets_python_and_processor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: Any) -> None:
        asked.append(command)
        (tmp_path / "libraries" / "botocore" / "data").mkdir(parents=True)

    monkeypatch.setattr(subprocess, "run", run)
    (tmp_path / "requirements.lock").touch()
    dependencies.install(tmp_path / "requirements.lock", tmp_path / "libraries", ARM)
    (command,) = asked
    pairs = dict(pairwise(command))
    assert pairs["--python-version"] == "3.13"
    assert pairs["--platform"] == "manylinux2014_aarch64"
    assert pairs["--only-binary"] == ":all:"


def test_libraries_of_one_runtime_are_not_taken_for_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    count = []

    def run(command: list[str], **_: Any) -> None:
        count.append(command)
        (tmp_path / "libraries" / "botocore" / "data").mkdir(parents=True)

    monkeypatch.setattr(subprocess, "run", run)
    lock = tmp_path / "requirements.lock"
    lock.touch()
    for target in (ARM, ARM, Runtime("3.13", "x86_64")):
        dependencies.install(lock, tmp_path / "libraries", target)
    assert len(count) == 2


def test_modules_are_compiled_by_the_packages_python_or_not_at_all(tmp_path: Path) -> None:
    source, with_python, without = (tmp_path / f"{name}.zip" for name in "abc")
    with zipfile.ZipFile(source, "w") as file:
        file.writestr("app.py", "app = 1")
    package._repeatable(source, with_python, sys.executable)
    package._repeatable(source, without, None)
    assert zipfile.ZipFile(with_python).namelist() == [cache_from_source("app.py"), "app.py"]
    assert zipfile.ZipFile(without).namelist() == ["app.py"]


def test_a_python_that_the_builder_lacks_has_no_interpreter() -> None:
    assert Runtime("3.99", "arm64").interpreter is None
    assert Runtime(runtime.this_python(), "arm64").interpreter == sys.executable


@pytest.mark.parametrize(
    ("script", "found"),
    [("exit 127", False), ("echo 3.12", False), ("echo 3.99", True)],
    ids=["a shim without that Python", "another Python under its name", "that Python"],
)
def test_a_python_counts_if_it_runs_and_is_the_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, found: bool
) -> None:
    path = tmp_path / "python3.99"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert Runtime("3.99", "arm64").interpreter == (str(path) if found else None)
