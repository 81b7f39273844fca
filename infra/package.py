"""Build the package: Chalice's template and zip, repeatable byte for byte.

``python -m infra.package`` prints their paths and sizes. The package is built again only after a
change of its sources.
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
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from infra import bytecode, dependencies
from infra.template import merge_template

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


def build(project: Path = PROJECT, into: Path = BUILD) -> Package:
    """Build the package, or return the existing one if its sources are the same.

    Raises PackageError when Chalice fails or the zip is over MOST_BYTES, and
    subprocess.CalledProcessError when pip fails.
    """
    into.mkdir(parents=True, exist_ok=True)
    template, archive, stamp = into / "template.json", into / "package.zip", into / "sources.sha256"
    with _alone(into / ".lock"):
        sources = _digest_of_sources(project)
        if not (stamp.exists() and stamp.read_text() == sources):
            stamp.unlink(missing_ok=True)
            made = _chalice(_staged(project, into), into)
            _repeatable(made / "deployment.zip", archive)
            if archive.stat().st_size > MOST_BYTES:
                raise PackageError(f"{archive.stat().st_size} bytes are more than {MOST_BYTES}")
            (made / "sam.json").replace(template)
            stamp.write_text(sources)
        return Package(template, archive, _sha256(archive))


def _staged(project: Path, into: Path) -> Path:
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
    settings["lambda_architecture"] = dependencies.architecture()
    configuration.write_text(json.dumps(settings), encoding="utf-8")
    libraries = dependencies.install(project / "requirements.lock", into / "libraries")
    (staged / "vendor").symlink_to(libraries, target_is_directory=True)
    return staged


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


def _repeatable(source: Path, target: Path) -> None:
    """Copy the zip, compiled, sorted and undated: the same files give the same bytes."""
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in sorted(old.namelist()):
            content = old.read(name)
            new.writestr(_undated(name), content)
            if name.endswith(".py"):
                new.writestr(_undated(cache_from_source(name)), bytecode.compiled(name, content))


def _undated(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


def _digest_of_sources(project: Path) -> str:
    digest = hashlib.sha256(sys.version.encode())
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
    """Build the package and print its paths and sizes."""
    package = build()
    size = package.archive.stat().st_size
    print(f"{package.archive.relative_to(PROJECT)}: {size / 1e6:.1f} MB, sha256 {package.sha256}")
    print(f"{package.template.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
