"""The processes of the deployed functions: found under /proc (Linux), killed with SIGKILL."""

import contextlib
import os
import signal
from pathlib import Path


class Processes:
    """Finds the processes that run the functions of one local AWS.

    ``names`` gives the deployed name of each function by its name in app.py.
    """

    def __init__(self, home: Path, names: dict[str, str]) -> None:
        self._home, self._names = str(home).encode(), names

    def of(self, function: str) -> list[int]:
        """Return the processes of a function, in order of their ids."""
        unpacked = f"ministack-lambda-{self._names[function]}-".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                command = path.read_bytes()
                if unpacked in command and self._home in command:
                    found.append(int(path.parent.name))
        return sorted(found)

    def at_port(self, function: str, port: int) -> int | None:
        """Return the function's process whose connection has this local port."""
        inode = _inode_of(port)
        if inode is None:
            return None
        wanted = f"socket:[{inode}]"
        for pid in self.of(function):
            with contextlib.suppress(OSError):
                for entry in Path(f"/proc/{pid}/fd").iterdir():
                    with contextlib.suppress(OSError):
                        if str(entry.readlink()) == wanted:
                            return pid
        return None


def kill(pid: int) -> bool:
    """Kill a process at once. False when it had ended already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def alive(pid: int) -> bool:
    """Tell whether a process runs. One that waits for its parent (a zombie) does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


def _inode_of(port: int) -> str | None:
    wanted = f":{port:04X}"
    with contextlib.suppress(OSError):
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[1].endswith(wanted) and fields[9] != "0":
                return fields[9]
    return None
