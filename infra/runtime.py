"""What a package is built for: a version of Python and a processor, as Lambda names them."""

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass

#: Lambda's name for each processor, by the name that ``platform.machine`` gives on Linux and macOS.
PROCESSORS = {"x86_64": "x86_64", "AMD64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
#: The wheel platforms' name for each of Lambda's processors.
WHEELS = {"x86_64": "x86_64", "arm64": "aarch64"}
#: The wheel standard that the oldest C library of Lambda's Pythons (2.26) supports; every current
#: Linux supports it too.
STANDARD = "manylinux2014"


class NoSuchRuntimeError(ValueError):
    """Lambda has no such Python or processor."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """``python`` is "3.13"; ``architecture`` is "x86_64" or "arm64"."""

    python: str
    architecture: str

    def __post_init__(self) -> None:
        if self.architecture not in WHEELS:
            raise NoSuchRuntimeError(f"Lambda has no {self.architecture} processors")

    @property
    def identifier(self) -> str:
        """Return Lambda's identifier of the Python: "python3.13"."""
        return f"python{self.python}"

    @property
    def wheel_platform(self) -> str:
        """Return the platform for which pip takes wheels."""
        return f"{STANDARD}_{WHEELS[self.architecture]}"

    @property
    def interpreter(self) -> str | None:
        """Return the path of this Python on the builder, or None when the builder has none.

        Modules are compiled with it. A package without compiled modules runs too, and starts
        slower.
        """
        if self.python == this_python():
            return sys.executable
        found = shutil.which(self.identifier)
        return found if found is not None and _version(found) == self.python else None

    def __str__(self) -> str:
        return f"{self.identifier}-{self.architecture}"


def this_python() -> str:
    """Return the version of the running Python: "3.11"."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _version(interpreter: str) -> str | None:
    """Return the version of the Python at this path; None when it does not run (pyenv's shims)."""
    ask = "import sys; print('{}.{}'.format(*sys.version_info))"
    done = subprocess.run([interpreter, "-I", "-c", ask], capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def of_this_machine() -> Runtime:
    """Return the runtime of the running Python. Raises NoSuchRuntimeError."""
    machine = platform.machine()
    if machine not in PROCESSORS:
        raise NoSuchRuntimeError(f"Lambda has no {machine} processors")
    return Runtime(this_python(), PROCESSORS[machine])
