"""The libraries that ship are installed by their hashes, without unused parts."""

import base64
import hashlib
import subprocess
import zipfile
from pathlib import Path

import pytest

from infra import dependencies
from infra.runtime import Runtime

#: Two services' descriptions: the application calls the first and not the second.
FILES = {
    "botocore/__init__.py": b"",
    "botocore/data/dynamodb/2012-08-10/service-2.json": b"{}",
    "botocore/data/dynamodb/2012-08-10/examples-1.json": b"{}",
    "botocore/data/kinesis/2013-12-02/service-2.json": b"{}",
}
INFO = "botocore-1.0.dist-info"
#: A runtime that this machine need not have.
ARM = Runtime("3.13", "arm64")


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make one wheel, the only one that pip finds."""
    place = tmp_path / "wheels"
    place.mkdir()
    made = place / "botocore-1.0-py3-none-any.whl"
    members = {
        **FILES,
        f"{INFO}/METADATA": b"Metadata-Version: 2.1\nName: botocore\nVersion: 1.0\n",
        f"{INFO}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},{_digest(content)},{len(content)}\n" for name, content in members.items()
    )
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr(f"{INFO}/RECORD", f"{record}{INFO}/RECORD,,\n")
    for name, value in {
        "NO_INDEX": "1",
        "FIND_LINKS": str(place),
        "CONFIG_FILE": "/dev/null",
    }.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    return made


def _digest(content: bytes) -> str:
    raw = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
    return f"sha256={raw.decode().rstrip('=')}"


def lock(tmp_path: Path, sha256: str | None) -> Path:
    path = tmp_path / "requirements.lock"
    path.write_text("botocore==1.0" + (f" --hash=sha256:{sha256}\n" if sha256 else "\n"))
    return path


def test_a_file_of_the_locks_hash_is_installed_without_what_is_never_read(
    wheel: Path, tmp_path: Path
) -> None:
    into = tmp_path / "libraries"
    sha256 = hashlib.sha256(wheel.read_bytes()).hexdigest()

    assert dependencies.install(lock(tmp_path, sha256), into, ARM) == into

    described = {path.name for path in (into / "botocore" / "data").rglob("*") if path.is_file()}
    assert described == {"service-2.json"}
    assert {path.name for path in (into / "botocore" / "data").iterdir()} == {"dynamodb"}


@pytest.mark.parametrize("sha256", ["0" * 64, None], ids=["another hash", "no hash"])
def test_a_file_of_another_hash_or_of_none_is_refused(
    wheel: Path, tmp_path: Path, sha256: str | None
) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        dependencies.install(lock(tmp_path, sha256), tmp_path / "libraries", ARM)
