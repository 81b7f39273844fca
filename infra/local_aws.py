"""A local AWS: one emulator process on loopback, its data in one directory.

``python -m infra.local_aws start|stop|status [--home DIR] [--port N]``

The command's ``--home`` is the home of the service, as in ``infra.up``. The instance's own home is
``aws/`` in it; the functions below take that one. It holds everything of one instance, so that two
instances (the demo's and the tests') share nothing: ``state/`` and ``s3/`` (the data, written on
TERM), ``tmp/`` (the functions' unpacked code), ``log``, ``instance.json`` (pid and port while it
runs).
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.ports import HOST, choose_port, move_to

PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENT = PROJECT / ".venv-aws"
SERVER = PROJECT / "infra" / "local_aws_server.py"
START_SECONDS = 120.0
STOP_SECONDS = 180.0


class LocalAwsError(RuntimeError):
    """The local AWS did not start, did not stop, or is not installed."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A running local AWS: its process and its port on loopback."""

    pid: int
    port: int

    @property
    def endpoint(self) -> str:
        """Return the URL of every AWS service of this instance."""
        return f"http://{HOST}:{self.port}"


def running(home: Path) -> Instance | None:
    """Return the instance that serves ``home``, or None. A record left by a crash is ignored."""
    try:
        instance = Instance(**json.loads(_record(home).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return instance if _is_server(instance.pid) else None


def start(
    home: Path, port: int | None = None, *, enforce_iam: bool = False, concurrency: int = 12
) -> Instance:
    """Start the instance of ``home``, or return the running one.

    Without ``port``, it takes the port of the last run if that is free (so addresses given out stay
    valid), else the usual port, else any free one. ``enforce_iam`` checks every call against the
    caller's policies, the functions' roles included, and takes half as much time again.
    ``concurrency`` bounds the functions that run at once. Raises LocalAwsError when it does not
    become healthy.
    """
    if instance := running(home):
        return instance
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        raise LocalAwsError(f"{ENVIRONMENT.name} is missing: run `make venv`")
    for name in ("state", "s3"):
        (home / name).mkdir(parents=True, exist_ok=True)
    shutil.rmtree(home / "tmp", ignore_errors=True)
    (home / "tmp").mkdir()
    chosen = port if port is not None else choose_port(home)
    move_to(home, chosen)
    with (home / "log").open("ab") as log, Path(os.devnull).open("rb") as nothing:
        # Not a subprocess.Popen: the process must outlive this one.
        pid = os.posix_spawn(
            python,
            [str(python), str(SERVER), str(_lambda_python()), str(home)],
            _settings(home, chosen, enforce_iam=enforce_iam, concurrency=concurrency),
            file_actions=[
                (os.POSIX_SPAWN_DUP2, nothing.fileno(), 0),
                (os.POSIX_SPAWN_DUP2, log.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, log.fileno(), 2),
            ],
            setsid=True,
        )
    instance = Instance(pid, chosen)
    _record(home).write_text(json.dumps(asdict(instance)))
    _wait_until_healthy(instance, home)
    return instance


def stop(home: Path) -> bool:
    """Stop the instance of ``home`` so that it writes its data; return False when none runs.

    The emulator writes its state on TERM, so it is never killed. Raises LocalAwsError and leaves it
    running when it takes longer than STOP_SECONDS.
    """
    instance = running(home)
    if instance is None:
        _record(home).unlink(missing_ok=True)
        return False
    os.kill(instance.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while _is_server(instance.pid):
        if time.monotonic() > deadline:
            raise LocalAwsError(f"process {instance.pid} is still writing its state")
        time.sleep(0.05)
    _record(home).unlink(missing_ok=True)
    shutil.rmtree(home / "tmp", ignore_errors=True)
    return True


def _record(home: Path) -> Path:
    return home / "instance.json"


def _lambda_python() -> Path:
    """Return the interpreter that runs functions: an empty environment of the same Python."""
    return ENVIRONMENT / "lambda" / "bin" / "python"


def _settings(home: Path, port: int, *, enforce_iam: bool, concurrency: int) -> dict[str, str]:
    """Return the complete environment of the process and its functions; none is inherited."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TMPDIR": str(home / "tmp"),
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": HOST,
        "LOG_LEVEL": "WARNING",
        "AUTH": "true" if enforce_iam else "false",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(home / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(home / "s3"),
        "LAMBDA_EXECUTOR": "local",
        "LAMBDA_ACCOUNT_CONCURRENCY": str(concurrency),
        # The ports of other protocols stay closed.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # A function's directory is unpacked again for each worker, so compiled files have no use.
        "PYTHONDONTWRITEBYTECODE": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _is_server(pid: int) -> bool:
    """Tell whether ``pid`` is a running local AWS: another program may have the number now."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return _is_server_without_proc(pid)
    return SERVER.name.encode() in command


def _is_server_without_proc(pid: int) -> bool:
    if Path("/proc/self").exists():
        return False
    listing = subprocess.run(
        ["ps", "-p", str(pid), "-o", "command="],  # noqa: S607 - ps lies elsewhere on each system
        capture_output=True,
        text=True,
        check=False,
    )
    return SERVER.name in listing.stdout


def _wait_until_healthy(instance: Instance, home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if os.waitpid(instance.pid, os.WNOHANG)[0]:
            break
        with contextlib.suppress(urllib.error.URLError, OSError):
            address = f"{instance.endpoint}/_ministack/health"
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return
        time.sleep(0.1)
    tail = (home / "log").read_text(errors="replace")[-2000:]
    raise LocalAwsError(f"the local AWS did not start on port {instance.port}:\n{tail}")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 0 when done, 1 when ``status`` finds none running."""
    parser = argparse.ArgumentParser(prog="python -m infra.local_aws", description=__doc__)
    parser.add_argument("action", choices=("start", "stop", "status"))
    parser.add_argument("--home", type=Path, default=PROJECT / ".local")
    parser.add_argument("--port", type=int)
    options = parser.parse_args(arguments)
    home: Path = options.home.resolve() / "aws"
    if options.action == "start":
        print(f"local AWS at {start(home, options.port).endpoint}")
    elif options.action == "stop":
        print("stopped" if stop(home) else "not running")
    else:
        instance = running(home)
        print(f"running at {instance.endpoint}" if instance else "not running")
        return 0 if instance else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
