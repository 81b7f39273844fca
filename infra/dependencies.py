"""Install the libraries that ship, once per ``requirements.lock``, without unused parts."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from infra.runtime import Runtime

#: The AWS services that the application calls. botocore describes some 400 services, two thirds of
#: the package. The other descriptions are removed; a client of one raises UnknownServiceError.
SERVICES = frozenset({"dynamodb", "s3", "sqs", "sts"})


def install(lock: Path, into: Path, runtime: Runtime) -> Path:
    """Return the directory of the installed libraries; install them only after the lock changed.

    They are the runtime's, whatever this machine is. Wheels only: nothing is compiled here. Raises
    subprocess.CalledProcessError when a pin has no wheel, or a file's hash differs from the lock.
    """
    stamp = into.with_name(f"{into.name}.sha256")
    wanted = _digest(lock, runtime)
    if into.exists() and stamp.exists() and stamp.read_text() == wanted:
        return into
    stamp.unlink(missing_ok=True)
    shutil.rmtree(into, ignore_errors=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--requirement", str(lock), "--require-hashes", "--no-deps", "--target", str(into)),
            *("--only-binary", ":all:", "--no-compile", "--implementation", "cp"),
            *("--python-version", runtime.python, "--platform", runtime.wheel_platform),
        ],
        check=True,
    )
    _pare(into)
    stamp.write_text(wanted)
    return into


def _pare(libraries: Path) -> None:
    """Remove the files that a function never reads."""
    for service in (libraries / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in SERVICES:
            shutil.rmtree(service)
    for examples in (libraries / "botocore" / "data").rglob("examples-*"):
        examples.unlink()
    for name in ("bin", "boto3/examples", "boto3/data"):  # boto3.resource is not used
        shutil.rmtree(libraries / name, ignore_errors=True)


def _digest(lock: Path, runtime: Runtime) -> str:
    parts = (str(runtime), *sorted(SERVICES), lock.read_text())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
