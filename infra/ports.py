"""Choose the port of the local AWS, and change the addresses in its data when the port changes."""

import contextlib
import socket
from pathlib import Path

HOST = "127.0.0.1"
DEFAULT_PORT = 4566


def _last_port(home: Path) -> int | None:
    with contextlib.suppress(FileNotFoundError, ValueError):
        return int((home / "port").read_text())
    return None


def choose_port(home: Path) -> int:
    """Return the port of the last run if it is free, else the usual one, else any free one."""
    for port in (_last_port(home), DEFAULT_PORT):
        if port is not None and _is_free(port):
            return port
    return free_port()


def move_to(home: Path, port: int) -> None:
    """Store the port; if it differs from the last run's, change the addresses in the data.

    A queue is stored under its whole address, so it would not be found under another port.
    """
    last = _last_port(home)
    if last is not None and last != port:
        for path in (home / "state").rglob("*.json"):
            text = path.read_text(encoding="utf-8")
            moved = text.replace(f"http://{HOST}:{last}", f"http://{HOST}:{port}")
            if moved != text:
                path.write_text(moved, encoding="utf-8")
    (home / "port").write_text(str(port))


def free_port() -> int:
    """Return a port on loopback that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
