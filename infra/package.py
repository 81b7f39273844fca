"""The package: Chalice's template and zip, made small and byte for byte repeatable.

``python -m infra.package`` prints where they are and how big. Nothing is made anew while nothing
that goes into them has changed.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.template import merge_template

PROJECT = Path(__file__).resolve().parent.parent
BUILD = PROJECT / "build"
CHALICE_STAGE = "service"
#: Chalice wants a region to write a template that works in every region.
ANY_REGION = "us-east-1"
_CHALICE = [sys.executable, "-c", "from chalice.cli import main; raise SystemExit(main())"]
MOST_BYTES = 25_000_000
#: The AWS services that the application calls. botocore brings descriptions of some 400, two thirds
#: of the package; the others' are left out.
SERVICES = frozenset({"dynamodb", "s3", "sqs", "sts"})
SOURCES = (
    "app.py",
    "chalicelib",
    "requirements.txt",
    ".chalice/config.json",
    ".chalice/policies",
    "infra",
)


@dataclass(frozen=True, slots=True)
class Package:
    """A template whose ``CodeUri`` names no place yet, the zip it needs, and the zip's SHA-256."""

    template: Path
    archive: Path
    sha256: str

    def definition(self) -> dict[str, Any]:
        """The template as a document."""
        loaded: dict[str, Any] = json.loads(self.template.read_text(encoding="utf-8"))
        return loaded


def build(project: Path = PROJECT, into: Path = BUILD) -> Package:
    """Make the package, or return the one there if its sources are the same.

    Raises subprocess.CalledProcessError when Chalice refuses, ValueError when the zip is too big.
    """
    into.mkdir(parents=True, exist_ok=True)
    with _alone(into / ".lock"):
        package = _existing(into)
        stamp = into / "sources.sha256"
        sources = _digest_of_sources(project)
        if package and stamp.exists() and stamp.read_text() == sources:
            return package
        stamp.unlink(missing_ok=True)
        _chalice(project, into)
        archive = into / "package.zip"
        _slim(into / "chalice" / "deployment.zip", archive)
        if archive.stat().st_size > MOST_BYTES:
            raise ValueError(f"{archive} has {archive.stat().st_size} bytes, over {MOST_BYTES}")
        (into / "chalice" / "sam.json").replace(into / "template.json")
        stamp.write_text(sources)
        return Package(into / "template.json", archive, _sha256(archive))


def _existing(into: Path) -> Package | None:
    template, archive = into / "template.json", into / "package.zip"
    if not (template.exists() and archive.exists()):
        return None
    return Package(template, archive, _sha256(archive))


def _chalice(project: Path, into: Path) -> None:
    merge = into / "resources.json"
    merge.write_text(json.dumps(merge_template(), ensure_ascii=False, indent=1), encoding="utf-8")
    options = ["--stage", CHALICE_STAGE, "--merge-template", str(merge)]
    subprocess.run(
        [*_CHALICE, "package", *options, str(into / "chalice")],
        check=True,
        cwd=project,
        env={**os.environ, "AWS_DEFAULT_REGION": ANY_REGION, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        stdout=subprocess.DEVNULL,
    )


def _slim(source: Path, target: Path) -> None:
    """Copy the zip without unused service descriptions; the same files give the same bytes."""
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in sorted(name for name in old.namelist() if _ships(name)):
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            new.writestr(member, old.read(name))


def _ships(name: str) -> bool:
    parts = name.split("/")
    if name.endswith("/") or "__pycache__" in parts:
        return False
    if parts[:2] == ["boto3", "examples"] or parts[:2] == ["boto3", "data"]:
        return False  # documentation, and descriptions for boto3.resource, which is not used
    if parts[:2] == ["botocore", "data"] and len(parts) > 3:
        return parts[2] in SERVICES and not parts[-1].startswith("examples-")
    return True


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
    """One build at a time: the tests and the demo may be started together."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Build and say what there is."""
    package = build()
    size = package.archive.stat().st_size
    print(f"{package.archive.relative_to(PROJECT)}: {size / 1e6:.1f} MB, sha256 {package.sha256}")
    print(f"{package.template.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
