"""Build the package: Chalice's template and zip, repeatable byte for byte.

``python -m infra.package`` prints their paths and sizes. The package is built again only after a
change of its sources. It is built for a runtime (infra/runtime.py), on any builder.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import adopted_table, bytecode, dependencies, releases, runtime
from infra.runtime import Runtime
from infra.template import functions, merge_template

PROJECT = Path(__file__).resolve().parent.parent
BUILD = PROJECT / "build"
CHALICE_STAGE = "service"
#: Chalice requires a region, although the template works in every region.
ANY_REGION = "us-east-1"
MOST_BYTES = 25_000_000
#: The sources of the package and the template.
SOURCES = ("app.py", "chalicelib", "requirements.lock", ".chalice", "infra")
_CHALICE = [sys.executable, "-c", "from chalice.cli import main; raise SystemExit(main())"]


class PackageError(RuntimeError):
    """The package cannot be built, or is too large."""


@dataclass(frozen=True, slots=True)
class Package:
    """A template whose ``CodeUri`` is not set yet, its zip, and the zip's SHA-256."""

    template: Path
    archive: Path
    sha256: str

    def definition(self) -> dict[str, Any]:
        """Return the template as a document."""
        loaded: dict[str, Any] = json.loads(self.template.read_text(encoding="utf-8"))
        return loaded

    def parameters(self) -> frozenset[str]:
        """Return the names of the template's parameters."""
        return frozenset(self.definition()["Parameters"])

    def defaults(self) -> dict[str, str]:
        """Return the values of the parameters that have a default."""
        parameters = self.definition()["Parameters"].items()
        return {name: str(one["Default"]) for name, one in parameters if "Default" in one}


def build(
    target: Runtime | None = None, project: Path = PROJECT, into: Path | None = None
) -> Package:
    """Build the package for a runtime, or return the existing one if its sources are the same.

    Without ``target`` it is for this machine, in ``build/``; another runtime has a directory of its
    own there. Raises PackageError when Chalice fails or the zip is over MOST_BYTES,
    subprocess.CalledProcessError when pip fails, and runtime.NoSuchRuntimeError.
    """
    here = runtime.of_this_machine()
    target = target or here
    into = into or (BUILD if target == here else BUILD / str(target))
    into.mkdir(parents=True, exist_ok=True)
    template, archive, stamp = into / "template.json", into / "package.zip", into / "sources.sha256"
    with _alone(into / ".lock"):
        sources = _digest_of_sources(project, target)
        made_before = all(one.exists() for one in (template, archive, stamp))
        if not (made_before and stamp.read_text() == sources):
            stamp.unlink(missing_ok=True)
            made = _chalice(_staged(project, into, target), into)
            _repeatable(made / "deployment.zip", archive, target.interpreter)
            if archive.stat().st_size > MOST_BYTES:
                raise PackageError(f"{archive.stat().st_size} bytes are more than {MOST_BYTES}")
            _write_template(made / "sam.json", template, target)
            stamp.write_text(sources)
        return Package(template, archive, _sha256(archive))


def _staged(project: Path, into: Path, target: Runtime) -> Path:
    """Copy the sources that ship, with the libraries beside them as Chalice's ``vendor``.

    Chalice would fetch the libraries again after each change of the code. The copy has no
    requirements, so Chalice fetches none.
    """
    staged = into / "project"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir()
    shutil.copy2(project / "app.py", staged)
    for name in ("chalicelib", ".chalice"):
        unwanted = shutil.ignore_patterns("__pycache__", "deployments", "deployed")
        shutil.copytree(project / name, staged / name, ignore=unwanted)
    configuration = staged / ".chalice" / "config.json"
    settings = json.loads(configuration.read_text(encoding="utf-8"))
    settings["lambda_architecture"] = target.architecture
    configuration.write_text(json.dumps(settings), encoding="utf-8")
    _index_routes(staged)
    libraries = dependencies.install(project / "requirements.lock", into / "libraries", target)
    (staged / "vendor").symlink_to(libraries, target_is_directory=True)
    return staged


def _index_routes(staged: Path) -> None:
    """Write the index of routes into the staged package (chalicelib/handlers/route_index.py)."""
    done = subprocess.run(
        [sys.executable, "-m", "chalicelib.handlers.route_index"],
        check=False,
        cwd=staged,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": ""},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise PackageError(f"the index of routes: {done.stderr}")


def _chalice(staged: Path, into: Path) -> Path:
    """Run Chalice; return the directory with its ``sam.json`` and ``deployment.zip``."""
    merge, out = into / "resources.json", into / "chalice"
    merge.write_text(json.dumps(merge_template(), ensure_ascii=False, indent=1), encoding="utf-8")
    done = subprocess.run(
        [*_CHALICE, "package", "--stage", CHALICE_STAGE, "--merge-template", str(merge), str(out)],
        check=False,
        cwd=staged,
        env={**os.environ, "AWS_DEFAULT_REGION": ANY_REGION, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise PackageError(f"chalice package: {done.stdout}{done.stderr}")
    return out


def _repeatable(source: Path, target: Path, interpreter: str | None) -> None:
    """Copy the zip, compiled, sorted and undated: the same files give the same bytes.

    ``interpreter`` compiles the modules. With None they are not compiled.
    """
    compiled = source.with_name("compiled.zip")
    with zipfile.ZipFile(compiled, "w"):
        pass  # empty, for a builder that lacks the package's Python
    if interpreter is not None:
        bytecode.compile_with(interpreter, source, compiled)
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(compiled) as more,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        members = dict.fromkeys(old.namelist(), old) | dict.fromkeys(more.namelist(), more)
        for name in sorted(members):
            new.writestr(_undated(name), members[name].read(name))


def _write_template(source: Path, target: Path, for_runtime: Runtime) -> None:
    """Write Chalice's template for the runtime, with releases, and for a restored table.

    Chalice names the Python that runs it.
    """
    definition = json.loads(source.read_text(encoding="utf-8"))
    for function in functions(definition):
        function["Runtime"] = for_runtime.identifier
    made = releases.call_aliases(adopted_table.adopt(definition))
    target.write_text(json.dumps(made, ensure_ascii=False, indent=2), encoding="utf-8")


def _undated(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


def _digest_of_sources(project: Path, target: Runtime) -> str:
    # Another build of the package's Python on the builder may compile other bytes.
    made_by = f"{target} {target.interpreter} {sys.version}"
    digest = hashlib.sha256(made_by.encode())
    for path in _files(project):
        digest.update(str(path.relative_to(project)).encode() + b"\0")
        digest.update(_sha256(path).encode())
    return digest.hexdigest()


def _files(project: Path) -> Iterator[Path]:
    for name in SOURCES:
        path = project / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in found if one.is_file() and "__pycache__" not in one.parts)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Allow one build at a time: the tests and the demo may be started together."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Build the package for this machine and print its paths and sizes."""
    package = build()
    size = package.archive.stat().st_size
    print(f"{package.archive.relative_to(PROJECT)}: {size / 1e6:.1f} MB, sha256 {package.sha256}")
    print(f"{package.template.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
