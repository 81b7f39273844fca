"""The package contains only what runs, and is small enough to start fast."""

import ast
import re
import runpy
import sys
import zipfile
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from chalicelib.version import VERSION
from infra import dependencies, package
from infra.package import MOST_BYTES, PROJECT, Package


@pytest.fixture(scope="session")
def names(built: Package) -> list[str]:
    with zipfile.ZipFile(built.archive) as archive:
        return archive.namelist()


def pinned(file: str) -> set[str]:
    """Return the packages pinned in a requirements file, in lower case with dashes."""
    lines = (PROJECT / file).read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([A-Za-z0-9_.-]+)(?:\[.*\])?==", line) for line in lines)
    return {one[1].lower().replace("_", "-") for one in found if one}


def test_the_zip_has_at_most_25_megabytes(built: Package) -> None:
    size = built.archive.stat().st_size
    print(f"the package has {size / 1e6:.1f} MB")
    assert MOST_BYTES == 25_000_000
    assert size <= MOST_BYTES


def test_what_ships_is_what_requirements_name(names: list[str]) -> None:
    shipped = {
        name.split(".dist-info")[0].rsplit("-", 1)[0].lower().replace("_", "-")
        for name in names
        if name.split("/")[0].endswith(".dist-info")
    }
    assert shipped == pinned("requirements.txt")


def test_nothing_of_a_developers_machine_ships(names: list[str]) -> None:
    packages = {name.split("/")[0].lower() for name in names}
    tools = pinned("requirements-dev.txt") | pinned("constraints.txt") | {"pip", "setuptools"}
    assert not packages & tools - {"chalice"}  # Chalice's runtime, added by its packager


def test_every_module_ships_compiled_for_this_python_and_no_other(names: list[str]) -> None:
    modules = {name for name in names if name.endswith(".py")}
    compiled = {name for name in names if name.endswith(".pyc")}
    assert compiled == {cache_from_source(name) for name in modules}


def test_a_compiled_module_is_read_without_its_source(built: Package, tmp_path: Path) -> None:
    with zipfile.ZipFile(built.archive) as archive:
        content = archive.read(cache_from_source("chalicelib/version.py"))
    path = tmp_path / "version.pyc"
    path.write_bytes(content)
    assert runpy.run_path(str(path))["VERSION"] == VERSION


def test_no_tests_or_demo_ship(names: list[str]) -> None:
    assert not {"tests", "demo", "infra", "benchmarks"} & {name.split("/")[0] for name in names}


def test_the_application_ships_whole(names: list[str]) -> None:
    ours = {str(path.relative_to(PROJECT)) for path in (PROJECT / "chalicelib").rglob("*.py")}
    assert ours <= set(names)
    assert "app.py" in names


def test_the_industry_templates_ship(names: list[str]) -> None:
    templates = (PROJECT / "chalicelib" / "templates").glob("*.json")
    assert {str(path.relative_to(PROJECT)) for path in templates} <= set(names)


def test_compiled_libraries_run_on_every_python_of_lambda(built: Package) -> None:
    """Lambda's Python 3.11 has glibc 2.26; wheels of manylinux2014 need 2.17."""
    with zipfile.ZipFile(built.archive) as archive:
        wheels = [name for name in archive.namelist() if name.endswith(".dist-info/WHEEL")]
        tags = [
            re.findall(r"^Tag: (.*)$", archive.read(one).decode(), re.MULTILINE) for one in wheels
        ]
    for wheel in tags:
        assert any(tag.endswith("-any") or "manylinux2014" in tag for tag in wheel), wheel


def test_the_same_sources_make_the_same_bytes(built: Package, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    package._repeatable(package.BUILD / "chalice" / "deployment.zip", again, sys.executable)
    assert again.read_bytes() == built.archive.read_bytes()


def test_nothing_is_made_anew_while_nothing_changed(built: Package) -> None:
    before = built.archive.stat().st_mtime_ns
    assert package.build() == built
    assert built.archive.stat().st_mtime_ns == before


@pytest.mark.parametrize("removed", ["package.zip", "template.json"])
def test_what_was_removed_is_made_anew(
    removed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digest of the sources alone does not mean that they are packaged."""

    class MadeError(Exception):
        """It is made."""

    def staged(*_: object) -> Path:
        raise MadeError

    monkeypatch.setattr(package, "_digest_of_sources", lambda *_: "the same")
    monkeypatch.setattr(package, "_staged", staged)
    for name in {"package.zip", "template.json", "sources.sha256"} - {removed}:
        (tmp_path / name).write_text("the same")
    with pytest.raises(MadeError):
        package.build(into=tmp_path)


def test_every_aws_service_that_the_code_calls_ships_with_its_description(names: list[str]) -> None:
    called = set()
    for path in (PROJECT / "chalicelib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name_of(node).endswith("client") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    called.add(first.value)
    assert called
    assert called <= dependencies.SERVICES
    for service in dependencies.SERVICES:
        assert any(name.startswith(f"botocore/data/{service}/") for name in names)


def name_of(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
